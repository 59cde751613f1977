//! The goods that the home page puts forward.

use crate::catalog::queries::cards_of;
use crate::catalog::{ListingCard, ListingId};
use crate::demand::PutForward;
use crate::discovery::rules::{self, HOME_GOODS_LOOKED_AT};
use crate::discovery::types::HomeGoods;
use crate::kernel::{Fault, Market};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement};
use std::cmp::Reverse;
use uuid::Uuid;

/// The ids of the newest goods, as many as are looked at, and of the market's best-sellers. Each stands at its `place`, the highest
/// first. The number is no value, so that PostgreSQL knows beforehand how short the walk is.
pub(super) fn ids_of_home() -> String {
    format!(
        "SELECT newest.id, newest.shop_id, newest.place, FALSE AS is_best FROM (\
         SELECT l.id, l.shop_id, l.published_at AS place FROM listing l WHERE l.state = 'published' \
         ORDER BY l.published_at DESC, l.id DESC LIMIT {HOME_GOODS_LOOKED_AT}) newest UNION ALL \
         SELECT b.listing_id, g.shop_id, -b.position, TRUE FROM best_seller b JOIN listing g ON g.id = b.listing_id WHERE b.scope = ''"
    )
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    shop_id: Uuid,
    place: i64,
    is_best: bool,
}

/// The newest goods for so many places, and `best` of what most people bought lately, in two queries.
///
/// # Errors
/// A fault of the database.
pub async fn home_goods(market: &Market, places: usize, best: usize) -> Result<HomeGoods, Fault> {
    let db = market.db();
    let mut rows = Row::find_by_statement(Statement::from_string(db.get_database_backend(), ids_of_home())).all(db).await?;
    rows.sort_by_key(|row| Reverse((row.place, row.id)));
    let (of_best, of_newest): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_best);
    let kept: Vec<ListingId> = of_best.iter().map(|row| ListingId::from_uuid(row.id)).collect();
    let newest: Vec<_> = of_newest.iter().map(|row| (ListingId::from_uuid(row.id), ShopId::from_uuid(row.shop_id))).collect();
    let chosen = rules::home_goods(&newest, places);
    let mut wanted = chosen.clone();
    wanted.extend(kept.iter().filter(|listing| !chosen.contains(listing)));
    let cards = cards_of(market, &wanted).await?;
    let cards_in = |listings: &[ListingId]| -> Vec<ListingCard> {
        let found = listings.iter().filter_map(|listing| cards.iter().find(|card| card.listing == *listing));
        found.cloned().collect()
    };
    let best = PutForward { cards: PutForward::of(cards_in(&kept), best).cards, kept };
    Ok(HomeGoods { newest: cards_in(&chosen), has_more: newest.len() > chosen.len(), best })
}
