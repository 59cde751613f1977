//! The plan of a checkout: what is ordered of whom at which price, or why not. Pure: rows in, a value out.

use super::types::{CashRefusal, PlaceOrderRefusal as Refusal, Quote, QuotedShop};
use crate::cart::{CartShop, CartView};
use crate::catalog::rules::freight_line;
use crate::coupon::rules::{Basket, Reckoned, ShopCut, reckon};
use crate::coupon::{CartCoupon, CouponId};
use crate::kernel::limits::BOOKED_MINOR_MAX;
use crate::kernel::{Money, MoneyError, Timestamp};
use crate::pricing::rules::{fee, pick, quote_parcel};
use crate::pricing::{FreightLine, FreightTemplate, NoShipping};
use crate::shop::ShopId;

/// What the checkout must know of a shop beyond its offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which shop.
    pub shop: ShopId,
    /// Whether its identity is approved.
    pub is_approved: bool,
    /// What it has sold so far, in minor units, with what the market added; counts only while it is not approved.
    pub sold_minor: i64,
    /// Whether the buyer works there.
    pub is_own: bool,
}

/// Everything a plan is made of.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The cart as it is now.
    pub cart: &'a CartView,
    /// The shops' freight templates.
    pub templates: &'a [FreightTemplate],
    /// The first two digits of the region.
    pub province: &'a str,
    /// How the shops stand.
    pub standings: &'a [Standing],
    /// The market's fee in hundredths of a per cent.
    pub fee_basis_points: i64,
    /// What a shop may sell before its identity is approved.
    pub unverified_cap: Money,
    /// The total that the buyer saw.
    pub seen_total_minor: i64,
    /// What is asked of a payment in cash; none where it is paid before the goods leave.
    pub cash: Option<&'a CashTerms>,
    /// The coupons in the cart.
    pub coupons: &'a [CartCoupon],
    /// Now.
    pub now: Timestamp,
}

/// What decides whether a cart can be paid in cash at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashTerms {
    /// The shops that take cash.
    pub taken_by: Vec<ShopId>,
    /// The most of one payment.
    pub cap: Money,
    /// Payments that the buyer has promised and not paid.
    pub open: u64,
    /// The most of those.
    pub open_most: i64,
}

/// One shop's order-to-be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedOrder {
    /// Which shop.
    pub shop: ShopId,
    /// What the goods cost, before coupons.
    pub items: Money,
    /// What sending them costs.
    pub freight: Money,
    /// What the shop's coupon takes off the goods.
    pub shop_discount: Money,
    /// What the market's coupon takes off what is left of them.
    pub market_discount: Money,
    /// Both, by line, in the cart's order.
    pub line_discounts: Vec<Money>,
    /// What is paid.
    pub total: Money,
    /// The market's fee, frozen: of what the shop asks for its goods.
    pub fee: Money,
}

/// A coupon that a checkout uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedUse {
    /// Which.
    pub coupon: CouponId,
    /// What the buyer typed.
    pub code: String,
    /// What it takes off.
    pub amount: Money,
}

/// The whole plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One order a shop, in the cart's order.
    pub orders: Vec<PlannedOrder>,
    /// The coupons that take something off.
    pub uses: Vec<PlannedUse>,
    /// What is paid.
    pub total: Money,
}

impl From<MoneyError> for Refusal {
    fn from(_: MoneyError) -> Self {
        Self::OutOfRange
    }
}

/// The freight of one shop's parcel to a province.
///
/// # Errors
/// [`NoShipping`].
pub fn freight(shop: &CartShop, templates: &[FreightTemplate], province: &str) -> Result<Money, NoShipping> {
    let mut parts: Vec<(&FreightTemplate, Vec<FreightLine>)> = Vec::new();
    for line in &shop.lines {
        let template = pick(templates, shop.shop, line.offer.freight_template).ok_or(NoShipping::NotThere)?;
        let counted = freight_line(&line.offer.measure, line.offer.weight_grams, line.quantity, line.total);
        match parts.iter_mut().find(|(known, _)| known.id == template.id) {
            Some((_, lines)) => lines.push(counted),
            None => parts.push((template, vec![counted])),
        }
    }
    quote_parcel(Money::zero(shop.items.currency()), &parts, province)
}

/// What a checkout would cost; `province` is empty while no address is chosen.
///
/// # Errors
/// [`MoneyError`] for sums out of range.
pub fn quote(
    cart: CartView,
    templates: &[FreightTemplate],
    province: &str,
    (coupons, fee_basis_points): (&[CartCoupon], i64),
    now: Timestamp,
) -> Result<Quote, MoneyError> {
    let currency = cart.items.currency();
    let freights: Vec<_> = cart.shops.iter().map(|shop| freight(shop, templates, province)).collect();
    let reckoned = with_coupons(&cart, &freights, (coupons, fee_basis_points), now)?;
    let discount = reckoned.all(currency)?;
    let parcels = cart.shops.iter().zip(&freights).zip(&reckoned.shops);
    let shops = parcels.map(|((shop, freight), cut)| QuotedShop {
        shop: shop.shop,
        items: shop.items,
        shop_discount: cut.shop,
        market_discount: cut.market,
        freight: *freight,
    });
    let shops: Vec<QuotedShop> = shops.collect();
    let freight = freights.into_iter().map(Result::ok).collect::<Option<Vec<Money>>>();
    let freight = freight.map(|parts| Money::sum(currency, parts)).transpose()?;
    let total = freight.map(|freight| cart.items.plus(freight)?.minus(discount)).transpose()?;
    let coupons = reckoned.coupons;
    Ok(Quote { items: cart.items, cart, shops, coupons, discount, freight, total, cash: None })
}

