//! What is held for a shop: order by order, why and until when.

use super::all;
use crate::aftersales::CaseId;
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::ledger::views::HeldOrder;
use crate::order::{OrderId, OrderState};
use crate::shop::ShopStaff;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A date that is not known comes after all that are.
const HELD: &str = "\
SELECT f.* FROM (SELECT o.id, o.number, o.state, o.total_minor - o.refunded_minor + o.market_discount_minor \
- o.refunded_market_discount_minor - o.fee_minor + o.refunded_fee_minor AS share, \
o.ship_by, o.confirm_by, o.open_case, \
EXISTS (SELECT 1 FROM payment p WHERE p.id = o.payment_id AND p.state = 'waiting') AS is_cash_out, \
COALESCE(o.confirm_by, 9223372036854775807) AS released, COALESCE(o.ship_by, 9223372036854775807) AS shipped \
FROM orders o WHERE o.shop_id = $1 AND o.state IN ('paid', 'shipped', 'delivered')) f \
WHERE (f.released, f.shipped, f.id) > ($2, $3, $4) ORDER BY f.released, f.shipped, f.id LIMIT $5";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: String,
    state: String,
    share: i64,
    ship_by: Option<i64>,
    confirm_by: Option<i64>,
    open_case: Option<Uuid>,
    is_cash_out: bool,
    released: i64,
    shipped: i64,
}

/// The orders for which a shop's money is held, or its cash is out: what was shipped has a date of release and comes first, the
/// soonest before the others; what is to be shipped follows by its own date. Empty for staff who may not see money.
///
/// # Errors
/// A fault of the database.
pub async fn held_orders(market: &Market, staff: &ShopStaff, request: &PageRequest) -> Result<Page<HeldOrder>, Fault> {
    if !staff.may_see_money() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let after = request.after.as_deref().and_then(read_key);
    let (released, shipped, id) = after.unwrap_or((i64::MIN, i64::MIN, Uuid::nil()));
    let (shop, most) = (staff.shop().uuid(), i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX));
    let values: Vec<Value> = vec![shop.into(), released.into(), shipped.into(), id.into(), most.into()];
    let page = Page::cut(all::<Row>(market, HELD, values).await?, request, |row| {
        format!("{}.{}.{}", row.released, row.shipped, row.id.simple())
    });
    let rows: Result<Vec<HeldOrder>, Fault> = page.rows.into_iter().map(|row| view(market, row)).collect();
    Ok(Page { rows: rows?, next: page.next })
}

fn read_key(key: &str) -> Option<(i64, i64, Uuid)> {
    let mut parts = key.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, Uuid::try_parse(parts.next()?).ok()?))
}

fn view(market: &Market, row: Row) -> Result<HeldOrder, Fault> {
    let state = OrderState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("order state {}", row.state)))?;
    Ok(HeldOrder {
        order: OrderId::from_uuid(row.id),
        number: row.number,
        share: Money::new(row.share, market.currency()),
        state,
        ship_by: row.ship_by.map(Timestamp::from_millis),
        until: row.confirm_by.map(Timestamp::from_millis),
        open_case: row.open_case.map(CaseId::from_uuid),
        is_cash_out: row.is_cash_out,
    })
}
