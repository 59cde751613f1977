//! What only one of the two tells: the provider's statement, or our books. Open, or explained.

use super::super::store::{self, that_refund};
use super::super::types::{DeskRefund, Difference, Explained, Side, Tie};
use super::{ROWS_SHOWN, all, currency};
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::order::OrderId;
use crate::payment::{PaymentId, RefundId, ReportKind};
use sea_orm::FromQueryResult;
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

/// What nobody has explained, the oldest first. The key of a page is how many rows went before: what is closed meanwhile moves the rest up.
pub(super) async fn open(market: &Market, provider: &str, request: &PageRequest) -> Result<Page<Difference>, Fault> {
    let rows = i64::try_from(request.rows).unwrap_or(ROWS_SHOWN);
    let before = request.after.as_deref().and_then(|key| key.parse::<u32>().ok()).map_or(0, i64::from);
    let one_more = rows.saturating_add(1);
    let values = vec![provider.into(), market.currency().code().into(), one_more.into(), before.into()];
    let found = all::<Row>(market, &store::open_differences(), values).await?;
    let is_more = i64::try_from(found.len()).is_ok_and(|found| found > rows);
    let wanted = usize::try_from(rows).unwrap_or(usize::MAX);
    let mut differences = Vec::new();
    for row in found.into_iter().take(wanted) {
        differences.push(difference(market, provider, row).await?);
    }
    Ok(Page { rows: differences, next: is_more.then(|| before.saturating_add(rows).to_string()) })
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
