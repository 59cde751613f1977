//! Opens a shop: free, in one step, and it sells at once.

use crate::account::SignedIn;
use crate::kernel::{Keyring, Market, Problem, Timestamp, Tx, id};
use crate::shop::form::{OpenShop, ShopFieldError};
use crate::shop::rules::{self, CheckedShop};
use crate::shop::store::{identity, shop, staff};
use crate::shop::types::{Handle, IdentityId, Role, ShopId, Verification};
use crate::shop::{holder, seal};
use crate::{policy, pricing};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

/// Why no shop is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenShopRefusal {
    /// What is wrong with which fields.
    Fields(Vec<ShopFieldError>),
    /// Another shop has this handle.
    HandleTaken,
    /// As many shops as one person may have stand behind this ID number.
    TooManyShops {
        /// How many that is.
        limit: i64,
    },
    /// The form was sent before, with other content: it is another shop and needs another form.
    AttemptReused,
}

/// A shop that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedShop {
    /// Its id, which the form minted.
    pub shop: ShopId,
    /// Its name in addresses.
    pub handle: Handle,
}

/// Opens the shop with its owner, the sealed identity behind it, and a freight template to begin with. The same form sent twice
/// opens one shop and answers the same.
///
/// # Errors
/// [`OpenShopRefusal`], or a fault; not found where the id is one that no form of ours has made.
pub async fn open_shop(market: &Market, owner: &SignedIn, request: &OpenShop) -> Result<OpenedShop, Problem<OpenShopRefusal>> {
    let now = market.now();
    let checked = rules::open_shop(request, now).map_err(|errors| Problem::Refused(OpenShopRefusal::Fields(errors)))?;
    let opened = OpenedShop { shop: request.attempt, handle: checked.handle.clone() };
    let opened_with = digest(market.keyring(), owner, &checked);
    let tx = market.begin("open_shop").await?;
    let policy = policy::steps::in_force(&*tx, now).await?;
    if !insert_shop(&tx, request.attempt, &checked, opened_with.clone(), now).await? {
        return match opened_before(&tx, request.attempt).await? {
            Some(before) if before == opened_with => Ok(opened),
            Some(_) => Err(Problem::Refused(OpenShopRefusal::AttemptReused)),
            None => Err(Problem::Refused(OpenShopRefusal::HandleTaken)),
        };
    }
    if !id::is_minted(request.attempt.uuid(), now) {
        return Err(Problem::NotFound);
    }
    let limit = policy.shops_per_identity;
    if !holder::take(&tx, &seal::index(market.keyring(), &checked.identity.id_number), limit).await? {
        return Err(Problem::Refused(OpenShopRefusal::TooManyShops { limit }));
    }
    // After this point, opening must succeed.
    let row = seal::seal(market.keyring(), IdentityId::mint(now), request.attempt, &checked.identity, now)?;
    identity::Entity::insert(row).exec_without_returning(&*tx).await?;
    insert_owner(&tx, request.attempt, owner, now).await?;
    pricing::steps::open_default(&tx, request.attempt, now).await?;
    tx.commit().await?;
    Ok(opened)
}

/// A keyed digest of the whole form and of who sent it. Keyed, because an ID number could be found by trying.
fn digest(keyring: &dyn Keyring, owner: &SignedIn, checked: &CheckedShop) -> Vec<u8> {
    let person = owner.person().to_string();
    let parts = [
        person.as_str(),
        checked.handle.as_str(),
        &checked.profile.name,
        &checked.profile.story,
        &checked.profile.place,
        &checked.ships_from,
        checked.identity.legal_name.reveal(),
        checked.identity.id_number.reveal(),
        checked.identity.bank_card.reveal(),
    ];
    // No checked text holds a NUL: it cannot move from one part to the next unnoticed.
    keyring.blind_index("shop|opened_with", parts.join("\0").as_bytes())
}

/// False where the id or the handle is there already.
async fn insert_shop(tx: &Tx, id: ShopId, checked: &CheckedShop, opened_with: Vec<u8>, now: Timestamp) -> Result<bool, DbErr> {
    let row = shop::ActiveModel {
        id: Set(id.uuid()),
        handle: Set(checked.handle.as_str().to_owned()),
        name: Set(checked.profile.name.clone()),
        story: Set(checked.profile.story.clone()),
        place: Set(checked.profile.place.clone()),
        ships_from: Set(checked.ships_from.clone()),
        verification: Set(Verification::Waiting.code().to_owned()),
        opened_at: Set(now.millis()),
        opened_with: Set(opened_with),
    };
    let inserted =
        shop::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(&**tx).await;
    match inserted {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn opened_before(tx: &Tx, id: ShopId) -> Result<Option<Vec<u8>>, DbErr> {
    Ok(shop::Entity::find_by_id(id.uuid()).one(&**tx).await?.map(|row| row.opened_with))
}

async fn insert_owner(tx: &Tx, shop: ShopId, owner: &SignedIn, now: Timestamp) -> Result<(), DbErr> {
    let row = staff::ActiveModel {
        shop_id: Set(shop.uuid()),
        person_id: Set(owner.person().uuid()),
        role: Set(Role::Owner.code().to_owned()),
        since: Set(now.millis()),
        ended_at: Set(None),
    };
    staff::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
