//! What people do in a story: one deed after the other, most of them sensible, at times that the seed draws.

use super::trouble::Other;
use super::world::World;
use http::StatusCode;
use market::catalog::ListingId;
use market::kernel::{Problem, Span};
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::outbox::commands::take_jobs;

/// What happens how often.
const DEEDS: [(&str, usize); 25] = [
    ("make a coupon", 2),
    ("end a coupon", 1),
    ("buy", 6),
    ("pay", 7),
    ("decline", 1),
    ("give up", 1),
    ("ship", 9),
    ("bring cash", 3),
    ("take a parcel back", 1),
    ("confirm", 3),
    ("cancel", 1),
    ("ask", 6),
    ("answer a case", 12),
    ("give at the desk", 1),
    ("charge back", 1),
    ("move money of nobody", 1),
    ("look at the statement", 3),
    ("look after a refund", 3),
    ("pay out", 2),
    ("end a payout", 2),
    ("upload", 2),
    ("show", 3),
    ("forge", 1),
    ("crash", 1),
    ("stay away", 1),
];

/// Deeds that are tried until one of them can be done: most of those that are drawn have nothing to be done to.
const DRAWS_MAX: usize = 4;

/// A refusal is an answer; a fault is not.
pub fn did<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> Option<T> {
    match answer {
        Ok(done) => Some(done),
        Err(Problem::Fault(fault)) => panic!("{fault}"),
        Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => None,
    }
}

