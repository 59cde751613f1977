//! The market itself, doing the same deeds.

use crate::deeds::Deed;
use crate::kinds::{EventId, Unasked};
use crate::place::{Place, Stay};
use crate::plan::{Heard, Plan};
use crate::state::{Coupon, Kind, LINES, Reference};
use crate::table::Table;
use market::aftersales::commands::open_case;
use market::aftersales::{AskCase, CaseId, CaseKind, CaseReason};
use market::kernel::{AttemptId, Market, Money, Problem, Span};
use market::ledger::PayoutId;
use market::order::OrderId;
use market::payment::cash::record_remittance;
use market::payment::{CASH, PaymentId, RefundId, Remittance};
use market::testkit::{PROVIDER, TestMarket};
use proptest_state_machine::StateMachineTest;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Mutex;
use tokio::runtime::Runtime;

/// On which engine.
pub trait Engine: 'static {
    fn table() -> &'static Table;
}

/// One thread: deeds come one after the other, and a second thread only costs the way between the two.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

pub struct System<E> {
    pub kit: Option<TestMarket>,
    /// Another process on the same database, which goes on where the market's begins anew.
    pub auditor: Market,
    stay: Stay,
    pub table: &'static Table,
    pub payments: Vec<PaymentId>,
    pub orders: Vec<OrderId>,
    pub cases: Vec<CaseId>,
    pub payouts: Vec<PayoutId>,
    pub refunds: Vec<RefundId>,
    pub sendings: Vec<AttemptId>,
    engine: PhantomData<E>,
}

static TALLY: Mutex<BTreeMap<String, [u64; 2]>> = Mutex::new(BTreeMap::new());

/// Counts a deed that was done, or refused.
fn tally(plan: &Plan, done: bool) {
    let name = match plan {
        Plan::Move { deed, .. } => format!("{deed:?}"),
        Plan::Tell { told, heard: Heard::First, .. } => format!("Told{told:?}"),
        Plan::Tell { heard, .. } => format!("Told{heard:?}"),
        Plan::Forge { forged, .. } => format!("Forged{forged:?}"),
        Plan::Stray { said, .. } => format!("Stray{said:?}"),
        Plan::Odd { is_fee: true, .. } => "OddFee".to_owned(),
        Plan::Ask { wants: Some(_), .. } => "AskOther".to_owned(),
        Plan::TakeIn { of: None, .. } => "TakeInOfAll".to_owned(),
        Plan::Explain { what, .. } => format!("Explain{what:?}"),
        Plan::Type { is_ended: true, .. } => "TypeEnded".to_owned(),
        Plan::Type { is_left: false, .. } => "TypeUsedUp".to_owned(),
        Plan::EndCoupon { coupon } => format!("End{coupon:?}"),
        Plan::EndPayout { said, .. } => format!("Payout{said:?}"),
        Plan::Unstick { how, .. } => format!("{how:?}"),
        Plan::Gave { gave, .. } => format!("Gave{gave:?}"),
        Plan::Remit { is_rest: true, .. } => "RemitRest".to_owned(),
        Plan::Remit { is_anew: true, .. } => "RemitAnew".to_owned(),
        Plan::Correct { unasked: Unasked::Currency, how, .. } => format!("{how:?}Dollars"),
        Plan::Correct { how, .. } => format!("{how:?}"),
        Plan::Again { differs: true, .. } => "Otherwise".to_owned(),
        other => format!("{other:?}"),
    };
    let name = name.split([' ', '(']).next().unwrap_or_default().to_owned();
    TALLY.lock().unwrap().entry(name).or_default()[usize::from(!done)] += 1;
}

/// How often each deed was done and how often refused, since the process began.
pub fn counts() -> BTreeMap<String, [u64; 2]> {
    TALLY.lock().unwrap().clone()
}

/// What the market says to a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    Refused,
    /// The form's id was used for something else.
    Reused,
}

