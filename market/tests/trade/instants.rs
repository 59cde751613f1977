//! Races at one very instant: everybody has read, nobody has written. On PostgreSQL a row that the test keeps locked holds them
//! there until all wait for it, or for whoever came before them: what comes second may read later than one thinks, so both orders are
//! told where that matters. On SQLite they queue for the one writer.

use crate::rounds::race_test;
use crate::street::{dresses, level, pass, street};
use market::aftersales::CaseKind;
use market::aftersales::commands::{Who, agree_to_case, open_case};
use market::aftersales::queries::case_of;
use market::checkout::PlaceOrderRefusal as Refusal;
use market::checkout::commands::place_order;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Problem, Span};
use market::ledger::queries::shop_money;
use market::order::OrderState;
use market::order::commands::{auto_confirm, cancel_unshipped, close_payment, confirm_receipt};
use market::order::queries::order_of_buyer;
use market::payment::{EventOutcome, ReportKind, ReportLine, inbox::hear_event};
use market::reconciliation::desk::take_desk_refund;
use market::testkit::{PROVIDER, TestMarket, captured_event};
use sea_orm::{ConnectionTrait, Statement};
use std::pin::Pin;
use tokio::task::JoinHandle;

/// What somebody does at that instant; the sentence of a fault where our side failed.
pub type Deed = Pin<Box<dyn Future<Output = Result<bool, String>> + Send>>;

/// Lets them all begin while the rows of a table are locked, in this order, and go on when none can without them. Whose deed was done.
pub async fn at_one_instant(kit: &TestMarket, table: &str, deeds: Vec<Deed>) -> Vec<bool> {
    let gate = kit.market.begin("gate").await.unwrap();
    // Locked and not written: behind a new version of a row whoever waits queues once more, and not always in the order in which they came.
    if kit.folder().is_none() {
        gate.execute_unprepared(&format!("SELECT 1 FROM {table} FOR NO KEY UPDATE")).await.unwrap();
    }
    let mut racing = Vec::new();
    for deed in deeds {
        racing.push(tokio::spawn(deed));
        until_all_wait(kit, &racing).await;
    }
    gate.commit().await.unwrap();
    let mut done = Vec::new();
    for one in racing {
        done.push(one.await.unwrap().unwrap());
    }
    done
}

/// Until each of them waits for a row, or has come to its end. On SQLite nobody is waited for.
pub async fn until_all_wait(kit: &TestMarket, racing: &[JoinHandle<Result<bool, String>>]) {
    if kit.folder().is_some() {
        return;
    }
    let waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    loop {
        let rows = kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), waiting)).await.unwrap();
        if rows.len() + racing.iter().filter(|one| one.is_finished()).count() >= racing.len() {
            return;
        }
    }
}

/// Whoever writes to a table waits for the gate's lock before it, while it is shut.
const GATE: [&str; 3] = [
    "CREATE TABLE gate (shut BOOLEAN NOT NULL)",
    "CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF EXISTS (SELECT 1 FROM gate) THEN PERFORM pg_advisory_xact_lock_shared(1); END IF; RETURN NULL; END $$",
    "CREATE TRIGGER gate BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION wait_at_the_gate()",
];

/// Builds the gate before a table, where it is needed.
async fn gate(kit: &TestMarket, table: &str) {
    for statement in GATE.iter().filter(|_| kit.folder().is_none()) {
        kit.market.db().execute_unprepared(&statement.replace("{table}", table)).await.unwrap();
    }
}

/// What was done, or the sentence of what kept it from being done.
fn done<E: std::fmt::Display>(answer: Result<(), E>) -> Result<bool, String> {
    answer.map(|()| true).map_err(|problem| problem.to_string())
}

