//! Every purchase in its order, at its time, through the commands: the cart, the checkout, the provider's word, the parcel, its
//! receipt (every other household confirms, for the others the clock does), a payout a week.

use super::costs::Costs;
use super::table::{Checkout, Table};
use super::town::{Town, handle};
use market::cart::{CartOwner, commands::add_to_cart};
use market::checkout::{PlaceOrder, commands::place_order, queries::quote};
use market::kernel::{Money, Span, Timestamp};
use market::ledger::commands::{make_payout_batch, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::OrderId;
use market::order::commands::{confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::payment::inbox::hear_event;
use market::payment::{EventOutcome, PaymentId, ProviderEvent, ProviderEventKind};
use market::testkit::{PROVIDER, REGION};
use std::collections::VecDeque;
use std::time::Instant;

/// What a parcel costs; the default template's.
const FREIGHT_MINOR: i64 = 800;
const DAY: Span = Span::days(1);
/// From the payment to the courier.
const PACKING: Span = Span::days(1);
/// From the courier to the buyer who confirms.
const ON_THE_WAY: Span = Span::days(3);
/// Longer than any clock of an order runs.
const AFTERWARDS: Span = Span::days(20);

/// What the table says of a shop, in plain numbers.
#[derive(Clone, Copy, Default)]
pub struct Expected {
    pub orders: i64,
    pub goods_minor: i64,
    pub fee_minor: i64,
}

impl Expected {
    /// What buyers paid.
    pub const fn paid_minor(&self) -> i64 {
        self.goods_minor + self.orders * FREIGHT_MINOR
    }
}

struct Parcel {
    order: OrderId,
    shop: usize,
    household: u64,
    due: Timestamp,
}

/// The course of it, as it stands.
pub struct Course<'a> {
    town: &'a Town,
    pub costs: Costs,
    pub expected: Vec<Expected>,
    pub orders: usize,
    to_ship: VecDeque<Parcel>,
    to_confirm: VecDeque<Parcel>,
    next_day: Timestamp,
    days: u32,
}

/// All purchases, and what comes after the last.
pub async fn run<'a>(town: &'a Town, table: &Table) -> Course<'a> {
    let mut course = Course {
        town,
        costs: Costs::default(),
        expected: vec![Expected::default(); table.shops.len()],
        orders: 0,
        to_ship: VecDeque::new(),
        to_confirm: VecDeque::new(),
        next_day: town.kit.market.now().after(DAY),
        days: 0,
    };
    for checkout in &table.checkouts {
        course.until(checkout.at).await;
        course.buy(checkout).await;
    }
    let end = town.kit.market.now().after(AFTERWARDS);
    course.until(end).await;
    course.pay_out().await;
    course
}

