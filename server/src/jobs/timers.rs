//! Fires the clocks that are due: each kind has its command.

use futures::FutureExt;
use market::aftersales::{self, CaseId};
use market::kernel::{Fault, FaultKind, Market};
use market::order::{self, OrderId};
use market::payment::PaymentId;
use market::timer::{DueTimer, TimerKind, queries};
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A clock whose command fails is tried again after this long, and each time after twice as long.
const WAIT: Duration = Duration::from_secs(1);
/// Up to this long.
const WAIT_MAX: Duration = Duration::from_secs(600);

/// What is known of clocks whose command cannot be carried out: they stand in no other's way. That they are overdue is told by the
/// metrics; after a restart they are tried at once, and one that is due no more is forgotten.
#[derive(Default)]
pub struct Clocks {
    stuck: HashMap<Uuid, Stuck>,
}

struct Stuck {
    again: Instant,
    wait: Duration,
}

impl Clocks {
    /// Fires up to `most` clocks that are due; says how many.
    ///
    /// # Errors
    /// The database cannot be asked; what one clock's command makes of it is logged instead.
    pub async fn fire_due(&mut self, market: &Market, most: u64) -> Result<usize, Fault> {
        let mut fired = 0;
        let mut after = None;
        let mut seen = HashSet::new();
        loop {
            let due = queries::due_after(market, after, most).await?;
            let is_last = (due.len() as u64) < most;
            after = due.last().copied();
            for timer in due {
                seen.insert(timer.id);
                fired += usize::from(self.fire(market, timer).await?);
            }
            if is_last {
                // All that are due were seen: whatever else is known was stopped meanwhile.
                self.stuck.retain(|id, _| seen.contains(id));
            }
            if is_last || fired as u64 >= most {
                return Ok(fired);
            }
        }
    }

    /// How many were due and could not be fired.
    #[cfg(test)]
    pub fn stuck(&self) -> usize {
        self.stuck.len()
    }

    async fn fire(&mut self, market: &Market, timer: DueTimer) -> Result<bool, Fault> {
        if self.stuck.get(&timer.id).is_some_and(|stuck| stuck.again > Instant::now()) {
            return Ok(false);
        }
        let firing = AssertUnwindSafe(carry_out(market, timer)).catch_unwind();
        match firing.await.unwrap_or_else(|_| Err(Fault::broken("a panic, which the log tells of"))) {
            Ok(()) => {
                self.stuck.remove(&timer.id);
                Ok(true)
            }
            Err(fault) if fault.kind == FaultKind::Unavailable => Err(fault),
            Err(fault) => {
                self.put_off(timer, &fault);
                Ok(false)
            }
        }
    }

    /// Logged once.
    fn put_off(&mut self, timer: DueTimer, fault: &Fault) {
        let before = self.stuck.get(&timer.id).map(|stuck| stuck.wait);
        if before.is_none() {
            tracing::error!(timer.id = %timer.id, timer.kind = timer.kind.code(), timer.subject = %timer.subject, fault.detail = %fault.detail, "a clock cannot be fired and is tried again until it can: {}", fault.detail);
        }
        let wait = before.map_or(WAIT, |before| (before * 2).min(WAIT_MAX));
        self.stuck.insert(timer.id, Stuck { again: Instant::now() + wait, wait });
    }
}

async fn carry_out(market: &Market, timer: DueTimer) -> Result<(), Fault> {
    match timer.kind {
        TimerKind::ClosePayment => order::commands::close_payment(market, PaymentId::from_uuid(timer.subject)).await,
        TimerKind::RemindPayment => order::commands::remind_to_pay(market, PaymentId::from_uuid(timer.subject)).await,
        TimerKind::ConfirmOrder => order::commands::auto_confirm(market, OrderId::from_uuid(timer.subject)).await,
        TimerKind::RemindConfirm | TimerKind::RemindShip | TimerKind::ShipLate => {
            order::commands::remind(market, timer.kind, OrderId::from_uuid(timer.subject)).await
        }
        TimerKind::Case => aftersales::commands::case_clock(market, CaseId::from_uuid(timer.subject)).await,
        TimerKind::RemindCase => aftersales::commands::remind_case(market, CaseId::from_uuid(timer.subject)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Span;
    use market::testkit::TestMarket;
    use sea_orm::{ConnectionTrait, Statement};

    /// A clock that no command set, long overdue.
    async fn strange_clock(kit: &TestMarket, kind: &str) {
        let sql = "INSERT INTO timer (id, kind, subject, due_at, state) VALUES (?, ?, ?, 1, 'waiting')";
        let values = [Uuid::now_v7().into(), kind.into(), Uuid::now_v7().into()];
        change(kit, Statement::from_sql_and_values(kit.market.backend(), sql, values)).await;
    }

    /// Something happens to the clocks, past all commands.
    async fn change(kit: &TestMarket, statement: Statement) {
        let tx = kit.market.begin("test").await.expect("a transaction");
        tx.execute_raw(statement).await.expect("a change");
        tx.commit().await.expect("committed");
    }

    #[tokio::test]
    async fn a_stuck_clock_that_was_stopped_is_forgotten_and_the_others_are_not() {
        let kit = TestMarket::sqlite().await;
        for _ in 0..3 {
            strange_clock(&kit, "remind_ship").await;
        }
        let mut clocks = Clocks::default();
        for (stop, left) in [("0", 3), ("id = (SELECT MIN(id) FROM timer)", 2), ("1", 0)] {
            let sql = format!("UPDATE timer SET state = 'cancelled' WHERE {stop}");
            change(&kit, Statement::from_string(kit.market.backend(), sql)).await;
            assert_eq!(clocks.fire_due(&kit.market, 2).await.expect("the clocks can be asked for"), 0);
            assert_eq!(clocks.stuck(), left);
        }
    }

    #[tokio::test]
    async fn clocks_that_cannot_be_fired_stand_in_no_others_way() {
        let kit = TestMarket::sqlite().await;
        let owner = kit.person("Xiuying").create().await;
        let staff = kit.shop("danqing", &owner).approved().create().await;
        let dress = kit.listing(&staff).title("Rosy dress").price_fen(12_800).stock(5).create().await.variant();
        let buyer = kit.person("Ben").create().await;
        kit.paid_order(&buyer, &[(dress, 1)]).await;
        for _ in 0..40 {
            // There is no such order.
            strange_clock(&kit, "remind_ship").await;
        }
        strange_clock(&kit, "of_another_version").await;
        kit.clock.advance(Span::days(5));
        let mut clocks = Clocks::default();
        let fired = clocks.fire_due(&kit.market, 8).await.expect("the clocks can be asked for");
        assert!(fired > 0 && clocks.stuck() == 40, "{fired} fired, {} stuck", clocks.stuck());
        assert_eq!(
            clocks.fire_due(&kit.market, 8).await.expect("the clocks can be asked for"),
            0,
            "not before their wait is over"
        );
        assert_eq!(queries::due(&kit.market, 100).await.expect("the clocks").len(), 40);
    }
}