/// A refusal is an answer, a fault is not.
pub fn did<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> Answer {
    match answer {
        Ok(_) => Answer::Done,
        Err(Problem::Fault(fault)) => panic!("{fault}"),
        Err(Problem::Refused(_) | Problem::NotFound) => Answer::Refused,
        Err(Problem::AttemptReused) => Answer::Reused,
    }
}

impl<E: Engine> StateMachineTest for System<E> {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Self {
        let table = E::table();
        let Place { kit, auditor, stay } = table.runtime.block_on(table.place());
        let (payments, orders, cases, payouts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (refunds, sendings, engine) = (Vec::new(), Vec::new(), PhantomData);
        Self { kit: Some(kit), auditor, stay, table, payments, orders, cases, payouts, refunds, sendings, engine }
    }

    fn apply(mut system: Self, model: &Reference, _: Deed) -> Self {
        if let Plan::Restart = model.plan {
            let kit = system.kit.take().unwrap();
            system.kit = Some(system.table.runtime.block_on(kit.restart()));
            tally(&model.plan, true);
            return system;
        }
        let runtime = &system.table.runtime;
        let answer = runtime.block_on(system.does(model));
        runtime.block_on(system.owes(model));
        let expected = match model.plan {
            Plan::Again { differs: true, .. } => Answer::Reused,
            _ if model.accepts => Answer::Done,
            _ => Answer::Refused,
        };
        tally(&model.plan, answer == expected && answer != Answer::Refused);
        assert_eq!(answer, expected, "the model and the market do not agree whether {:?} is done", model.plan);
        system
    }

    fn check_invariants(system: &Self, model: &Reference) {
        system.table.runtime.block_on(async {
            system.stock_and_money(model).await;
            system.orders(model).await;
            system.parts(model).await;
            system.carts(model).await;
            system.unasked(model).await;
            system.explained(model).await;
            system.kit().audited_often(&system.auditor).await;
        });
    }

    fn teardown(system: Self, _: Reference) {
        let Self { table, kit, auditor, stay, .. } = system;
        table.runtime.block_on(table.leave(Place { kit: kit.unwrap(), auditor, stay }));
    }
}

impl<E: Engine> System<E> {
    pub const fn kit(&self) -> &TestMarket {
        self.kit.as_ref().unwrap()
    }

