//! What the operator sees of a provider's statement and the books, and how far the statement was read.

use super::store::{ITS_WAY_OUT, OF_PARTS, OWN_RECORD, THERE_AND_BACK, desk, in_suspense, report};
use super::types::{DeskRefund, Difference, Reconciliation, Side, Suspended, SuspenseCause};
use crate::account::Operator;
use crate::kernel::{Currency, Fault, Market, Money, Span, Timestamp};
use crate::order::OrderId;
use crate::payment::{PaymentId, ReportKind};
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Rows of each list that the page shows: those that somebody can do something about, then the oldest.
const ROWS_SHOWN: i64 = 100;
/// A booking may be this much younger than the statement before it counts as missing there.
const GRACE: Span = Span::hours(1);
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
    let mut differences = only_provider(market, provider).await?;
    differences.extend(only_books(market, provider, read_until).await?);
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
        suspense: suspense(market, provider).await?,
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

/// What leaves suspense by a journal that takes it from the provider too: it never had that, by its own statement, and the booking and
/// its end are no difference.
const STRUCK: &str = "FROM ledger_journal w JOIN ledger_entry x ON x.journal_id = w.id \
    JOIN ledger_account y ON y.id = x.account_id AND y.kind = 'clearing' WHERE w.phase = 'posted' AND w.subject = j.subject";

async fn booked(market: &Market, provider: &str) -> Result<Money, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        amount: i64,
    }
    let sql = format!("SELECT CAST(COALESCE(SUM(e.amount_minor), 0) AS BIGINT) AS amount {BOOKED} AND a.currency = $2");
    let row = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into()]).await?.pop();
    Ok(Money::new(row.map_or(0, |row| row.amount), market.currency()))
}

async fn only_provider(market: &Market, provider: &str) -> Result<Vec<Difference>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        line_id: String,
        kind: String,
        reference: Option<String>,
        payment_id: Option<Uuid>,
        amount_minor: i64,
        currency: String,
        happened_at: i64,
        is_desk: bool,
    }
    let desk = desk();
    let sql = format!(
        "SELECT l.line_id, l.kind, l.reference, l.payment_id, l.amount_minor, l.currency, l.happened_at, ({desk}) AS is_desk \
         FROM provider_report_line l WHERE l.provider = $1 AND l.journal_id IS NULL AND (l.kind IN ('captured', 'refunded', 'other') OR l.currency <> $2) \
         AND NOT ({THERE_AND_BACK}) AND NOT ({OWN_RECORD}) ORDER BY is_desk DESC, l.happened_at, l.line_id LIMIT $3"
    );
    let rows = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into(), ROWS_SHOWN.into()]).await?;
    let mut differences = Vec::new();
    for row in rows {
        let kind = ReportKind::from_code(&row.kind).ok_or_else(|| Fault::broken(format!("report kind {}", row.kind)))?;
        let currency = currency(&row.currency)?;
        let desk = match row.payment_id.filter(|_| row.is_desk) {
            Some(payment) => Some(DeskRefund { line: row.line_id.clone(), orders: orders_of(market, payment).await? }),
            None => None,
        };
        differences.push(Difference {
            side: Side::Provider,
            kind,
            reference: row.reference.map_or_else(|| row.line_id.clone(), |behind| format!("{} {behind}", row.line_id)),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount_minor, currency),
            since: Timestamp::from_millis(row.happened_at),
            desk,
        });
    }
    Ok(differences)
}

/// The orders of a payment of which something is left.
async fn orders_of(market: &Market, payment: Uuid) -> Result<Vec<(OrderId, String, Money)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        number: String,
        rest: i64,
    }
    let sql = "SELECT id, number, total_minor - refunded_minor AS rest FROM orders WHERE payment_id = $1 \
               AND refunded_minor < total_minor ORDER BY id";
    let rows = all::<Row>(market, sql, vec![payment.into()]).await?;
    let order = |row: Row| (OrderId::from_uuid(row.id), row.number, Money::new(row.rest, market.currency()));
    Ok(rows.into_iter().map(order).collect())
}

