//! Who works in a shop, and as what.

use crate::account::SignedIn;
use crate::audit::steps::{Deed, record};
use crate::kernel::{Market, Problem};
use crate::shop::ShopStaff;
use crate::shop::store::staff;
use crate::shop::types::Role;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

/// Why nobody is taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakeOnRefusal {
    /// They work in the shop already, or did: their role is changed, not given a second time.
    KnownHere(Role),
}

/// An owner takes a person on, who is there to agree. The same role once more changes nothing.
///
/// # Errors
/// [`TakeOnRefusal`]; not found for staff who do not own the shop.
pub async fn take_on_staff(
    market: &Market,
    owner: &ShopStaff,
    person: &SignedIn,
    role: Role,
) -> Result<ShopStaff, Problem<TakeOnRefusal>> {
    if !owner.may_manage() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let taken_on = ShopStaff { shop: owner.shop(), person: person.person(), role };
    let tx = market.begin("take_on_staff").await?;
    // What they bought before they worked here they bought before, whatever the clock says by now.
    let bought = staff::last_purchase(&tx, owner.shop().uuid(), person.person().uuid()).await?;
    let since = now.millis().max(bought.map_or(0, |bought| bought.saturating_add(1)));
    let row = staff::ActiveModel {
        shop_id: Set(owner.shop().uuid()),
        person_id: Set(person.person().uuid()),
        role: Set(role.code().to_owned()),
        since: Set(since),
        ended_at: Set(None),
    };
    let written = staff::Entity::insert(row)
        .on_conflict(OnConflict::columns([staff::Column::ShopId, staff::Column::PersonId]).do_nothing().to_owned())
        .exec_without_returning(&*tx)
        .await?;
    if written == 0 {
        let key = (owner.shop().uuid(), person.person().uuid());
        let known = staff::Entity::find_by_id(key).one(&*tx).await?.ok_or(Problem::NotFound)?;
        let is_the_same = known.role == role.code() && known.ended_at.is_none();
        let before = Role::from_code(&known.role).unwrap_or(role);
        return if is_the_same { Ok(taken_on) } else { Err(Problem::Refused(TakeOnRefusal::KnownHere(before))) };
    }
    let deed =
        Deed { actor: Some(owner.person()), action: "take_on_staff", subject: person.person().uuid(), detail: role.code() };
    record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(taken_on)
}
