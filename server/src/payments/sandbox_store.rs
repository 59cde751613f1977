//! The sandbox's own books: what a real provider would keep on its side.

use market::kernel::{Fault, Market, Span, Timestamp, id};
use market::payment::{PaymentId, RefundDue, StartPayment};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// A payment as the provider sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Intent {
    pub id: String,
    #[sea_orm(from_alias = "payment_id")]
    pub payment: Uuid,
    pub amount_minor: i64,
    pub currency: String,
    pub return_url: String,
    pub state: String,
}

/// Money that the sandbox has given back.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MadeRefund {
    pub refund_id: Uuid,
}

/// A movement of the sandbox's balance.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Move {
    pub intent: String,
    pub payment_id: Uuid,
    pub refund_id: Option<Uuid>,
    pub amount_minor: i64,
    pub currency: String,
    pub moved_at: i64,
}

/// A webhook that waits to be delivered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Webhook {
    pub id: String,
    pub body: String,
    pub times_left: i64,
    pub attempts: i64,
}

const INTENT: &str = "SELECT id, payment_id, amount_minor, currency, return_url, state FROM sandbox_intent";
/// Before the number of an intent's id.
const INTENT_PREFIX: &str = "in";
/// A provider gives up after three days, as real ones do.
const ATTEMPTS_MAX: i64 = 200;

async fn run(market: &Market, name: &'static str, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
    let tx = market.begin(name).await?;
    let done = tx.execute_raw(Statement::from_sql_and_values(market.backend(), sql, values)).await?;
    tx.commit().await?;
    Ok(done.rows_affected())
}

/// Opens an intent; the same payment again is the same intent.
pub async fn open_intent(market: &Market, request: &StartPayment) -> Result<String, Fault> {
    let now = market.now();
    let sql = "INSERT INTO sandbox_intent (id, payment_id, amount_minor, currency, return_url, state, created_at) \
               VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT DO NOTHING";
    let values = vec![
        format!("{INTENT_PREFIX}_{}", id::mint(now).simple()).into(),
        request.payment.uuid().into(),
        request.amount.minor().into(),
        request.amount.currency().code().into(),
        request.return_url.clone().into(),
        now.millis().into(),
    ];
    run(market, "sandbox_open", sql, values).await?;
    let intent = intent_of_payment(market, request.payment).await?;
    intent.map(|intent| intent.id).ok_or_else(|| Fault::broken("an intent that was just opened is gone"))
}

async fn one(market: &Market, condition: &str, value: Value) -> Result<Option<Intent>, Fault> {
    let statement = Statement::from_sql_and_values(market.backend(), format!("{INTENT} WHERE {condition} = $1"), [value]);
    Ok(Intent::find_by_statement(statement).one(market.db()).await?)
}

/// The intent with this id, as it stands in an address: nobody is asked for what cannot be one.
pub async fn intent(market: &Market, id: &str) -> Result<Option<Intent>, Fault> {
    if id::parse(INTENT_PREFIX, id).is_err() {
        return Ok(None);
    }
    one(market, "id", id.into()).await
}

/// The intent of a payment.
pub async fn intent_of_payment(market: &Market, payment: PaymentId) -> Result<Option<Intent>, Fault> {
    one(market, "payment_id", payment.uuid().into()).await
}

/// Moves an open intent on; false where it was moved before.
pub async fn settle(market: &Market, id: &str, state: &str) -> Result<bool, Fault> {
    let sql = "UPDATE sandbox_intent SET state = $2, paid_at = $3 WHERE id = $1 AND state = 'open'";
    Ok(run(market, "sandbox_settle", sql, vec![id.into(), state.into(), market.now().millis().into()]).await? == 1)
}

/// Gives money back; the same refund again is the same refund.
pub async fn add_refund(market: &Market, due: &RefundDue) -> Result<(), Fault> {
    let sql = "INSERT INTO sandbox_refund (refund_id, payment_id, amount_minor, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    let values =
        vec![due.refund.uuid().into(), due.payment.uuid().into(), due.amount.minor().into(), market.now().millis().into()];
    run(market, "sandbox_refund", sql, values).await?;
    Ok(())
}

