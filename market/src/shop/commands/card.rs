//! An owner names another bank card. Who stands behind the shop stays as it was approved; the card rests for some days, so that whoever
//! got hold of an account does not take the shop's money along before an owner reads the letter.

use crate::account::SignedIn;
use crate::attempt::{self, Content};
use crate::audit::steps::{Deed, record};
use crate::kernel::limits::PAYOUTS_BACK_MAX;
use crate::kernel::{Fault, Keyring, Market, Problem, Timestamp, Tx};
use crate::outbox::{self, Job, Letter};
use crate::policy;
use crate::shop::form::BankCardError;
use crate::shop::secret::{BankCard, Identity};
use crate::shop::store::{REPLACED, identity, shop};
use crate::shop::types::{IdentityId, Verification};
use crate::shop::{ShopStaff, rules, seal, steps};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// Why a card stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeCardRefusal {
    /// What was typed is no card number.
    Card(BankCardError),
    /// Too long ago that the owner typed a code or password: first sign in again.
    ProveAgain,
    /// The identity was rejected: it is submitted again as a whole.
    Rejected,
    /// Somebody else has named another card at the same time, or an operator has decided about the identity.
    ChangedMeanwhile,
}

/// Puts another card in the place of the shop's; payouts go to it when it has rested, and the owners get a letter at once. The card that
/// is there already, typed again, does not rest: its owner says that it takes money now. What came back from it stays counted; where that
/// had stopped it, one more payout is tried. A payout that is on its way goes where it was made for. Sent again as the same attempt, it is
/// one change.
///
/// # Errors
/// [`ChangeCardRefusal`]; not found where the person does not own the shop.
pub async fn change_payout_card(
    market: &Market,
    who: &SignedIn,
    owner: &ShopStaff,
    typed: &str,
) -> Result<(), Problem<ChangeCardRefusal>> {
    if !owner.may_manage() || who.person() != owner.person() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let card = rules::bank_card(typed).map_err(|error| Problem::Refused(ChangeCardRefusal::Card(error)))?;
    let tx = market.begin("change_payout_card").await?;
    let content = Content::of(owner.shop().uuid()).bytes(&digest(market.keyring(), &card));
    // Before anything is asked: what was done stays done, however long ago its owner signed in.
    if attempt::steps::is_repeated(&tx, owner.person(), content, now).await? {
        return Ok(());
    }
    if !who.has_proved_lately(now) {
        return Err(Problem::Refused(ChangeCardRefusal::ProveAgain));
    }
    let Some(before) = current(&tx, owner).await? else { return Err(Problem::Refused(ChangeCardRefusal::Rejected)) };
    let known = seal::open(market.keyring(), &before)?;
    let is_same = known.bank_card == card;
    let is_as_read = if is_same { try_again(&tx, &before).await? } else { replace(&tx, &before).await? };
    if !is_as_read {
        return Err(Problem::Refused(ChangeCardRefusal::ChangedMeanwhile));
    }
    // After this point, changing must succeed.
    let mut pays_from = before.pays_from.map(Timestamp::from_millis);
    if !is_same {
        let rested = now.after(policy::steps::in_force(&*tx, now).await?.card_rest);
        pays_from = Some(rested);
        let id = IdentityId::mint(now);
        let sealed = seal::seal(market.keyring(), id, owner.shop(), &Identity { bank_card: card.clone(), ..known }, now)?;
        name(&tx, &before, sealed, rested).await?;
    }
    record_and_tell(&tx, owner, (before.bank_card_last4.as_str(), &card), pays_from, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A keyed digest of the card. Keyed, because its number could be found by trying.
fn digest(keyring: &dyn Keyring, card: &BankCard) -> Vec<u8> {
    keyring.blind_index("change_payout_card", card.reveal().as_bytes())
}

/// The identity whose card is the shop's; none where an operator has rejected it.
async fn current(tx: &Tx, owner: &ShopStaff) -> Result<Option<identity::Model>, DbErr> {
    identity::Entity::find()
        .filter(identity::Column::ShopId.eq(owner.shop().uuid()))
        .filter(identity::Column::State.is_in([Verification::Waiting.code(), Verification::Approved.code()]))
        .one(&**tx)
        .await
}

/// Whether it was still as it was read, and is replaced now.
async fn replace(tx: &Tx, before: &identity::Model) -> Result<bool, DbErr> {
    let replaced = identity::Entity::update_many()
        .col_expr(identity::Column::State, Expr::value(REPLACED))
        .filter(identity::Column::Id.eq(before.id))
        .filter(identity::Column::State.eq(before.state.as_str()))
        .exec(&**tx)
        .await?;
    Ok(replaced.rows_affected == 1)
}

/// Lets one more payout go to the card that is there, where it was stopped: when that one comes back too, all that came back before
/// counts with it. False where the card is not as it was read.
async fn try_again(tx: &Tx, before: &identity::Model) -> Result<bool, DbErr> {
    let held = identity::Entity::update_many()
        .col_expr(identity::Column::State, Expr::value(before.state.as_str()))
        .filter(identity::Column::Id.eq(before.id))
        .filter(identity::Column::State.eq(before.state.as_str()))
        .exec(&**tx)
        .await?;
    if held.rows_affected != 1 {
        return Ok(false);
    }
    identity::Entity::update_many()
        .col_expr(identity::Column::CameBack, Expr::value(PAYOUTS_BACK_MAX - 1))
        .filter(identity::Column::Id.eq(before.id))
        .filter(identity::Column::CameBack.gte(PAYOUTS_BACK_MAX))
        .exec(&**tx)
        .await?;
    Ok(true)
}

/// Writes the row of another card, as far decided as the one before.
async fn name(tx: &Tx, before: &identity::Model, sealed: identity::ActiveModel, rested: Timestamp) -> Result<(), DbErr> {
    let named = identity::ActiveModel {
        state: Set(before.state.clone()),
        // It waits for the operator since the owner first submitted it, and what was decided stays decided.
        submitted_at: Set(before.submitted_at),
        decided_at: Set(before.decided_at),
        decided_by: Set(before.decided_by),
        pays_from: Set(Some(rested.millis())),
        ..sealed
    };
    identity::Entity::insert(named).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Says in the log who named which card in the place of which, by their last digits, and tells every owner at once.
pub(super) async fn record_and_tell(
    tx: &Tx,
    owner: &ShopStaff,
    (before, card): (&str, &BankCard),
    pays_from: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Fault> {
    let detail = format!("{before} to {}", card.last4());
    let deed = Deed { actor: Some(owner.person()), action: "change_payout_card", subject: owner.shop().uuid(), detail: &detail };
    record(tx, &deed, now).await?;
    let shop = shop::Entity::find_by_id(owner.shop().uuid()).one(&**tx).await?;
    let shop = shop.ok_or_else(|| Fault::broken("staff without a shop"))?.handle;
    let letter = Letter::PayoutCardChanged { shop, last4: card.last4(), pays_from: pays_from.filter(|from| *from > now) };
    for person in steps::owners(tx, owner.shop()).await? {
        outbox::steps::enqueue(tx, &Job::Notify { person, letter: letter.clone() }, now).await?;
    }
    Ok(())
}
