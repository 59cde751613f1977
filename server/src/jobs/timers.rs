//! Fires the clocks that are due: each kind has its command.

use super::Workshop;
use market::aftersales::{self, CaseId};
use market::kernel::Fault;
use market::order::{self, OrderId};
use market::payment::PaymentId;
use market::timer::{TimerKind, queries};

/// Fires up to `most` clocks; says how many were due.
pub async fn fire_due(workshop: &Workshop, most: u64) -> Result<usize, Fault> {
    let market = &workshop.app.market;
    let due = queries::due(market, most).await?;
    let count = due.len();
    for timer in due {
        match timer.kind {
            TimerKind::ClosePayment => order::commands::close_payment(market, PaymentId::from_uuid(timer.subject)).await?,
            TimerKind::ConfirmOrder => order::commands::auto_confirm(market, OrderId::from_uuid(timer.subject)).await?,
            TimerKind::RemindConfirm | TimerKind::RemindShip => {
                order::commands::remind(market, timer.kind, OrderId::from_uuid(timer.subject)).await?
            }
            TimerKind::Case => aftersales::commands::case_clock(market, CaseId::from_uuid(timer.subject)).await?,
            TimerKind::RemindCase => aftersales::commands::remind_case(market, CaseId::from_uuid(timer.subject)).await?,
        }
    }
    Ok(count)
}
