//! What a shop has to do, and what it earned.

use super::to_ship;
use crate::kernel::{Fault, Market, Money, Span};
use crate::order::types::OrderState;
use crate::order::views::ShopDay;
use crate::shop::ShopStaff;
use sea_orm::{FromQueryResult, Statement};

/// Minutes east of UTC by which a shop's days are cut.
const ZONE_MINUTES: i64 = 480;
/// Days of the chart on Today.
const CHART_DAYS: i64 = 30;

#[derive(FromQueryResult)]
struct StateCount {
    state: String,
    orders: i64,
    overdue: i64,
}

#[derive(FromQueryResult)]
struct Earned {
    made_at: i64,
    amount: i64,
}

/// How many orders wait to be shipped, for the frame.
///
/// # Errors
/// A fault of the database.
pub async fn count_to_ship(market: &Market, staff: &ShopStaff) -> Result<u64, Fault> {
    Ok(counts(market, staff)
        .await?
        .iter()
        .find(|row| row.state == "paid")
        .map_or(0, |row| u64::try_from(row.orders).unwrap_or(0)))
}

async fn counts(market: &Market, staff: &ShopStaff) -> Result<Vec<StateCount>, Fault> {
    let sql = "SELECT state, COUNT(*) AS orders, CAST(COALESCE(SUM(CASE WHEN ship_by < $2 AND open_case IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue \
               FROM orders WHERE shop_id = $1 AND state IN ('placed', 'paid', 'shipped', 'delivered') GROUP BY state";
    let values = [staff.shop().uuid().into(), market.now().millis().into()];
    let statement = Statement::from_sql_and_values(market.backend(), sql, values);
    Ok(StateCount::find_by_statement(statement).all(market.db()).await?)
}

/// A shop's day: what waits, and what the last 30 days brought.
///
/// # Errors
/// A fault of the database.
pub async fn day(market: &Market, staff: &ShopStaff) -> Result<ShopDay, Fault> {
    let now = market.now();
    let counts = counts(market, staff).await?;
    let of = |state: OrderState| {
        counts.iter().find(|row| row.state == state.code()).map_or(0, |row| u64::try_from(row.orders).unwrap_or(0))
    };
    let overdue = counts.iter().find(|row| row.state == "paid").map_or(0, |row| u64::try_from(row.overdue).unwrap_or(0));
    let local_day = |at: i64| (at + ZONE_MINUTES * 60_000).div_euclid(Span::days(1).millis());
    let today = local_day(now.millis());
    let since = (today - CHART_DAYS + 1) * Span::days(1).millis() - ZONE_MINUTES * 60_000;
    let sql = "SELECT j.made_at AS made_at, CAST(-e.amount_minor AS BIGINT) AS amount FROM ledger_entry e \
               JOIN ledger_journal j ON j.id = e.journal_id WHERE e.account_id = $1 AND j.kind = 'release' AND j.made_at >= $2";
    let account = crate::ledger::Account { kind: crate::ledger::AccountKind::ShopPayable, owner: Some(staff.shop().uuid()) };
    let values = [crate::ledger::steps::account_id(account, market.currency()).into(), since.into()];
    let rows = Earned::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?;
    let earned = (0..CHART_DAYS)
        .map(|back| {
            let day = today - CHART_DAYS + 1 + back;
            let minor = rows.iter().filter(|row| local_day(row.made_at) == day).map(|row| row.amount).sum();
            Money::new(minor, market.currency())
        })
        .collect();
    Ok(ShopDay {
        to_ship: of(OrderState::Paid),
        overdue,
        unpaid: of(OrderState::Placed),
        on_the_way: of(OrderState::Shipped) + of(OrderState::Delivered),
        deadlines: to_ship(market, staff, 10).await?,
        earned,
    })
}
