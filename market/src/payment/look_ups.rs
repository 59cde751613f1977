//! Word of a provider that never came: which payments it is to be asked about, and which refunds it is to be asked for again.

use super::store::payment;
use super::types::{LookUp, PaymentId, RefundDue, RefundId};
use crate::kernel::{Fault, Market, Money, Span, Timestamp};
use crate::policy;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

/// Providers repeat a webhook for three days; one day more for their own clocks.
const CLOSED_RECENTLY: Span = Span::days(4);

/// What moved and is not settled: $1 the provider, $2 now, $3 the instant before which it waits too long, $4 the instant since which
/// a payment closed recently. What stays as it is, is asked about ever more rarely: after a quarter of its age.
const DUE: &str = "SELECT p.id, p.reference FROM payment p WHERE p.provider = $1 \
    AND (p.looked_up_at IS NULL OR p.looked_up_at <= $3) AND p.id IN ( \
    SELECT w.id FROM payment w WHERE w.state = 'waiting' AND w.created_at <= $3 \
    UNION SELECT c.id FROM payment c WHERE c.state = 'closed' AND c.settled_at >= $4 \
    AND (c.looked_up_at IS NULL OR c.looked_up_at < c.settled_at OR 4 * ($2 - c.looked_up_at) >= $2 - c.settled_at) \
    UNION SELECT r.payment_id FROM refund r JOIN payment q ON q.id = r.payment_id WHERE r.state = 'waiting' \
    AND r.created_at <= $3 AND (q.looked_up_at IS NULL OR 4 * ($2 - q.looked_up_at) >= $2 - r.created_at) \
    UNION SELECT l.payment_id FROM provider_report_line l JOIN payment q ON q.id = l.payment_id AND q.provider = l.provider \
    WHERE l.journal_id IS NULL AND l.kind IN ('captured', 'refunded') \
    AND (q.looked_up_at IS NULL OR 4 * ($2 - q.looked_up_at) >= $2 - l.happened_at)) \
    ORDER BY COALESCE(p.looked_up_at, 0), p.id LIMIT $5";

#[derive(FromQueryResult)]
struct DueRow {
    id: Uuid,
    reference: Option<String>,
}

/// Takes up to `most` payments to ask the provider about: those that wait, those that closed a while ago, those whose refund waits,
/// those of which its statement tells more than the books. Nobody else takes them for the policy's `reconcile` time; where the
/// asking fails, it is done again after that.
///
/// # Errors
/// A fault of the database.
pub async fn take_look_ups(market: &Market, provider: &'static str, most: u64) -> Result<Vec<LookUp>, Fault> {
    let now = market.now();
    let tx = market.begin("take_look_ups").await?;
    let long_ago = now.before(policy::steps::in_force(&*tx, now).await?.reconcile);
    let values = [
        provider.into(),
        now.millis().into(),
        long_ago.millis().into(),
        now.before(CLOSED_RECENTLY).millis().into(),
        i64::try_from(most).unwrap_or(i64::MAX).into(),
    ];
    let due = DueRow::find_by_statement(Statement::from_sql_and_values(market.backend(), DUE, values)).all(&*tx).await?;
    let mut taken = Vec::new();
    for row in due {
        let free =
            Condition::any().add(payment::Column::LookedUpAt.is_null()).add(payment::Column::LookedUpAt.lte(long_ago.millis()));
        let marked = payment::Entity::update_many()
            .col_expr(payment::Column::LookedUpAt, Expr::value(now.millis()))
            .filter(payment::Column::Id.eq(row.id))
            .filter(free)
            .exec(&*tx)
            .await?;
        if marked.rows_affected == 1 {
            taken.push(LookUp { payment: PaymentId::from_uuid(row.id), reference: row.reference });
        }
    }
    tx.commit().await?;
    Ok(taken)
}

/// Refunds of a payment that were noted before `before` and wait still.
///
/// # Errors
/// A fault of the database.
pub async fn waiting_refunds(market: &Market, look_up: &LookUp, before: Timestamp) -> Result<Vec<RefundDue>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        amount_minor: i64,
    }
    let sql = "SELECT id, amount_minor FROM refund WHERE payment_id = $1 AND state = 'waiting' AND created_at <= $2 \
               ORDER BY created_at, id LIMIT 100";
    let values = [look_up.payment.uuid().into(), before.millis().into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?;
    let due = |row: Row| RefundDue {
        refund: RefundId::from_uuid(row.id),
        payment: look_up.payment,
        reference: look_up.reference.clone(),
        amount: Money::new(row.amount_minor, market.currency()),
        is_done: false,
    };
    Ok(rows.into_iter().map(due).collect())
}
