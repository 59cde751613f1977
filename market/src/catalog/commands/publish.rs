//! Shows a listing to everybody, hides it, takes it away.

use super::age;
use crate::attribute;
use crate::catalog::rules::{PublishRefusal, may_publish};
use crate::catalog::store::{self, listing, photo};
use crate::catalog::types::{ListingId, ListingState, PhotoState};
use crate::kernel::{Fault, Market, NoRefusal, Problem, Tx};
use crate::shop::ShopStaff;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

/// Shows a listing to everybody: one photo and some stock are enough beside what saving asked for. The photo need not be ready yet.
/// The date of the first publication stays, so that hiding and showing again does not make a listing new, and goods that are taken off
/// sale and listed anew take theirs along.
///
/// # Errors
/// [`PublishRefusal`]; not found where it is not this shop's.
pub async fn publish_listing(market: &Market, staff: &ShopStaff, id: ListingId) -> Result<(), Problem<PublishRefusal>> {
    let tx = market.begin("publish_listing").await?;
    let row = of_staff(&tx, staff, id).await?.ok_or(Problem::NotFound)?;
    let published = ListingState::Published.code();
    if row.state == published {
        return Ok(());
    }
    let (photos, on_hand) = (photos_of(&tx, id).await?, on_hand_of(&tx, id).await?);
    may_publish(photos, on_hand).map_err(Problem::Refused)?;
    if let Some(attribute) = attribute::steps::missing(&tx, id, &row.category_path).await? {
        return Err(Problem::Refused(PublishRefusal::NotSaid(attribute)));
    }
    let now = market.now();
    let published_at = match row.published_at {
        Some(at) => at,
        None => age::when_shown(&tx, &row, now).await?,
    };
    let moved = listing::Entity::update_many()
        .col_expr(listing::Column::State, Expr::value(published))
        .col_expr(listing::Column::PublishedAt, Expr::value(published_at))
        .col_expr(listing::Column::UpdatedAt, Expr::value(now.millis()))
        .filter(listing::Column::Id.eq(id.uuid()))
        .filter(listing::Column::State.eq(row.state))
        .filter(listing::Column::Version.eq(row.version))
        .exec(&*tx)
        .await?;
    if moved.rows_affected == 0 {
        return Err(Problem::Refused(PublishRefusal::ChangedMeanwhile));
    }
    tx.commit().await?;
    Ok(())
}

/// Hides a published listing for now. One that is not published stays as it is.
///
/// # Errors
/// Not found where it is not this shop's.
pub async fn hide_listing(market: &Market, staff: &ShopStaff, id: ListingId) -> Result<(), Problem<NoRefusal>> {
    leave(market, staff, id, "hide_listing", ListingState::Hidden, &[ListingState::Published]).await
}

/// Takes a listing away for good; orders keep their own copy. Doing it again changes nothing.
///
/// # Errors
/// Not found where it is not this shop's.
pub async fn remove_listing(market: &Market, staff: &ShopStaff, id: ListingId) -> Result<(), Problem<NoRefusal>> {
    let from = [ListingState::Draft, ListingState::Published, ListingState::Hidden];
    leave(market, staff, id, "remove_listing", ListingState::Removed, &from).await
}

async fn leave(
    market: &Market,
    staff: &ShopStaff,
    id: ListingId,
    name: &'static str,
    to: ListingState,
    from: &[ListingState],
) -> Result<(), Problem<NoRefusal>> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let tx = market.begin(name).await?;
    let moved = listing::Entity::update_many()
        .col_expr(listing::Column::State, Expr::value(to.code()))
        .col_expr(listing::Column::UpdatedAt, Expr::value(market.now().millis()))
        .filter(listing::Column::Id.eq(id.uuid()))
        .filter(listing::Column::ShopId.eq(staff.shop().uuid()))
        .filter(listing::Column::State.is_in(from.iter().map(|state| state.code())))
        .exec(&*tx)
        .await?;
    if moved.rows_affected == 0 {
        let row = listing::Entity::find_by_id(id.uuid()).one(&*tx).await?;
        return row.filter(|row| row.shop_id == staff.shop().uuid()).map(|_| ()).ok_or(Problem::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// The listing, where it is this shop's, was not removed, and the person may list.
pub(super) async fn of_staff(tx: &Tx, staff: &ShopStaff, id: ListingId) -> Result<Option<listing::Model>, Fault> {
    if !staff.may_list() {
        return Ok(None);
    }
    let row = listing::Entity::find_by_id(id.uuid()).filter(listing::Column::ShopId.eq(staff.shop().uuid())).one(&**tx).await?;
    Ok(row.filter(|row| row.state != ListingState::Removed.code()))
}

async fn photos_of(tx: &Tx, id: ListingId) -> Result<i64, Fault> {
    let usable = photo::Entity::find()
        .filter(photo::Column::ListingId.eq(id.uuid()))
        .filter(photo::Column::State.ne(PhotoState::Refused.code()))
        .count(&**tx)
        .await?;
    Ok(i64::try_from(usable).unwrap_or(i64::MAX))
}

async fn on_hand_of(tx: &Tx, id: ListingId) -> Result<i64, Fault> {
    let values: [Value; 1] = [Uuid::into(id.uuid())];
    let row = tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), store::ON_HAND, values)).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("", "on_hand")?))
}
