//! What other slices ask of a shop within their transactions.

use super::seal;
use super::store::{REPLACED, belongs_sql, identity, look, shop, staff};
use super::types::{IdentityId, Role, ShopId};
use super::view::PayoutCard;
use crate::account::{Operator, PersonId};
use crate::audit::steps::{Deed, record};
use crate::kernel::limits::PAYOUTS_BACK_MAX;
use crate::kernel::{Fault, Market, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
};
use uuid::Uuid;

/// Owners of one shop that get letters.
const OWNERS_MAX: u64 = 20;

/// Who owns the shop today, the first owner first.
pub(crate) async fn owners(tx: &Tx, shop: ShopId) -> Result<Vec<PersonId>, DbErr> {
    let rows = staff::Entity::find()
        .filter(staff::Column::ShopId.eq(shop.uuid()))
        .filter(staff::Column::Role.eq(Role::Owner.code()))
        .filter(staff::Column::EndedAt.is_null())
        .order_by_asc(staff::Column::Since)
        .limit(OWNERS_MAX)
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().map(|row| PersonId::from_uuid(row.person_id)).collect())
}

/// Whether a person belongs to the shop: works there or ever did, or owns another one behind which the same person stands.
pub(crate) async fn belongs(tx: &Tx, id: ShopId, person: PersonId) -> Result<bool, DbErr> {
    let values: [Value; 2] = [id.uuid().into(), person.uuid().into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), belongs_sql(), values);
    Ok(tx.query_one_raw(statement).await?.is_some())
}

/// Whether there is such a shop.
pub(crate) async fn is_there(tx: &Tx, id: ShopId) -> Result<bool, DbErr> {
    Ok(shop::Entity::find_by_id(id.uuid()).one(&**tx).await?.is_some())
}

/// Opens the bank card of an identity for an operator who makes a payout file. The look and its reason are on record as soon as
/// the transaction commits; nothing may leave before. A payout goes to the card that it was made for, even where the shop has
/// named another one since.
pub(crate) async fn look_at_card(
    market: &Market,
    tx: &Tx,
    operator: &Operator,
    identity: Uuid,
    reason: &str,
    now: Timestamp,
) -> Result<PayoutCard, Fault> {
    let row = identity::Entity::find_by_id(identity).one(&**tx).await?;
    let row = row.ok_or_else(|| Fault::broken("a payout to an identity that is not there"))?;
    let opened = seal::open(market.keyring(), &row)?;
    let looked = look::ActiveModel {
        id: Set(crate::kernel::id::mint(now)),
        identity_id: Set(row.id),
        operator_id: Set(operator.person().uuid()),
        reason: Set(reason.to_owned()),
        looked_at: Set(now.millis()),
    };
    look::Entity::insert(looked).exec_without_returning(&**tx).await?;
    let deed = Deed { actor: Some(operator.person()), action: "look_at_card", subject: row.id, detail: reason };
    record(tx, &deed, now).await?;
    Ok(PayoutCard { identity: IdentityId::from_uuid(row.id), legal_name: opened.legal_name, card_number: opened.bank_card })
}

/// What a payout that came back leads to.
pub(crate) struct CardBack {
    /// The shop's name in addresses.
    pub(crate) handle: String,
    /// Whether the card of today is paid nothing more, until an owner has named one.
    pub(crate) is_left_out: bool,
    /// The end of the number of the card that it came back from, where the shop has named another one since.
    pub(crate) former: Option<String>,
}

/// Keeps others from counting what came back from the card of an identity until this transaction ends.
pub(crate) async fn hold_card(tx: &Tx, identity: Uuid) -> Result<(), DbErr> {
    let same = Expr::col(identity::Column::CameBack);
    let held =
        identity::Entity::update_many().col_expr(identity::Column::CameBack, same).filter(identity::Column::Id.eq(identity));
    held.exec(&**tx).await?;
    Ok(())
}

/// Writes down how many payouts came back in a row from the card of an identity, which may be another one than the shop's card of today.
pub(crate) async fn came_back(tx: &Tx, identity: Uuid, in_a_row: i64) -> Result<(), DbErr> {
    identity::Entity::update_many()
        .col_expr(identity::Column::CameBack, Expr::value(in_a_row))
        .filter(identity::Column::Id.eq(identity))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What it leads to that a payout came back from the card of an identity.
pub(crate) async fn card_back(tx: &Tx, identity: Uuid) -> Result<CardBack, Fault> {
    let gone = || Fault::broken("a payout to an identity that is not there");
    let row = identity::Entity::find_by_id(identity).one(&**tx).await?.ok_or_else(gone)?;
    let shop = shop::Entity::find_by_id(row.shop_id).one(&**tx).await?.ok_or_else(gone)?;
    let today = identity::Entity::find()
        .filter(identity::Column::ShopId.eq(row.shop_id))
        .filter(identity::Column::State.ne(REPLACED))
        .one(&**tx)
        .await?;
    let is_left_out = today.as_ref().is_some_and(|today| today.came_back >= PAYOUTS_BACK_MAX);
    // A card that was named, given up and named again is none that its owner would call the former one.
    let is_former = today.is_none_or(|today| today.id != row.id && today.bank_card_last4 != row.bank_card_last4);
    Ok(CardBack { handle: shop.handle, is_left_out, former: is_former.then_some(row.bank_card_last4) })
}
