//! Word of a provider that never came: which payments it is to be asked about, and which refunds it is to be asked for again.

use super::failed;
use super::store::{look_up, payment, refund};
use super::types::{LookUp, PaymentId, RefundDue, RefundId, RefundState};
use crate::kernel::{Fault, Market, Span, Timestamp};
use crate::{policy, reconciliation};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

/// Providers repeat a webhook for three days; one day more for their own clocks.
const CLOSED_RECENTLY: Span = Span::days(4);

/// Takes up to `most` payments to ask the provider about: those that wait, those that closed a while ago, those whose refund waits,
/// those of which its statement tells more than the books. Nobody else takes them for the policy's `reconcile` time; where the
/// asking fails, it is done again after that. Whoever took them at a time that lies further ahead had a clock that was wrong.
///
/// # Errors
/// A fault of the database.
pub async fn take_look_ups(market: &Market, provider: &'static str, most: u64) -> Result<Vec<LookUp>, Fault> {
    let now = market.now();
    // Sorting what is due takes its time, and keeps nobody from writing: the guarded update below says who has a payment.
    let every = policy::steps::in_force(market.db(), now).await?.reconcile;
    let (long_ago, ahead) = (now.before(every), now.after(every));
    let times = [now, long_ago, now.before(CLOSED_RECENTLY)];
    let due = look_up::due(market.db(), provider, times, most).await?;
    let mut taken = Vec::new();
    if due.is_empty() {
        return Ok(taken);
    }
    let tx = market.begin("take_look_ups").await?;
    for row in due {
        let free = Condition::any()
            .add(payment::Column::LookedUpAt.is_null())
            .add(payment::Column::LookedUpAt.lte(long_ago.millis()))
            .add(payment::Column::LookedUpAt.gt(ahead.millis()));
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
pub async fn waiting_refunds(
    market: &Market,
    provider: &'static str,
    look_up: &LookUp,
    before: Timestamp,
) -> Result<Vec<RefundDue>, Fault> {
    let rows = look_up::waiting_refunds(market.db(), look_up.payment.uuid(), before).await?;
    let mut due = Vec::new();
    for row in rows {
        let failed = failed::known(market.db(), look_up.payment.uuid(), row.id).await?;
        // One that has failed by then is an operator's: what is known of it must not be taken for a request to ask once more.
        let Some(row) = refund::Entity::find_by_id(row.id).one(market.db()).await? else { continue };
        if row.state != RefundState::Waiting.code() {
            continue;
        }
        let amount = row.amount(market.currency())?;
        due.push(RefundDue {
            refund: RefundId::from_uuid(row.id),
            payment: look_up.payment,
            provider: provider.to_owned(),
            reference: look_up.reference.clone(),
            amount,
            is_done: false,
            refused_at: row.refused_at.map(Timestamp::from_millis),
            failed,
            at_desk: reconciliation::steps::known_at_desk(market.db(), look_up.payment, amount).await?,
        });
    }
    Ok(due)
}
