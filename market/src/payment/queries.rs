//! What buyers, operators and jobs read of payments.

use super::failed;
use super::steps;
use super::store::{currency_of, event, payment as paid, refund, suspense};
use super::told::EventOutcome;
use super::types::{
    HealedPayment, PaymentId, PaymentView, RefundDue, RefundId, RefundState, SentBack, StuckRefund, UnbookedAmount,
};
use crate::account::{Buyer, Operator};
use crate::kernel::{Fault, Market, Money, Span, Timestamp};
use crate::reconciliation;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use uuid::Uuid;

/// What a buyer sees of the money that went back of one checkout: more than one is rare, and a page has an end.
const SENT_BACK_SHOWN: u64 = 20;
/// A refund that was asked for is in its place within days; a person looks at what takes longer.
const SILENT_TOO_LONG: Span = Span::days(3);
/// Rows of the list that the page shows, the oldest.
const STUCK_SHOWN: i64 = 100;
/// How far back the page tells what asking the provider has put right.
const HEALED_SINCE: Span = Span::days(7);
/// Of that the latest.
const HEALED_SHOWN: i64 = 50;
/// The same of amounts that cannot be booked.
const UNBOOKED_SHOWN: i64 = 100;

/// A buyer's payment.
///
/// # Errors
/// A fault of the database.
pub async fn payment(market: &Market, buyer: &Buyer, id: PaymentId) -> Result<Option<PaymentView>, Fault> {
    let Some(row) = steps::find(market.db(), id).await?.filter(|row| row.buyer == buyer.person()) else { return Ok(None) };
    let last = event::Entity::find()
        .filter(event::Column::PaymentId.eq(id.uuid()))
        .order_by_desc(event::Column::ReceivedAt)
        .one(market.db())
        .await?;
    let other_amount = suspense::still_held(market.db(), id.uuid()).await?;
    let orders = crate::order::queries::of_payment(market, id).await?;
    Ok(Some(PaymentView {
        id,
        state: row.state,
        amount: row.amount,
        created_at: row.created_at,
        expires_at: row.expires_at,
        is_cash: row.is_cash,
        declined: last.is_some_and(|event| event.kind == "declined"),
        other_amount,
        sent_back: sent_back(market, id).await?,
        orders,
    }))
}

/// Refunds of no order are of money that paid for none.
async fn sent_back(market: &Market, id: PaymentId) -> Result<Vec<SentBack>, Fault> {
    let rows = refund::Entity::find()
        .filter(refund::Column::PaymentId.eq(id.uuid()))
        .filter(refund::Column::OrderId.is_null())
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .limit(SENT_BACK_SHOWN)
        .all(market.db())
        .await?;
    let sent = |row: refund::Model| {
        let arrived_at = row.done_at.map(Timestamp::from_millis);
        Ok(SentBack { amount: row.amount(market.currency())?, arrived_at })
    };
    rows.into_iter().map(sent).collect()
}

/// A refund that a job is to ask the provider for.
///
/// # Errors
/// A fault of the database.
pub async fn refund_due(market: &Market, id: RefundId) -> Result<Option<RefundDue>, Fault> {
    let Some(row) = refund::Entity::find_by_id(id.uuid()).one(market.db()).await? else { return Ok(None) };
    let failed = failed::known(market.db(), row.payment_id, row.id).await?;
    // Read after that: one that has failed by then is an operator's, and is no request to ask once more.
    let Some(row) = refund::Entity::find_by_id(id.uuid()).one(market.db()).await? else { return Ok(None) };
    let from = paid::Entity::find_by_id(row.payment_id).one(market.db()).await?;
    let amount = row.amount(market.currency())?;
    Ok(Some(RefundDue {
        refund: id,
        payment: PaymentId::from_uuid(row.payment_id),
        provider: from.as_ref().map(|payment| payment.provider.clone()).unwrap_or_default(),
        reference: from.and_then(|payment| payment.reference),
        amount,
        is_done: row.state != RefundState::Waiting.code(),
        refused_at: row.refused_at.map(Timestamp::from_millis),
        failed,
        at_desk: reconciliation::steps::known_at_desk(market.db(), PaymentId::from_uuid(row.payment_id), amount).await?,
    }))
}

