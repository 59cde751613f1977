//! Forms that carry the id of their sending: sent once they do their work, sent again they do nothing more, and with something else
//! in them under the same id they are refused.

use crate::kinds::{Alone, Correction, Move, Unasked, Unstick};
use crate::plan::Plan;
use crate::state::{PayoutIs, Reference};
use crate::system::{Answer, Engine, System, did};
use crate::words::{desk_line, line_of, odd_line};
use market::aftersales::CaseState;
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, confirm_goods, contest_return, decide_case, escalate_case, give_back_instead,
    receive_return, refuse_case, resend_goods, send_return, withdraw_case,
};
use market::aftersales::queries::case_of;
use market::coupon::commands::end_market_coupon;
use market::kernel::{AttemptId, Market};
use market::ledger::PayoutBatchId;
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::OrderId;
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::payment::cash::{withdraw_remittance, write_off_cash};
use market::payment::stuck::{retry_refund, settle_refund_by_hand};
use market::payment::suspense::{
    correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount, note_unbooked_amount,
};
use market::payment::{CASH, PaymentId, RefundId, ReportKind};
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::tie::tie_refund;
use market::testkit::PROVIDER;

/// A sending: under which id, and whether something else stands in the form than the first time.
#[derive(Clone, Copy)]
struct Sending {
    attempt: AttemptId,
    differs: bool,
}

impl Sending {
    /// What somebody writes into the form.
    const fn words(self, first: &'static str, other: &'static str) -> &'static str {
        if self.differs { other } else { first }
    }
}

impl<E: Engine> System<E> {
    /// Sends the form of a plan for the first time.
    pub async fn sends(&mut self, model: &Reference) -> Answer {
        let attempt = AttemptId::mint(self.kit().market.now());
        if let Plan::Correct { payment, unasked, how } = model.plan
            && (unasked, how) != (Unasked::Currency, Correction::GiveBack)
        {
            let known = &model.payments[payment];
            // What operators record of cash is all that its statement has.
            if !known.is_cash {
                self.states(payment, how.stated(known.amount)).await;
            }
        }
        let answer = self.form(model, &model.plan, Sending { attempt, differs: false }).await;
        if let Plan::PayOut = model.plan {
            let batch = PayoutBatchId::from_uuid(attempt.uuid());
            let mut made = batch_payouts(&self.kit().market, &self.table.olga, batch).await.unwrap();
            made.sort_by(|a, b| a.shop_name.cmp(&b.shop_name));
            self.payouts.extend(made.iter().map(|payout| payout.id));
        }
        if model.sendings.len() > self.sendings.len() {
            self.sendings.push(attempt);
        }
        answer
    }

    /// Sends a form that did its work before.
    pub async fn sends_again(&self, model: &Reference, sending: usize, differs: bool) -> Answer {
        self.form(model, &model.sendings[sending], Sending { attempt: self.sendings[sending], differs }).await
    }

    /// The provider's statement says that it has so much of a payment. What it said first stands.
    async fn states(&self, payment: usize, amount: i64) {
        let kit = self.kit();
        let line = kit.report_line_of(self.payments[payment], &line_of(payment), ReportKind::Captured, amount);
        kit.states(PROVIDER, &[line]).await;
    }

