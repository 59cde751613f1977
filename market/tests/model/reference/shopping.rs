//! What comes before an order: what sellers offer.

use crate::goods::GOODS;
use crate::state::{Plan, Reference};

impl Reference {
    /// A seller changes the price of a good and counts it. Neither what was sold since they looked nor what waits for a payment is
    /// counted away; where they leave the number as they saw it, there is nothing to count.
    pub(super) fn list(&mut self, good: usize, (price, count): (i64, Option<i64>), is_sold_since: bool) {
        let stock = &mut self.stock[good];
        let price = GOODS[good].price * price / 100;
        let seen = stock.on_hand + i64::from(is_sold_since);
        let counted = count.map_or(seen, |percent| GOODS[good].stock * percent / 100);
        self.plan = Plan::List { good, version: stock.version, price, seen, counted };
        self.accepts = counted == seen || (!is_sold_since && stock.held <= counted);
        if !self.accepts {
            return;
        }
        (stock.version, stock.price) = (stock.version + 1, price);
        if counted != seen {
            stock.on_hand = counted;
        }
    }
}
