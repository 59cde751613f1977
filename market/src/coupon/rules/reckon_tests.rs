//! What coupons take off a cart, and what they never do.

use super::*;
use crate::cart::rules::tests::pork;
use crate::cart::{CartLineId, Wanted, rules as cart_rules};
use crate::catalog::Offer;
use crate::coupon::{CouponId, Terms};
use crate::kernel::{Measure, Span};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

/// A cart of shops whose lines cost so many fen each.
fn cart(shops: &[&[i64]]) -> CartView {
    let (mut offers, mut wanted) = (Vec::new(), Vec::new());
    for prices in shops {
        let shop = pork().shop;
        for price in *prices {
            let offer = Offer { shop, measure: Measure::PIECES, price: Money::fen(*price), ..pork() };
            wanted.push(Wanted { line: CartLineId::mint(NOW), variant: offer.variant, quantity: 1, seen_minor: *price });
            offers.push(offer);
        }
    }
    cart_rules::view(&wanted, &offers, Currency::Cny).unwrap()
}

fn coupon(funder: Funder, discount: Discount, minimum: i64) -> CartCoupon {
    CartCoupon {
        id: CouponId::mint(NOW),
        code: "AUTUMN".to_owned(),
        funder,
        shop: funder.shop().map(|_| "Danqing".to_owned()),
        terms: Terms {
            discount,
            minimum: Money::fen(minimum),
            from: NOW,
            until: NOW.after(Span::days(1)),
            quota: None,
            per_buyer: 1,
        },
        state: CouponState::Open,
        used: 0,
        used_by_buyer: 0,
    }
}

const fn fen_off(minor: i64) -> Discount {
    Discount::Amount(Money::fen(minor))
}

const fn percent_off(basis_points: i64) -> Discount {
    Discount::Percent { basis_points, most: None }
}

fn reckoned(cart: &CartView, freight: i64, coupons: &[CartCoupon]) -> Reckoned {
    let freights = vec![Money::fen(freight); cart.shops.len()];
    reckon(&Basket { cart, freights: &freights, fee_basis_points: 100 }, coupons, NOW).unwrap()
}

fn cuts(reckoned: &Reckoned) -> Vec<(i64, i64, Vec<i64>)> {
    let minor = |money: &Money| money.minor();
    reckoned.shops.iter().map(|cut| (minor(&cut.shop), minor(&cut.market), cut.lines.iter().map(minor).collect())).collect()
}

#[test]
fn the_shop_comes_first_and_the_market_off_what_is_left() {
    let cart = cart(&[&[4_580, 1_999], &[12_800]]);
    let of_shop = coupon(Funder::Shop(cart.shops[0].shop), percent_off(1_000), 0);
    let of_market = coupon(Funder::Market, fen_off(1_000), 0);
    // 10 % of 65.79 is 6.58; of 10.00, 59.21 and 128.00 give in proportion.
    let both = reckoned(&cart, 800, &[of_market, of_shop]);
    assert_eq!(cuts(&both), [(658, 316, vec![678, 296]), (0, 684, vec![684])]);
    let off: Vec<_> = both.coupons.iter().map(|coupon| (coupon.funder == Funder::Market, coupon.takes_off.clone())).collect();
    assert_eq!(off, [(false, Ok(Money::fen(658))), (true, Ok(Money::fen(1_000)))]);
    assert_eq!(both.all(Currency::Cny), Ok(Money::fen(1_658)));
}

#[test]
fn something_is_paid_for_every_order() {
    let goods = cart(&[&[500], &[300]]);
    let all_of_it = [coupon(Funder::Shop(goods.shops[0].shop), fen_off(10_000), 0), coupon(Funder::Market, fen_off(10_000), 0)];
    // Freight is not discounted, and is enough to be paid.
    assert_eq!(cuts(&reckoned(&goods, 800, &all_of_it)), [(500, 0, vec![500]), (0, 300, vec![300])]);
    // A fen of the shop's, and the market's fee of what it takes off itself.
    assert_eq!(cuts(&reckoned(&goods, 0, &all_of_it)), [(499, 0, vec![499]), (0, 297, vec![297])]);
    let free = cart(&[&[1]]);
    let refused =
        reckoned(&free, 0, &[coupon(Funder::Shop(free.shops[0].shop), fen_off(1), 0), coupon(Funder::Market, fen_off(1), 0)]);
    assert!(refused.coupons.iter().all(|coupon| coupon.takes_off == Err(Refusal::Nothing)));
}

#[test]
fn a_most_is_a_most() {
    let goods = cart(&[&[10_000]]);
    let with = |most| coupon(Funder::Market, Discount::Percent { basis_points: 2_500, most: Some(Money::fen(most)) }, 0);
    let off = |most| reckoned(&goods, 0, &[with(most)]).coupons[0].takes_off.clone();
    assert_eq!((off(2_499), off(2_500), off(2_501)), (Ok(Money::fen(2_499)), Ok(Money::fen(2_500)), Ok(Money::fen(2_500))));
}