const STUCK: &str = "SELECT r.id, r.payment_id, p.reference, o.number, r.amount_minor, r.other_currency, r.refused_because, r.created_at, \
    (SELECT COUNT(*) FROM ledger_journal j WHERE j.kind = 'refund_failed' AND j.phase = 'posted' AND j.subject = r.id) AS times_back FROM refund r \
    JOIN payment p ON p.id = r.payment_id LEFT JOIN orders o ON o.id = r.order_id \
    WHERE r.state = 'refused' OR (r.state = 'waiting' AND r.created_at < $1) ORDER BY r.created_at, r.id LIMIT $2";

/// Refunds that the provider refuses, or has not made for days, the oldest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn stuck_refunds(market: &Market, _operator: &Operator) -> Result<Vec<StuckRefund>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        payment_id: Uuid,
        reference: Option<String>,
        number: Option<String>,
        amount_minor: i64,
        other_currency: Option<String>,
        refused_because: Option<String>,
        created_at: i64,
        times_back: i64,
    }
    let values = [market.now().before(SILENT_TOO_LONG).millis().into(), STUCK_SHOWN.into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(market.backend(), STUCK, values)).all(market.db()).await?;
    let stuck = |row: Row| {
        Ok(StuckRefund {
            id: RefundId::from_uuid(row.id),
            payment: PaymentId::from_uuid(row.payment_id),
            reference: row.reference,
            number: row.number,
            amount: Money::new(row.amount_minor, currency_of(row.other_currency.as_deref(), market.currency())?),
            because: row.refused_because,
            came_back: row.times_back > 0,
            since: Timestamp::from_millis(row.created_at),
        })
    };
    rows.into_iter().map(stuck).collect()
}

const UNBOOKED: &str = "SELECT v.provider, v.event_id, v.payment_id, p.reference, COALESCE(v.told_minor, v.amount_minor) AS minor, \
    COALESCE(v.told_currency, p.currency) AS currency, v.refund_id, v.received_at FROM payment_event v JOIN payment p ON p.id = v.payment_id \
    WHERE v.outcome = 'unbooked' ORDER BY v.received_at, v.event_id LIMIT $1";

/// Amounts that any provider told and that cannot be booked, the oldest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn unbooked_amounts(market: &Market, _operator: &Operator) -> Result<Vec<UnbookedAmount>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        provider: String,
        event_id: String,
        payment_id: Uuid,
        reference: Option<String>,
        minor: i64,
        currency: String,
        refund_id: Option<Uuid>,
        received_at: i64,
    }
    let statement = Statement::from_sql_and_values(market.backend(), UNBOOKED, [UNBOOKED_SHOWN.into()]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let unbooked = |row: Row| UnbookedAmount {
        provider: row.provider,
        event: row.event_id,
        payment: PaymentId::from_uuid(row.payment_id),
        reference: row.reference,
        minor: row.minor,
        currency: row.currency,
        refund: row.refund_id.map(RefundId::from_uuid),
        since: Timestamp::from_millis(row.received_at),
    };
    Ok(rows.into_iter().map(unbooked).collect())
}

const HEALED: &str = "SELECT subject, detail, happened_at FROM audit_log WHERE happened_at >= $1 AND action = 'heal_payment' \
    ORDER BY happened_at DESC, id DESC LIMIT $2";

/// What asking the provider has put right within the last days, the latest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn healed_payments(market: &Market, _operator: &Operator) -> Result<Vec<HealedPayment>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        subject: Uuid,
        detail: String,
        happened_at: i64,
    }
    let values = [market.now().before(HEALED_SINCE).millis().into(), HEALED_SHOWN.into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(market.backend(), HEALED, values)).all(market.db()).await?;
    let healed = |row: Row| {
        let outcome = EventOutcome::of_healed(&row.detail)?;
        Some(HealedPayment { payment: PaymentId::from_uuid(row.subject), outcome, at: Timestamp::from_millis(row.happened_at) })
    };
    Ok(rows.into_iter().filter_map(healed).collect())
}
