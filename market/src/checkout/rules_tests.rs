//! What a plan and a quote come to, and what is refused.

use super::*;
use crate::cart::rules::tests::pork;
use crate::cart::{CartLineId, Wanted, rules as cart_rules};
use crate::catalog::Offer;
use crate::coupon::{CouponState, Discount, Funder, Terms};
use crate::kernel::{Currency, Measure, Span};
use crate::pricing::FreightTemplateId;
use crate::pricing::rules::default_template;

struct Stage {
    offers: Vec<Offer>,
    wanted: Vec<Wanted>,
    templates: Vec<FreightTemplate>,
    standings: Vec<Standing>,
    seen: i64,
    seen_perishable: Vec<VariantId>,
}

/// 500 g of pork: goods 45.80, freight 8.00.
fn stage() -> Stage {
    let at = Timestamp::from_millis(0);
    let offer = pork();
    let shop = offer.shop;
    Stage {
        wanted: vec![Wanted { line: CartLineId::mint(at), variant: offer.variant, quantity: 500, seen_minor: 4580 }],
        templates: vec![default_template(shop, FreightTemplateId::mint(at), Currency::Cny)],
        standings: vec![Standing { shop, is_approved: false, sold_minor: 0, is_own: false }],
        seen_perishable: vec![offer.variant],
        offers: vec![offer],
        seen: 5380,
    }
}

fn try_plan(stage: &Stage) -> Result<Plan, Refusal> {
    plan_with(stage, &cart_of(stage))
}

fn cart_of(stage: &Stage) -> CartView {
    cart_rules::view(&stage.wanted, &stage.offers, Currency::Cny).expect("amounts in range")
}

fn plan_with(stage: &Stage, cart: &CartView) -> Result<Plan, Refusal> {
    plan(&situation(stage, cart))
}

const fn situation<'a>(stage: &'a Stage, cart: &'a CartView) -> Situation<'a> {
    Situation {
        cash: None,
        coupons: &[],
        now: Timestamp::from_millis(0),
        cart,
        templates: stage.templates.as_slice(),
        province: "43",
        standings: stage.standings.as_slice(),
        fee_basis_points: 100,
        unverified_cap: Money::fen(200_000),
        seen_total_minor: stage.seen,
        seen_perishable: stage.seen_perishable.as_slice(),
    }
}

#[test]
fn a_plan_adds_up_to_what_the_buyer_saw() {
    let plan = try_plan(&stage()).expect("a plan");
    assert_eq!(plan.total, Money::fen(5380));
    let order = plan.orders.first().expect("an order");
    assert_eq!((order.items, order.freight, order.fee), (Money::fen(4580), Money::fen(800), Money::fen(46)));
}

#[test]
fn goods_of_one_template_are_weighed_together() {
    let mut stage = stage();
    let at = Timestamp::from_millis(0);
    let more = Offer { shop: stage.offers[0].shop, ..pork() };
    stage.wanted.push(Wanted { line: CartLineId::mint(at), variant: more.variant, quantity: 500, seen_minor: 4580 });
    stage.seen_perishable.push(more.variant);
    stage.offers.push(more);
    stage.seen = 2 * 4580 + 800;
    assert_eq!(try_plan(&stage).expect("one kilogram, one parcel").total, Money::fen(9960));
}

/// So many fen off, for whoever gives them.
fn coupon(funder: Funder, fen: i64) -> CartCoupon {
    let at = Timestamp::from_millis(0);
    let terms = Terms {
        discount: Discount::Amount(Money::fen(fen)),
        minimum: Money::fen(0),
        from: at,
        until: at.after(Span::days(1)),
        quota: None,
        per_buyer: 1,
    };
    let (id, code, shop) = (CouponId::mint(at), "AUTUMN".to_owned(), None);
    CartCoupon { id, code, funder, shop, terms, state: CouponState::Open, used: 0, used_by_buyer: 0 }
}

/// Plans with coupons, for a buyer who saw so much.
fn plan_for(stage: &Stage, coupons: &[CartCoupon], seen: i64) -> Result<Plan, Refusal> {
    let cart = cart_of(stage);
    plan(&Situation { coupons, seen_total_minor: seen, ..situation(stage, &cart) })
}

