//! An operator says whether the goods of a category spoil.

use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::catalog::store::category;
use crate::catalog::types::{CategoryId, Spoiling};
use crate::change;
use crate::kernel::{Market, NoRefusal, Problem};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Sets whether all goods of a category spoil, or none, or each listing says it of itself. It counts for what is bought from then on, and
/// pages say it at once. The same once more changes nothing.
///
/// # Errors
/// Not found where there is no such category.
pub async fn set_spoiling(
    market: &Market,
    operator: &Operator,
    id: CategoryId,
    spoiling: Spoiling,
) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("set_spoiling").await?;
    let row = category::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    if row.spoils == spoiling.code() {
        return Ok(());
    }
    category::Entity::update_many()
        .col_expr(category::Column::Spoils, Expr::value(spoiling.code()))
        .filter(category::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    change::steps::tell_market(&tx).await?;
    let detail = format!("{}: {} → {}", row.path, row.spoils, spoiling.code());
    let deed = Deed { actor: Some(operator.person()), action: "set_spoiling", subject: row.id, detail: &detail };
    record(&tx, &deed, market.now()).await?;
    tx.commit().await?;
    Ok(())
}