/// What was given back of a payment.
pub async fn refunds_of(market: &Market, payment: PaymentId) -> Result<Vec<MadeRefund>, Fault> {
    let sql = "SELECT refund_id FROM sandbox_refund WHERE payment_id = $1 ORDER BY made_at, refund_id LIMIT 100";
    let statement = Statement::from_sql_and_values(market.backend(), sql, [payment.uuid().into()]);
    Ok(MadeRefund::find_by_statement(statement).all(market.db()).await?)
}

/// Everything that moved the sandbox's balance in a while, oldest first.
pub async fn moves(market: &Market, since: Timestamp, until: Timestamp) -> Result<Vec<Move>, Fault> {
    let sql = "SELECT i.id AS intent, i.payment_id, CAST(NULL AS UUID) AS refund_id, i.amount_minor, i.currency, i.paid_at AS moved_at \
               FROM sandbox_intent i WHERE i.state = 'paid' AND i.paid_at >= $1 AND i.paid_at < $2 \
               UNION ALL SELECT i.id, i.payment_id, r.refund_id, -r.amount_minor, i.currency, r.made_at \
               FROM sandbox_refund r JOIN sandbox_intent i ON i.payment_id = r.payment_id WHERE r.made_at >= $1 AND r.made_at < $2 \
               ORDER BY moved_at";
    let values: [Value; 2] = [since.millis().into(), until.millis().into()];
    Ok(Move::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?)
}

/// Queues a webhook; the same id again is the same webhook.
pub async fn queue_webhook(market: &Market, id: &str, body: &str, due: Timestamp, times: i64) -> Result<(), Fault> {
    let sql =
        "INSERT INTO sandbox_webhook (id, body, due_at, times_left, attempts) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING";
    run(market, "sandbox_webhook", sql, vec![id.into(), body.into(), due.millis().into(), times.into()]).await?;
    Ok(())
}

/// Webhooks that are due.
pub async fn due_webhooks(market: &Market) -> Result<Vec<Webhook>, Fault> {
    let sql = "SELECT id, body, times_left, attempts FROM sandbox_webhook WHERE times_left > 0 AND attempts < $2 AND due_at <= $1 ORDER BY due_at LIMIT 20";
    let values: [Value; 2] = [market.now().millis().into(), ATTEMPTS_MAX.into()];
    Ok(Webhook::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?)
}

/// Notes a delivery: taken ones count down at once, others come again after a while that grows.
pub async fn after_delivery(market: &Market, webhook: &Webhook, taken: bool) -> Result<(), Fault> {
    let wait = if taken { Span::seconds(0) } else { Span::seconds(1 << webhook.attempts.clamp(0, 9)) };
    let sql = "UPDATE sandbox_webhook SET times_left = $2, attempts = attempts + 1, due_at = $3 WHERE id = $1";
    let times_left = if taken { webhook.times_left - 1 } else { webhook.times_left };
    let values = vec![webhook.id.clone().into(), times_left.into(), market.now().after(wait).millis().into()];
    run(market, "sandbox_delivered", sql, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::db_test;
    use market::kernel::Money;

    db_test!(
        async fn an_address_that_can_be_no_intent_is_not_asked_for(kit) {
            let (market, now) = (&kit.market, kit.market.now());
            let request = StartPayment {
                payment: PaymentId::mint(now),
                amount: Money::fen(100),
                return_url: String::new(),
                placed_at: now,
                expires_at: now,
            };
            let id = open_intent(market, &request).await.expect("an intent");
            assert!(intent(market, &id).await.expect("an answer").is_some());
            for forged in ["\0", "in_\0", "in_1", ""] {
                assert!(intent(market, forged).await.expect("an answer").is_none(), "{forged:?}");
            }
        }
    );
}
