//! Coupons as whoever made them sees them.

use super::store;
use super::types::{CouponRow, Funder};
use crate::account::Operator;
use crate::kernel::{Fault, Market, Page, PageRequest};
use crate::shop::ShopStaff;
use uuid::Uuid;

/// A shop's coupons, the newest first; the key of a page is `<time>.<coupon>`. Empty for staff who may not change what is listed.
///
/// # Errors
/// A fault of the database.
pub async fn of_shop(market: &Market, staff: &ShopStaff, request: &PageRequest) -> Result<Page<CouponRow>, Fault> {
    if !staff.may_list() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    of(market, Funder::Shop(staff.shop()), request).await
}

/// The market's coupons, in the same way.
///
/// # Errors
/// A fault of the database.
pub async fn of_market(market: &Market, _operator: &Operator, request: &PageRequest) -> Result<Page<CouponRow>, Fault> {
    of(market, Funder::Market, request).await
}

async fn of(market: &Market, funder: Funder, request: &PageRequest) -> Result<Page<CouponRow>, Fault> {
    let before = request.after.as_deref().and_then(read_key).unwrap_or((i64::MAX, Uuid::max()));
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let rows = store::listed(market.db(), funder, before, most).await?;
    Ok(Page::cut(rows, request, |row| format!("{}.{}", row.made_at.millis(), row.id.uuid().simple())))
}

fn read_key(key: &str) -> Option<(i64, Uuid)> {
    let (at, id) = key.split_once('.')?;
    Some((at.parse().ok()?, Uuid::try_parse(id).ok()?))
}