/// Lets somebody read an order, and `meanwhile` happen before they move it. On SQLite nothing comes in between, so it comes first.
async fn once_it_was_read(kit: &TestMarket, deed: Deed, meanwhile: impl Future<Output = ()>) -> bool {
    if kit.folder().is_some() {
        meanwhile.await;
        return deed.await.unwrap();
    }
    let gate = kit.market.begin("gate").await.unwrap();
    gate.execute_unprepared("SELECT pg_advisory_xact_lock(1)").await.unwrap();
    kit.market.db().execute_unprepared("INSERT INTO gate VALUES (TRUE)").await.unwrap();
    let racing = [tokio::spawn(deed)];
    until_all_wait(kit, &racing).await;
    kit.market.db().execute_unprepared("DELETE FROM gate").await.unwrap();
    meanwhile.await;
    gate.commit().await.unwrap();
    let [one] = racing;
    one.await.unwrap().unwrap()
}

db_test!(
    async fn what_a_case_gave_back_a_moment_ago_is_neither_released_nor_given_back_again(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 20).await;
        // Whoever has read an order asks next whether its payment is promised.
        gate(&kit, "payment").await;
        let buyer = here.buyer.buyer();
        let gives_back = async |order, kind| {
            let mut ask = kit.asks(order, kind, &[(0, 2)]);
            ask.amount_minor = Some(5_000);
            let case = open_case(&kit.market, &buyer, &ask).await.unwrap();
            agree_to_case(&kit.market, &staff, case).await.unwrap();
        };
        for round in 0..3 {
            let goods = [(dress, 2)];
            let is_shipped = round < 2;
            let order = if is_shipped {
                kit.shipped_order(&staff, &here.buyer, &goods).await
            } else {
                kit.paid_order(&here.buyer, &goods).await
            };
            pass(&kit, 9).await;
            kit.clock.advance(Span::days(1));
            let market = kit.market.clone();
            let deed: Deed = match round {
                0 => Box::pin(async move { done(confirm_receipt(&market, &buyer, order).await) }),
                1 => Box::pin(async move { done(auto_confirm(&market, order).await) }),
                _ => Box::pin(async move { done(cancel_unshipped(&market, &buyer, order).await) }),
            };
            let kind = if is_shipped { CaseKind::RefundOnly } else { CaseKind::BeforeShipping };
            assert!(once_it_was_read(&kit, deed, Box::pin(gives_back(order, kind))).await);
            let view = order_of_buyer(&kit.market, &buyer, order).await.unwrap().unwrap();
            let (state, back) = if is_shipped { (OrderState::Completed, 5_000) } else { (OrderState::Cancelled, 26_400) };
            assert_eq!((view.row.state, view.refunded.minor()), (state, back));
            kit.audited().await;
        }
        // Two orders of 264.00 of which 50.00 went back, less the fee of 2.56, of which 48 fen went back with it.
        assert_eq!(shop_money(&kit.market, &staff).await.unwrap().unwrap().available.minor(), 2 * (26_400 - 5_000 - (256 - 48)));
    }
);

db_test!(
    async fn what_is_asked_for_is_cut_from_what_is_left_when_nobody_else_can_take_it(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 20).await;
        // Whoever has read what is left of an order opens the case next.
        gate(&kit, "orders").await;
        let buyer = here.buyer.buyer();
        let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 2)]).await;
        let all = kit.asks(order, CaseKind::RefundOnly, &[(0, 2)]);
        let (market, attempt) = (kit.market.clone(), all.attempt);
        let deed: Deed = Box::pin(async move { done(open_case(&market, &buyer, &all).await.map(|_| ())) });
        let gives_back = async {
            let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 2)]);
            ask.amount_minor = Some(5_000);
            let case = open_case(&kit.market, &buyer, &ask).await.unwrap();
            agree_to_case(&kit.market, &staff, case).await.unwrap();
        };
        assert!(once_it_was_read(&kit, deed, Box::pin(gives_back)).await);
        let asked = case_of(&kit.market, Who::Buyer(&buyer), attempt).await.unwrap().unwrap();
        assert_eq!(asked.row.amount.minor(), 26_400 - 5_000, "of 264.00 that were read, 50.00 went back meanwhile");
        agree_to_case(&kit.market, &staff, attempt).await.unwrap();
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).sum::<i64>(), 26_400);
        kit.audited().await;
    }
);

