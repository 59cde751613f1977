//! The mark in the link from a list to a product: which kind of place was opened, so that it can be counted. The product's own
//! address has none, and the page that is kept is the same one.

use app_kit::request::Visit;
use app_kit::routes;
use market::catalog::ListingId;
use market::discovery::{PlaceKind, ShopSize, Shown, Why};

/// The field that carries it.
const FIELD: &str = "from";

/// The address of goods, opened from this place; without a mark where the reader chose the order, in which nothing is counted.
pub fn marked(path: &str, why: &Why) -> String {
    match why.place {
        Some((place, size)) => format!("{path}?{FIELD}={}-{}", place.code(), size.code()),
        None => path.to_owned(),
    }
}

/// What the address of a visit says of the place that was opened; none for everything else that stands there.
pub fn opened(visit: &Visit, listing: ListingId) -> Option<Shown> {
    let (place, size) = read(visit.query().get(FIELD))?;
    Some(Shown { listing, place, size })
}

fn read(mark: &str) -> Option<(PlaceKind, ShopSize)> {
    let (place, size) = mark.split_once('-')?;
    let place = PlaceKind::from_code(place).filter(|place| *place != PlaceKind::Paid)?;
    Some((place, ShopSize::from_code(size)?))
}

/// The product's address, as it stands in lists.
pub fn product_path(listing: ListingId, title: &str, why: Option<&Why>) -> String {
    let path = routes::product(&listing.to_string(), title);
    why.map_or_else(|| path.clone(), |why| marked(&path, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_put_on_and_read() {
        let why = Why { place: Some((PlaceKind::Rotating, ShopSize::New)), reasons: Vec::new() };
        let path = marked("/p/lst_1/tea", &why);
        assert_eq!(path, "/p/lst_1/tea?from=rotating-new");
        assert_eq!(read("rotating-new"), Some((PlaceKind::Rotating, ShopSize::New)));
        assert_eq!(marked("/p/lst_1/tea", &Why { place: None, reasons: Vec::new() }), "/p/lst_1/tea", "in another order");
        for other in ["ranked", "a-friend", "paid-new", "20", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