async fn only_books(market: &Market, provider: &str, read_until: Option<Timestamp>) -> Result<Vec<Difference>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        payment_id: Option<Uuid>,
        amount: i64,
        currency: String,
        made_at: i64,
    }
    let Some(until) = read_until else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT j.kind, p.id AS payment_id, e.amount_minor AS amount, a.currency, j.made_at {BOOKED} AND l.line_id IS NULL \
         AND j.made_at < $2 AND NOT (j.kind IN ('wrong_amount', 'wrong_amount_out', 'foreign_amount', 'foreign_amount_out') \
         AND EXISTS (SELECT 1 {STRUCK} AND w.kind = {ITS_WAY_OUT})) AND NOT ({OF_PARTS}) ORDER BY j.made_at, j.id LIMIT $3"
    );
    let values = vec![provider.into(), until.before(GRACE).millis().into(), ROWS_SHOWN.into()];
    let difference = |row: Row| {
        Ok(Difference {
            side: Side::Books,
            kind: if row.kind.starts_with("refund_") { ReportKind::Refunded } else { ReportKind::Captured },
            reference: String::new(),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount.saturating_neg(), currency(&row.currency)?),
            since: Timestamp::from_millis(row.made_at),
            desk: None,
        })
    };
    all::<Row>(market, &sql, values).await?.into_iter().map(difference).collect()
}

fn currency(code: &str) -> Result<Currency, Fault> {
    Currency::from_code(code).ok_or_else(|| Fault::broken(format!("currency {code}")))
}

async fn suspense(market: &Market, provider: &str) -> Result<Vec<Suspended>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        reference: Option<String>,
        payment_id: Option<Uuid>,
        amount: i64,
        currency: String,
        stated: Option<i64>,
        made_at: i64,
    }
    let in_suspense = in_suspense();
    let sql = format!(
        "SELECT j.kind, COALESCE(l.reference, p.reference) AS reference, p.id AS payment_id, -e.amount_minor AS amount, a.currency, \
         j.made_at, (SELECT MIN(o.amount_minor) FROM provider_report_line o WHERE o.provider = p.provider AND o.payment_id = p.id \
         AND o.kind = 'captured' AND o.currency = $2 AND o.amount_minor > 0 AND l.line_id IS NULL \
         AND (o.journal_id IS NULL OR j.kind = 'foreign_amount')) AS stated {in_suspense} AND COALESCE(p.provider, l.provider) = $1 \
         ORDER BY CASE WHEN j.kind LIKE 'unclaimed%' THEN 1 ELSE 0 END, j.made_at, j.id LIMIT $3"
    );
    let rows = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into(), ROWS_SHOWN.into()]).await?;
    let suspended = |row: Row| {
        Ok(Suspended {
            cause: match row.kind.as_str() {
                "unclaimed" => SuspenseCause::Unclaimed,
                "unclaimed_back" => SuspenseCause::UnclaimedBack,
                "foreign_amount" => SuspenseCause::ForeignAmount,
                _ => SuspenseCause::WrongAmount,
            },
            reference: row.reference.unwrap_or_default(),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount, currency(&row.currency)?),
            stated: row.stated.map(|minor| Money::new(minor, market.currency())),
            since: Timestamp::from_millis(row.made_at),
        })
    };
    rows.into_iter().map(suspended).collect()
}

/// Since when the oldest is there of what is in suspense still, in the market's currency, with whatever provider; none where nothing is.
///
/// # Errors
/// A fault of the database.
pub(crate) async fn suspense_since(market: &Market) -> Result<Option<Timestamp>, Fault> {
    #[derive(FromQueryResult)]
    struct Oldest {
        since: Option<i64>,
    }
    let sql = format!("SELECT MIN(j.made_at) AS since {} AND a.currency = $1", in_suspense());
    let oldest = all::<Oldest>(market, &sql, vec![market.currency().code().into()]).await?.pop();
    Ok(oldest.and_then(|row| row.since).map(Timestamp::from_millis))
}