impl World<'_> {
    /// Somebody does something, time passes, and mostly the worker works.
    pub async fn step(&mut self) {
        for _ in 0..DRAWS_MAX {
            let deed = self.draw();
            if self.does(deed).await {
                self.trouble.note(deed, "done");
                break;
            }
            // What cannot be done now takes no time.
            self.trouble.trace(deed, "not done");
        }
        // Mostly one thing follows the other, so that a story comes far; now and then everybody is late.
        let minutes = match self.trouble.roll(16) {
            0 => self.trouble.pick(&[31, 200, 1_500, 4_400]),
            _ => self.trouble.pick(&[0, 1, 3, 12]),
        };
        let minutes = minutes.unwrap_or(0);
        self.kit.clock.advance(Span::minutes(minutes));
        self.leap_back().await;
        if !self.trouble.one_in(5) {
            self.work().await;
        }
    }

    fn draw(&self) -> &'static str {
        let mut rolled = self.trouble.roll(DEEDS.iter().map(|(_, weight)| weight).sum());
        let drawn = DEEDS.iter().find(|(_, weight)| {
            let is_it = rolled < *weight;
            rolled = rolled.saturating_sub(*weight);
            is_it
        });
        drawn.expect("one of them").0
    }

    async fn does(&mut self, deed: &str) -> bool {
        match deed {
            "make a coupon" => self.make_a_coupon().await,
            "end a coupon" => self.end_a_coupon().await,
            "buy" => self.buy().await,
            "bring cash" => self.bring_cash().await,
            "take a parcel back" => self.take_a_parcel_back().await,
            "ask" => self.ask().await,
            "answer a case" => self.answer_a_case().await,
            "give at the desk" => self.give_at_desk(),
            "charge back" => self.charge_back(),
            "move money of nobody" => self.move_money_of_nobody(),
            "look at the statement" => self.look_at_the_statement().await,
            "look after a refund" => self.look_after_a_refund().await,
            "pay" => {
                let payment = self.trouble.pick_recent(&self.payments);
                payment.is_some_and(|(payment, _)| self.company.pay(payment))
            }
            "decline" => {
                let payment = self.trouble.pick_recent(&self.payments);
                payment.inspect(|(payment, _)| self.company.decline(*payment)).is_some()
            }
            "give up" => {
                let Some((payment, buyer)) = self.trouble.pick_recent(&self.payments) else { return false };
                did(cancel_unpaid(&self.kit.market, &self.table.buyers[buyer].buyer(), payment).await).is_some()
            }
            "pay out" => self.pay_out().await,
            "end a payout" => self.end_payout().await,
            "upload" => {
                self.photos.push((market::catalog::PhotoId::mint(self.kit.market.now()), self.trouble.roll(2)));
                self.upload(self.photos.len() - 1).await
            }
            "show" => self.show().await,
            "forge" => self.forge().await,
            // A worker takes jobs and dies: they are due again when its lease ends.
            "crash" => !take_jobs(&self.kit.market, 3).await.expect("jobs").is_empty(),
            "stay away" => {
                let other = self.trouble.pick(&Other::ALL).expect("one of them");
                let hours = self.trouble.pick(&[1, 5, 20]).expect("a time");
                self.trouble.go_away(other, Span::hours(hours));
                true
            }
            _ => self.with_an_order(deed).await,
        }
    }

    async fn with_an_order(&self, deed: &str) -> bool {
        let Some(bought) = self.trouble.pick_recent(&self.orders) else { return false };
        let (market, buyer) = (&self.kit.market, self.table.buyers[bought.buyer].buyer());
        match deed {
            "ship" => did(ship_order(market, &self.table.shops[bought.shop], bought.order, "sf", "SF1234567890").await).is_some(),
            "confirm" => did(confirm_receipt(market, &buyer, bought.order).await).is_some(),
            "cancel" => did(cancel_unshipped(market, &buyer, bought.order).await).is_some(),
            other => panic!("nobody knows how to {other}"),
        }
    }

    async fn pay_out(&mut self) -> bool {
        let (market, olga) = (&self.kit.market, &self.table.olga);
        let Some(batch) = make_payout_batch(market, Some(olga)).await.expect("a batch") else { return false };
        let made = batch_payouts(market, olga, batch).await.expect("payouts");
        self.payouts.extend(made.iter().map(|payout| payout.id));
        true
    }

    async fn end_payout(&self) -> bool {
        let Some(payout) = self.trouble.pick_recent(&self.payouts) else { return false };
        let (market, olga) = (&self.kit.market, &self.table.olga);
        if self.trouble.one_in(3) {
            return did(fail_payout(market, olga, payout, "no such card").await).is_some();
        }
        let is_paid = did(settle_payout(market, olga, payout).await).is_some();
        if self.trouble.one_in(3) {
            return did(return_payout(market, olga, payout, "the card was closed").await).is_some();
        }
        is_paid
    }

    /// The listing of a photo that goes to one at once; each other one is for a form that nobody saves.
    pub fn listing_of(&self, at: usize) -> Option<ListingId> {
        at.is_multiple_of(2).then(|| self.table.listings[self.photos[at].1])
    }

    /// A shop sends a photo, and sends it again where it heard nothing.
    pub async fn upload(&self, at: usize) -> bool {
        let (photo, shop) = self.photos[at];
        let market = &self.kit.market;
        let bytes = super::picture();
        match self.workshop.app.photos.receive(&self.table.shops[shop], photo, self.listing_of(at), bytes).await {
            Ok(()) => true,
            Err(Problem::Fault(fault)) if fault.detail.contains("photo store") => false,
            Err(other) => panic!("{other} at {}", market.now().millis()),
        }
    }

    /// Somebody says that a payment was made, without the company's key, or with a word of hers that is an hour old.
    async fn forge(&self) -> bool {
        let Some((payment, _)) = self.trouble.pick_recent(&self.payments) else { return false };
        let (now, body) = (self.kit.market.now(), self.company.forge(payment));
        let forged = format!("t={},v1={}", now.millis(), "00".repeat(32));
        let old = self.company.sign(now.before(Span::hours(1)), &body);
        for signature in [forged.as_str(), old.as_str()] {
            assert_eq!(self.door(signature, &body).await, StatusCode::UNAUTHORIZED, "a forged word was believed");
        }
        true
    }
}
