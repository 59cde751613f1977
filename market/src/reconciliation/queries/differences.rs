//! What only one of the two tells: the provider's statement, or our books.

use super::super::store::{ITS_WAY_OUT, THERE_AND_BACK, desk, set_off, that_refund};
use super::super::types::{DeskRefund, Difference, Side, Tie};
use super::{BOOKED, ROWS_SHOWN, all, currency};
use crate::kernel::{Fault, Market, Money, Span, Timestamp};
use crate::order::OrderId;
use crate::payment::{PaymentId, RefundId, ReportKind};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A booking may be this much younger than the statement before it counts as missing there.
const GRACE: Span = Span::hours(1);

/// What leaves suspense by a journal that takes it from the provider too: it never had that, by its own statement, and the booking and
/// its end are no difference.
const STRUCK: &str = "FROM ledger_journal w JOIN ledger_entry x ON x.journal_id = w.id \
    JOIN ledger_account y ON y.id = x.account_id AND y.kind = 'clearing' WHERE w.phase = 'posted' AND w.subject = j.subject";

pub(super) async fn only_provider(market: &Market, provider: &str) -> Result<Vec<Difference>, Fault> {
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
    let (desk, set_off) = (desk(), set_off());
    let sql = format!(
        "SELECT l.line_id, l.kind, l.reference, l.payment_id, l.amount_minor, l.currency, l.happened_at, ({desk}) AS is_desk \
         FROM provider_report_line l WHERE l.provider = $1 AND l.journal_id IS NULL AND (l.kind IN ('captured', 'refunded', 'other') OR l.currency <> $2) \
         AND NOT ({THERE_AND_BACK}) AND NOT ({set_off}) ORDER BY is_desk DESC, l.happened_at, l.line_id LIMIT $3"
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
        let ties = if kind == ReportKind::Refunded && row.amount_minor < 0 {
            ties_of(market, provider, &row.line_id).await?
        } else {
            Vec::new()
        };
        differences.push(Difference {
            side: Side::Provider,
            kind,
            reference: row.reference.map_or_else(|| row.line_id.clone(), |behind| format!("{} {behind}", row.line_id)),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount_minor, currency),
            since: Timestamp::from_millis(row.happened_at),
            desk,
            ties,
        });
    }
    Ok(differences)
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

pub(super) async fn only_books(market: &Market, provider: &str, read_until: Option<Timestamp>) -> Result<Vec<Difference>, Fault> {
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
         AND EXISTS (SELECT 1 {STRUCK} AND w.kind = {ITS_WAY_OUT})) ORDER BY j.made_at, j.id LIMIT $3"
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
            ties: Vec::new(),
        })
    };
    all::<Row>(market, &sql, values).await?.into_iter().map(difference).collect()
}
