//! Chooses whose story the home page tells, where none is chosen for today or the chosen shop has no goods listed, or no story, any more.

use market::discovery::stories::choose_story;
use market::kernel::Market;
use std::time::Duration;

/// The day changes, and a shop may take its last goods off its list, at any time: nobody sees the story of yesterday, or none, for longer
/// than pages are kept anyway, and whoever opens the first shop of a market finds its story told while they still look. Where one is
/// chosen, a look is one query along keys.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Works until the task is dropped. What was chosen before stays where the database is away.
pub async fn work(market: Market) {
    loop {
        match choose_story(&market).await {
            Ok(true) => tracing::info!("chose whose story the home page tells today"),
            Ok(false) => {}
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "whose story the home page tells was not looked at, and is in a minute: {}", fault.detail);
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
