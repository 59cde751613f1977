//! Which shops take cash at the door.

use crate::kernel::{Fault, placeholders};
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Those of these shops that take cash at the door.
///
/// # Errors
/// A fault of the database.
pub async fn taking_cash(db: &impl ConnectionTrait, shops: &[ShopId]) -> Result<Vec<ShopId>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        shop_id: Uuid,
    }
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT shop_id FROM shop_cash WHERE shop_id IN ({})", placeholders(1, shops.len()));
    let values = shops.iter().map(|shop| Value::from(shop.uuid()));
    let rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| ShopId::from_uuid(row.shop_id)).collect())
}