    async fn form(&self, model: &Reference, plan: &Plan, sending: Sending) -> Answer {
        let market = &self.kit().market.for_attempt(sending.attempt);
        let buyer_of = |order: usize| self.table.buyers[model.orders[order].buyer].buyer();
        match *plan {
            Plan::GiveUp { payment } => {
                let (buyer, id) = (self.table.buyers[model.payments[payment].buyer].buyer(), self.payments[payment]);
                if sending.differs {
                    return did(confirm_receipt(market, &buyer, OrderId::from_uuid(id.uuid())).await);
                }
                did(cancel_unpaid(market, &buyer, id).await)
            }
            Plan::Cancel { order } | Plan::Confirm { order } if sending.differs => {
                let other = PaymentId::from_uuid(self.orders[order].uuid());
                did(cancel_unpaid(market, &buyer_of(order), other).await)
            }
            Plan::Cancel { order } => did(cancel_unshipped(market, &buyer_of(order), self.orders[order]).await),
            Plan::Confirm { order } => did(confirm_receipt(market, &buyer_of(order), self.orders[order]).await),
            Plan::Ship { order } | Plan::TakeBack { order } if sending.differs => {
                let staff = &self.table.shops[model.orders[order].shop];
                did(ship_order(market, staff, self.orders[order], "sf", "SF9999999999").await)
            }
            Plan::TakeBack { order } => {
                did(take_parcel_back(market, &self.table.shops[model.orders[order].shop], self.orders[order]).await)
            }
            Plan::Ship { order } => {
                let staff = &self.table.shops[model.orders[order].shop];
                did(ship_order(market, staff, self.orders[order], "sf", "SF1234567890").await)
            }
            Plan::Move { case, deed, seen_appealed, amount } => {
                let seen = if seen_appealed { CaseState::Appealed } else { CaseState::Disputed };
                self.moves(model, (market, sending), (case, deed), (seen, amount)).await
            }
            Plan::EndCoupon { .. }
            | Plan::PayOut
            | Plan::EndPayout { .. }
            | Plan::Unstick { .. }
            | Plan::Correct { .. }
            | Plan::Note { .. }
            | Plan::TakeIn { .. }
            | Plan::Tie { .. }
            | Plan::Explain { .. }
            | Plan::WithdrawCash { .. }
            | Plan::WriteOff { .. } => self.form_of_operator(market, plan, sending).await,
            _ => Answer::Done,
        }
    }

    async fn form_of_operator(&self, market: &Market, plan: &Plan, sending: Sending) -> Answer {
        let (olga, why) = (&self.table.olga, sending.words("So.", "Otherwise."));
        match *plan {
            Plan::PayOut | Plan::EndPayout { .. } if sending.differs => {
                did(retry_refund(market, olga, RefundId::from_uuid(sending.attempt.uuid()), why).await)
            }
            Plan::EndCoupon { coupon } => did(end_market_coupon(market, olga, self.table.coupons[coupon.at()], why).await),
            Plan::PayOut => did(make_payout_batch(market, Some(olga)).await),
            Plan::EndPayout { payout, said } => {
                let payout = self.payouts[payout];
                match said {
                    PayoutIs::Returned => did(return_payout(market, olga, payout, "no such card").await),
                    PayoutIs::Failed => did(fail_payout(market, olga, payout, "no such card").await),
                    PayoutIs::Paid | PayoutIs::Waiting => did(settle_payout(market, olga, payout).await),
                }
            }
            Plan::Unstick { refund, how: Unstick::Retry } => did(retry_refund(market, olga, self.refunds[refund], why).await),
            Plan::Unstick { refund, how: Unstick::ByHand } => {
                did(settle_refund_by_hand(market, olga, self.refunds[refund], why).await)
            }
            Plan::WriteOff { payment } => did(write_off_cash(market, olga, self.payments[payment], why).await),
            Plan::WithdrawCash { id } => did(withdraw_remittance(market, olga, &self.event_id(id), why).await),
            Plan::TakeIn { line, of } => {
                let (line, of) = (desk_line(line), of.map(|order| self.orders[order]));
                did(take_desk_refund(market, olga, (PROVIDER, line.as_str()), of, why).await)
            }
            Plan::Tie { line, refund } => {
                let (line, refund) = (desk_line(line), self.refunds[refund]);
                did(tie_refund(market, olga, (PROVIDER, line.as_str()), refund, why).await)
            }
            Plan::Explain { what, at } => did(explain_difference(market, olga, &self.difference(what, at).await, why).await),
            Plan::Note { id, is_cash } => {
                let (provider, event) = (if is_cash { CASH } else { PROVIDER }, self.event_id(id));
                did(note_unbooked_amount(market, olga, (provider, event.as_str()), why).await)
            }
            Plan::Correct { payment, unasked, how } => {
                let payment = self.payments[payment];
                match (unasked, how) {
                    (Unasked::Amount, Correction::GiveBack) => did(give_back_wrong_amount(market, olga, payment, why).await),
                    (Unasked::Currency, Correction::GiveBack) => did(give_back_foreign_amount(market, olga, payment, why).await),
                    (Unasked::Amount, Correction::Statement | Correction::StatementLess) => {
                        did(correct_wrong_amount(market, olga, payment, why).await)
                    }
                    (Unasked::Currency, Correction::Statement | Correction::StatementLess) => {
                        did(correct_foreign_amount(market, olga, payment, why).await)
                    }
                }
            }
            _ => Answer::Done,
        }
    }

