//! What people do in a story: one deed after the other, most of them sensible, at times that the seed draws.

use super::company::NAME;
use super::trouble::Other;
use super::world::{Bought, World};
use http::StatusCode;
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, confirm_goods, contest_return, decide_case, escalate_case, give_back_instead, open_case,
    receive_return, refuse_case, resend_goods, say_in_case, send_return, withdraw_case,
};
use market::aftersales::{CaseId, CaseKind, CaseState, EvidenceId};
use market::catalog::ListingId;
use market::checkout::commands::place_order;
use market::kernel::{Problem, Span};
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::order_of_shop;
use market::outbox::commands::take_jobs;
use market::payment::commands::note_reference;
use market::payment::{PaymentId, PaymentProvider, StartPayment, queries};

/// What happens how often.
const DEEDS: [(&str, usize); 16] = [
    ("buy", 4),
    ("pay", 7),
    ("decline", 1),
    ("give up", 1),
    ("ship", 8),
    ("confirm", 3),
    ("cancel", 1),
    ("ask", 5),
    ("answer a case", 9),
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
fn did<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> Option<T> {
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
            "buy" => self.buy().await,
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
            "answer a case" => self.answer_a_case().await,
            _ => self.with_an_order(deed).await,
        }
    }

    async fn buy(&mut self) -> bool {
        let buyer = self.trouble.roll(self.table.buyers.len());
        let mut goods = self.table.goods.clone();
        if !self.trouble.roll(3).is_multiple_of(3) {
            goods.remove(self.trouble.roll(2));
        }
        let who = &self.table.buyers[buyer];
        self.kit.fill_cart(who, &goods).await;
        let form = self.kit.checkout_form(who).await;
        let placed = place_order(&self.kit.market, &who.buyer(), NAME, form).await.expect("orders");
        self.payments.push((placed.payment, buyer));
        for order in placed.orders {
            let of_pork = order_of_shop(&self.kit.market, &self.table.shops[0], order).await.expect("an answer").is_some();
            self.orders.push(Bought { order, shop: usize::from(!of_pork), buyer });
        }
        for _ in 0..3 {
            if self.start(placed.payment, buyer).await {
                return true;
            }
        }
        false
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

    async fn with_an_order(&mut self, deed: &str) -> bool {
        let Some(bought) = self.trouble.pick_recent(&self.orders) else { return false };
        let (market, buyer) = (&self.kit.market, self.table.buyers[bought.buyer].buyer());
        match deed {
            "ship" => did(ship_order(market, &self.table.shops[bought.shop], bought.order, "sf", "SF1234567890").await).is_some(),
            "confirm" => did(confirm_receipt(market, &buyer, bought.order).await).is_some(),
            "cancel" => did(cancel_unshipped(market, &buyer, bought.order).await).is_some(),
            "ask" => {
                let kind = self.trouble.pick(CaseKind::ALL).expect("one of them");
                let (_, quantity) = self.table.goods[bought.shop];
                let mut ask =
                    self.kit.asks(bought.order, kind, &[(0, self.trouble.pick(&[quantity, quantity / 2]).unwrap_or(1))]);
                ask.amount_minor = self.trouble.pick(&[None, None, Some(333)]).flatten();
                let case = did(open_case(market, &buyer, &ask).await);
                self.cases.extend(case.map(|case| (case, bought)));
                case.is_some()
            }
            other => panic!("nobody knows how to {other}"),
        }
    }

    async fn answer_a_case(&self) -> bool {
        let Some((case, bought)) = self.trouble.pick_recent(&self.cases) else { return false };
        let (market, buyer, staff) = (&self.kit.market, self.table.buyers[bought.buyer].buyer(), &self.table.shops[bought.shop]);
        // No two parcels of an order have one number.
        let parcel = |way: &str| format!("{way}{}", case.uuid().simple());
        match self.trouble.roll(12) {
            0 | 1 => did(agree_to_case(market, staff, case).await).is_some(),
            2 => did(refuse_case(market, staff, case, "No.").await).is_some(),
            3 => did(withdraw_case(market, &buyer, case).await).is_some(),
            4 => did(escalate_case(market, &buyer, case, "Yes.").await).is_some(),
            5 => did(send_return(market, &buyer, case, "sf", &parcel("BACK")).await).is_some(),
            6 => {
                did(receive_return(market, staff, case).await).is_some()
                    || did(contest_return(market, staff, case, "A brick.").await).is_some()
            }
            7 => did(appeal_case(market, Who::Buyer(&buyer), case, "Look again.").await).is_some(),
            8 => did(resend_goods(market, staff, case, "sf", &parcel("AGAIN")).await).is_some(),
            9 => did(confirm_goods(market, &buyer, case).await).is_some(),
            10 => did(give_back_instead(market, staff, case).await).is_some(),
            _ => self.decide(case).await,
        }
    }

    /// The operator decides, for the first time or after an appeal.
    pub async fn decide(&self, case: CaseId) -> bool {
        let amount = self.trouble.pick(&[0, 1, 300]).unwrap_or(0);
        let mut done = false;
        for seen in [CaseState::Disputed, CaseState::Appealed] {
            done |= did(decide_case(&self.kit.market, &self.table.olga, case, seen, (amount, "So.")).await).is_some();
        }
        done
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

    /// A buyer shows a photo in a case, which may be over; now and then nothing comes after the photo.
    async fn show(&self) -> bool {
        let Some((case, bought)) = self.trouble.pick_recent(&self.cases) else { return false };
        let (market, buyer) = (&self.kit.market, self.table.buyers[bought.buyer].buyer());
        let photo = EvidenceId::mint(market.now());
        let kept = match self.workshop.app.evidence.keep(photo, super::picture()).await {
            Ok(kept) => kept,
            Err(Problem::Fault(fault)) if fault.detail.contains("photo store") => return false,
            Err(other) => panic!("{other} at {}", market.now().millis()),
        };
        if self.trouble.one_in(4) {
            return false;
        }
        did(say_in_case(market, Who::Buyer(&buyer), case, "Look.", &[kept]).await).is_some()
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
