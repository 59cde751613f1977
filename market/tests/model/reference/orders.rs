//! Orders and their goods.

use super::round;
use crate::deeds::Deed;
use crate::state::{DAY, MINUTE, Order, OrderIs, Payment, PaymentIs, Plan, Reference};

impl Reference {
    pub(super) fn buy(&mut self, buyer: usize, pork: i64, dresses: i64) {
        let wanted = [pork, dresses];
        if wanted == [0, 0] || self.shops.iter().zip(wanted).any(|(shop, wanted)| shop.on_hand - shop.held < wanted) {
            return;
        }
        self.plan = Plan::Buy { buyer, pork, dresses };
        let payment = self.payments.len();
        let mut orders = Vec::new();
        for (shop, quantity) in wanted.into_iter().enumerate().filter(|(_, quantity)| *quantity > 0) {
            let goods = if shop == 0 { round(4_580, quantity, 500) } else { 12_800 * quantity };
            self.shops[shop].held += quantity;
            orders.push(self.orders.len());
            self.orders.push(Order {
                buyer,
                shop,
                payment,
                quantity,
                goods,
                fee: round(goods, 1, 100),
                is: OrderIs::Placed,
                refunded: 0,
                refunded_fee: 0,
                goods_back: 0,
                quantity_back: 0,
                freight_back: 0,
                confirm_by: None,
                ended_at: 0,
                open_case: None,
            });
        }
        let amount = orders.iter().map(|order| self.orders[*order].total()).sum();
        let expires_at = self.now + 30 * MINUTE;
        let (is, came_late, suspended, events) = (PaymentIs::Waiting, false, None, 0);
        self.payments.push(Payment { buyer, is, amount, expires_at, orders, came_late, suspended, events });
    }

    pub(super) fn close(&mut self, payment: usize) {
        if self.payments[payment].is != PaymentIs::Waiting {
            return;
        }
        self.payments[payment].is = PaymentIs::Closed;
        for order in self.payments[payment].orders.clone() {
            let (shop, quantity) = (self.orders[order].shop, self.orders[order].quantity);
            self.orders[order].is = OrderIs::Cancelled;
            self.shops[shop].held -= quantity;
        }
    }

    pub(super) fn order(&mut self, at: usize, deed: &Deed) {
        let order = self.orders[at].clone();
        let is_free = order.open_case.is_none();
        match deed {
            Deed::Cancel(_) => {
                self.plan = Plan::Cancel { order: at };
                self.accepts = order.is == OrderIs::Cancelled || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.owe(order.payment, order.total() - order.refunded);
                    self.shops[order.shop].on_hand += order.quantity - order.quantity_back;
                    let this = &mut self.orders[at];
                    (this.refunded, this.refunded_fee, this.is) = (order.total(), order.fee, OrderIs::Cancelled);
                }
            }
            Deed::Ship(_) => {
                self.plan = Plan::Ship { order: at };
                self.accepts = order.is == OrderIs::Shipped || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.orders[at].is = OrderIs::Shipped;
                    self.orders[at].confirm_by = Some(self.now + 10 * DAY);
                }
            }
            _ => {
                self.plan = Plan::Confirm { order: at };
                self.accepts = order.is == OrderIs::Completed || (order.is == OrderIs::Shipped && is_free);
                if order.is == OrderIs::Shipped && is_free {
                    self.sent();
                    self.complete(at);
                }
            }
        }
    }

    pub(super) fn complete(&mut self, at: usize) {
        let order = &mut self.orders[at];
        (order.is, order.ended_at) = (OrderIs::Completed, self.now);
        self.shops[order.shop].balance += order.total() - order.refunded - (order.fee - order.refunded_fee);
    }
}