impl Course<'_> {
    /// Time passes; at the end of each day parcels move, clocks fire, and once a week shops are paid.
    async fn until(&mut self, at: Timestamp) {
        while self.next_day <= at {
            self.turn_to(self.next_day);
            self.parcels().await;
            let begun = Instant::now();
            let fired = self.town.kit.fire_clocks().await;
            self.costs.note_each("fire a clock", fired, begun);
            self.days += 1;
            if self.days.is_multiple_of(7) {
                self.pay_out().await;
            }
            self.next_day = self.next_day.after(DAY);
        }
        self.turn_to(at);
    }

    fn turn_to(&self, at: Timestamp) {
        let kit = &self.town.kit;
        kit.clock.advance(Span::millis_of((at.millis() - kit.market.now().millis()).max(0)));
    }

    async fn parcels(&mut self) {
        let market = &self.town.kit.market;
        let now = market.now();
        while let Some(parcel) = self.to_ship.pop_front_if(|parcel| parcel.due <= now) {
            let staff = self.town.shops.get(parcel.shop).expect("a shop");
            let begun = Instant::now();
            ship_order(market, staff, parcel.order, "sf", "SF1234567890").await.expect("a shipped order");
            self.costs.note("ship", 1, begun);
            if parcel.household % 2 == 0 {
                self.to_confirm.push_back(Parcel { due: now.after(ON_THE_WAY), ..parcel });
            }
        }
        while let Some(parcel) = self.to_confirm.pop_front_if(|parcel| parcel.due <= now) {
            let (buyer, _) = self.town.households.get(&parcel.household).expect("a household");
            let begun = Instant::now();
            confirm_receipt(market, &buyer.buyer(), parcel.order).await.expect("a completed order");
            self.costs.note("confirm", 1, begun);
        }
    }

    async fn buy(&mut self, checkout: &Checkout) {
        let market = &self.town.kit.market;
        let (buyer, address) = self.town.households.get(&checkout.household).expect("a household");
        let owner = CartOwner::Person(buyer.buyer());
        for bought in &checkout.goods {
            let variant = *self.town.variants.get(&bought.good).expect("a variant");
            let begun = Instant::now();
            add_to_cart(market, &owner, variant, bought.quantity).await.expect("a line");
            self.costs.note("add to cart", 1, begun);
        }
        let seen = self.expect(checkout);
        let begun = Instant::now();
        let quote = quote(market, &buyer.buyer(), REGION).await.expect("a quote");
        let quoted = quote.total.expect("a total").minor();
        self.costs.note("quote", checkout.goods.len(), begun);
        assert_eq!(quoted, seen, "a quote differs from the table");
        let attempt = PaymentId::mint(market.now());
        let seen_perishable = quote.cart.perishable().collect();
        let request = PlaceOrder { attempt, address: *address, seen_total_minor: quoted, seen_perishable, notes: Vec::new() };
        let begun = Instant::now();
        let placed = place_order(market, &buyer.buyer(), PROVIDER, request).await.expect("orders");
        self.costs.note("place", checkout.goods.len(), begun);
        let kind = ProviderEventKind::Captured(Money::fen(seen));
        let told = ProviderEvent { event_id: attempt.to_string(), payment: attempt, kind };
        let begun = Instant::now();
        let outcome = hear_event(market, PROVIDER, &told).await.expect("an outcome");
        self.costs.note("be paid", checkout.goods.len(), begun);
        assert_eq!(outcome, EventOutcome::Paid, "a payment in time and in full");
        let due = market.now().after(PACKING);
        for order in placed.orders {
            let begun = Instant::now();
            let view = order_of_buyer(market, &buyer.buyer(), order).await.expect("an answer").expect("an order");
            self.costs.note("look at an order", 1, begun);
            let shop = (0..self.town.shops.len()).find(|shop| handle(*shop) == view.row.shop_handle).expect("a shop");
            self.to_ship.push_back(Parcel { order, shop, household: checkout.household, due });
            self.orders += 1;
        }
    }

    /// What the table says that this checkout costs.
    fn expect(&mut self, checkout: &Checkout) -> i64 {
        let mut total = 0;
        for (shop, expected) in self.expected.iter_mut().enumerate() {
            let of_shop = || checkout.goods.iter().filter(|bought| bought.good.shop == shop);
            let goods: i64 = of_shop().map(|bought| bought.minor).sum();
            if of_shop().next().is_some() {
                expected.orders += 1;
                expected.goods_minor += goods;
                expected.fee_minor += (goods + 50) / 100;
                total += goods + FREIGHT_MINOR;
            }
        }
        total
    }

    async fn pay_out(&mut self) {
        let (market, olga) = (&self.town.kit.market, &self.town.operator);
        let begun = Instant::now();
        let Some(batch) = make_payout_batch(market, Some(olga)).await.expect("a batch") else { return };
        let payouts = batch_payouts(market, olga, batch).await.expect("payouts");
        for payout in &payouts {
            settle_payout(market, olga, payout.id).await.expect("a paid payout");
        }
        self.costs.note_each("pay out to a shop", payouts.len(), begun);
    }
}
