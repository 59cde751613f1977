//! Payouts: what a shop has earned goes to its bank card, in batches, once.

use super::rules;
use super::steps;
use super::store::{account, payout, payout_batch};
use super::types::{Account, AccountKind, JournalKind, PayoutBatchId, PayoutId, PayoutRefusal, PayoutState};
use crate::account::{Operator, PersonId};
use crate::attempt::{self, Content};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, NoRefusal, Problem, Timestamp, Tx, clean_line};
use crate::outbox::{self, Job, Letter};
use crate::shop::steps::CardBack;
use crate::{policy, shop};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Shops that one batch pays, those first that waited longest; who is left over is in the next one.
const BATCH_SHOPS_MAX: i64 = 500;

/// Pays every approved shop that has the minimum, no payout on its way, and a card that neither rests nor has sent payouts back too
/// often. None where there is nobody to pay. `operator` is who asked for it; none where a clock did. The batch bears the attempt's id:
/// once more is the same batch, or nobody once more.
///
/// # Errors
/// A fault of the database, or an attempt that was used for something else; nothing was paid then.
pub async fn make_payout_batch(
    market: &Market,
    operator: Option<&Operator>,
) -> Result<Option<PayoutBatchId>, Problem<NoRefusal>> {
    let now = market.now();
    let tx = market.begin("make_payout_batch").await?;
    let batch = tx.attempt().map_or_else(|| PayoutBatchId::mint(now), |attempt| PayoutBatchId::from_uuid(attempt.uuid()));
    if let Some(operator) = operator
        && attempt::steps::is_repeated(&tx, operator.person(), Content::of(batch.uuid()), now).await?
    {
        let made = payout_batch::Entity::find_by_id(batch.uuid()).one(&*tx).await?;
        return Ok(made.map(|_| batch));
    }
    lock_bank(&tx).await?;
    let minimum = policy::steps::in_force(&*tx, now).await?.payout_minimum_minor;
    let due = payout::due(&tx, minimum, BATCH_SHOPS_MAX, now).await?;
    if due.is_empty() {
        tx.commit().await?;
        return Ok(None);
    }
    let row = payout_batch::ActiveModel {
        id: Set(batch.uuid()),
        made_by: Set(operator.map(|operator| operator.person().uuid())),
        made_at: Set(now.millis()),
    };
    payout_batch::Entity::insert(row).exec_without_returning(&*tx).await?;
    for shop in due {
        let id = PayoutId::mint(now);
        let row = payout::ActiveModel {
            id: Set(id.uuid()),
            batch_id: Set(batch.uuid()),
            shop_id: Set(shop.shop_id),
            identity_id: Set(shop.identity_id),
            amount_minor: Set(shop.available),
            currency: Set(tx.currency().code().to_owned()),
            state: Set(PayoutState::Waiting.code().to_owned()),
            reason: Set(None),
            made_at: Set(now.millis()),
            ended_at: Set(None),
            turn: Set(None),
        };
        payout::Entity::insert(row).exec_without_returning(&*tx).await?;
        steps::promise(&tx, &rules::payout(id.uuid(), shop.shop_id, shop.available), tx.currency(), now).await?;
    }
    tx.commit().await?;
    Ok(Some(batch))
}

/// Batches queue at the row of the bank's account, so that each reads the balances that the one before left.
async fn lock_bank(tx: &Tx) -> Result<(), Fault> {
    let bank = Account { kind: AccountKind::Bank, owner: None };
    steps::open_accounts(tx, &[bank], tx.currency()).await?;
    account::lock(tx, steps::account_id(bank, tx.currency())).await
}

