//! What happens without a request: clocks that are due and jobs in the outbox, in one loop that is woken by commits and by the second;
//! what providers told, in another.

mod demand;
mod exposure;
mod letters;
mod pages;
mod reconcile;
mod run;
#[cfg(test)]
mod simulation;
mod timers;
mod watch;
pub mod words;

pub use exposure::write_down;
pub use watch::last_audit;

use crate::mail::Mailer;
use crate::payments::Sandbox;
use crate::photos::Photos;
use app_kit::request::App;
use market::kernel::Fault;
use std::time::{Duration, Instant};

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
/// How often what has served its time is forgotten: old codes, counts of attempts, sessions.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Works until the task is dropped. What a provider is slow to answer holds up nothing else.
pub async fn work(workshop: Workshop) {
    let app = workshop.app.clone();
    let watchers = futures::future::join(watch::work(app.clone()), demand::work(app.clone()));
    let (money, kept) = (reconcile::work(app.clone()), pages::work(app.clone()));
    let looks = futures::future::join(look(workshop), words::work(app.clone()));
    futures::future::join5(looks, money, watchers, kept, exposure::work(app)).await;
}

/// A fault of one look is logged, and the next look tries again.
async fn look(workshop: Workshop) {
    let wake = workshop.app.market.work();
    let mut forgotten: Option<Instant> = None;
    loop {
        let _ = tokio::time::timeout(LOOK_EVERY, wake.notified()).await;
        if forgotten.is_none_or(|at| at.elapsed() >= FORGET_EVERY) {
            forgotten = Some(Instant::now());
            if let Err(fault) = market::account::commands::forget_expired(&workshop.app.market).await {
                tracing::error!(fault.detail = %fault.detail, "old codes and sessions were not forgotten: {}", fault.detail);
            }
            if let Err(fault) = market::change::commands::forget_changes(&workshop.app.market).await {
                tracing::error!(fault.detail = %fault.detail, "old changes were not forgotten: {}", fault.detail);
            }
        }
        loop {
            let fired = timers::fire_due(&workshop, BATCH).await;
            let done = run::run_due(&workshop, BATCH).await;
            let told = deliver(workshop.sandbox.as_ref()).await;
            match (fired, done, told) {
                (Ok(0), Ok(0), Ok(0)) => break,
                (Ok(_), Ok(_), Ok(_)) => {}
                (Err(fault), _, _) | (_, Err(fault), _) | (_, _, Err(fault)) => {
                    tracing::error!(fault.detail = %fault.detail, "the jobs stopped at a fault and look again in a second: {}", fault.detail);
                    break;
                }
            }
        }
    }
}

/// The sandbox's webhooks that are due.
async fn deliver(sandbox: Option<&Sandbox>) -> Result<usize, Fault> {
    match sandbox {
        Some(sandbox) => sandbox.deliver_due().await,
        None => Ok(0),
    }
}