#[test]
fn a_minimum_is_reached_by_what_is_left_after_the_shop() {
    let goods = cart(&[&[6_000], &[5_000]]);
    let shop = goods.shops[0].shop;
    let name = || Some("Danqing".to_owned());
    let off =
        |coupons: &[CartCoupon]| -> Vec<_> { reckoned(&goods, 0, coupons).coupons.into_iter().map(|c| c.takes_off).collect() };
    let at = |minimum| off(&[coupon(Funder::Shop(shop), fen_off(100), minimum)]);
    assert_eq!(
        (at(6_000), at(6_001)),
        (vec![Ok(Money::fen(100))], vec![Err(Refusal::SpendMore { shop: name(), more: Money::fen(1) })])
    );
    let together = [coupon(Funder::Shop(shop), fen_off(100), 0), coupon(Funder::Market, fen_off(500), 10_901)];
    assert_eq!(off(&together), [Ok(Money::fen(100)), Err(Refusal::SpendMore { shop: None, more: Money::fen(1) })]);
}

#[test]
fn every_reason_is_named() {
    type Change = fn(&mut CartCoupon);
    let goods = cart(&[&[6_000]]);
    let later = NOW.after(Span::millis_of(1));
    let changes: [(Change, Refusal); 7] = [
        (|c| c.terms.from = NOW.after(Span::millis_of(1)), Refusal::NotBegun { from: later }),
        (|c| c.terms.until = NOW, Refusal::Over),
        (|c| c.state = CouponState::Ended, Refusal::Over),
        (|c| (c.terms.quota, c.used) = (Some(3), 3), Refusal::UsedUp),
        (|c| c.used_by_buyer = 1, Refusal::UsedByYou),
        (|c| c.terms.minimum = Money::new(0, Currency::Usd), Refusal::OtherCurrency),
        (|c| c.funder = Funder::Shop(pork().shop), Refusal::NotInCart { shop: None }),
    ];
    for (change, refusal) in changes {
        let mut changed = coupon(Funder::Market, fen_off(100), 0);
        change(&mut changed);
        let whole = reckoned(&goods, 800, &[changed]);
        assert_eq!((&whole.coupons[0].takes_off, cuts(&whole)), (&Err(refusal), vec![(0, 0, vec![0])]));
    }
    let empty = reckoned(&cart(&[]), 0, &[coupon(Funder::Market, fen_off(100), 0)]);
    assert_eq!(empty.coupons[0].takes_off, Err(Refusal::NotInCart { shop: None }));
    let mut last = coupon(Funder::Market, fen_off(100), 0);
    (last.terms.quota, last.used) = (Some(3), 2);
    assert_eq!(reckoned(&goods, 800, &[last]).coupons[0].takes_off, Ok(Money::fen(100)));
}

proptest! {
    #[test]
    fn what_is_cut_sums_to_what_was_given(
        prices in prop::collection::vec(prop::collection::vec(0_i64..50_000, 1..4), 1..4),
        freight in 0_i64..2_000,
        of_shop in (any::<bool>(), 1_i64..40_000),
        of_market in (any::<bool>(), 1_i64..90_000),
    ) {
        let slices: Vec<&[i64]> = prices.iter().map(Vec::as_slice).collect();
        let goods = cart(&slices);
        let discount = |(is_percent, number): (bool, i64)| if is_percent { percent_off(number.min(9_999)) } else { fen_off(number) };
        let coupons = [coupon(Funder::Shop(goods.shops[0].shop), discount(of_shop), 0), coupon(Funder::Market, discount(of_market), 0)];
        let whole = reckoned(&goods, freight, &coupons);
        let given: i64 = whole.coupons.iter().filter_map(|c| c.takes_off.clone().ok()).map(Money::minor).sum();
        prop_assert_eq!(whole.all(Currency::Cny).unwrap().minor(), given);
        for (shop, cut) in goods.shops.iter().zip(&whole.shops) {
            let both = cut.shop.minor() + cut.market.minor();
            prop_assert_eq!(cut.lines.iter().map(|line| line.minor()).sum::<i64>(), both);
            for (line, off) in shop.lines.iter().zip(&cut.lines) {
                prop_assert!((0..=line.total.minor()).contains(&off.minor()));
            }
            let fee = fee(shop.items.minus(cut.shop).unwrap(), 100).unwrap().minor();
            let paid = shop.items.minor() + freight - both;
            prop_assert!(both == 0 || paid >= fee.max(1), "{} paid, and a fee of {}", paid, fee);
        }
    }
}
