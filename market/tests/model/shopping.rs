//! What people do before an order is there.

use crate::goods::{Amounts, GOODS};
use crate::state::Coupon;
use crate::system::{Answer, Engine, System, did};
use crate::table::CODES;
use market::account::SignedIn;
use market::cart::CartOwner;
use market::cart::commands::{accept_changes, add_to_cart, remove_line};
use market::cart::queries::cart_view;
use market::catalog::commands::save_listing;
use market::checkout::PlaceOrderRefusal;
use market::checkout::commands::place_order;
use market::coupon::commands::{end_coupon, put_in_cart};
use market::kernel::{Problem, show_decimal};
use market::order::queries::order_of_buyer;
use market::testkit::HOME;

impl<E: Engine> System<E> {
    /// A seller sends the form of a listing, with another price and a count; of the other size, where there is one, with a count alone.
    pub async fn list(
        &self,
        (good, version): (usize, i64),
        price: i64,
        (seen, counted): (i64, i64),
        [seen_large, counted_large]: [i64; 2],
    ) -> Answer {
        let mut form = self.table.goods[good].form.clone();
        form.version = version;
        let variant = &mut form.variants[0];
        variant.price = show_decimal(price, 100);
        variant.stock = show_decimal(counted, GOODS[good].measure.unit.steps());
        variant.seen_stock = Some(seen);
        for large in form.variants.iter_mut().skip(1) {
            (large.stock, large.seen_stock) = (counted_large.to_string(), Some(seen_large));
        }
        did(save_listing(&self.kit().market, &self.table.shops[GOODS[good].shop], &form).await)
    }

    /// Somebody puts something into the cart.
    pub async fn add(&self, buyer: &SignedIn, good: usize, quantity: i64) -> Answer {
        let cart = CartOwner::Person(buyer.buyer());
        did(add_to_cart(&self.kit().market, &cart, self.table.goods[good].variant(), quantity).await)
    }

    /// Somebody types in a code.
    pub async fn type_in(&self, buyer: &SignedIn, coupon: Coupon) -> Answer {
        let cart = CartOwner::Person(buyer.buyer());
        did(put_in_cart(&self.kit().market, &cart, CODES[coupon.at()], HOME).await)
    }

    /// A shop ends its coupon.
    pub async fn end_shops_coupon(&self) -> Answer {
        did(end_coupon(&self.kit().market, &self.table.shops[1], self.table.coupons[Coupon::Shop.at()]).await)
    }

    /// Puts goods into the cart, and orders what lies there.
    pub async fn buy(&mut self, buyer: &SignedIn, wanted: Amounts, provider: &'static str) -> Answer {
        for (good, quantity) in wanted.into_iter().enumerate().filter(|(_, quantity)| *quantity > 0) {
            if self.add(buyer, good, quantity).await != Answer::Done {
                return Answer::Refused;
            }
        }
        let (market, cart) = (&self.kit().market, CartOwner::Person(buyer.buyer()));
        let form = self.kit().checkout_form(buyer).await;
        let placed = place_order(market, &buyer.buyer(), provider, form).await;
        match &placed {
            Err(Problem::Refused(PlaceOrderRefusal::CartChanged)) => accept_changes(market, &cart).await.unwrap(),
            Err(Problem::Refused(PlaceOrderRefusal::Cash(_))) => {
                for line in cart_view(market, &cart).await.unwrap().lines() {
                    remove_line(market, &cart, line.id).await.unwrap();
                }
            }
            _ => {}
        }
        let Ok(placed) = placed else { return did(placed) };
        let mut orders = Vec::new();
        for order in placed.orders {
            let view = order_of_buyer(market, &buyer.buyer(), order).await.unwrap().unwrap();
            orders.push((view.row.shop_handle, order));
        }
        orders.sort();
        self.payments.push(placed.payment);
        self.orders.extend(orders.into_iter().map(|(_, order)| order));
        Answer::Done
    }
}
