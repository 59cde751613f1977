//! Puts the ends of times right that were written by a clock which ran ahead.

use super::TimerKind;
use super::store::{self, Waiting};
use crate::aftersales::{self, CaseId};
use crate::kernel::{Fault, FaultKind, Market, Timestamp};
use crate::order::{self, OrderId};
use crate::payment::PaymentId;
use crate::policy::{self, Policy};

/// Clocks that one query finds.
const BATCH: usize = 5_000;

/// Lets no time last much longer from now on than its rule ever allowed, where a clock wrote its end that ran ahead: each ends once
/// its whole length is over, and whoever has read another date is told. Where no end proves such a clock, nothing is touched: by a
/// clock that is behind, the ends of all that began lately look too late. A transaction for each, so that whoever moves its order,
/// payment or case meanwhile is waited for, and what is right by then is left alone.
///
/// # Errors
/// A fault of the database. What cannot be put right for another reason is logged, and stands in no other's way.
pub async fn put_right(market: &Market) -> Result<(), Fault> {
    loop {
        // Asked again before each batch: the clock may have been set meanwhile, and a rule changed.
        let now = market.now();
        let longest = policy::steps::longest(market.db()).await?;
        if !store::is_proven(market.db(), &longest, now).await? {
            return Ok(());
        }
        let far = store::too_far(market.db(), &longest, now, BATCH).await?;
        let mut put_right = 0;
        for clock in &far {
            match put_one_right(market, clock, &longest, now).await {
                Ok(is_put_right) => put_right += usize::from(is_put_right),
                Err(fault) if fault.kind == FaultKind::Unavailable => return Err(fault),
                Err(fault) => {
                    let (kind, subject) = (&clock.kind, clock.subject);
                    tracing::error!(timer.kind = %kind, timer.subject = %subject, fault.detail = %fault.detail,
                        "an end that a wrong clock has written was not put right: {}", fault.detail);
                }
            }
        }
        if far.len() < BATCH || put_right == 0 {
            return Ok(());
        }
    }
}

/// False where it was moved, stopped or put right meanwhile.
async fn put_one_right(market: &Market, clock: &Waiting, longest: &Policy, now: Timestamp) -> Result<bool, Fault> {
    let tx = market.begin("put_end_right").await?;
    let (payment, order) = (PaymentId::from_uuid(clock.subject), OrderId::from_uuid(clock.subject));
    let is_put_right = match TimerKind::from_code(&clock.kind) {
        Some(TimerKind::ClosePayment) => order::steps::put_payment_right(&tx, payment, longest.hold, now).await?,
        Some(TimerKind::ShipLate) => order::steps::put_shipping_right(&tx, order, longest.ship_by, now).await?,
        Some(TimerKind::ConfirmOrder) => order::steps::put_release_right(&tx, order, longest.auto_confirm, now).await?,
        Some(TimerKind::Case) => aftersales::steps::put_case_right(&tx, CaseId::from_uuid(clock.subject), longest, now).await?,
        // Reminders follow the time that they are of.
        Some(TimerKind::RemindPayment | TimerKind::RemindConfirm | TimerKind::RemindShip | TimerKind::RemindCase) | None => false,
    };
    if is_put_right {
        tx.commit().await?;
    }
    Ok(is_put_right)
}
