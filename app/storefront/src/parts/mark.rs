//! The mark in the link from a list to a product: in which kind of place it stood, so that it can be counted. The market alone can write
//! one. The product's own address has none, and the page that is kept is the same one.

use app_kit::request::{Visit, day_of};
use app_kit::routes;
use leptos::prelude::use_context;
use market::catalog::{ListingCard, ListingId};
use market::discovery::marks::{mark, marked};
use market::discovery::{PlaceKind, Placed, Shown};
use market::kernel::Market;

/// The field that carries it.
const FIELD: &str = "from";

/// Writes the marks of a page, as of the day on which it is drawn. It stands in the page's context; where there is none, links have no
/// mark.
#[derive(Clone)]
pub struct Marker {
    market: Market,
    day: i64,
}

impl Marker {
    /// For a page that is drawn now.
    pub fn of(visit: &Visit) -> Self {
        let market = visit.app.market.clone();
        Self { day: day_of(market.now()), market }
    }
}

/// What the address of a visit says of the place that was opened; none for everything else that stands there.
pub fn opened(visit: &Visit, listing: ListingId) -> Option<Shown> {
    let (query, market) = (visit.query(), &visit.app.market);
    marked(market, listing, query.get(FIELD), day_of(market.now()))
}

/// The product's address, as it stands in lists; with a mark where the place is counted.
pub fn product_path(listing: ListingId, title: &str, place: Option<PlaceKind>) -> String {
    let path = routes::product(&listing.to_string(), title);
    let marker = place.and_then(|place| use_context::<Marker>().map(|marker| (marker, place)));
    match marker {
        Some((Marker { market, day }, place)) => format!("{path}?{FIELD}={}", mark(&market, Shown { listing, place }, day)),
        None => path,
    }
}

/// In what kind of place goods of a list stand: where nothing is placed, the newest come first. What is among placed goods without a word
/// why is not counted.
pub fn place_of(placed: &[Placed], listing: ListingId) -> Option<PlaceKind> {
    match placed.iter().find(|placed| placed.listing == listing) {
        Some(placed) => Some(placed.why.kind()),
        None => placed.is_empty().then_some(PlaceKind::Newest),
    }
}

/// What is counted of a list whenever its page is looked at.
pub fn shown_in(cards: &[ListingCard], placed: &[Placed]) -> Vec<Shown> {
    let shown = |card: &ListingCard| place_of(placed, card.listing).map(|place| Shown { listing: card.listing, place });
    cards.iter().filter_map(shown).collect()
}

/// The same of goods that are put forward together in one kind of place.
pub fn shown_as(place: PlaceKind, cards: &[ListingCard]) -> impl Iterator<Item = Shown> {
    cards.iter().map(move |card| Shown { listing: card.listing, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::discovery::{Ground, Reason, ShopSize, Why};
    use market::kernel::Timestamp;

    #[test]
    fn goods_stand_where_they_are_placed_and_else_among_the_newest() {
        let [here, other] = [1, 2].map(|at| ListingId::mint(Timestamp::from_millis(at)));
        let placed = |place| [Placed { listing: here, why: Why { place, reasons: vec![Reason::Only(Ground::Words)] } }];
        let drawn = placed(Some((PlaceKind::Rotating, ShopSize::New)));
        assert_eq!(place_of(&drawn, here), Some(PlaceKind::Rotating));
        assert_eq!(place_of(&placed(None), here), Some(PlaceKind::Sorted), "the reader chose the order");
        assert_eq!((place_of(&[], here), place_of(&drawn, other)), (Some(PlaceKind::Newest), None));
    }

    #[test]
    fn without_a_page_that_counts_a_link_has_no_mark() {
        let listing = ListingId::mint(Timestamp::from_millis(1));
        let path = product_path(listing, "Tea", Some(PlaceKind::Best));
        assert_eq!(path, routes::product(&listing.to_string(), "Tea"));
    }
}
