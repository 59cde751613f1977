//! Watches over the books: seals what was written, and audits everything once in a while. What the auditor finds goes into the log
//! as an error and into the metrics; nothing is mended by a machine.

use app_kit::request::App;
use market::audit::chain::{ChainHead, Head, Reach, note_head, seal};
use market::audit::queries::audit_with;
use market::kernel::Span;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// How long after it was written a journal has no seal, at most.
const SEAL_EVERY: Duration = Duration::from_secs(10);
/// No look takes so long, nor the time between two: the clock has leapt.
const LEAP: Span = Span::minutes(30);
/// How often every invariant is checked.
const AUDIT_EVERY: Duration = Duration::from_secs(3_600);

/// Violations that the last audit found; below zero before there was one.
static VIOLATIONS: AtomicI64 = AtomicI64::new(-1);
/// The market's time of the last audit, in milliseconds.
static AUDITED_AT: AtomicI64 = AtomicI64::new(0);

/// What the last audit found: violations and when, in the market's milliseconds; none before there was one.
pub fn last_audit() -> Option<(i64, i64)> {
    let violations = VIOLATIONS.load(Ordering::Acquire);
    (violations >= 0).then(|| (violations, AUDITED_AT.load(Ordering::Acquire)))
}

/// Works until the task is dropped.
pub async fn work(app: App) {
    let mut reach = Reach::All;
    let mut audited: Option<Instant> = None;
    let mut kept = Vec::new();
    let mut looked_at = app.market.now();
    loop {
        // What was written before a leap, or a sleep, of the machine is old by now, and has no seal yet.
        if app.market.now() > looked_at.after(LEAP) {
            reach = Reach::All;
        }
        looked_at = app.market.now();
        let is_time = audited.is_none_or(|at| at.elapsed() >= AUDIT_EVERY);
        if is_time {
            reach = Reach::All;
        }
        reach = seal_all(&app, reach).await;
        if is_time {
            audited = Some(Instant::now());
            kept = look(&app, kept).await;
        }
        tokio::time::sleep(SEAL_EVERY).await;
    }
}

/// Seals what has no seal. How far back the next look has to go: as far as this one, where it did not come to its end.
async fn seal_all(app: &App, reach: Reach) -> Reach {
    loop {
        match seal(&app.market, reach).await {
            Ok(0) => return Reach::Recent,
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(fault.detail = %fault.detail, "journals were not sealed, and are tried again: {}", fault.detail);
                return reach;
            }
        }
    }
}

/// Audits everything, with the ends of the chains that the look before kept in memory, where nobody who has the database cuts them
/// short. Those that the next look is to have: once one is missing, it is asked for until the process ends.
async fn look(app: &App, kept: Vec<Head>) -> Vec<Head> {
    let report = match audit_with(&app.market, &kept).await {
        Ok(report) => report,
        Err(fault) => {
            tracing::error!(fault.detail = %fault.detail, "the audit could not be made: {}", fault.detail);
            return kept;
        }
    };
    for found in report.broken() {
        tracing::error!(
            audit.invariant = found.invariant,
            audit.violations = found.violations,
            "the books are wrong: {} ({} times not)",
            found.says,
            found.violations
        );
    }
    AUDITED_AT.store(app.market.now().millis(), Ordering::Release);
    VIOLATIONS.store(report.violations, Ordering::Release);
    if let Err(fault) = note_head(&app.market).await {
        tracing::error!(fault.detail = %fault.detail, "the end of the chain was not noted: {}", fault.detail);
    }
    let heads: Vec<Head> = report.chains.iter().map(ChainHead::head).collect();
    for head in &heads {
        tracing::info!(audit.head = %head, "a chain ends with {head}");
    }
    if report.kept.iter().all(|kept| kept.is_there) { heads } else { kept }
}
