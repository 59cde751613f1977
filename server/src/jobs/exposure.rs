//! Writes down how often goods were shown and opened, forgets what no page shows any more of it, and reckons how each shop works, which
//! places are reckoned from.

use app_kit::request::{App, day_of};
use market::discovery::exposure::{DAYS_SHOWN, NotCounted, count_exposure, forget_exposure};
use market::discovery::standings::{Reckoned, reckon_some};
use market::kernel::{Fault, Market};
use std::time::Duration;

/// What a crash loses at most.
const WRITE_EVERY: Duration = Duration::from_secs(10);
/// How long a shop's place may be behind its work.
const RECKON_EVERY: Duration = Duration::from_secs(600);
/// Between some shops and the next: their goods go through the index, and what is new has to come through between them.
const REST: Duration = Duration::from_secs(2);

/// Between two transactions that forget.
const BREATH: Duration = Duration::from_millis(50);

/// Works until the task is dropped.
pub async fn work(app: App) {
    loop {
        write_down(&app).await;
        tokio::time::sleep(WRITE_EVERY).await;
    }
}

/// Works until the task is dropped.
pub async fn reckon(market: Market) {
    let mut after = None;
    loop {
        let rest = match reckon_some(&market, after).await {
            Ok(Reckoned { next: None, .. }) => {
                after = None;
                RECKON_EVERY
            }
            Ok(Reckoned { changed, next }) => {
                after = next;
                if changed == 0 { Duration::ZERO } else { REST }
            }
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "how shops work is not reckoned to the end before it can be: {}", fault.detail);
                WRITE_EVERY
            }
        };
        tokio::time::sleep(rest).await;
    }
}

/// Forgets the sums of days that no page shows any more, in short transactions: whoever waits to write comes in between them. A day more
/// than is shown is kept.
pub async fn forget(market: &Market) -> Result<(), Fault> {
    let before = day_of(market.now()) - DAYS_SHOWN;
    while forget_exposure(market, before).await? > 0 {
        tokio::time::sleep(BREATH).await;
    }
    Ok(())
}

/// Writes the sums down; what cannot be written waits for the next time.
pub async fn write_down(app: &App) {
    let counted = app.tally.take();
    if let Err(NotCounted { fault, rest }) = count_exposure(&app.market, &counted).await {
        tracing::warn!(fault.detail = %fault.detail, "how often goods were shown is not written down yet: {}", fault.detail);
        app.tally.put_back(rest);
    }
}
