//! What people do before an order is there.

use crate::goods::{Amounts, GOODS};
use crate::system::{Answer, Engine, System, did};
use market::account::SignedIn;
use market::cart::CartOwner;
use market::cart::commands::remove_line;
use market::cart::queries::{cart_view, count};
use market::catalog::commands::save_listing;
use market::checkout::commands::place_order;
use market::kernel::{Span, show_decimal};
use market::order::queries::order_of_buyer;

impl<E: Engine> System<E> {
    /// A seller sends the form of a listing, with another price and a count.
    pub async fn list(&self, (good, version): (usize, i64), price: i64, (seen, counted): (i64, i64)) -> Answer {
        let mut form = self.table.goods[good].form.clone();
        form.version = version;
        let variant = &mut form.variants[0];
        variant.price = show_decimal(price, 100);
        variant.stock = show_decimal(counted, GOODS[good].measure.unit.steps());
        variant.seen_stock = Some(seen);
        did(save_listing(&self.kit().market, &self.table.shops[GOODS[good].shop], &form).await)
    }

    /// Fills the cart, and orders what lies there.
    pub async fn buy(&mut self, buyer: &SignedIn, wanted: Amounts, provider: &'static str) -> Answer {
        for (listing, quantity) in self.table.goods.iter().zip(wanted).filter(|(_, quantity)| *quantity > 0) {
            self.kit().fill_cart(buyer, &[(listing.variant(), quantity)]).await;
            self.kit().clock.advance(Span::millis_of(1));
        }
        let market = &self.kit().market;
        let form = self.kit().checkout_form(buyer).await;
        let placed = place_order(market, &buyer.buyer(), provider, form).await;
        let cart = CartOwner::Person(buyer.buyer());
        let Ok(placed) = placed else {
            for line in cart_view(market, &cart).await.unwrap().lines() {
                remove_line(market, &cart, line.id).await.unwrap();
            }
            return did(placed);
        };
        assert_eq!(count(market, &cart).await.unwrap(), 0);
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