#[test]
fn coupons_are_taken_off_what_is_paid_and_the_fee_is_of_what_the_shop_asks() {
    let stage = stage();
    let shop = stage.offers[0].shop;
    let coupons = [coupon(Funder::Market, 1_000), coupon(Funder::Shop(shop), 500)];
    let plan = plan_for(&stage, &coupons, 3_880).expect("a plan");
    let order = plan.orders.first().expect("an order");
    assert_eq!((order.items, order.freight, order.total), (Money::fen(4_580), Money::fen(800), Money::fen(3_880)));
    assert_eq!((order.shop_discount, order.market_discount, order.fee), (Money::fen(500), Money::fen(1_000), Money::fen(41)));
    assert_eq!(order.line_discounts, [Money::fen(1_500)]);
    let uses: Vec<_> = plan.uses.iter().map(|used| (used.coupon, used.amount)).collect();
    assert_eq!(uses, [(coupons[1].id, Money::fen(500)), (coupons[0].id, Money::fen(1_000))]);
    assert_eq!(plan_for(&stage, &coupons, 5_380), Err(Refusal::TotalChanged { now: Money::fen(3_880) }));
    let over = [CartCoupon { state: CouponState::Ended, ..coupons[0].clone() }];
    let plan = plan_for(&stage, &over, 5_380).expect("it keeps nobody from ordering");
    assert!(plan.uses.is_empty());
}

#[test]
fn a_cap_is_on_what_the_shop_gets_and_cash_on_what_is_carried() {
    let mut stage = stage();
    stage.standings.iter_mut().for_each(|standing| standing.sold_minor = 200_000 - 5_380);
    let of_market = [coupon(Funder::Market, 1_000)];
    assert!(plan_for(&stage, &of_market, 4_380).is_ok());
    stage.standings.iter_mut().for_each(|standing| standing.sold_minor += 1);
    assert!(matches!(plan_for(&stage, &of_market, 4_380), Err(Refusal::ShopCap { .. })), "whoever pays it");
    let of_shop = [coupon(Funder::Shop(stage.offers[0].shop), 1_000)];
    assert!(plan_for(&stage, &of_shop, 4_380).is_ok(), "the shop gets less");
    let terms = CashTerms { taken_by: vec![stage.offers[0].shop], cap: Money::fen(4_380), open: 0, open_most: 3 };
    let cart = cart_of(&stage);
    let in_cash = Situation { cash: Some(&terms), coupons: &of_shop, seen_total_minor: 4_380, ..situation(&stage, &cart) };
    assert!(plan(&in_cash).is_ok());
}

#[test]
fn a_quote_is_what_the_plan_will_be() {
    let stage = stage();
    let coupons = [coupon(Funder::Market, 1_000)];
    let now = Timestamp::from_millis(0);
    let quoted = quote(cart_of(&stage), &stage.templates, "43", (&coupons, 100), now).expect("a quote");
    assert_eq!((quoted.items, quoted.discount), (Money::fen(4_580), Money::fen(1_000)));
    assert_eq!(quoted.total, Some(plan_for(&stage, &coupons, 4_380).expect("a plan").total));
    assert_eq!(quoted.shops[0].market_discount, Money::fen(1_000));
}

#[test]
fn as_much_cash_as_may_be_carried_is_taken() {
    let shops = cart_of(&stage()).shops;
    let terms = CashTerms { taken_by: vec![shops[0].shop], cap: Money::fen(5380), open: 2, open_most: 3 };
    let asked = |fen| in_cash(&shops, Some(Money::fen(fen)), &terms);
    assert_eq!((asked(5379), asked(5380)), (Ok(()), Ok(())));
    assert_eq!(asked(5381), Err(CashRefusal::OverCap { cap: Money::fen(5380) }));
    assert_eq!(in_cash(&shops, None, &terms), Ok(()), "no address, no sum yet");
    let two = [shops[0].clone(), shops[0].clone()];
    assert_eq!(in_cash(&two, None, &terms), Err(CashRefusal::ManyParcels));
    let full = CashTerms { open: 3, ..terms };
    assert_eq!(in_cash(&shops, None, &full), Err(CashRefusal::TooManyOpen { most: 3 }));
}

