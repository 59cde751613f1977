//! What happens without a request, each kind of it on a lane of its own: clocks that are due, jobs in the outbox, what providers told,
//! and whatever is looked after from time to time.

#[cfg(test)]
mod audits;
mod demand;
mod exposure;
mod letters;
mod pages;
mod reconcile;
mod run;
#[cfg(test)]
mod simulation;
mod stories;
#[cfg(test)]
mod tests;
mod timers;
mod watch;
pub mod words;

pub use exposure::write_down;
pub use watch::last_audit;

use crate::mail::Mailer;
use crate::payments::Sandbox;
use crate::photos::Photos;
use app_kit::request::App;
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use market::change::rules::Ages;
use market::kernel::{Fault, Market, Timestamp};
use market::outbox::Work;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use timers::Clocks;

/// What jobs need.
#[derive(Clone)]
pub struct Workshop {
    /// The application, for its market and ports.
    pub app: App,
    /// Sends mail and text messages.
    pub mailer: Mailer,
    /// The payment provider of demo markets, whose webhooks are sent from here.
    pub sandbox: Option<Sandbox>,
    /// Renders photos.
    pub photos: Photos,
}

/// Clocks are exact to this, and a job whose wake-up was missed waits no longer.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Rows a look.
const BATCH: u64 = 32;
/// Jobs in hand at once: a refund does not wait for a mail server that does not answer.
const AT_ONCE: usize = 4;
/// How often what has served its time is forgotten: old codes, counts of attempts, sessions, changes, sums of what was shown.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Works until the task is dropped. What a provider or a mail server is slow to answer holds up no clock.
pub async fn work(workshop: Workshop) {
    join_all(lanes(&workshop)).await;
}

fn lanes(workshop: &Workshop) -> Vec<BoxFuture<'_, ()>> {
    let app = &workshop.app;
    vec![
        keep(move || clocks(app.market.clone())).boxed(),
        keep(move || jobs(workshop.clone())).boxed(),
        keep(move || pictures(workshop.clone())).boxed(),
        keep(move || words::work(app.clone())).boxed(),
        keep(move || forget(app.market.clone())).boxed(),
        keep(move || reconcile::work(app.clone())).boxed(),
        keep(move || watch::work(app.clone())).boxed(),
        keep(move || demand::work(app.clone())).boxed(),
        keep(move || stories::work(app.market.clone())).boxed(),
        keep(move || pages::work(app.clone())).boxed(),
        keep(move || exposure::work(app.clone())).boxed(),
        keep(move || exposure::reckon(app.market.clone())).boxed(),
    ]
}

/// A lane that panics begins anew: what it had in hand is still in the database, and the others go on.
pub async fn keep<Lane: Future<Output = ()>>(begin: impl Fn() -> Lane) {
    while AssertUnwindSafe(begin()).catch_unwind().await.is_err() {
        tracing::error!("a lane of the work ended in a panic, which the log tells of, and begins anew in a second");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// A fault of one look is logged, and the next look tries again.
async fn clocks(market: Market) {
    let mut clocks = Clocks::default();
    loop {
        match clocks.fire_due(&market, BATCH).await {
            Ok(0) => tokio::time::sleep(LOOK_EVERY).await,
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "the clocks stopped at a fault and are looked at again in a second: {}", fault.detail);
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

async fn jobs(workshop: Workshop) {
    let wake = workshop.app.market.work();
    let mut looked_at = None;
    loop {
        looked_at = put_right(&workshop.app.market, looked_at).await;
        let done = run::run_due(&workshop, Work::Others, BATCH, AT_ONCE).await;
        let told = deliver(workshop.sandbox.as_ref()).await;
        match (done, told) {
            (Ok(0), Ok(0)) => {
                let _ = tokio::time::timeout(LOOK_EVERY, wake.notified()).await;
            }
            (Ok(_), Ok(_)) => {}
            (Err(fault), _) | (_, Err(fault)) => {
                tracing::error!(fault.detail = %fault.detail, "the jobs stopped at a fault and look again in a second: {}", fault.detail);
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

/// What a clock has put off that ran ahead is due as soon as it is put right: at the start, and where it has gone back since the last look.
/// The time of this look; none where it failed.
async fn put_right(market: &Market, looked_at: Option<Timestamp>) -> Option<Timestamp> {
    let now = market.now();
    if looked_at.is_some_and(|before| before <= now) {
        return Some(now);
    }
    match market::outbox::commands::put_right(market).await {
        Ok(()) => Some(now),
        Err(fault) => {
            tracing::error!(fault.detail = %fault.detail, "jobs that a wrong clock has put off were not put right, and are at the next look: {}", fault.detail);
            None
        }
    }
}

/// One picture after the other: each takes a processor for seconds.
async fn pictures(workshop: Workshop) {
    loop {
        match run::run_due(&workshop, Work::Pictures, BATCH, 1).await {
            Ok(0) => tokio::time::sleep(LOOK_EVERY / 4).await,
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "the pictures stopped at a fault and are looked at again in a second: {}", fault.detail);
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

async fn forget(market: Market) {
    let mut ages = Ages::default();
    loop {
        forget_once(&market, &mut ages).await;
        tokio::time::sleep(FORGET_EVERY).await;
    }
}

async fn forget_once(market: &Market, ages: &mut Ages) {
    if let Err(fault) = market::account::commands::forget_expired(market).await {
        tracing::error!(fault.detail = %fault.detail, "old codes and sessions were not forgotten: {}", fault.detail);
    }
    // Of clocks elsewhere nobody here sees when they are put right.
    put_right(market, None).await;
    // Not on the jobs' lane, which would stand still until very many ends are.
    if let Err(fault) = market::timer::commands::put_right(market).await {
        tracing::error!(fault.detail = %fault.detail, "ends that a wrong clock has written were not put right: {}", fault.detail);
    }
    if let Err(fault) = market::change::commands::forget_changes(market, ages).await {
        tracing::error!(fault.detail = %fault.detail, "old changes were not forgotten: {}", fault.detail);
    }
    if let Err(fault) = exposure::forget(market).await {
        tracing::error!(fault.detail = %fault.detail, "old sums of what was shown were not forgotten: {}", fault.detail);
    }
}

/// The sandbox's webhooks that are due.
async fn deliver(sandbox: Option<&Sandbox>) -> Result<usize, Fault> {
    match sandbox {
        Some(sandbox) => sandbox.deliver_due().await,
        None => Ok(0),
    }
}
