//! Which of the newest goods and shops stand on the home page.

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
/// One of so many places goes to shops whose identity nobody has approved, before all that others fill: a number that somebody makes up
/// opens a shop, and ten of them must not fill the page.
pub const HOME_UNCHECKED_ONE_OF: usize = 5;

/// Whose goods stand together: all shops of one holder, where somebody has looked at the shop's identity, and else the shop. A number that
/// somebody made up must not take places away from whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seller {
    /// A keyed digest of the number of the identity.
    Holder(Vec<u8>),
    /// The shop alone.
    Shop(ShopId),
}

/// The rounds in which places are given away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Round {
    /// The newest few of each seller, and of those whom nobody has approved few altogether.
    First,
    /// What those sell besides who were approved.
    MoreOfChecked,
    /// The newest few of each of the others.
    Unchecked,
    /// What is left.
    Rest,
}

/// Those whom nobody has approved, as they come.
struct Unchecked {
    left: usize,
}

impl Unchecked {
    fn of(places: usize) -> Self {
        Self { left: (places / HOME_UNCHECKED_ONE_OF).max(1) }
    }

    /// Whether one more of them has a place before the others.
    const fn takes(&mut self) -> bool {
        let is_free = self.left > 0;
        self.left = self.left.saturating_sub(1);
        is_free
    }
}

/// The goods for so many places, out of the newest ones, newest first: of each seller the newest few, and of all whom nobody has approved
/// few; behind them, where places are left, first what the approved ones have besides.
#[must_use]
pub fn home_goods(newest: &[(ListingId, Seller)], places: usize) -> Vec<ListingId> {
    let mut of_seller: HashMap<&Seller, usize> = HashMap::new();
    let mut unchecked = Unchecked::of(places);
    let mut given: Vec<(Round, ListingId)> = Vec::with_capacity(newest.len());
    for (listing, seller) in newest {
        let count = of_seller.entry(seller).or_default();
        *count = count.saturating_add(1);
        let round = match (seller, *count <= HOME_GOODS_OF_SELLER) {
            (Seller::Holder(_), true) => Round::First,
            (Seller::Holder(_), false) => Round::MoreOfChecked,
            (Seller::Shop(_), true) if unchecked.takes() => Round::First,
            (Seller::Shop(_), true) => Round::Unchecked,
            (Seller::Shop(_), false) => Round::Rest,
        };
        given.push((round, *listing));
    }
    given.sort_by_key(|(round, _)| *round);
    given.into_iter().take(places).map(|(_, listing)| listing).collect()
}

/// The shops for so many places, out of the newest ones, each with whether its identity was approved: of the others few, and more of them
/// only behind all that are approved.
#[must_use]
pub fn home_shops<T>(newest: Vec<(T, bool)>, places: usize) -> Vec<T> {
    let mut unchecked = Unchecked::of(places);
    let (first, others): (Vec<_>, Vec<_>) = newest.into_iter().partition(|(_, is_checked)| *is_checked || unchecked.takes());
    first.into_iter().chain(others).take(places).map(|(shop, _)| shop).collect()
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

    fn holder(number: u8) -> Seller {
        Seller::Holder(vec![number; 32])
    }

    #[test]
    fn a_holder_of_several_shops_has_the_places_of_one() {
        let sellers = vec![holder(1), holder(1), holder(1), holder(2), holder(3), holder(3), holder(3)];
        assert_eq!(chosen_of(sellers, 5), [0, 1, 3, 4, 5]);
    }

    #[test]
    fn a_shop_that_lists_much_leaves_the_other_places_to_others() {
        let many: Vec<u128> = [1; 30].into_iter().chain([2, 2, 2, 3, 4]).collect();
        assert_eq!(chosen(&many, 6), [0, 1, 30, 31, 33, 34]);
        assert_eq!(chosen(&[1, 2, 1, 2, 1, 2], 4), [0, 1, 2, 3], "in the order of their age");
    }

    #[test]
    fn made_up_numbers_do_not_fill_the_page() {
        // Ten shops that nobody has approved come last, two goods each; before them one that is, with twenty.
        let made_up = (0..20).map(|number: u128| shop(number / 2));
        let sellers = || made_up.clone().chain(vec![holder(1); 20]).collect::<Vec<_>>();
        let first: Vec<u128> = (0..4).chain(20..36).collect();
        assert_eq!(chosen_of(sellers(), 20), first);
        // What the others leave is theirs, in the order of their age.
        let few = made_up.clone().chain(vec![holder(1); 3]).collect();
        let first: Vec<u128> = (0..4).chain(20..23).chain(4..17).collect();
        assert_eq!(chosen_of(few, 20), first);
        assert_eq!(chosen_of(made_up.clone().collect(), 20), (0..20).collect::<Vec<u128>>(), "an empty page serves nobody");
        let several = vec![shop(1), shop(2), holder(1), holder(2), holder(3)];
        assert_eq!(chosen_of(several, 3), [0, 2, 3], "one has a place, however few there are");
    }

    #[test]
    fn of_new_shops_few_are_such_that_nobody_has_approved() {
        let shops = |checked: &[bool]| {
            let newest = (0..).zip(checked.iter().copied()).collect::<Vec<(u8, bool)>>();
            home_shops(newest, 3)
        };
        assert_eq!(shops(&[false, false, false, true, true, true]), [0, 3, 4]);
        assert_eq!(shops(&[false, false, false, true]), [0, 3, 1]);
        assert_eq!(shops(&[false, false, false, false]), [0, 1, 2]);
        assert_eq!(shops(&[true, false, true, true]), [0, 1, 2]);
        assert!(shops(&[]).is_empty());
    }

    #[test]
    fn where_others_have_too_few_the_rest_fills_the_places() {
        assert_eq!(chosen(&[1, 1, 1, 2, 1], 4), [0, 1, 3, 2]);
        assert_eq!(chosen(&[1, 1, 1, 1], 3), [0, 1, 2], "there is only one shop");
        assert_eq!(chosen(&[1, 2, 1, 1], 20), [0, 1, 2, 3], "all that there is, once");
        assert!(chosen(&[], 20).is_empty() && chosen(&[1], 0).is_empty());
    }
}
