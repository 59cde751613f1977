//! What the operator sees of a provider's statement and the books, and how far the statement was read.

mod differences;
mod suspense;

pub(super) use differences::count;
pub(crate) use suspense::suspense_since;

use super::store::{BOOKED_BY, report};
use super::types::Reconciliation;
use crate::account::Operator;
use crate::kernel::{Currency, Fault, Market, Money, PageRequest, Span, Timestamp};
use crate::payment::ReportKind;
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};

/// Rows of each list that the page shows whole.
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

/// A provider's statement beside the books, for an operator, with the first page of differences.
///
/// # Errors
/// A fault of the database.
pub async fn reconciliation(market: &Market, operator: &Operator, provider: &str) -> Result<Reconciliation, Fault> {
    reconciliation_page(market, operator, provider, &PageRequest::default()).await
}

/// The same, with another page of differences.
///
/// # Errors
/// A fault of the database.
pub async fn reconciliation_page(
    market: &Market,
    _operator: &Operator,
    provider: &str,
    request: &PageRequest,
) -> Result<Reconciliation, Fault> {
    let read_until = mark(market, provider).await?;
    let sums = sums(market, provider).await?;
    let of = |kind: ReportKind| {
        let minor = sums.iter().filter(|sum| sum.kind == kind.code()).map(|sum| sum.amount).sum();
        Money::new(minor, market.currency())
    };
    let page = differences::open(market, provider, request).await?;
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
        differences: page.rows,
        next: page.next,
        open: count(market, provider).await?.0,
        explained: differences::explained(market, provider).await?,
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

async fn booked(market: &Market, provider: &str) -> Result<Money, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        amount: i64,
    }
    let sql = format!("SELECT CAST(COALESCE(SUM(e.amount_minor), 0) AS BIGINT) AS amount {BOOKED_BY} AND a.currency = $2");
    let row = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into()]).await?.pop();
    Ok(Money::new(row.map_or(0, |row| row.amount), market.currency()))
}

fn currency(code: &str) -> Result<Currency, Fault> {
    Currency::from_code(code).ok_or_else(|| Fault::broken(format!("currency {code}")))
}
