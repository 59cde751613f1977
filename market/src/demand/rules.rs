//! Which number pages show, who is a best-seller, and which companions come first.

use super::types::{Companion, Selling};
use crate::catalog::ListingId;
use crate::shop::ShopId;
use std::collections::{BTreeMap, HashSet};

/// Best-sellers that are kept of a scope: more than are shown, since some will be sold out.
pub const BEST_KEPT: usize = 8;
/// Companions that are kept of a listing: more than are shown, for the same reason.
pub const COMPANIONS_KEPT: usize = 8;

/// The number that pages show: exact below a hundred, then its first two digits. Rounded down, so that it never says too much; and
/// seldom another one, so that a page of goods that sell is not drawn anew at every sale.
#[must_use]
pub const fn shown(sold: i64) -> i64 {
    let mut step = 1;
    while sold / step >= 100 {
        step *= 10;
    }
    sold / step * step
}

/// Whether a shown number leaves something out.
#[must_use]
pub const fn is_rounded(shown: i64) -> bool {
    shown >= 100
}

/// The best-sellers of the whole market (an empty scope) and of each category with all below it, out of what sells, best first. A
/// shop is there once in a scope.
#[must_use]
pub fn best_sellers(selling: &[Selling]) -> BTreeMap<String, Vec<ListingId>> {
    let mut best: BTreeMap<String, (HashSet<ShopId>, Vec<ListingId>)> = BTreeMap::new();
    for goods in selling {
        for scope in scopes(&goods.category_path) {
            let (shops, listings) = best.entry(scope.to_owned()).or_default();
            if listings.len() < BEST_KEPT && shops.insert(goods.shop) {
                listings.push(goods.listing);
            }
        }
    }
    best.into_iter().map(|(scope, (_, listings))| (scope, listings)).collect()
}

/// The market, and each category along a path: ``, `food`, `food/meat`.
fn scopes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    [""].into_iter().chain(ends.filter_map(|end| path.get(..end)))
}

/// The companions in the order in which they are shown. What everybody buys is bought together with everything: of two that were
/// bought together with these goods equally often, the one that is bought less otherwise says more.
#[must_use]
pub fn companions(mut all: Vec<Companion>) -> Vec<ListingId> {
    // together ÷ √sold, squared and without the division.
    let weight = |one: &Companion, other: &Companion| {
        let together = i128::from(one.together);
        together.saturating_mul(together).saturating_mul(i128::from(other.sold.max(1)))
    };
    all.sort_by(|one, other| weight(other, one).cmp(&weight(one, other)).then(other.listing.cmp(&one.listing)));
    all.into_iter().take(COMPANIONS_KEPT).map(|companion| companion.listing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn listing(number: u128) -> ListingId {
        ListingId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_shown_number_is_rounded_down_to_two_digits() {
        for (sold, expected) in [(0, 0), (1, 1), (99, 99), (100, 100), (109, 100), (110, 110), (1_234, 1_200), (12_999, 12_000)] {
            assert_eq!(shown(sold), expected, "{sold}");
        }
        assert!(shown(i64::MAX) > 0);
        let changes = (1..=10_000).filter(|sold| shown(*sold) != shown(sold - 1)).count();
        assert_eq!(changes, 99 + 90 + 90 + 1, "of ten thousand sales");
    }

    #[test]
    fn a_shop_is_once_among_the_best() {
        let goods = |number, shop, path: &str| Selling {
            listing: listing(number),
            shop: ShopId::from_uuid(Uuid::from_u128(shop)),
            category_path: path.to_owned(),
        };
        let selling = [goods(1, 1, "food/meat"), goods(2, 1, "food/meat"), goods(3, 2, "food/tea"), goods(4, 1, "food/tea")];
        let best = best_sellers(&selling);
        let of = |scope: &str| best.get(scope).cloned().unwrap_or_default();
        assert_eq!(of(""), [listing(1), listing(3)]);
        assert_eq!(of("food"), [listing(1), listing(3)]);
        assert_eq!(of("food/meat"), [listing(1)]);
        assert_eq!(of("food/tea"), [listing(3), listing(4)], "the other one's is the best of its own category");
        let many: Vec<_> = (0..40).map(|number| goods(number, number, "craft")).collect();
        assert_eq!(best_sellers(&many).get("craft").map(Vec::len), Some(BEST_KEPT));
    }

    #[test]
    fn what_everybody_buys_comes_behind_what_belongs_together() {
        let companion = |number, together, sold| Companion { listing: listing(number), together, sold };
        let all = vec![companion(1, 10, 10_000), companion(2, 8, 20), companion(3, 8, 20), companion(4, 30, 30)];
        assert_eq!(companions(all), [listing(4), listing(3), listing(2), listing(1)]);
        let many = (0..30).map(|number| companion(number, 5, 5)).collect();
        assert_eq!(companions(many).len(), COMPANIONS_KEPT);
    }
}
