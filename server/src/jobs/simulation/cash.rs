//! Orders that are paid at the door: couriers transfer what they collected, in one sum or in two, and parcels come back.

use super::deeds::did;
use super::world::{Bought, World};
use market::kernel::{Money, Problem};
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unshipped, ship_order};
use market::order::queries::order_of_buyer;
use market::order::{Cash, ComeBackRefusal, OrderState, OrderView};
use market::payment::cash::record_remittance;
use market::payment::{EventOutcome, PaymentId, Remittance, RemittanceRefusal};

/// An order that its buyer has promised to pay at the door.
#[derive(Clone, Copy)]
pub struct Promise {
    pub payment: PaymentId,
    pub of: Bought,
    pub amount: i64,
    /// What couriers have transferred for it.
    pub here: i64,
}

impl World<'_> {
    fn a_promise(&self) -> Option<usize> {
        let all: Vec<usize> = (0..self.promises.len()).collect();
        self.trouble.pick_recent(&all)
    }

    /// An order as its buyer sees it.
    pub async fn order_of(&self, of: Bought) -> OrderView {
        let buyer = self.table.buyers[of.buyer].buyer();
        order_of_buyer(&self.kit.market, &buyer, of.order).await.expect("an answer").expect("an order")
    }

    /// A courier transfers what one of the parcels brought, where it is with the buyer.
    pub async fn bring_cash(&mut self) -> bool {
        let Some(at) = self.a_promise() else { return false };
        let order = self.order_of(self.promises[at].of).await.row;
        let is_out = order.cash == Some(Cash::Due) && matches!(order.state, OrderState::Shipped | OrderState::Delivered);
        if is_out {
            self.transfer(at).await;
        }
        is_out
    }

    /// All that is missing of a parcel's cash, or a first part of it; nobody minds a line of the bank's list that is recorded twice.
    async fn transfer(&mut self, at: usize) {
        let Promise { payment, amount, here, .. } = self.promises[at];
        let left = amount - here;
        let fen = if here == 0 && left > 1 && self.trouble.roll(3) == 0 { left / 2 } else { left };
        let pays = if fen == left { EventOutcome::Paid } else { EventOutcome::Suspended };
        let reference = format!("SF-{at}-{here}");
        let line = Remittance { payment, amount: Money::fen(fen), reference, day: "a Tuesday".to_owned() };
        for expected in [pays, EventOutcome::Repeated] {
            assert_eq!(self.record(&line).await.expect("a transfer"), expected, "{line:?} of {amount}");
        }
        let more = Remittance { amount: Money::fen(fen + 1), ..line };
        let other = self.record(&more).await;
        assert!(matches!(other, Err(Problem::Refused(RemittanceRefusal::ReferenceTaken))), "{more:?}: {other:?}");
        self.promises[at].here += fen;
        let what = if fen == amount { "cash" } else { "cash in part" };
        self.trouble.note(what, &format!("{payment} {fen}"));
    }

    async fn record(&self, line: &Remittance) -> Result<EventOutcome, Problem<RemittanceRefusal>> {
        record_remittance(&self.kit.market, &self.table.olga, line).await
    }

    /// A shop has a parcel again that nobody paid for at the door.
    pub async fn take_a_parcel_back(&mut self) -> bool {
        let Some(promise) = self.a_promise().map(|at| self.promises[at]).filter(|promise| promise.here == 0) else {
            return false;
        };
        match take_parcel_back(&self.kit.market, &self.table.shops[promise.of.shop], promise.of.order).await {
            Ok(()) => true,
            Err(Problem::Refused(ComeBackRefusal::NotPromised | ComeBackRefusal::Received | ComeBackRefusal::Move(_))) => false,
            Err(other) => panic!("{other}"),
        }
    }

    /// No promise stays open for ever: parcels leave or are cancelled, and couriers transfer whatever they have.
    pub async fn keep_promises(&mut self) {
        for at in 0..self.promises.len() {
            let of = self.promises[at].of;
            let order = self.order_of(of).await.row;
            let (market, buyer) = (&self.kit.market, self.table.buyers[of.buyer].buyer());
            match (order.cash, order.state) {
                (Some(Cash::Due), OrderState::Paid) if self.trouble.roll(2) == 0 => {
                    did(ship_order(market, &self.table.shops[of.shop], of.order, "sf", "SF1234567890").await)
                        .expect("a promised parcel");
                }
                (Some(Cash::Due), OrderState::Paid) => {
                    did(cancel_unshipped(market, &buyer, of.order).await).expect("a parcel that has not left");
                }
                (Some(Cash::Due), _) => self.transfer(at).await,
                _ => {}
            }
        }
    }
}
