//! What the operator sees of a provider's statement and the books, and how far the statement was read.

mod differences;
mod suspense;

pub(crate) use suspense::suspense_since;

use super::store::report;
use super::types::Reconciliation;
use crate::account::Operator;
use crate::kernel::{Currency, Fault, Market, Money, Span, Timestamp};
use crate::payment::ReportKind;
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};

/// Rows of each list that the page shows: those that somebody can do something about, then the oldest.
const ROWS_SHOWN: i64 = 100;
/// A market without payments reads the statement from here on.
const FIRST_LOOK_BACK: Span = Span::days(1);

async fn all<R: FromQueryResult>(market: &Market, sql: &str, values: Vec<Value>) -> Result<Vec<R>, Fault> {
    Ok(R::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?)
}

async fn mark(market: &Market, provider: &str) -> Result<Option<Timestamp>, Fault> {
    let row = report::Entity::find_by_id(provider.to_owned()).one(market.db()).await?;
    Ok(row.map(|row| Timestamp::from_millis(row.read_until)))
}

/// From when on a provider's statement is to be read: where it ended last time, else where the first payment began.
///
/// # Errors
/// A fault of the database.
pub async fn read_from(market: &Market, provider: &str) -> Result<Timestamp, Fault> {
    match mark(market, provider).await? {
        Some(mark) => Ok(mark),
        None => began(market, provider).await,
    }
}

/// Until when a provider's statement was read for certain: until its newest line, else not before the first payment. The mark says less:
/// a clock that was ahead when it was set made it lie where the provider had nothing to tell yet. So do lines that lie ahead now.
///
/// # Errors
/// A fault of the database.
pub async fn proven_until(market: &Market, provider: &str) -> Result<Timestamp, Fault> {
    #[derive(FromQueryResult)]
    struct Newest {
        happened_at: Option<i64>,
    }
    let sql = "SELECT MAX(happened_at) AS happened_at FROM provider_report_line WHERE provider = $1 AND happened_at <= $2";
    let values = vec![provider.into(), market.now().millis().into()];
    match all::<Newest>(market, sql, values).await?.pop().and_then(|row| row.happened_at) {
        Some(newest) => Ok(Timestamp::from_millis(newest)),
        None => began(market, provider).await,
    }
}

/// When a provider's first payment began.
async fn began(market: &Market, provider: &str) -> Result<Timestamp, Fault> {
    #[derive(FromQueryResult)]
    struct First {
        created_at: Option<i64>,
    }
    let sql = "SELECT MIN(created_at) AS created_at FROM payment WHERE provider = $1";
    let first = all::<First>(market, sql, vec![provider.into()]).await?.pop().and_then(|row| row.created_at);
    let back = market.now().before(FIRST_LOOK_BACK);
    Ok(first.map_or(back, |first| Timestamp::from_millis(first).min(back)))
}

/// A provider's statement beside the books, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn reconciliation(market: &Market, _operator: &Operator, provider: &str) -> Result<Reconciliation, Fault> {
    let read_until = mark(market, provider).await?;
    let sums = sums(market, provider).await?;
    let of = |kind: ReportKind| {
        let minor = sums.iter().filter(|sum| sum.kind == kind.code()).map(|sum| sum.amount).sum();
        Money::new(minor, market.currency())
    };
    let mut differences = differences::only_provider(market, provider).await?;
    differences.extend(differences::only_books(market, provider, read_until).await?);
    differences.sort_by_key(|difference| difference.since);
    Ok(Reconciliation {
        provider: provider.to_owned(),
        read_until,
        booked: booked(market, provider).await?,
        captured: of(ReportKind::Captured),
        refunded: of(ReportKind::Refunded),
        fees: of(ReportKind::Fee),
        paid_out: of(ReportKind::Payout),
        other: of(ReportKind::Other),
        matched: sums.iter().map(|sum| sum.matched).sum(),
        differences,
        suspense: suspense::suspense(market, provider).await?,
    })
}

#[derive(FromQueryResult)]
struct Sum {
    kind: String,
    amount: i64,
    matched: i64,
}

async fn sums(market: &Market, provider: &str) -> Result<Vec<Sum>, Fault> {
    let sql = "SELECT kind, CAST(SUM(amount_minor) AS BIGINT) AS amount, COUNT(journal_id) AS matched FROM provider_report_line \
               WHERE provider = $1 AND currency = $2 GROUP BY kind";
    all(market, sql, vec![provider.into(), market.currency().code().into()]).await
}

/// The clearing entries that this provider answers for: its payments', their refunds', and what was booked from its statement; in
/// every currency.
const BOOKED: &str = "FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
    JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' LEFT JOIN refund r ON r.id = j.subject \
    LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) \
    LEFT JOIN provider_report_line l ON l.journal_id = j.id \
    WHERE a.kind = 'clearing' AND COALESCE(p.provider, l.provider) = $1";

async fn booked(market: &Market, provider: &str) -> Result<Money, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        amount: i64,
    }
    let sql = format!("SELECT CAST(COALESCE(SUM(e.amount_minor), 0) AS BIGINT) AS amount {BOOKED} AND a.currency = $2");
    let row = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into()]).await?.pop();
    Ok(Money::new(row.map_or(0, |row| row.amount), market.currency()))
}

fn currency(code: &str) -> Result<Currency, Fault> {
    Currency::from_code(code).ok_or_else(|| Fault::broken(format!("currency {code}")))
}
