//! Works on what payment providers told, on a lane of its own: a mail server that does not answer keeps no order unpaid.

use app_kit::request::App;
use futures::{FutureExt, TryStreamExt, stream};
use market::kernel::{Fault, Market};
use market::payment::inbox::{DueEvent, due_events, put_back_event, take_event};
use sea_orm::DatabaseBackend;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

/// What another node noted, or what is to be tried again, waits no longer for its look.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Words a look.
const BATCH: u64 = 32;
/// Words in hand at once. SQLite has one writer: there more would only stand in the way of those who want to be answered.
const AT_ONCE: usize = 4;

/// Works until the task is dropped: first on what an ended process left behind, then on whatever comes.
pub async fn work(app: App) {
    let wake = app.market.words();
    loop {
        match take_due(&app.market, BATCH).await {
            Ok(0) => {
                let _ = tokio::time::timeout(LOOK_EVERY, wake.notified()).await;
            }
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "what providers told waits for a second, at a fault: {}", fault.detail);
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

/// Works on up to `most` words that are due; says how many there were.
pub async fn take_due(market: &Market, most: u64) -> Result<usize, Fault> {
    let due = due_events(market, most).await?;
    let count = due.len();
    let at_once = if market.backend() == DatabaseBackend::Sqlite { 1 } else { AT_ONCE };
    stream::iter(due.into_iter().map(Ok)).try_for_each_concurrent(at_once, |word| take(market, word)).await?;
    Ok(count)
}

/// A word that cannot be worked on stands in no other's way, even where it makes our code panic. It is logged once; that it still
/// waits is told by the metrics, and in the end by the auditor.
async fn take(market: &Market, word: DueEvent) -> Result<(), Fault> {
    let id = word.payment;
    let taking = AssertUnwindSafe(take_event(market, &word.provider, &word.event_id)).catch_unwind();
    match taking.await.unwrap_or_else(|_| Err(Fault::broken("a panic, which the log tells of"))) {
        Ok(Some(taken)) => {
            let (kind, outcome) = (taken.told.kind.code(), taken.outcome.code());
            tracing::info!(payment.id = %id, event.id = %word.event_id, event.outcome = outcome, "payment {id} was told {kind}: {outcome}");
            Ok(())
        }
        Ok(None) => Ok(()),
        Err(fault) => {
            if word.attempts == 0 {
                tracing::error!(payment.id = %id, event.id = %word.event_id, fault.detail = %fault.detail, "what payment {id} was told is tried again, until it can be worked on: {}", fault.detail);
            }
            put_back_event(market, &word, &fault.detail).await
        }
    }
}