    async fn does(&mut self, model: &Reference) -> Answer {
        let (kit, table) = (self.kit.as_ref().unwrap(), self.table);
        let market = &kit.market;
        match model.plan {
            Plan::Nothing | Plan::Restart => Answer::Done,
            Plan::List { good, version, price, seen, counted, large } => {
                self.list((good, version), price, (seen, counted), large).await
            }
            Plan::Add { buyer, good, quantity } => self.add(&table.buyers[buyer], good, quantity).await,
            Plan::Type { buyer, coupon, .. } => self.type_in(&table.buyers[buyer], coupon).await,
            Plan::EndCoupon { coupon: Coupon::Shop } => self.end_shops_coupon().await,
            Plan::Buy { buyer, wanted } => self.buy(&table.buyers[buyer], wanted, PROVIDER).await,
            Plan::Promise { buyer, wanted } => self.buy(&table.buyers[buyer], wanted, CASH).await,
            Plan::Remit { payment, amount, line, .. } => {
                let reference = self.event_id(EventId::Payment { payment, event: line });
                let payment = self.payments[payment];
                let remittance = Remittance { payment, amount: Money::fen(amount), reference, day: "2026-11-24".to_owned() };
                did(record_remittance(market, &table.olga, &remittance).await)
            }
            Plan::Tell { payment, told, event, .. } => self.tells(model, payment, told, event).await,
            Plan::Forge { payment, forged, event, refund } => self.forges(model, (payment, event), forged, refund).await,
            Plan::Stray { of, said, line } => self.states_stray(of, said, line).await,
            Plan::Odd { line, is_fee } => self.states_odd(line, is_fee).await,
            Plan::GiveAtDesk { line, payment, amount } => self.states_desk(line, payment, amount).await,
            Plan::Ask { order, kind, quantities, amount, wants } => {
                self.ask(model, (order, wants), kind, (quantities, amount)).await
            }
            Plan::Refunded { refund, turn } => self.tells_of(model, refund, (turn, "refunded")).await,
            Plan::Gave { refund, turn, gave } => self.gives_back(model, refund, (turn, gave)).await,
            Plan::RefundFails { refund, turn, again: false } => self.tells_of(model, refund, (turn, "failed")).await,
            Plan::RefundFails { refund, turn, again: true } => self.tells_of(model, refund, (turn, "failed:again")).await,
            Plan::RefuseRefund { refund } => {
                self.kit().refuses(self.refunds[refund], "the card is closed").await;
                Answer::Done
            }
            Plan::Again { sending, differs } => self.sends_again(model, sending, differs).await,
            Plan::Wait { minutes, jobs } => {
                kit.clock.advance(Span::minutes(minutes));
                self.jobs(jobs).await
            }
            Plan::Back { millis, jobs } => {
                kit.clock.turn_back(Span::millis_of(millis));
                self.jobs(jobs).await
            }
            Plan::GiveUp { .. }
            | Plan::Cancel { .. }
            | Plan::Ship { .. }
            | Plan::Confirm { .. }
            | Plan::TakeBack { .. }
            | Plan::WriteOff { .. }
            | Plan::WithdrawCash { .. }
            | Plan::Move { .. }
            | Plan::EndCoupon { coupon: Coupon::Market }
            | Plan::PayOut
            | Plan::EndPayout { .. }
            | Plan::Unstick { .. }
            | Plan::Correct { .. }
            | Plan::Explain { .. }
            | Plan::TakeIn { .. }
            | Plan::Tie { .. }
            | Plan::Note { .. } => self.sends(model).await,
        }
    }

    /// Jobs fire what is due, where they run.
    async fn jobs(&self, do_run: bool) -> Answer {
        if do_run {
            self.kit().fire_clocks().await;
        }
        Answer::Done
    }

    async fn ask(
        &mut self,
        model: &Reference,
        (order, wants): (usize, Option<usize>),
        kind: Kind,
        (quantities, amount): ([i64; LINES], Option<i64>),
    ) -> Answer {
        let kit = self.kit();
        let kind = match kind {
            Kind::BeforeShipping => CaseKind::BeforeShipping,
            Kind::RefundOnly => CaseKind::RefundOnly,
            Kind::Return => CaseKind::ReturnAndRefund,
            Kind::Exchange => CaseKind::Exchange,
            Kind::Resend => CaseKind::Resend,
        };
        let ask = AskCase {
            attempt: CaseId::mint(kit.market.now()),
            order: self.orders[order],
            kind,
            reason: CaseReason::Damaged,
            words: "It came torn.".to_owned(),
            quantities: (0..).zip(quantities).collect(),
            amount_minor: amount,
            wanted: wants.iter().filter_map(|line| Some((i64::try_from(*line).ok()?, self.table.large()))).collect(),
        };
        let buyer = self.table.buyers[model.orders[order].buyer].buyer();
        let answer = did(open_case(&kit.market, &buyer, &ask).await);
        if answer == Answer::Done {
            self.cases.push(ask.attempt);
        }
        answer
    }

    /// Learns which of the market's refunds are the model's new ones. Of equal ones either may be either.
    async fn owes(&mut self, model: &Reference) {
        let mut new = self.kit().refunds().await;
        new.retain(|(id, ..)| !self.refunds.contains(id));
        for refund in &model.refunds[self.refunds.len()..] {
            let payment = self.payments[refund.payment];
            let found = new.iter().position(|(_, of, amount)| (*of, *amount) == (payment, refund.amount));
            let (id, ..) = new.remove(found.unwrap_or_else(|| panic!("the market does not give back {refund:?}: {new:?}")));
            self.refunds.push(id);
        }
        assert!(new.is_empty(), "the market gives back what the model does not: {new:?}");
    }
}
