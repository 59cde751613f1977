//! The market itself, doing the same deeds.

use crate::deeds::{Deed, Move, Told};
use crate::state::{Kind, OrderIs, Plan, Reference};
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, contest_return, decide_case, escalate_case, open_case, receive_return, refuse_case,
    send_return, withdraw_case,
};
use market::aftersales::{AskCase, CaseId, CaseKind, CaseReason, CaseState};
use market::cart::CartOwner;
use market::catalog::VariantId;
use market::inventory::queries::levels;
use market::kernel::{Measure, Money, Problem, Span, Unit};
use market::ledger::PayoutId;
use market::ledger::commands::{fail_payout, make_payout_batch, settle_payout};
use market::ledger::queries::{batch_payouts, shop_money};
use market::order::OrderId;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::payment::{PaymentId, ProviderEventKind};
use market::shop::ShopStaff;
use market::testkit::{Frozen, TestMarket};
use proptest_state_machine::StateMachineTest;
use sea_orm::{FromQueryResult, Statement};
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::sync::Mutex;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// On which engine.
pub trait Engine: 'static {
    fn table() -> &'static Table;
}

/// The people and goods of every sequence, made once.
pub struct Table {
    frozen: Frozen,
    buyers: [SignedIn; 2],
    shops: [ShopStaff; 2],
    goods: [VariantId; 2],
    olga: Operator,
}

impl Table {
    pub fn set(kit: impl Future<Output = TestMarket>) -> Self {
        runtime().block_on(async {
            let kit = kit.await;
            let buyers = [kit.person("Ben").create().await, kit.person("Cai").create().await];
            let owner = kit.person("Xiuying").create().await;
            let pork_shop = kit.shop("danqing", &owner).approved().create().await;
            let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };
            let pork = kit.listing(&pork_shop).title("Salted pork").measure(measure).price_fen(4_580).stock(2_000).create().await;
            let owner = kit.person("Rosy").create().await;
            let dress_shop = kit.shop("rosy", &owner).approved().create().await;
            let dress = kit.listing(&dress_shop).title("Rosy dress").price_fen(12_800).stock(40).weight_grams(400).create().await;
            let olga = kit.person("Olga").operator().create().await.operator().unwrap();
            let (shops, goods) = ([pork_shop, dress_shop], [pork.variant(), dress.variant()]);
            Self { frozen: kit.freeze().await, buyers, shops, goods, olga }
        })
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

pub struct System<E> {
    runtime: Runtime,
    kit: Option<TestMarket>,
    table: &'static Table,
    payments: Vec<PaymentId>,
    orders: Vec<OrderId>,
    cases: Vec<CaseId>,
    payouts: Vec<PayoutId>,
    engine: PhantomData<E>,
}

static TALLY: Mutex<BTreeMap<String, [u64; 2]>> = Mutex::new(BTreeMap::new());

/// Counts a deed that was done, or refused.
fn tally(plan: &Plan, done: bool) {
    let name = match plan {
        Plan::Move { deed, .. } => format!("{deed:?}"),
        other => format!("{other:?}"),
    };
    let name = name.split([' ', '(']).next().unwrap_or_default().to_owned();
    TALLY.lock().unwrap().entry(name).or_default()[usize::from(!done)] += 1;
}

/// How often each deed was done and how often refused, since the process began.
pub fn counts() -> BTreeMap<String, [u64; 2]> {
    TALLY.lock().unwrap().clone()
}

/// Whether the market did it; a refusal is an answer, a fault is not.
fn did<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> bool {
    match answer {
        Ok(_) => true,
        Err(Problem::Fault(fault)) => panic!("{fault}"),
        Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => false,
    }
}

impl<E: Engine> StateMachineTest for System<E> {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Self {
        let (runtime, table) = (runtime(), E::table());
        let kit = Some(runtime.block_on(table.frozen.thaw()));
        let (payments, orders, cases, payouts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { runtime, kit, table, payments, orders, cases, payouts, engine: PhantomData }
    }

    fn apply(mut system: Self, model: &Reference, _: Deed) -> Self {
        if let Plan::Restart = model.plan {
            let kit = system.kit.take().unwrap();
            system.kit = Some(system.runtime.block_on(kit.restart()));
            tally(&model.plan, true);
            return system;
        }
        let handle = system.runtime.handle().clone();
        let done = handle.block_on(system.does(model));
        tally(&model.plan, done);
        assert_eq!(done, model.accepts, "the model and the market do not agree whether {:?} is done", model.plan);
        system
    }

    fn check_invariants(system: &Self, model: &Reference) {
        system.runtime.block_on(async {
            system.stock_and_money(model).await;
            system.orders(model).await;
            system.kit().audited().await;
        });
    }

    fn teardown(system: Self, _: Reference) {
        let Self { runtime, kit, .. } = system;
        runtime.block_on(kit.unwrap().discard());
    }
}

impl<E: Engine> System<E> {
    const fn kit(&self) -> &TestMarket {
        self.kit.as_ref().unwrap()
    }

