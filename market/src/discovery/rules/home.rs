//! Which of the newest goods stand on the home page.

use crate::catalog::ListingId;
use crate::shop::ShopId;
use std::collections::HashMap;

/// Newest listings that the home page chooses from: so many that others are among them although a shop lists all that it has at once,
/// and so few that the page costs the same however many there are.
pub const HOME_GOODS_LOOKED_AT: usize = 500;
/// Of one shop, before those of others: whoever lists much, or the same again, must not own the page that is seen most.
pub const HOME_GOODS_OF_SHOP: usize = 2;

/// The goods for so many places, out of the newest ones, newest first: of each shop its newest few, and behind them, where places are
/// left, the others.
#[must_use]
pub fn home_goods(newest: &[(ListingId, ShopId)], places: usize) -> Vec<ListingId> {
    let mut of_shop: HashMap<ShopId, usize> = HashMap::new();
    let (first, others): (Vec<_>, Vec<_>) = newest.iter().copied().partition(|(_, shop)| {
        let count = of_shop.entry(*shop).or_default();
        *count = count.saturating_add(1);
        *count <= HOME_GOODS_OF_SHOP
    });
    first.into_iter().chain(others).take(places).map(|(listing, _)| listing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// The places of the chosen goods in the list of these shops' newest goods.
    fn chosen(shops: &[u128], places: usize) -> Vec<u128> {
        let goods = |(shop, number): (&u128, u128)| {
            (ListingId::from_uuid(Uuid::from_u128(number)), ShopId::from_uuid(Uuid::from_u128(*shop)))
        };
        let newest: Vec<_> = shops.iter().zip(0..).map(goods).collect();
        home_goods(&newest, places).into_iter().map(|listing| listing.uuid().as_u128()).collect()
    }

    #[test]
    fn a_shop_that_lists_much_leaves_the_other_places_to_others() {
        let many: Vec<u128> = [1; 30].into_iter().chain([2, 2, 2, 3, 4]).collect();
        assert_eq!(chosen(&many, 6), [0, 1, 30, 31, 33, 34]);
        assert_eq!(chosen(&[1, 2, 1, 2, 1, 2], 4), [0, 1, 2, 3], "in the order of their age");
    }

    #[test]
    fn where_others_have_too_few_the_rest_fills_the_places() {
        assert_eq!(chosen(&[1, 1, 1, 2, 1], 4), [0, 1, 3, 2]);
        assert_eq!(chosen(&[1, 1, 1, 1], 3), [0, 1, 2], "there is only one shop");
        assert_eq!(chosen(&[1, 2, 1, 1], 20), [0, 1, 2, 3], "all that there is, once");
        assert!(chosen(&[], 20).is_empty() && chosen(&[1], 0).is_empty());
    }
}