db_test!(
    async fn of_two_who_saw_the_last_piece_one_gets_it(kit) {
        let here = street(&kit).await;
        // A market's first sale makes the accounts of its books, and whoever comes second would wait there and not at the stock.
        kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let (_, dress) = dresses(&kit, 1).await;
        let mut deeds: Vec<Deed> = Vec::new();
        for name in ["Ben", "Cai"] {
            let buyer = kit.person(name).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            let (market, form) = (kit.market.clone(), kit.checkout_form(&buyer).await);
            deeds.push(Box::pin(async move {
                match place_order(&market, &buyer.buyer(), PROVIDER, form).await {
                    Ok(_) => Ok(true),
                    Err(Problem::Refused(Refusal::SoldOut { .. } | Refusal::CartChanged)) => Ok(false),
                    Err(other) => Err(other.to_string()),
                }
            }));
        }
        let placed = at_one_instant(&kit, "stock", deeds).await;
        assert_eq!(placed.iter().filter(|placed| **placed).count(), 1, "the last piece was sold to both");
        assert_eq!(level(&kit, dress).await, Level { on_hand: 1, held: 1 });
        kit.audited().await;
    }
);

db_test!(
    async fn a_piece_that_is_counted_away_meanwhile_is_not_sold(kit) {
        let (_, dress) = dresses(&kit, 1).await;
        gate(&kit, "stock").await;
        let buyer = kit.person("Ben").create().await;
        kit.fill_cart(&buyer, &[(dress, 1)]).await;
        let (market, form) = (kit.market.clone(), kit.checkout_form(&buyer).await);
        let buys: Deed = Box::pin(async move {
            match place_order(&market, &buyer.buyer(), PROVIDER, form).await {
                Ok(_) => Ok(true),
                Err(Problem::Refused(Refusal::SoldOut { .. } | Refusal::CartChanged)) => Ok(false),
                Err(other) => panic!("the last piece was sold to both: {other}"),
            }
        });
        // The shop sold it at its door.
        let counted = async { kit.market.db().execute_unprepared("UPDATE stock SET on_hand = 0").await.map(drop).unwrap() };
        assert!(!once_it_was_read(&kit, buys, counted).await, "the last piece was sold to both");
        assert_eq!(level(&kit, dress).await, Level { on_hand: 0, held: 0 });
    }
);

db_test!(
    async fn money_that_two_release_is_released_once(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        // Whoever comes second waits before the first has moved the order: the buyer has read it by then, the clock has not.
        for (round, is_clock_first) in (1..).zip([false, true]) {
            let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
            pass(&kit, 9).await;
            kit.clock.advance(Span::days(1));
            let (market, buyer) = (kit.market.clone(), buyer);
            let confirms: Deed = Box::pin(async move {
                match confirm_receipt(&market, &buyer, order).await {
                    Ok(()) => Ok(true),
                    Err(Problem::Refused(_)) => Ok(false),
                    Err(other) => Err(other.to_string()),
                }
            });
            let market = kit.market.clone();
            let clock: Deed =
                Box::pin(async move { auto_confirm(&market, order).await.map(|()| true).map_err(|fault| fault.to_string()) });
            let deeds = if is_clock_first { vec![clock, confirms] } else { vec![confirms, clock] };
            at_one_instant(&kit, "orders", deeds).await;
            assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), 1_253 * round);
            kit.audited().await;
        }
    }
);