    async fn does(&mut self, model: &Reference) -> bool {
        let (kit, table) = (self.kit.as_ref().unwrap(), self.table);
        let market = &kit.market;
        let buyer_of = |order: usize| table.buyers[model.orders[order].buyer].buyer();
        match model.plan {
            Plan::Nothing | Plan::Restart => true,
            Plan::Buy { buyer, pork, dresses } => self.buy(&table.buyers[buyer], pork, dresses).await,
            Plan::Tell { payment, told, event } => {
                let amount = model.payments[payment].amount;
                let kind = match told {
                    Told::Right => ProviderEventKind::Captured(Money::fen(amount)),
                    Told::Wrong => ProviderEventKind::Captured(Money::fen(amount - 1)),
                    Told::Declined => ProviderEventKind::Declined,
                };
                did(kit.told(self.payments[payment], &format!("{payment} {event}"), kind).await)
            }
            Plan::GiveUp { payment } => {
                let buyer = table.buyers[model.payments[payment].buyer].buyer();
                did(cancel_unpaid(market, &buyer, self.payments[payment]).await)
            }
            Plan::Cancel { order } => did(cancel_unshipped(market, &buyer_of(order), self.orders[order]).await),
            Plan::Confirm { order } => did(confirm_receipt(market, &buyer_of(order), self.orders[order]).await),
            Plan::Ship { order } => {
                let staff = &table.shops[model.orders[order].shop];
                did(ship_order(market, staff, self.orders[order], "sf", "SF1234567890").await)
            }
            Plan::Ask { order, kind, quantity, amount } => {
                let kind = match kind {
                    Kind::BeforeShipping => CaseKind::BeforeShipping,
                    Kind::RefundOnly => CaseKind::RefundOnly,
                    Kind::Return => CaseKind::ReturnAndRefund,
                };
                let ask = AskCase {
                    attempt: CaseId::mint(market.now()),
                    order: self.orders[order],
                    kind,
                    reason: CaseReason::Damaged,
                    words: "It came torn.".to_owned(),
                    quantities: vec![(0, quantity)],
                    amount_minor: amount,
                };
                let done = did(open_case(market, &buyer_of(order), &ask).await);
                if done {
                    self.cases.push(ask.attempt);
                }
                done
            }
            Plan::Move { case, deed, seen_appealed, amount } => self.moves(model, case, deed, (seen_appealed, amount)).await,
            Plan::Refunded { refund } => {
                let (id, payment, _) = kit.refunds().await[refund];
                did(kit.told(payment, &format!("refund {refund}"), ProviderEventKind::Refunded(id)).await)
            }
            Plan::PayOut => {
                if let Some(batch) = make_payout_batch(market, Some(&table.olga)).await.unwrap() {
                    let mut made = batch_payouts(market, &table.olga, batch).await.unwrap();
                    made.sort_by(|a, b| a.shop_name.cmp(&b.shop_name));
                    self.payouts.extend(made.iter().map(|payout| payout.id));
                }
                true
            }
            Plan::EndPayout { payout, paid: true } => did(settle_payout(market, &table.olga, self.payouts[payout]).await),
            Plan::EndPayout { payout, paid: false } => {
                did(fail_payout(market, &table.olga, self.payouts[payout], "no such card").await)
            }
            Plan::Wait { minutes, jobs } => {
                kit.clock.advance(Span::minutes(minutes));
                if jobs {
                    kit.fire_clocks().await;
                }
                true
            }
        }
    }

    async fn buy(&mut self, buyer: &SignedIn, pork: i64, dresses: i64) -> bool {
        let kit = self.kit.as_ref().unwrap();
        let wanted = self.table.goods.into_iter().zip([pork, dresses]).filter(|(_, quantity)| *quantity > 0);
        let goods: Vec<_> = wanted.collect();
        kit.fill_cart(buyer, &goods).await;
        let form = kit.checkout_form(buyer).await;
        let placed = kit.place(buyer, &form).await.unwrap();
        assert_eq!(market::cart::queries::count(&kit.market, &CartOwner::Person(buyer.buyer())).await.unwrap(), 0);
        let mut orders = Vec::new();
        for order in placed.orders {
            let view = order_of_buyer(&kit.market, &buyer.buyer(), order).await.unwrap().unwrap();
            orders.push((view.row.shop_handle, order));
        }
        orders.sort();
        self.payments.push(placed.payment);
        self.orders.extend(orders.into_iter().map(|(_, order)| order));
        true
    }

