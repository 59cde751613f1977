//! The goods that the home page puts forward.

use crate::catalog::queries::cards_of;
use crate::catalog::{ListingCard, ListingId};
use crate::demand::PutForward;
use crate::discovery::rules::{self, HOME_GOODS_LOOKED_AT, HOME_GOODS_OF_LOOK, HOME_LOOKS_BACK_HOURS, Seller};
use crate::discovery::types::HomeGoods;
use crate::kernel::{Fault, Market, Span, Timestamp};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use std::cmp::Reverse;
use uuid::Uuid;

/// The number of the identity behind a shop, where somebody has looked at it.
const HOLDER: &str = "(SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
    WHERE i.shop_id = newest.shop_id AND i.state <> 'replaced' AND s.verification = 'approved' LIMIT 1)";

/// How many goods are looked at: of the newest ones, and of those before each instant further back.
#[derive(Clone, Copy)]
pub(super) struct Looks {
    pub newest: usize,
    pub before: usize,
}

/// As the home page looks.
pub(super) const LOOKS: Looks = Looks { newest: HOME_GOODS_LOOKED_AT, before: HOME_GOODS_OF_LOOK };

/// The ids of the newest goods, as many as are looked at, of the newest ones before each instant ($1 and so on), and of the market's
/// best-sellers. Each stands at its `place`, the highest first; goods may come several times. The numbers are no values, so that
/// PostgreSQL knows beforehand how short the walks are.
pub(super) fn ids_of_home(Looks { newest, before }: Looks) -> String {
    let look = |condition: &str, most: usize| {
        format!(
            "SELECT newest.id, newest.shop_id, {HOLDER} AS holder, newest.place, FALSE AS is_best FROM (\
             SELECT l.id, l.shop_id, l.published_at AS place FROM listing l WHERE l.state = 'published'{condition} \
             ORDER BY l.published_at DESC, l.id DESC LIMIT {most}) newest"
        )
    };
    let mut looks = vec![look("", newest)];
    looks.extend((1..=HOME_LOOKS_BACK_HOURS.len()).map(|instant| look(&format!(" AND l.published_at < ${instant}"), before)));
    format!(
        "{} UNION ALL SELECT b.listing_id, g.shop_id, NULL, -b.position, TRUE \
         FROM best_seller b JOIN listing g ON g.id = b.listing_id WHERE b.scope = ''",
        looks.join(" UNION ALL ")
    )
}

/// The instants before which the home page looks.
pub(super) fn instants(now: Timestamp) -> Vec<Value> {
    HOME_LOOKS_BACK_HOURS.iter().map(|hours| now.before(Span::hours(*hours)).millis().into()).collect()
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    shop_id: Uuid,
    holder: Option<Vec<u8>>,
    place: i64,
    is_best: bool,
}

impl Row {
    fn seller(self) -> (ListingId, Seller) {
        let shop = Seller::Shop(ShopId::from_uuid(self.shop_id));
        (ListingId::from_uuid(self.id), self.holder.map_or(shop, Seller::Holder))
    }
}

/// The newest goods for so many places, and `best` of what most people bought lately, in two queries.
///
/// # Errors
/// A fault of the database.
pub async fn home_goods(market: &Market, places: usize, best: usize) -> Result<HomeGoods, Fault> {
    home_goods_among(market, places, best, LOOKS).await
}

/// The same where so many goods are looked at.
pub(super) async fn home_goods_among(market: &Market, places: usize, best: usize, looks: Looks) -> Result<HomeGoods, Fault> {
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), ids_of_home(looks), instants(market.now()));
    let mut rows = Row::find_by_statement(statement).all(db).await?;
    rows.sort_by_key(|row| Reverse((row.place, row.id)));
    let (of_best, mut of_newest): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_best);
    let kept: Vec<ListingId> = of_best.iter().map(|row| ListingId::from_uuid(row.id)).collect();
    of_newest.dedup_by_key(|row| row.id);
    let newest: Vec<_> = of_newest.into_iter().map(Row::seller).collect();
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