race_test!(
    async fn money_that_comes_while_its_hold_expires_pays_or_goes_back(kit) {
        let here = street(&kit).await;
        let mut left = 1_000;
        for round in 0..4 {
            let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
            let expires = kit.market.now().after(Span::minutes(30));
            // Two nodes whose clocks are a moment apart: by one the goods are still held, by the other they are free.
            let (early, late) = (kit.twin_at(expires.before(Span::millis_of(1))).await, kit.twin_at(expires).await);
            let told = captured_event(placed.payment, &format!("e{round}"), kit.amount_of(placed.payment).await);
            let pays: Deed = Box::pin(async move {
                let outcome = hear_event(&early, PROVIDER, &told).await.map_err(|problem| problem.to_string())?;
                Ok(outcome == EventOutcome::Paid)
            });
            let expiring: Deed = Box::pin(async move {
                close_payment(&late, placed.payment).await.map(|()| false).map_err(|fault| fault.to_string())
            });
            let deeds = if round % 2 == 0 { vec![pays, expiring] } else { vec![expiring, pays] };
            let is_paid = at_one_instant(&kit, "payment", deeds).await.contains(&true);
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
            assert_eq!(view.row.state, if is_paid { OrderState::Paid } else { OrderState::Cancelled });
            let owed = kit.refunds().await.iter().filter(|(_, payment, _)| *payment == placed.payment).count();
            assert_eq!(owed, usize::from(!is_paid), "money that pays nothing goes back, once");
            left -= if is_paid { 50 } else { 0 };
            assert_eq!(level(&kit, here.pork).await, Level { on_hand: left, held: 0 });
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_went_back_of_two_orders_and_a_purchase_of_the_same_goods_wait_for_each_other_one_way_only(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (rosy, dress) = dresses(&kit, 10).await;
        kit.shop_coupon(&here.staff, "PORK", 100).await;
        kit.shop_coupon(&rosy, "DRESS", 100).await;
        let goods = [(here.pork, 50), (dress, 1)];
        kit.fill_cart(&here.buyer, &goods).await;
        for code in ["PORK", "DRESS"] {
            kit.type_in(&here.buyer, code).await;
        }
        let form = kit.checkout_form(&here.buyer).await;
        let placed = kit.place(&here.buyer, &form).await.unwrap();
        let amount = kit.amount_of(placed.payment).await;
        assert_eq!(kit.captured(placed.payment, "e1", amount).await, EventOutcome::Paid);
        let reference = Some("pi_1".to_owned());
        let line = ReportLine { reference, ..kit.report_line_of(placed.payment, "txn_1", ReportKind::Refunded, -amount) };
        kit.states(PROVIDER, &[line]).await;

        // Of the two orders, the one that gives back first: its goods are wanted, with the other one's coupon.
        let first = *placed.orders.iter().min().unwrap();
        let is_pork = order_of_buyer(&kit.market, &here.buyer.buyer(), first).await.unwrap().unwrap().row.lines[0].variant == here.pork;
        let (gives_first, code) = if is_pork { (here.pork, "DRESS") } else { (dress, "PORK") };
        let cai = kit.person("Cai").create().await;
        kit.fill_cart(&cai, &goods).await;
        kit.type_in(&cai, code).await;
        let market = kit.market.clone();
        let takes: Deed =
            Box::pin(async move { done(take_desk_refund(&market, &olga, (PROVIDER, "txn_1"), None, "Done by phone.").await) });
        let (market, form) = (kit.market.clone(), kit.checkout_form(&cai).await);
        let buys: Deed = Box::pin(async move { done(place_order(&market, &cai.buyer(), PROVIDER, form).await.map(|_| ())) });
        let wanted = format!("stock WHERE variant_id = '{}'", gives_first.uuid());
        assert_eq!(at_one_instant(&kit, &wanted, vec![takes, buys]).await, [true, true]);
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 1_000, held: 50 });
        assert_eq!(level(&kit, dress).await, Level { on_hand: 10, held: 1 });
        kit.audited().await;
    }
);
