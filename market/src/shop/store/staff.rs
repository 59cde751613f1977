//! Rows of `shop_staff`.

use crate::kernel::Tx;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub shop_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub role: String,
    pub since: i64,
    pub ended_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

/// One buyer has fewer orders than one shop: the shop is no name of a column here, so that both engines begin with the buyer.
const LAST_PURCHASE: &str = "SELECT MAX(o.ended_at) AS latest FROM orders o \
    WHERE o.buyer_id = $1 AND COALESCE(o.shop_id, o.id) = $2 AND o.state = 'completed'";

/// When an order of this person in this shop was completed last; none where none was.
pub async fn last_purchase(tx: &Tx, shop: Uuid, person: Uuid) -> Result<Option<i64>, DbErr> {
    let asked = Statement::from_sql_and_values(tx.get_database_backend(), LAST_PURCHASE, [person.into(), shop.into()]);
    let found = tx.query_one_raw(asked).await?;
    Ok(found.map(|row| row.try_get::<Option<i64>>("", "latest")).transpose()?.flatten())
}