    async fn moves(&self, model: &Reference, at: usize, deed: Move, (seen_appealed, amount): (bool, i64)) -> bool {
        let (market, case, order) = (&self.kit().market, self.cases[at], &model.orders[model.cases[at].order]);
        let (buyer, staff) = (self.table.buyers[order.buyer].buyer(), &self.table.shops[order.shop]);
        let seen = if seen_appealed { CaseState::Appealed } else { CaseState::Disputed };
        did(match deed {
            Move::Agree => agree_to_case(market, staff, case).await,
            Move::Refuse => refuse_case(market, staff, case, "No.").await,
            Move::Withdraw => withdraw_case(market, &buyer, case).await,
            Move::Escalate => escalate_case(market, &buyer, case, "Yes.").await,
            Move::Send => send_return(market, &buyer, case, "sf", "SF123456").await,
            Move::Receive => receive_return(market, staff, case).await,
            Move::Contest => contest_return(market, staff, case, "A brick.").await,
            Move::Decide(_) => decide_case(market, &self.table.olga, case, seen, (amount, "So.")).await,
            Move::AppealOfBuyer => appeal_case(market, Who::Buyer(&buyer), case, "Look again.").await,
            Move::AppealOfShop => appeal_case(market, Who::Shop(staff), case, "Look again.").await,
        })
    }

    async fn stock_and_money(&self, model: &Reference) {
        let market = &self.kit().market;
        let ids = self.table.goods.map(|goods| goods.uuid());
        let found = levels(market, &ids).await.unwrap();
        for (at, shop) in model.shops.iter().enumerate() {
            let level = found[&ids[at]];
            assert_eq!((level.on_hand, level.held), (shop.on_hand, shop.held), "stock of shop {at}");
            let money = shop_money(market, &self.table.shops[at]).await.unwrap().unwrap();
            let of = |paid: Option<bool>| -> i64 {
                model.payouts.iter().filter(|payout| payout.shop == at && payout.paid == paid).map(|payout| payout.amount).sum()
            };
            assert_eq!(money.on_its_way.minor(), of(None), "on its way to shop {at}");
            assert_eq!(money.paid_out.minor(), of(Some(true)), "paid out to shop {at}");
            assert_eq!(money.available.minor(), shop.balance - of(None), "balance of shop {at}");
            let under_way = |is| matches!(is, OrderIs::Paid | OrderIs::Shipped);
            let held = model.orders.iter().filter(|order| order.shop == at && under_way(order.is));
            let held: i64 = held.map(|order| order.total() - order.refunded - order.fee + order.refunded_fee).sum();
            assert_eq!(money.held.minor(), held, "held for shop {at}");
        }
        let mut owed: Vec<_> = self.kit().refunds().await.iter().map(|refund| refund.2).collect();
        let mut expected: Vec<_> = model.refunds.iter().map(|refund| refund.1).collect();
        owed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(owed, expected, "refunds");
    }

    /// Rows, not views: a whole market is compared after every deed.
    async fn rows<R: FromQueryResult>(&self, sql: &str) -> Vec<R> {
        let market = &self.kit().market;
        R::find_by_statement(Statement::from_string(market.backend(), sql)).all(market.db()).await.unwrap()
    }

    async fn orders(&self, model: &Reference) {
        let sql = "SELECT id, state, total_minor AS total, fee_minor AS other, refunded_minor AS back, open_case FROM orders";
        let found = by_id(self.rows(sql).await);
        assert_eq!(found.len(), model.orders.len(), "orders");
        for (at, order) in model.orders.iter().enumerate() {
            let row = &found[&self.orders[at].uuid()];
            assert_eq!(row.state, format!("{:?}", order.is).to_lowercase(), "order {at}");
            assert_eq!((row.total, row.other, row.back), (order.total(), order.fee, order.refunded), "sums of order {at}");
            assert_eq!(row.open_case, order.open_case.map(|case| self.cases[case].uuid()), "the open case of order {at}");
        }
        let sql =
            "SELECT id, state, amount_minor AS total, expires_at AS other, created_at AS back, NULL AS open_case FROM payment";
        let found = by_id(self.rows(sql).await);
        for (at, payment) in model.payments.iter().enumerate() {
            let row = &found[&self.payments[at].uuid()];
            let state = format!("{:?}", payment.is).to_lowercase();
            assert_eq!((row.state.as_str(), row.total), (state.as_str(), payment.amount), "payment {at}");
        }
        let sql = "SELECT id, state, amount_minor AS total, opened_at AS other, COALESCE(due_at, 0) AS back, NULL AS open_case \
                   FROM aftersales_case";
        let found = by_id(self.rows(sql).await);
        assert_eq!(found.len(), model.cases.len(), "cases");
        for (at, case) in model.cases.iter().enumerate() {
            let row = &found[&self.cases[at].uuid()];
            let state = format!("{:?}", case.is).to_lowercase();
            assert_eq!((row.state.as_str(), row.total), (state.as_str(), case.amount()), "case {at}");
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    state: String,
    total: i64,
    other: i64,
    back: i64,
    open_case: Option<Uuid>,
}

fn by_id(rows: Vec<Row>) -> HashMap<Uuid, Row> {
    rows.into_iter().map(|row| (row.id, row)).collect()
}
