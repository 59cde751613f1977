//! Lets this node's kept pages know what others have changed: another node on the same database, a command at the terminal. What
//! this process commits itself, its pages know at once. The shelf is kept true beside them, from the start of the process on.

use app_kit::request::App;
use std::time::Duration;

/// How long a page may be behind what another process has committed.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Works until the task is dropped. A database that is away is the business of whoever needs it: what is kept stays as it is.
pub async fn work(app: App) {
    let mut is_away = false;
    loop {
        let looked = app.look_around().await;
        if let (Err(fault), false) = (&looked, is_away) {
            tracing::warn!(fault.detail = %fault.detail, "what others have changed is not known: {}", fault.detail);
        }
        is_away = looked.is_err();
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