#[test]
fn everything_that_cannot_be_bought_is_refused() {
    type Change = fn(&mut Stage);
    type Expected = fn(&Refusal) -> bool;
    let changes: [(&str, Change, Expected); 9] = [
        ("empty", |s| s.wanted.clear(), |r| *r == Refusal::CartEmpty),
        ("price", |s| s.offers.iter_mut().for_each(|o| o.price = Money::fen(4600)), |r| *r == Refusal::CartChanged),
        ("spoils", |s| s.seen_perishable.clear(), |r| *r == Refusal::CartChanged),
        ("sold out", |s| s.offers.iter_mut().for_each(|o| o.available = 0), |r| *r == Refusal::CartChanged),
        ("own", |s| s.standings.iter_mut().for_each(|t| t.is_own = true), |r| matches!(r, Refusal::OwnShop { .. })),
        ("cap", |s| s.standings.iter_mut().for_each(|t| t.sold_minor = 194_621), |r| matches!(r, Refusal::ShopCap { .. })),
        ("no template", |s| s.templates.clear(), |r| matches!(r, Refusal::NoShipping { .. })),
        ("total", |s| s.seen = 5379, |r| *r == Refusal::TotalChanged { now: Money::fen(5380) }),
        ("unknown shop", |s| s.standings.clear(), |r| *r == Refusal::CartChanged),
    ];
    for (name, change, expected) in changes {
        let mut stage = stage();
        change(&mut stage);
        let refusal = try_plan(&stage).expect_err(name);
        assert!(expected(&refusal), "{name}: {refusal:?}");
    }
}

#[test]
fn what_keeps_after_all_is_ordered() {
    let mut stage = stage();
    assert!(stage.offers[0].is_perishable, "or this says nothing");
    stage.offers.iter_mut().for_each(|offer| offer.is_perishable = false);
    assert!(try_plan(&stage).is_ok(), "it costs the buyer nothing");
    stage.seen_perishable.clear();
    assert!(try_plan(&stage).is_ok());
}

#[test]
fn what_no_book_takes_is_not_ordered() {
    for (total, refusal) in [(BOOKED_MINOR_MAX, None), (BOOKED_MINOR_MAX + 1, Some(Refusal::OutOfRange))] {
        let mut stage = Stage { seen: total, ..stage() };
        stage.standings.iter_mut().for_each(|standing| standing.is_approved = true);
        let mut cart = cart_of(&stage);
        cart.shops.iter_mut().for_each(|shop| shop.items = Money::fen(total - 800));
        assert_eq!(plan_with(&stage, &cart).err(), refusal, "{total}");
    }
}

#[test]
fn nobody_is_paid_for_buying() {
    let nothing = Refusal::NothingToPay { shop: pork().shop_name };
    for (items, total, refusal) in [(-800, 0, nothing), (-900, -100, Refusal::OutOfRange)] {
        let stage = Stage { seen: total, ..stage() };
        let mut cart = cart_of(&stage);
        cart.shops.iter_mut().for_each(|shop| shop.items = Money::fen(items));
        assert_eq!(plan_with(&stage, &cart), Err(refusal), "{total}");
    }
}

#[test]
fn an_order_of_nothing_is_refused_whatever_another_shop_sells() {
    let mut stage = stage();
    let at = Timestamp::from_millis(0);
    let (shop, name) = (ShopId::mint(at), "Crumbs".to_owned());
    let crumb = Offer { shop, shop_name: name.clone(), price: Money::fen(1), ..pork() };
    let crumb = Offer { measure: Measure { minimum: 1, step: 1, ..crumb.measure }, ..crumb };
    stage.wanted.push(Wanted { line: CartLineId::mint(at), variant: crumb.variant, quantity: 1, seen_minor: 1 });
    stage.seen_perishable.push(crumb.variant);
    stage.offers.push(crumb);
    let mut free = default_template(shop, FreightTemplateId::mint(at), Currency::Cny);
    free.zones.iter_mut().for_each(|zone| zone.free_from = Some(Money::fen(0)));
    stage.templates.push(free);
    stage.standings.push(Standing { shop, is_approved: true, sold_minor: 0, is_own: false });
    assert_eq!(try_plan(&stage), Err(Refusal::NothingToPay { shop: name }), "a gram at a fen for 500 g");
}

#[test]
fn a_shop_may_sell_up_to_its_cap() {
    let mut stage = stage();
    stage.standings.iter_mut().for_each(|standing| standing.sold_minor = 194_620);
    assert!(try_plan(&stage).is_ok());
}

#[test]
fn an_approved_shop_has_no_cap() {
    let mut stage = stage();
    stage.standings.iter_mut().for_each(|standing| {
        standing.sold_minor = i64::MAX / 2;
        standing.is_approved = true;
    });
    assert!(try_plan(&stage).is_ok());
}
