//! What goes back of an order's money.

use crate::kernel::{Fault, Market, Money, Timestamp};
use crate::order::{MoreRefunds, OrderId, RefundView};
use sea_orm::{FromQueryResult, Statement};

/// Refunds of one order that are told one by one; each takes something of what was paid, and few orders have as many.
const REFUNDS_MAX: i64 = 100;

/// What has arrived comes first, as it did. Where what has no time stands is said, since the two engines differ in it. Beside each stands
/// what all of them are.
const REFUNDS: &str = "SELECT amount_minor, done_at, COUNT(*) OVER () AS refunds, COUNT(done_at) OVER () AS arrived, \
                       CAST(SUM(amount_minor) OVER () AS BIGINT) AS refunded_minor FROM refund WHERE order_id = $1 \
                       ORDER BY CASE WHEN done_at IS NULL THEN 1 ELSE 0 END, done_at, created_at, id LIMIT $2";

#[derive(FromQueryResult)]
struct Row {
    amount_minor: i64,
    done_at: Option<i64>,
    refunds: i64,
    arrived: i64,
    refunded_minor: i64,
}

/// The refunds of an order, for somebody who may see the order already; and what there is of them beyond the first.
pub(super) async fn of_order(market: &Market, id: OrderId) -> Result<(Vec<RefundView>, Option<MoreRefunds>), Fault> {
    let statement = Statement::from_sql_and_values(market.backend(), REFUNDS, [id.uuid().into(), REFUNDS_MAX.into()]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let money = |minor| Money::new(minor, market.currency());
    let told: i64 = rows.iter().map(|row| row.amount_minor).sum();
    let more = rows.first().filter(|row| row.refunds > REFUNDS_MAX).map(|row| MoreRefunds {
        count: row.refunds.saturating_sub(REFUNDS_MAX),
        amount: money(row.refunded_minor.saturating_sub(told)),
        // What is on its way comes last: one of it is beyond the first wherever there is any.
        is_done: row.arrived == row.refunds,
    });
    let view = |row: &Row| RefundView { amount: money(row.amount_minor), done_at: row.done_at.map(Timestamp::from_millis) };
    Ok((rows.iter().map(view).collect(), more))
}