/// What coupons take off a cart whose parcels cost so much, as far as they can be sent.
fn with_coupons(
    cart: &CartView,
    freights: &[Result<Money, NoShipping>],
    (coupons, fee_basis_points): (&[CartCoupon], i64),
    now: Timestamp,
) -> Result<Reckoned, MoneyError> {
    let zero = Money::zero(cart.items.currency());
    let freights: Vec<Money> = freights.iter().map(|freight| freight.unwrap_or(zero)).collect();
    reckon(&Basket { cart, freights: &freights, fee_basis_points }, coupons, now)
}

/// Plans the orders.
///
/// # Errors
/// The first [`Refusal`], in the order in which a buyer can do something about it.
pub fn plan(situation: &Situation<'_>) -> Result<Plan, Refusal> {
    let (cart, currency) = (situation.cart, situation.cart.items.currency());
    if cart.shops.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    if cart.has_changes() {
        return Err(Refusal::CartChanged);
    }
    let freights: Vec<_> = cart.shops.iter().map(|shop| freight(shop, situation.templates, situation.province)).collect();
    let reckoned = with_coupons(cart, &freights, (situation.coupons, situation.fee_basis_points), situation.now)?;
    let mut orders = Vec::with_capacity(cart.shops.len());
    for ((shop, freight), cut) in cart.shops.iter().zip(freights).zip(&reckoned.shops) {
        orders.push(plan_shop(situation, shop, freight, cut)?);
    }
    let total = Money::sum(currency, orders.iter().map(|order| order.total))?;
    // What the market adds is booked too.
    let booked = Money::sum(currency, orders.iter().map(|order| order.market_discount))?.plus(total)?;
    if booked.minor() > BOOKED_MINOR_MAX {
        return Err(Refusal::OutOfRange);
    }
    if total.minor() != situation.seen_total_minor {
        return Err(Refusal::TotalChanged { now: total });
    }
    if let Some(terms) = situation.cash {
        in_cash(&cart.shops, Some(total), terms).map_err(Refusal::Cash)?;
    }
    let used = reckoned
        .coupons
        .into_iter()
        .filter_map(|quoted| quoted.takes_off.ok().map(|amount| PlannedUse { coupon: quoted.id, code: quoted.code, amount }));
    Ok(Plan { orders, uses: used.collect(), total })
}

/// Whether a cart can be paid in cash at the door: one parcel of a shop that takes it, of a sum that may be carried, by a buyer who
/// does not owe too many.
///
/// # Errors
/// The first [`CashRefusal`].
pub fn in_cash(shops: &[CartShop], total: Option<Money>, terms: &CashTerms) -> Result<(), CashRefusal> {
    if let Some(other) = shops.iter().find(|shop| !terms.taken_by.contains(&shop.shop)) {
        return Err(CashRefusal::NotTaken { shop: other.name.clone() });
    }
    if shops.len() > 1 {
        return Err(CashRefusal::ManyParcels);
    }
    if total.is_some_and(|total| total.minor() > terms.cap.minor()) {
        return Err(CashRefusal::OverCap { cap: terms.cap });
    }
    if i64::try_from(terms.open).unwrap_or(i64::MAX) >= terms.open_most {
        return Err(CashRefusal::TooManyOpen { most: terms.open_most });
    }
    Ok(())
}

fn plan_shop(
    situation: &Situation<'_>,
    shop: &CartShop,
    freight: Result<Money, NoShipping>,
    cut: &ShopCut,
) -> Result<PlannedOrder, Refusal> {
    let name = || shop.name.clone();
    let standing = situation.standings.iter().find(|standing| standing.shop == shop.shop).ok_or(Refusal::CartChanged)?;
    if standing.is_own {
        return Err(Refusal::OwnShop { shop: name() });
    }
    let freight = match freight {
        Ok(freight) => freight,
        Err(NoShipping::NotThere) => return Err(Refusal::NoShipping { shop: name() }),
        Err(NoShipping::OutOfRange) => return Err(Refusal::OutOfRange),
    };
    let asked = shop.items.minus(cut.shop)?;
    let earned = asked.plus(freight)?;
    let total = earned.minus(cut.market)?;
    if total.is_negative() {
        return Err(Refusal::OutOfRange);
    }
    // The books know no entry of nothing, and each order has one of its own.
    if total.is_zero() {
        return Err(Refusal::NothingToPay { shop: name() });
    }
    // The cap is on what a shop gets before anybody knows who it is, whoever pays it.
    let sold = standing.sold_minor.checked_add(earned.minor()).ok_or(Refusal::OutOfRange)?;
    if !standing.is_approved && sold > situation.unverified_cap.minor() {
        return Err(Refusal::ShopCap { shop: name() });
    }
    Ok(PlannedOrder {
        shop: shop.shop,
        items: shop.items,
        freight,
        shop_discount: cut.shop,
        market_discount: cut.market,
        line_discounts: cut.lines.clone(),
        total,
        fee: fee(asked, situation.fee_basis_points)?,
    })
}

#[cfg(test)]
mod tests {
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
        let changes: [(&str, Change, Expected); 8] = [
            ("empty", |s| s.wanted.clear(), |r| *r == Refusal::CartEmpty),
            ("price", |s| s.offers.iter_mut().for_each(|o| o.price = Money::fen(4600)), |r| *r == Refusal::CartChanged),
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
}
