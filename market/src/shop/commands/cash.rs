//! A shop says whether its buyers may pay in cash at the door.

use crate::kernel::{Market, NoRefusal, Problem};
use crate::shop::{ShopStaff, store};
use sea_orm::{ConnectionTrait, Statement};

/// Lets buyers pay in cash at the door, or no longer; what was promised before stays promised. Once more changes nothing.
///
/// # Errors
/// Not found where the person does not own the shop.
pub async fn set_takes_cash(market: &Market, owner: &ShopStaff, takes_cash: bool) -> Result<(), Problem<NoRefusal>> {
    if !owner.may_manage() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("set_takes_cash").await?;
    let shop = owner.shop().uuid();
    let statement = if takes_cash {
        let values = [shop.into(), owner.person().uuid().into(), now.millis().into()];
        Statement::from_sql_and_values(tx.get_database_backend(), store::TAKE_CASH, values)
    } else {
        Statement::from_sql_and_values(tx.get_database_backend(), store::TAKE_NO_CASH, [shop.into()])
    };
    tx.execute_raw(statement).await?;
    tx.commit().await?;
    Ok(())
}