    /// By which name an operator knows a difference. A payment that was not paid has no booking that could be one.
    async fn difference(&self, what: Alone, at: usize) -> String {
        match what {
            Alone::Desk => format!("{PROVIDER}.line.{}", desk_line(at)),
            Alone::Odd => format!("{PROVIDER}.line.{}", odd_line(at)),
            Alone::Booking => {
                let (payment, captures) = (self.payments[at].uuid(), self.captures().await);
                let found = captures.into_iter().find(|capture| capture.subject == payment);
                format!("{PROVIDER}.book.{}", found.map_or(payment, |capture| capture.id).simple())
            }
        }
    }

    async fn moves(
        &self,
        model: &Reference,
        (market, sending): (&Market, Sending),
        (at, deed): (usize, Move),
        (seen, amount): (CaseState, i64),
    ) -> Answer {
        let (case, order) = (self.cases[at], &model.orders[model.cases[at].order]);
        let (buyer, staff) = (self.table.buyers[order.buyer].buyer(), &self.table.shops[order.shop]);
        let why = |first| sending.words(first, "Otherwise.");
        // No two parcels of an order have one number.
        let parcel = |first, other| format!("{}{at:06}", sending.words(first, other));
        did(match deed {
            // These forms have nothing in them that could differ: another one is sent under their id.
            Move::Agree | Move::Receive | Move::GiveBackInstead if sending.differs => {
                refuse_case(market, staff, case, "Otherwise.").await
            }
            Move::Withdraw | Move::ConfirmGoods if sending.differs => escalate_case(market, &buyer, case, "Otherwise.").await,
            Move::Agree => agree_to_case(market, staff, case).await,
            Move::Refuse => refuse_case(market, staff, case, why("No.")).await,
            Move::Withdraw => withdraw_case(market, &buyer, case).await,
            Move::Escalate => escalate_case(market, &buyer, case, why("Yes.")).await,
            Move::Send => send_return(market, &buyer, case, "sf", &parcel("SF11", "SF12")).await,
            Move::Receive => receive_return(market, staff, case).await,
            Move::Resend => resend_goods(market, staff, case, "sf", &parcel("SF21", "SF22")).await,
            Move::ConfirmGoods => confirm_goods(market, &buyer, case).await,
            Move::GiveBackInstead => give_back_instead(market, staff, case).await,
            Move::Contest => contest_return(market, staff, case, why("A brick.")).await,
            Move::Decide(_) => {
                let page = case_of(market, Who::Operator(&self.table.olga), case).await.unwrap().unwrap();
                decide_case(market, &self.table.olga, case, (seen, page.heard()), (amount, why("So."))).await
            }
            Move::AppealOfBuyer => appeal_case(market, Who::Buyer(&buyer), case, why("Look again.")).await,
            Move::AppealOfShop => appeal_case(market, Who::Shop(staff), case, why("Look again.")).await,
        })
    }
}
