//! An owner submits the identity again after the operator has rejected it.

use super::card::record_and_tell;
use crate::account::SignedIn;
use crate::change;
use crate::kernel::{Market, Problem, Timestamp, Tx};
use crate::policy;
use crate::shop::form::{ShopFieldError, TypedIdentity};
use crate::shop::secret::Identity;
use crate::shop::store::{REPLACED, identity, shop};
use crate::shop::types::{IdentityId, Verification};
use crate::shop::{ShopStaff, holder, rules, seal};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// An identity as typed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResubmitIdentity {
    /// Minted by the form.
    pub attempt: IdentityId,
    /// Who is behind the shop.
    pub identity: TypedIdentity,
}

/// Why an identity is not taken again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResubmitRefusal {
    /// What is wrong with which fields.
    Fields(Vec<ShopFieldError>),
    /// The one before is not rejected: it waits, or it is approved.
    NotRejected,
    /// As many shops as one person may have stand behind this ID number.
    TooManyShops {
        /// How many that is.
        limit: i64,
    },
    /// The form was sent before, with other content.
    AttemptReused,
    /// It names another bank card, and it is too long ago that the owner typed a code or password: first sign in again.
    ProveAgain,
}

/// Puts another identity in the place of a rejected one; it waits for the operator again. Where it names another bank card, that one is
/// named as by [`super::change_payout_card`]: by an owner who has proved lately, with its rest, and with a letter to every owner. A shop
/// sells on while its identity is rejected, so there may be money behind the approval.
///
/// # Errors
/// [`ResubmitRefusal`]; not found where the person does not own the shop.
pub async fn resubmit_identity(
    market: &Market,
    who: &SignedIn,
    owner: &ShopStaff,
    request: &ResubmitIdentity,
) -> Result<(), Problem<ResubmitRefusal>> {
    if !owner.may_manage() || who.person() != owner.person() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let checked = rules::identity(&request.identity, now).map_err(|errors| Problem::Refused(ResubmitRefusal::Fields(errors)))?;
    let tx = market.begin("resubmit_identity").await?;
    if let Some(row) = identity::Entity::find_by_id(request.attempt.uuid()).one(&*tx).await? {
        let is_same = row.shop_id == owner.shop().uuid() && seal::open(market.keyring(), &row)? == checked;
        return if is_same { Ok(()) } else { Err(Problem::Refused(ResubmitRefusal::AttemptReused)) };
    }
    // Who stands behind the shop's goods, and behind those of others with the old number and with the new one, is known anew.
    change::steps::tell_shops_of_holder(&tx, owner.shop().uuid()).await?;
    let Some(replaced) = replace_rejected(&tx, owner).await? else {
        return Err(Problem::Refused(ResubmitRefusal::NotRejected));
    };
    let is_same_card = seal::open(market.keyring(), &replaced)?.bank_card == checked.bank_card;
    if !is_same_card && !who.has_proved_lately(now) {
        return Err(Problem::Refused(ResubmitRefusal::ProveAgain));
    }
    let in_force = policy::steps::in_force(&*tx, now).await?;
    let limit = in_force.shops_per_identity;
    if !move_holder(&tx, market, &replaced, &checked, limit).await? {
        return Err(Problem::Refused(ResubmitRefusal::TooManyShops { limit }));
    }
    // After this point, submitting must succeed.
    let pays_from =
        if is_same_card { replaced.pays_from.map(Timestamp::from_millis) } else { Some(now.after(in_force.card_rest)) };
    let row = identity::ActiveModel {
        pays_from: Set(pays_from.map(Timestamp::millis)),
        ..seal::seal(market.keyring(), request.attempt, owner.shop(), &checked, now)?
    };
    identity::Entity::insert(row).exec_without_returning(&*tx).await?;
    if !is_same_card {
        record_and_tell(&tx, owner, (replaced.bank_card_last4.as_str(), &checked.bank_card), pays_from, now).await?;
    }
    change::steps::tell_shops_of_holder(&tx, owner.shop().uuid()).await?;
    shop::Entity::update_many()
        .col_expr(shop::Column::Verification, Expr::value(Verification::Waiting.code()))
        .filter(shop::Column::Id.eq(owner.shop().uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The row that was the shop's rejected identity until now; none where there is none.
async fn replace_rejected(tx: &Tx, owner: &ShopStaff) -> Result<Option<identity::Model>, DbErr> {
    let rejected = identity::Entity::find()
        .filter(identity::Column::ShopId.eq(owner.shop().uuid()))
        .filter(identity::Column::State.eq(Verification::Rejected.code()))
        .one(&**tx)
        .await?;
    let Some(rejected) = rejected else { return Ok(None) };
    let replaced = identity::Entity::update_many()
        .col_expr(identity::Column::State, Expr::value(REPLACED))
        .filter(identity::Column::Id.eq(rejected.id))
        .filter(identity::Column::State.eq(Verification::Rejected.code()))
        .exec(&**tx)
        .await?;
    Ok((replaced.rows_affected == 1).then_some(rejected))
}

/// The shop's place moves from the old ID number to the new one; false where the new one has none left.
async fn move_holder(
    tx: &Tx,
    market: &Market,
    replaced: &identity::Model,
    checked: &Identity,
    limit: i64,
) -> Result<bool, DbErr> {
    let index = seal::index(market.keyring(), &checked.id_number);
    if index == replaced.id_number_index {
        return Ok(true);
    }
    // In the order of the digests, so that two shops that swap their numbers cannot block each other.
    if replaced.id_number_index < index {
        holder::give_back(tx, &replaced.id_number_index).await?;
        return holder::take(tx, &index, limit).await;
    }
    let taken = holder::take(tx, &index, limit).await?;
    holder::give_back(tx, &replaced.id_number_index).await?;
    Ok(taken)
}
