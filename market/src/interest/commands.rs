//! What a person does with their favourites and shops. Each is the same done twice, and the commands that add wait for each other
//! by the person's row, since there is a limit.

use super::store::{self, favourite, followed_shop};
use super::types::{FollowRefusal, KeepRefusal};
use crate::account::{Buyer, steps::lock};
use crate::catalog::ListingId;
use crate::kernel::limits::{FAVOURITES_MAX, FOLLOWED_SHOPS_MAX};
use crate::kernel::{Fault, Market, Problem, Tx};
use crate::shop::ShopId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, Statement,
};

/// Keeps goods that are on sale in sight. Once more is the same answer, also when they are no longer on sale.
///
/// # Errors
/// [`KeepRefusal`]; not found for what nobody sells.
pub async fn keep_favourite(market: &Market, buyer: &Buyer, listing: ListingId) -> Result<(), Problem<KeepRefusal>> {
    let (now, person) = (market.now(), buyer.person().uuid());
    let tx = market.begin("keep_favourite").await?;
    lock(&tx, buyer.person()).await?;
    if favourite::Entity::find_by_id((person, listing.uuid())).one(&*tx).await?.is_some() {
        return Ok(());
    }
    let title = title_on_sale(&tx, listing).await?.ok_or(Problem::NotFound)?;
    let kept = favourite::Entity::find().filter(favourite::Column::PersonId.eq(person)).count(&*tx).await?;
    if kept >= FAVOURITES_MAX {
        return Err(Problem::Refused(KeepRefusal::Full));
    }
    let row = favourite::ActiveModel {
        person_id: Set(person),
        listing_id: Set(listing.uuid()),
        title: Set(title),
        kept_at: Set(now.millis()),
    };
    favourite::Entity::insert(row).exec_without_returning(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What goods are called that are on sale.
async fn title_on_sale(tx: &Tx, listing: ListingId) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        title: String,
    }
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::TITLE_ON_SALE, [listing.uuid().into()]);
    Ok(Row::find_by_statement(statement).one(&**tx).await?.map(|row| row.title))
}

/// Goods are no favourite any more. Once more is the same answer.
///
/// # Errors
/// A fault of the database.
pub async fn drop_favourite(market: &Market, buyer: &Buyer, listing: ListingId) -> Result<(), Fault> {
    let tx = market.begin("drop_favourite").await?;
    favourite::Entity::delete_by_id((buyer.person().uuid(), listing.uuid())).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Follows a shop. Once more is the same answer.
///
/// # Errors
/// [`FollowRefusal`]; not found for a shop that is not there.
pub async fn follow_shop(market: &Market, buyer: &Buyer, shop: ShopId) -> Result<(), Problem<FollowRefusal>> {
    let (now, person) = (market.now(), buyer.person().uuid());
    let tx = market.begin("follow_shop").await?;
    lock(&tx, buyer.person()).await?;
    if followed_shop::Entity::find_by_id((person, shop.uuid())).one(&*tx).await?.is_some() {
        return Ok(());
    }
    if !crate::shop::steps::is_there(&tx, shop).await? {
        return Err(Problem::NotFound);
    }
    let followed = followed_shop::Entity::find().filter(followed_shop::Column::PersonId.eq(person)).count(&*tx).await?;
    if followed >= FOLLOWED_SHOPS_MAX {
        return Err(Problem::Refused(FollowRefusal::Full));
    }
    let row = followed_shop::ActiveModel { person_id: Set(person), shop_id: Set(shop.uuid()), since: Set(now.millis()) };
    followed_shop::Entity::insert(row).exec_without_returning(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Follows a shop no longer. Once more is the same answer.
///
/// # Errors
/// A fault of the database.
pub async fn unfollow_shop(market: &Market, buyer: &Buyer, shop: ShopId) -> Result<(), Fault> {
    let tx = market.begin("unfollow_shop").await?;
    followed_shop::Entity::delete_by_id((buyer.person().uuid(), shop.uuid())).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}
