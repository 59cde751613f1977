//! Which of the newest goods stand on the home page.

use crate::catalog::ListingId;
use crate::shop::ShopId;
use std::collections::HashMap;

/// Newest listings that the home page chooses from: so few that the page costs the same however many there are.
pub const HOME_GOODS_LOOKED_AT: usize = 300;
/// Hours that it looks back beside that, each four times as far as the one before: whoever lists at once more than is looked at leaves to
/// the others the places that they had before.
pub const HOME_LOOKS_BACK_HOURS: [i64; 7] = [1, 4, 16, 64, 256, 1_024, 4_096];
/// Newest listings that it looks at there.
pub const HOME_GOODS_OF_LOOK: usize = 40;
/// Of one seller, before those of others: whoever lists much, or the same again, must not own the page that is seen most.
pub const HOME_GOODS_OF_SELLER: usize = 2;

/// Whose goods stand together: all shops of one holder, where somebody has looked at the shop's identity, and else the shop. A number that
/// somebody made up must not take places away from whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seller {
    /// A keyed digest of the number of the identity.
    Holder(Vec<u8>),
    /// The shop alone.
    Shop(ShopId),
}

/// The goods for so many places, out of the newest ones, newest first: of each seller the newest few, and behind them, where places are
/// left, the others.
#[must_use]
pub fn home_goods(newest: &[(ListingId, Seller)], places: usize) -> Vec<ListingId> {
    let mut of_seller: HashMap<&Seller, usize> = HashMap::new();
    let (first, others): (Vec<_>, Vec<_>) = newest.iter().partition(|(_, seller)| {
        let count = of_seller.entry(seller).or_default();
        *count = count.saturating_add(1);
        *count <= HOME_GOODS_OF_SELLER
    });
    first.into_iter().chain(others).take(places).map(|(listing, _)| *listing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// The places of the chosen goods in the list of these sellers' newest goods.
    fn chosen_of(sellers: Vec<Seller>, places: usize) -> Vec<u128> {
        let newest: Vec<_> = (0..).map(|number| ListingId::from_uuid(Uuid::from_u128(number))).zip(sellers).collect();
        home_goods(&newest, places).into_iter().map(|listing| listing.uuid().as_u128()).collect()
    }

    fn shop(number: u128) -> Seller {
        Seller::Shop(ShopId::from_uuid(Uuid::from_u128(number)))
    }

    fn chosen(shops: &[u128], places: usize) -> Vec<u128> {
        chosen_of(shops.iter().map(|number| shop(*number)).collect(), places)
    }

    #[test]
    fn a_holder_of_several_shops_has_the_places_of_one() {
        let holder = |number: u8| Seller::Holder(vec![number; 32]);
        let sellers = vec![holder(1), holder(1), holder(1), holder(2), shop(1), shop(1), shop(1)];
        assert_eq!(chosen_of(sellers, 5), [0, 1, 3, 4, 5]);
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
