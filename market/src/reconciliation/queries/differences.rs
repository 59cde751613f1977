//! What only one of the two tells: the provider's statement, or our books. Open, or explained.

use super::super::store::{self, that_refund};
use super::super::types::{DeskRefund, Difference, Explained, Side, Tie};
use super::{ROWS_SHOWN, all, currency};
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::order::OrderId;
use crate::payment::{PaymentId, RefundId, ReportKind};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    side: i64,
    line_id: Option<String>,
    journal_id: Option<Uuid>,
    kind: String,
    reference: Option<String>,
    payment_id: Option<Uuid>,
    amount: i64,
    currency: String,
    since: i64,
    is_desk: i64,
}

/// What nobody has explained, the oldest first. The key of a page is `<time>.<side>.<line or booking>`.
pub(super) async fn open(market: &Market, provider: &str, request: &PageRequest) -> Result<Page<Difference>, Fault> {
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let (since, side, line, journal) = request.after.as_deref().and_then(read_key).unwrap_or((i64::MIN, 0, "", Uuid::nil()));
    let currency = market.currency().code();
    let values: Vec<Value> =
        vec![provider.into(), currency.into(), most.into(), since.into(), side.into(), line.into(), journal.into()];
    let page = Page::cut(all::<Row>(market, &store::open_differences(), values).await?, request, key);
    let mut rows = Vec::new();
    for row in page.rows {
        rows.push(difference(market, provider, row).await?);
    }
    Ok(Page { rows, next: page.next })
}

fn key(row: &Row) -> String {
    match row.journal_id {
        Some(journal) => format!("{}.1.{}", row.since, journal.simple()),
        None => format!("{}.0.{}", row.since, row.line_id.as_deref().unwrap_or_default()),
    }
}

/// The time, the side, and the line or the booking of a key; none for one that is none.
fn read_key(key: &str) -> Option<(i64, i64, &str, Uuid)> {
    let mut parts = key.splitn(3, '.');
    let since = parts.next()?.parse().ok()?;
    match (parts.next()?, parts.next()?) {
        // No line has such an id, and not every engine can be asked for it.
        (_, id) if id.chars().any(char::is_control) => None,
        ("0", line) => Some((since, 0, line, Uuid::nil())),
        ("1", journal) => Some((since, 1, "", Uuid::try_parse(journal).ok()?)),
        _ => None,
    }
}

async fn difference(market: &Market, provider: &str, row: Row) -> Result<Difference, Fault> {
    let (side, kind) = told(row.side, &row.kind)?;
    let line = row.line_id.unwrap_or_default();
    let desk = match row.payment_id.filter(|_| row.is_desk == 1) {
        Some(payment) => Some(DeskRefund { line: line.clone(), orders: orders_of(market, payment).await? }),
        None => None,
    };
    let may_be_ours = side == Side::Provider && kind == ReportKind::Refunded && row.amount < 0;
    let ties = if may_be_ours { ties_of(market, provider, &line).await? } else { Vec::new() };
    let id = match row.journal_id {
        Some(journal) => format!("{provider}.book.{}", journal.simple()),
        None => format!("{provider}.line.{line}"),
    };
    Ok(Difference {
        id,
        side,
        kind,
        reference: shown(&line, row.reference),
        payment: row.payment_id.map(PaymentId::from_uuid),
        amount: Money::new(row.amount, currency(&row.currency)?),
        since: Timestamp::from_millis(row.since),
        desk,
        ties,
    })
}

/// Who tells it, and what moved: a line says that itself, and of a booking its kind does.
fn told(side: i64, kind: &str) -> Result<(Side, ReportKind), Fault> {
    if side == 1 {
        return Ok((Side::Books, if kind.starts_with("refund_") { ReportKind::Refunded } else { ReportKind::Captured }));
    }
    let told = ReportKind::from_code(kind).ok_or_else(|| Fault::broken(format!("report kind {kind}")))?;
    Ok((Side::Provider, told))
}

/// The provider's own ids.
fn shown(line: &str, reference: Option<String>) -> String {
    reference.map_or_else(|| line.to_owned(), |behind| format!("{line} {behind}"))
}

/// How many are open, and since when the oldest of them.
pub(in crate::reconciliation) async fn count(market: &Market, provider: &str) -> Result<(i64, Option<i64>), Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        found: i64,
        since: Option<i64>,
    }
    let counted = all::<Count>(market, &store::count_of_open(), vec![provider.into()]).await?.pop();
    Ok(counted.map_or((0, None), |row| (row.found, row.since)))
}

/// What operators have explained, the latest first.
pub(super) async fn explained(market: &Market, provider: &str) -> Result<Vec<Explained>, Fault> {
    #[derive(FromQueryResult)]
    struct Told {
        side: i64,
        line_id: Option<String>,
        kind: String,
        reference: Option<String>,
        payment_id: Option<Uuid>,
        amount: i64,
        currency: String,
        reason: String,
        by_whom: String,
        explained_at: i64,
    }
    let rows = all::<Told>(market, store::EXPLAINED_DIFFERENCES, vec![provider.into(), ROWS_SHOWN.into()]).await?;
    let explained = |row: Told| {
        let (side, kind) = told(row.side, &row.kind)?;
        Ok(Explained {
            side,
            kind,
            reference: shown(&row.line_id.unwrap_or_default(), row.reference),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount, currency(&row.currency)?),
            reason: row.reason,
            by: row.by_whom,
            at: Timestamp::from_millis(row.explained_at),
        })
    };
    rows.into_iter().map(explained).collect()
}

/// The refunds of ours that a line may be.
async fn ties_of(market: &Market, provider: &str, line: &str) -> Result<Vec<Tie>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        number: Option<String>,
    }
    let that_refund = that_refund();
    let sql = format!(
        "SELECT r.id, o.number FROM provider_report_line l JOIN refund r ON {that_refund} LEFT JOIN orders o ON o.id = r.order_id \
         WHERE l.provider = $1 AND l.line_id = $3 AND NOT EXISTS (SELECT 1 FROM refund n WHERE n.id = l.refund_id) \
         ORDER BY r.created_at, r.id LIMIT $4"
    );
    let values = vec![provider.into(), market.currency().code().into(), line.into(), ROWS_SHOWN.into()];
    let tie = |row: Row| Tie { line: line.to_owned(), refund: RefundId::from_uuid(row.id), number: row.number };
    Ok(all::<Row>(market, &sql, values).await?.into_iter().map(tie).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_a_time_and_a_line_or_a_booking() {
        assert_eq!(read_key("7.0.txn_1.2"), Some((7, 0, "txn_1.2", Uuid::nil())));
        assert_eq!(read_key("7.1.00000000000000000000000000000009"), Some((7, 1, "", Uuid::from_u128(9))));
        for odd in ["", "7", "100", "7.0", "x.0.txn_1", "7.2.txn_1", "7.1.txn_1", "7.0.\0"] {
            assert_eq!(read_key(odd), None, "{odd:?}");
        }
    }
}
