//! What goes back of an order's money.

use crate::kernel::{Fault, Market, Money, Timestamp};
use crate::order::{OrderId, RefundView};
use sea_orm::{FromQueryResult, Statement};

/// Refunds of one order; each takes something of what was paid, and few do.
const REFUNDS_MAX: i64 = 100;

/// What has arrived comes first, as it did. Where what has no time stands is said, since the two engines differ in it.
const REFUNDS: &str = "SELECT amount_minor, done_at FROM refund WHERE order_id = $1 \
                       ORDER BY CASE WHEN done_at IS NULL THEN 1 ELSE 0 END, done_at, created_at, id LIMIT $2";

/// The refunds of an order, for somebody who may see the order already.
pub(super) async fn of_order(market: &Market, id: OrderId) -> Result<Vec<RefundView>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        amount_minor: i64,
        done_at: Option<i64>,
    }
    let statement = Statement::from_sql_and_values(market.backend(), REFUNDS, [id.uuid().into(), REFUNDS_MAX.into()]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let view = |row: Row| RefundView {
        amount: Money::new(row.amount_minor, market.currency()),
        done_at: row.done_at.map(Timestamp::from_millis),
    };
    Ok(rows.into_iter().map(view).collect())
}
