//! Checks every invariant.

use super::chain::{self, Chain, Head, verify};
use super::invariants::Invariant;
use super::types::{AuditReport, Finding, KeptHead, MarketCounts};
use super::{
    case_checks, cash_checks, clock_checks, coupon_checks, cross_checks, foreign_checks, invariants, provider_checks,
    seal_checks, sold_checks, word_checks,
};
use crate::kernel::{Fault, Market, Timestamp, engine_sql};
use crate::order::rules::on;
use crate::order::{OrderEvent, OrderState};
use sea_orm::{FromQueryResult, Statement, Value};

#[derive(FromQueryResult)]
struct Count {
    found: i64,
}

/// Tables that the database lets nobody change; as in the migrations.
const APPEND_ONLY: i64 = 10;
/// Deeds of one kind that are read at once.
pub(crate) const DEEDS_MAX: i64 = 200;

/// From the last one before an instant ($2) on.
const DEEDS: &str = "\
SELECT d.detail, d.happened_at FROM audit_log d WHERE d.action = $1 AND d.happened_at >= COALESCE((SELECT b.happened_at \
FROM audit_log b WHERE b.action = $1 AND b.happened_at < $2 ORDER BY b.happened_at DESC LIMIT 1), $2) \
ORDER BY d.happened_at DESC, d.id DESC LIMIT $3";

/// Invariants that one statement counts: each statement has to be sent, planned and remembered, and holds on to its state of the
/// database until it has ended.
const AT_ONCE: usize = 16;

/// Counts the violations of every invariant, on the state that is there now. Each count is part of one statement, so that it sees what is
/// being written meanwhile in full or not at all, and the market goes on while it is audited.
///
/// # Errors
/// A fault of the database.
pub async fn audit(market: &Market) -> Result<AuditReport, Fault> {
    audit_with(market, &[]).await
}

/// The same, and whether the chains still have ends that somebody kept outside of the database.
///
/// # Errors
/// A fault of the database.
pub async fn audit_with(market: &Market, outside: &[Head]) -> Result<AuditReport, Fault> {
    let mut findings = Vec::new();
    let trade = [invariants::all(&edges()), cross_checks::all(), case_checks::all(), sold_checks::all(), cash_checks::all()];
    let trade = trade.into_iter().flatten().chain(foreign_checks::all()).chain(coupon_checks::all());
    let trade = trade.chain(clock_checks::all()).chain(provider_checks::all());
    for some in trade.collect::<Vec<_>>().chunks(AT_ONCE) {
        findings.extend(violations(market, some, None).await?);
    }
    let of_now: Vec<_> = word_checks::all().into_iter().chain(seal_checks::all(market.backend())).collect();
    findings.extend(violations(market, &of_now, Some(market.now())).await?);
    findings.push(triggers(market).await?);
    let mut chains = Vec::new();
    for chain in Chain::ALL {
        chains.push(verify(market, chain).await?);
    }
    findings.push(Finding {
        invariant: "M2",
        says: "every sealed journal and deed is as it was when it was sealed, and where it was",
        violations: chains.iter().map(|chain| chain.broken).sum(),
    });
    let mut kept = Vec::new();
    for head in outside {
        kept.push(KeptHead { head: head.to_string(), is_there: chain::has(market, head).await? });
    }
    findings.push(Finding {
        invariant: "M2",
        says: "every end of a chain that was kept outside of the database is still in its chain",
        violations: kept.iter().map(|kept| i64::from(!kept.is_there)).sum(),
    });
    findings.sort_by_key(|finding| finding.invariant);
    Ok(AuditReport { violations: findings.iter().map(|finding| finding.violations).sum(), findings, chains, kept })
}

/// What the log says of deeds of a kind, the latest first: of those since an instant, and of the one before them, which made what was
/// then. At most [`DEEDS_MAX`].
pub(crate) async fn deeds_since(market: &Market, action: &str, since: Timestamp) -> Result<Vec<(Timestamp, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        detail: String,
        happened_at: i64,
    }
    let values = [action.into(), since.millis().into(), DEEDS_MAX.into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(market.backend(), DEEDS, values)).all(market.db()).await?;
    Ok(rows.into_iter().map(|row| (Timestamp::from_millis(row.happened_at), row.detail)).collect())
}

