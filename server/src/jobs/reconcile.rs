//! Every so many minutes of the market's policy: asks the payment provider for what it did not tell, and compares its statement with
//! the books.

use crate::payments::reconcile::{self, Round};
use crate::payments::{Cash, Said};
use app_kit::request::App;
use market::kernel::{Fault, Span, Timestamp};
use std::time::Duration;

/// How often it is looked whether a round is due.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often the last days of the statement are read again, for lines that appeared late. A process that begins does so too.
const AGAIN_EVERY: Span = Span::days(1);

/// What stopped at a fault.
static STOPPED: Said = Said::new();

/// Works until the task is dropped: a round at the start, since a crash may have lost a word, then one every so many minutes.
pub async fn work(app: App) {
    let mut last: Option<Timestamp> = None;
    let mut again: Option<Timestamp> = None;
    loop {
        if unless_stopped("the market's numbers cannot be read", is_due(&app, last).await) == Some(true) {
            let now = app.market.now();
            last = Some(now);
            let round = reconcile::round(&app.market, &*app.payments).await;
            if let Some(Round { settled, stuck }) = unless_stopped("the round at the payment provider met a fault", round) {
                tracing::debug!("the round at the payment provider settled {settled}, and {stuck} payments are stuck");
            }
            let compared = reconcile::compare(&app.market, &Cash::new(app.market.clone())).await;
            unless_stopped("what couriers transferred was not compared", compared);
            if again.is_none_or(|at| has_passed(AGAIN_EVERY, at, now)) && has_read_again(&app).await {
                again = Some(now);
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// What came of it. A fault is said once, until it goes well again or there is another.
fn unless_stopped<T>(what: &str, result: Result<T, Fault>) -> Option<T> {
    match result {
        Ok(value) => {
            STOPPED.forget(what);
            Some(value)
        }
        Err(fault) => {
            if STOPPED.is_news(what, &fault.detail) {
                tracing::error!(fault.detail = %fault.detail, "{what}: {}", fault.detail);
            }
            None
        }
    }
}

/// Whether the last days were read again; where not, the next round tries.
async fn has_read_again(app: &App) -> bool {
    let read = reconcile::read_again(&app.market, &*app.payments).await;
    unless_stopped("the last days of the statement were not read again", read) == Some(true)
}

async fn is_due(app: &App, last: Option<Timestamp>) -> Result<bool, Fault> {
    let Some(last) = last else { return Ok(true) };
    let every = market::policy::queries::in_force(&app.market).await?.reconcile;
    Ok(has_passed(every, last, app.market.now()))
}

/// Whether so much time has passed. A last round that lies ahead was begun by a clock that has been put right since: nobody knows when it
/// was.
fn has_passed(every: Span, last: Timestamp, now: Timestamp) -> bool {
    now < last || now >= last.after(every)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_due_after_its_time_and_after_a_clock_was_put_right() {
        let (every, last) = (Span::minutes(10), Timestamp::from_millis(1_000_000_000));
        assert!(has_passed(every, last, last.after(every)));
        assert!(!has_passed(every, last, last.after(Span::minutes(9))));
        assert!(!has_passed(every, last, last));
        assert!(has_passed(every, last, last.before(Span::days(10))));
    }
}
