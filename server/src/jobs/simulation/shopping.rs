//! Buyers fill a cart with what there is, type in codes, and place their orders: to be paid on the company's page, or in cash at the door.

use super::cash::Promise;
use super::company::NAME;
use super::world::{Bought, World};
use market::cart::CartOwner;
use market::cart::commands::add_to_cart;
use market::catalog::VariantId;
use market::checkout::commands::place_order;
use market::checkout::queries::quote;
use market::checkout::{PlaceOrderRefusal, Placed, Quote};
use market::inventory::queries::levels;
use market::kernel::Problem;
use market::order::OrderId;
use market::order::queries::order_of_shop;
use market::payment::commands::note_reference;
use market::payment::{CASH, PaymentId, PaymentProvider, StartPayment, queries};
use market::testkit::REGION;

impl World<'_> {
    pub async fn buy(&mut self) -> bool {
        let buyer = self.trouble.roll(self.table.buyers.len());
        let mut goods = self.table.goods.clone();
        if !self.trouble.roll(3).is_multiple_of(3) {
            goods.remove(self.trouble.roll(2));
        }
        if !self.fill_cart(buyer, &goods).await {
            return false;
        }
        self.type_codes(buyer).await;
        let who = self.table.buyers[buyer].buyer();
        let quote = quote(&self.kit.market, &who, REGION).await.expect("a quote");
        let in_cash = if self.trouble.roll(2) == 0 { self.place_in_cash(buyer, &quote).await } else { None };
        if let Some(placed) = in_cash {
            self.note_uses(&quote, placed.payment, buyer);
            for order in placed.orders {
                let of = self.note_order(order, buyer).await;
                let amount = quote.total.expect("a total").minor();
                self.promises.push(Promise { payment: placed.payment, of, amount, here: 0 });
            }
            return true;
        }
        let form = self.kit.checkout_form(&self.table.buyers[buyer]).await;
        let placed = place_order(&self.kit.market, &who, NAME, form).await.expect("orders");
        self.note_uses(&quote, placed.payment, buyer);
        self.payments.push((placed.payment, buyer));
        for order in placed.orders {
            self.note_order(order, buyer).await;
        }
        for _ in 0..3 {
            if self.start(placed.payment, buyer).await {
                return true;
            }
        }
        false
    }

    /// How much of these goods can be bought.
    pub async fn available(&self, variant: VariantId) -> i64 {
        let levels = levels(&self.kit.market, &[variant.uuid()]).await.expect("an answer");
        levels.get(&variant.uuid()).expect("a shelf").available()
    }

    /// Puts into a cart what there is; false where there is nothing of it.
    async fn fill_cart(&self, buyer: usize, goods: &[(VariantId, i64)]) -> bool {
        let owner = CartOwner::Person(self.table.buyers[buyer].buyer());
        let mut is_any = false;
        for (variant, quantity) in goods {
            let is_there = self.available(*variant).await >= *quantity;
            match add_to_cart(&self.kit.market, &owner, *variant, *quantity).await {
                Ok(()) => assert!(is_there, "{variant} is sold out, and can be bought"),
                Err(Problem::Refused(_)) if !is_there => self.trouble.note("sold out", &variant.to_string()),
                Err(other) => panic!("{variant}: {other}"),
            }
            is_any |= is_there;
        }
        is_any
    }

    /// The buyer wants to pay at the door: they may where their quote said so, and are told why not where it did not.
    async fn place_in_cash(&self, buyer: usize, quote: &Quote) -> Option<Placed> {
        let who = &self.table.buyers[buyer];
        let form = self.kit.checkout_form(who).await;
        let answer = place_order(&self.kit.market, &who.buyer(), CASH, form).await;
        match (answer, quote.cash.as_ref().expect("shops that take cash")) {
            (Ok(placed), Ok(())) => {
                self.trouble.note("promise", &placed.payment.to_string());
                Some(placed)
            }
            (Err(Problem::Refused(PlaceOrderRefusal::Cash(why))), Err(expected)) if why == *expected => {
                self.trouble.note("no cash", &format!("{why:?}"));
                None
            }
            (answer, expected) => panic!("{answer:?} where {expected:?} was quoted"),
        }
    }

    async fn note_order(&mut self, order: OrderId, buyer: usize) -> Bought {
        let of_pork = order_of_shop(&self.kit.market, &self.table.shops[0], order).await.expect("an answer").is_some();
        let bought = Bought { order, shop: usize::from(!of_pork), buyer };
        self.orders.push(bought);
        bought
    }

    /// The buyer is sent to the company's page.
    async fn start(&self, payment: PaymentId, buyer: usize) -> bool {
        let known = queries::payment(&self.kit.market, &self.table.buyers[buyer].buyer(), payment).await.expect("an answer");
        let known = known.expect("a payment");
        let return_url = format!("http://market.test/pay/{payment}");
        let (placed_at, expires_at) = (known.created_at, known.expires_at);
        let request = StartPayment { payment, amount: known.amount, return_url, placed_at, expires_at };
        let Ok(started) = self.company.start(&request).await else { return false };
        note_reference(&self.kit.market, payment, started.reference.as_deref()).await.expect("a note");
        true
    }
}
