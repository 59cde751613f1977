//! Fires the clocks that are due: each kind has its command.

use super::Workshop;
use market::kernel::Fault;
use market::timer::{TimerKind, queries};

/// Fires up to `most` clocks; says how many were due.
pub async fn fire_due(workshop: &Workshop, most: u64) -> Result<usize, Fault> {
    let market = &workshop.app.market;
    let due = queries::due(market, most).await?;
    let count = due.len();
    for timer in due {
        match timer.kind {
            TimerKind::ClosePayment => {
                market::order::commands::close_payment(market, market::payment::PaymentId::from_uuid(timer.subject)).await?
            }
            TimerKind::ConfirmOrder => {
                market::order::commands::auto_confirm(market, market::order::OrderId::from_uuid(timer.subject)).await?
            }
        }
    }
    Ok(count)
}
