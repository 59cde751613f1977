//! Finds what sells best and what is bought together, once in a while: by the hour, so that nobody can tell from a page which order
//! made the difference.

use app_kit::request::App;
use market::demand::commands::{find_best_sellers, find_companions};
use market::kernel::Fault;
use std::time::Duration;

const LOOK_EVERY: Duration = Duration::from_secs(3_600);

/// Works until the task is dropped. What was found before stays where the database is away.
pub async fn work(app: App) {
    loop {
        report("best-sellers", find_best_sellers(&app.market).await);
        report("goods that are bought together", find_companions(&app.market).await);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn report(what: &str, found: Result<usize, Fault>) {
    match found {
        Ok(0) => {}
        Ok(changed) => tracing::info!(demand.changed = changed, "{what}: {changed} lists are others than before"),
        Err(fault) => {
            tracing::error!(fault.detail = %fault.detail, "{what} were not looked for, and are in an hour: {}", fault.detail);
        }
    }
}