/// A few numbers for whoever watches the process.
///
/// # Errors
/// A fault of the database.
pub async fn counts(market: &Market) -> Result<MarketCounts, Fault> {
    let now = Some(market.now());
    Ok(MarketCounts {
        jobs_waiting: count(
            market,
            "SELECT COUNT(*) AS found FROM outbox WHERE state = 'waiting' AND (due_at <= $1 OR attempts > 0)",
            now,
        )
        .await?,
        jobs_dead: count(market, "SELECT COUNT(*) AS found FROM outbox WHERE state = 'dead'", None).await?,
        timers_overdue: count(market, "SELECT COUNT(*) AS found FROM timer WHERE state = 'waiting' AND due_at <= $1", now).await?,
        words_waiting: count(market, "SELECT COUNT(*) AS found FROM payment_event WHERE outcome = ''", None).await?,
        words_lag_millis: count(
            market,
            "SELECT COALESCE(CAST($1 AS BIGINT) - MIN(received_at), 0) AS found FROM payment_event WHERE outcome = ''",
            now,
        )
        .await?,
        suspense_minor: count(
            market,
            &format!(
                "SELECT CAST(COALESCE(-SUM(e.amount_minor), 0) AS BIGINT) AS found FROM ledger_entry e JOIN ledger_journal j \
                 ON j.id = e.journal_id AND j.phase = 'posted' JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'suspense' \
                 AND a.currency = '{}'",
                market.currency().code()
            ),
            None,
        )
        .await?,
        suspense_foreign: count(
            market,
            "SELECT COUNT(*) AS found FROM ledger_journal j WHERE j.kind = 'foreign_amount' AND j.phase = 'posted' AND NOT EXISTS \
             (SELECT 1 FROM ledger_journal w WHERE w.kind = 'foreign_amount_out' AND w.phase = 'posted' AND w.subject = j.subject)",
            None,
        )
        .await?,
        amounts_unbooked: count(market, "SELECT COUNT(*) AS found FROM payment_event WHERE outcome = 'unbooked'", None).await?,
        differences: count(market, "SELECT CAST(COALESCE(SUM(differences), 0) AS BIGINT) AS found FROM provider_report", None).await?,
        differences_millis: count(
            market,
            "SELECT COALESCE(CAST($1 AS BIGINT) - MIN(differences_since), 0) AS found FROM provider_report",
            now,
        )
        .await?,
    })
}

async fn count(market: &Market, sql: &str, at: Option<Timestamp>) -> Result<i64, Fault> {
    let counted = Count::find_by_statement(asked(market, sql, at)).one(market.db()).await?;
    Ok(counted.map_or(0, |row| row.found))
}

/// A question about the state at a time, which is its $1, or about the state alone. A time within the text would make a statement that is
/// never asked again, and still takes the place of one that is among those that a connection remembers.
fn asked(market: &Market, sql: &str, at: Option<Timestamp>) -> Statement {
    Statement::from_sql_and_values(market.backend(), sql, at.map(|at| Value::from(at.millis())))
}

async fn violations(market: &Market, of: &[Invariant], at: Option<Timestamp>) -> Result<Vec<Finding>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        position: i32,
        found: i64,
    }
    let counted = (0_i32..).zip(of).map(|(position, invariant)| {
        format!("SELECT {position} AS position, COUNT(*) AS found FROM ({}) violators", invariant.violators)
    });
    let sql = counted.collect::<Vec<_>>().join(" UNION ALL ");
    let rows = Row::find_by_statement(asked(market, &sql, at)).all(market.db()).await?;
    let mut findings = Vec::new();
    for (position, invariant) in (0_i32..).zip(of) {
        let row = rows.iter().find(|row| row.position == position);
        let violations = row.map(|row| row.found).ok_or_else(|| Fault::broken(format!("nobody counted {}", invariant.code)))?;
        findings.push(Finding { invariant: invariant.code, says: invariant.says, violations });
    }
    Ok(findings)
}

/// The edges of the order's machine, as codes, and the step from nothing that an order begins with.
fn edges() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut edges = vec![("", "place", OrderState::Placed.code())];
    for state in OrderState::ALL {
        for event in OrderEvent::ALL {
            if let Ok(next) = on(state, event) {
                edges.push((state.code(), event.code(), next.code()));
            }
        }
    }
    edges
}

async fn triggers(market: &Market) -> Result<Finding, Fault> {
    let sql = engine_sql(
        market.db(),
        "SELECT COUNT(*) AS found FROM sqlite_master WHERE type = 'trigger' AND (name LIKE '%\\_no\\_update' ESCAPE '\\' OR name LIKE '%\\_no\\_delete' ESCAPE '\\')",
        "SELECT COUNT(*) * 2 AS found FROM pg_trigger WHERE tgname LIKE '%\\_no\\_change' AND tgenabled = 'O'",
    );
    let found = count(market, sql, None).await?;
    Ok(Finding {
        invariant: "M2",
        says: "the database refuses to change books, events, movements, looks and the log",
        violations: (APPEND_ONLY * 2 - found).max(0),
    })
}
