//! What comes before an order: what sellers offer, and what buyers put into their carts.

use super::round;
use crate::goods::{Amounts, GOODS, SIZED, freight};
use crate::plan::Plan;
use crate::state::{Line, Order, OrderIs, Reference, Wanted};

impl Reference {
    /// A seller changes the price of a good and counts it. Neither what was sold since they looked nor what waits for a payment is
    /// counted away; where they leave the number as they saw it, there is nothing to count. What comes in two sizes is counted of both.
    pub(super) fn list(&mut self, good: usize, (price, count): (i64, Option<i64>), is_sold_since: bool) {
        let stock = &mut self.stock[good];
        let price = GOODS[good].price * price / 100;
        let seen = stock.on_hand + i64::from(is_sold_since);
        let counted = count.map_or(seen, |percent| GOODS[good].stock * percent / 100);
        let of_large = count.map_or(self.large, |percent| GOODS[good].stock * percent / 100);
        let large = if good == SIZED { [self.large, of_large] } else { [self.large; 2] };
        self.plan = Plan::List { good, version: stock.version, price, seen, counted, large };
        self.accepts = counted == seen || (!is_sold_since && stock.held <= counted);
        if !self.accepts {
            return;
        }
        (stock.version, stock.price) = (stock.version + 1, price);
        self.large = large[1];
        if counted != seen {
            stock.on_hand = counted;
        }
    }

    /// A buyer puts so much more of a good into the cart.
    pub(super) fn add(&mut self, buyer: usize, good: usize, quantity: i64) {
        self.plan = Plan::Add { buyer, good, quantity };
        self.accepts = self.fits(buyer, good, quantity);
        if self.accepts {
            self.put(buyer, good, quantity);
        }
    }

    /// A buyer puts what there is of something into the cart, and orders whatever lies there then. Where that is not as they saw it, they
    /// agree to what it is now and order another time; where it cannot be paid at the door, they let it be.
    pub(super) fn buy(&mut self, buyer: usize, wanted: Amounts, is_cash: bool) {
        let fits = |good: usize| if self.fits(buyer, good, wanted[good]) { wanted[good] } else { 0 };
        let wanted: Amounts = std::array::from_fn(fits);
        if wanted == Amounts::default() && self.carts[buyer].is_empty() {
            return;
        }
        self.plan = if is_cash { Plan::Promise { buyer, wanted } } else { Plan::Buy { buyer, wanted } };
        for (good, quantity) in wanted.into_iter().enumerate().filter(|(_, quantity)| *quantity > 0) {
            self.put(buyer, good, quantity);
        }
        let parcels = self.parcels(buyer, self.typed[buyer]);
        let is_as_seen =
            |line: &Wanted| line.seen == self.stock[line.good].price && line.quantity <= self.stock[line.good].left();
        if !self.carts[buyer].iter().all(is_as_seen) {
            self.accepts = false;
            self.agree(buyer);
            return;
        }
        self.accepts = !is_cash || self.may_promise(buyer, &parcels);
        self.carts[buyer].clear();
        if self.accepts {
            self.typed[buyer] = [false; 2];
            let payment = self.place(buyer, parcels);
            self.payments[payment].is_cash = is_cash;
            if is_cash {
                self.sold(payment);
            }
        }
    }

    /// Whether there is so much more of a good than lies in a cart already.
    fn fits(&self, buyer: usize, good: usize, quantity: i64) -> bool {
        let before: i64 = self.carts[buyer].iter().filter(|line| line.good == good).map(|line| line.quantity).sum();
        before + quantity <= self.stock[good].left()
    }

    /// A line stands in the cart, and later in the order, where it stood first; a new one stands last, whatever the clock says.
    fn put(&mut self, buyer: usize, good: usize, quantity: i64) {
        let (seen, cart) = (self.stock[good].price, &mut self.carts[buyer]);
        match cart.iter_mut().find(|line| line.good == good) {
            Some(line) => (line.quantity, line.seen) = (line.quantity + quantity, seen),
            None => cart.push(Wanted { good, quantity, seen }),
        }
    }

    /// The prices of now are the ones that were seen, and nobody wants more than there is; what there is nothing of leaves the cart.
    fn agree(&mut self, buyer: usize) {
        let stock = &self.stock;
        self.carts[buyer].retain_mut(|line| {
            let (now, measure) = (&stock[line.good], GOODS[line.good].measure);
            line.seen = now.price;
            line.quantity = line.quantity.min(now.left() / measure.step * measure.step);
            line.quantity >= measure.minimum
        });
    }

    /// One order a shop of what lies in a cart, at the prices of this moment, less what these coupons take off.
    pub(super) fn parcels(&self, buyer: usize, typed: [bool; 2]) -> Vec<Order> {
        let of_shop = |shop| {
            let wanted = self.carts[buyer].iter().filter(|line| GOODS[line.good].shop == shop);
            let lines: Vec<Line> = wanted.map(|wanted| self.line(wanted.good, wanted.quantity)).collect();
            (!lines.is_empty()).then(|| self.parcel((buyer, shop), lines))
        };
        let mut parcels: Vec<Order> = (0..2).filter_map(of_shop).collect();
        let shop_of = |line: &Wanted| GOODS[line.good].shop;
        let came = |order: &Order| self.carts[buyer].iter().position(|line| shop_of(line) == order.shop);
        let mut turn: Vec<usize> = (0..parcels.len()).collect();
        turn.sort_by_key(|at| came(&parcels[*at]));
        self.take_off(&mut parcels, &turn, typed);
        parcels
    }

    fn line(&self, good: usize, quantity: i64) -> Line {
        let money = round(self.stock[good].price, quantity, GOODS[good].measure.price_per);
        Line { good, quantity, money, off: 0, quantity_back: 0, money_back: 0 }
    }

    fn parcel(&self, (buyer, shop): (usize, usize), lines: Vec<Line>) -> Order {
        let grams: i64 = lines.iter().map(|line| GOODS[line.good].weight(line.quantity)).sum();
        let goods: i64 = lines.iter().map(|line| line.money).sum();
        Order {
            buyer,
            shop,
            payment: self.payments.len(),
            lines,
            freight: freight(grams),
            off: [0; 2],
            fee: round(goods, 1, 100),
            is: OrderIs::Placed,
            refunded: 0,
            refunded_fee: 0,
            refunded_off: 0,
            freight_back: 0,
            shipped_at: None,
            confirm_by: None,
            remind: None,
            is_received: false,
            ended_at: 0,
            open_case: None,
        }
    }
}
