//! Writes down how often goods were shown and opened, and reckons how each shop works, which places are reckoned from.

use app_kit::request::App;
use market::discovery::exposure::count_exposure;
use market::discovery::standings::reckon_standings;
use std::time::{Duration, Instant};

/// What a crash loses at most.
const WRITE_EVERY: Duration = Duration::from_secs(10);
/// How long a shop's place may be behind its work.
const RECKON_EVERY: Duration = Duration::from_secs(600);

/// Works until the task is dropped.
pub async fn work(app: App) {
    let mut reckoned: Option<Instant> = None;
    loop {
        if reckoned.is_none_or(|at| at.elapsed() >= RECKON_EVERY) {
            reckoned = Some(Instant::now());
            if let Err(fault) = reckon_standings(&app.market).await {
                tracing::error!(fault.detail = %fault.detail, "how shops work was not reckoned to the end: {}", fault.detail);
            }
        }
        tokio::time::sleep(WRITE_EVERY).await;
        write_down(&app).await;
    }
}

/// Writes the sums down; what cannot be written waits for the next time.
pub async fn write_down(app: &App) {
    let counted = app.tally.take();
    if let Err(fault) = count_exposure(&app.market, &counted).await {
        tracing::warn!(fault.detail = %fault.detail, "how often goods were shown is not written down yet: {}", fault.detail);
        app.tally.put_back(counted);
    }
}