/// The bank has paid. Saying so again changes nothing.
///
/// # Errors
/// [`PayoutRefusal::AlreadyFailed`]; not found for an unknown payout.
pub async fn settle_payout(market: &Market, operator: &Operator, id: PayoutId) -> Result<(), Problem<PayoutRefusal>> {
    let now = market.now();
    let tx = market.begin("settle_payout").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()), now).await? {
        return Ok(());
    }
    let row = payout::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    if !end(&tx, operator, &row, (PayoutState::Waiting, PayoutState::Paid), None, now).await? {
        return Ok(());
    }
    // After this point, settling must succeed.
    steps::keep(&tx, &rules::payout(row.id, row.shop_id, row.amount_minor), tx.currency(), now).await?;
    count(&tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// The bank gave the money back: it is the shop's balance again, and its owners are told the bank's words. Saying so again
/// changes nothing.
///
/// # Errors
/// [`PayoutRefusal`]; not found for an unknown payout.
pub async fn fail_payout(market: &Market, operator: &Operator, id: PayoutId, reason: &str) -> Result<(), Problem<PayoutRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(PayoutRefusal::Reason(error)))?;
    let now = market.now();
    let tx = market.begin("fail_payout").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let row = payout::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    if !end(&tx, operator, &row, (PayoutState::Waiting, PayoutState::Failed), Some(&reason), now).await? {
        return Ok(());
    }
    // After this point, failing must succeed.
    steps::void(&tx, JournalKind::Payout, row.id, tx.currency(), now).await?;
    count_and_tell(&tx, &row, reason, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The bank gave back what it had paid, days later perhaps: it is the shop's balance again, and its owners are told the bank's words.
/// Saying so again changes nothing.
///
/// # Errors
/// [`PayoutRefusal`]; not found for an unknown payout.
pub async fn return_payout(
    market: &Market,
    operator: &Operator,
    id: PayoutId,
    reason: &str,
) -> Result<(), Problem<PayoutRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(PayoutRefusal::Reason(error)))?;
    let now = market.now();
    let tx = market.begin("return_payout").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let row = payout::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    if !end(&tx, operator, &row, (PayoutState::Paid, PayoutState::Returned), Some(&reason), now).await? {
        return Ok(());
    }
    let journal = rules::payout_returned(row.id, row.shop_id, row.amount_minor);
    if !steps::post(&tx, &journal, tx.currency(), now).await? {
        return Err(Problem::Fault(Fault::broken(format!("payout {id} was returned before"))));
    }
    count_and_tell(&tx, &row, reason, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Counts what came back from the card of a payout that has just ended, in whichever way. Behind the accounts, for all of them alike.
async fn count(tx: &Tx, row: &payout::Model) -> Result<(), Fault> {
    shop::steps::hold_card(tx, row.identity_id).await?;
    let in_a_row = payout::take_turn(tx, row).await?;
    Ok(shop::steps::came_back(tx, row.identity_id, in_a_row).await?)
}

/// Counts it, and says so to the shop.
async fn count_and_tell(tx: &Tx, row: &payout::Model, reason: String, now: Timestamp) -> Result<(), Fault> {
    count(tx, row).await?;
    let CardBack { handle, is_left_out, former } = shop::steps::card_back(tx, row.identity_id).await?;
    let letter = Letter::PayoutFailed { reason, shop: Some(handle), is_left_out, former };
    for person in shop::steps::owners(tx, shop::ShopId::from_uuid(row.shop_id)).await? {
        outbox::steps::enqueue(tx, &Job::Notify { person, letter: letter.clone() }, now).await?;
    }
    Ok(())
}

/// Moves a payout on from one state to another, and writes down who did. False where it had ended the same way before.
async fn end(
    tx: &Tx,
    operator: &Operator,
    row: &payout::Model,
    (from, to): (PayoutState, PayoutState),
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, Problem<PayoutRefusal>> {
    let moved = payout::Entity::update_many()
        .col_expr(payout::Column::State, Expr::value(to.code()))
        .col_expr(payout::Column::Reason, Expr::value(reason.map(str::to_owned)))
        .col_expr(payout::Column::EndedAt, Expr::value(now.millis()))
        .filter(payout::Column::Id.eq(row.id))
        .filter(payout::Column::State.eq(from.code()))
        .exec(&**tx)
        .await?;
    if moved.rows_affected == 1 {
        record(tx, operator.person(), to, row.id, reason.unwrap_or_default(), now).await?;
        return Ok(true);
    }
    // The update above waited for whoever moved it, so this reads what they decided. With other words it is another deed.
    let ended = payout::Entity::find_by_id(row.id).one(&**tx).await?;
    let is_same = ended.as_ref().is_some_and(|ended| ended.state == to.code() && ended.reason.as_deref() == reason);
    match ended.and_then(|ended| PayoutState::from_code(&ended.state)) {
        _ if is_same => Ok(false),
        Some(PayoutState::Paid) => Err(Problem::Refused(PayoutRefusal::AlreadyPaid)),
        Some(PayoutState::Failed | PayoutState::Returned) => Err(Problem::Refused(PayoutRefusal::AlreadyFailed)),
        Some(PayoutState::Waiting) if from == PayoutState::Paid => Err(Problem::Refused(PayoutRefusal::NotPaid)),
        Some(PayoutState::Waiting) | None => Err(Problem::Fault(Fault::broken("a payout is in no state that it can be in"))),
    }
}

async fn record(tx: &Tx, actor: PersonId, to: PayoutState, subject: Uuid, detail: &str, now: Timestamp) -> Result<(), Fault> {
    let action = match to {
        PayoutState::Paid => "settle_payout",
        PayoutState::Returned => "return_payout",
        PayoutState::Waiting | PayoutState::Failed => "fail_payout",
    };
    let deed = crate::audit::steps::Deed { actor: Some(actor), action, subject, detail };
    Ok(crate::audit::steps::record(tx, &deed, now).await?)
}
