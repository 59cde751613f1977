//! The card that a shop's payouts go to, and what keeps them from it.

use super::all;
use crate::kernel::limits::PAYOUTS_BACK_MAX;
use crate::kernel::{Fault, Market, Timestamp};
use crate::ledger::views::{CameBack, CardStanding};
use crate::shop::{ShopStaff, Verification};
use sea_orm::FromQueryResult;

/// The card of today with the last payout that came back from it, unless a later one was paid. Behind all others stands one without a
/// turn, which a process of before turns were counted ended; left to themselves the two engines differ in where it stands.
const CARD: &str = "\
SELECT i.bank_card_last4 AS last4, i.state, i.pays_from, i.came_back, p.reason, p.ended_at FROM identity i \
LEFT JOIN payout p ON i.came_back > 0 AND p.id = (SELECT q.id FROM payout q WHERE q.shop_id = i.shop_id AND q.identity_id = i.id \
AND q.state IN ('failed', 'returned') ORDER BY COALESCE(q.turn, 0) DESC, q.ended_at DESC LIMIT 1) \
WHERE i.shop_id = $1 AND i.state <> 'replaced'";

#[derive(FromQueryResult)]
struct Row {
    last4: String,
    state: String,
    pays_from: Option<i64>,
    came_back: i64,
    reason: Option<String>,
    ended_at: Option<i64>,
}

/// How it stands with the card of a shop; none for staff who may not see money.
///
/// # Errors
/// A fault of the database, or a row that nobody can read.
pub async fn card_standing(market: &Market, staff: &ShopStaff) -> Result<Option<CardStanding>, Fault> {
    if !staff.may_see_money() {
        return Ok(None);
    }
    let row = all::<Row>(market, CARD, vec![staff.shop().uuid().into()]).await?.pop();
    let row = row.ok_or_else(|| Fault::broken("a shop without an identity"))?;
    let verification =
        Verification::from_code(&row.state).ok_or_else(|| Fault::broken("a row of identity has an unknown state"))?;
    let at = row.ended_at.map(Timestamp::from_millis);
    let now = market.now();
    Ok(Some(CardStanding {
        last4: row.last4,
        verification,
        rests_until: row.pays_from.map(Timestamp::from_millis).filter(|from| *from > now),
        came_back: at.map(|at| CameBack { at, reason: row.reason.unwrap_or_default() }),
        is_left_out: row.came_back >= PAYOUTS_BACK_MAX,
    }))
}
