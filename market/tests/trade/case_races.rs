//! Two who act on one order or one case at the same instant: one of them wins, and the books are right either way.

use crate::sale::sale;
use crate::street::{dresses, pass, street};
use market::aftersales::commands::{
    agree_to_case, case_clock, decide_case, escalate_case, open_case, refuse_case, remind_case, withdraw_case,
};
use market::aftersales::{CaseId, CaseKind, CaseState};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::commands::{auto_confirm, confirm_receipt};
use market::testkit::TestMarket;
use std::sync::Arc;

/// What came of a race: done, or refused. A fault is neither.
fn won<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> bool {
    match answer {
        Ok(_) => true,
        Err(Problem::Refused(_)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn released(kit: &TestMarket) -> u64 {
    use sea_orm::{ConnectionTrait, Statement};
    let sql = "SELECT 1 FROM ledger_journal WHERE kind = 'release' AND phase = 'posted'";
    let rows = kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap();
    u64::try_from(rows.len()).unwrap()
}

db_test!(
    async fn confirming_races_a_case_and_the_clock(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let kit = Arc::new(kit);
        for round in 0..8 {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            pass(&kit, 9).await;
            kit.clock.advance(Span::days(1));
            let before = released(&kit).await;
            let buyer = here.buyer.buyer();
            let confirm = { let kit = Arc::clone(&kit); tokio::spawn(async move { won(confirm_receipt(&kit.market, &buyer, order).await) }) };
            let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
            let attempt = ask.attempt;
            let asks = { let kit = Arc::clone(&kit); tokio::spawn(async move { won(open_case(&kit.market, &buyer, &ask).await) }) };
            let clock = { let kit = Arc::clone(&kit); tokio::spawn(async move { auto_confirm(&kit.market, order).await.unwrap() }) };
            let confirmed = confirm.await.unwrap();
            let asked = asks.await.unwrap();
            clock.await.unwrap();
            kit.audited().await;
            let after = released(&kit).await - before;
            assert!(after <= 1, "round {round}: released {after} times");
            // A completed order can still be asked for; one with an open case is never released.
            assert!(asked || after == 1, "round {round}: confirmed {confirmed}, asked {asked}, released {after}");
            if asked {
                withdraw_case(&kit.market, &buyer, attempt).await.unwrap();
                kit.fire_clocks().await;
                kit.audited().await;
            }
        }
    }
);

db_test!(
    async fn two_operators_decide_one_case(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let olga = kit.operator().await;
        let oleg = kit.person("Oleg").operator().create().await.operator().unwrap();
        let kit = Arc::new(kit);
        for _ in 0..6 {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            let buyer = here.buyer.buyer();
            let case = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            refuse_case(&kit.market, &staff, case, "No.").await.unwrap();
            escalate_case(&kit.market, &buyer, case, "Yes.").await.unwrap();
            let decided: Vec<_> = [(olga, 1_000), (oleg, 2_000)]
                .map(|(operator, amount)| {
                    let kit = Arc::clone(&kit);
                    let seen = CaseState::Disputed;
                    tokio::spawn(async move { won(decide_case(&kit.market, &operator, case, seen, (amount, "so")).await) })
                })
                .into();
            let mut winners = 0;
            for one in decided {
                winners += i32::from(one.await.unwrap());
            }
            assert_eq!(winners, 1);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn agreeing_races_withdrawing_and_the_clock_and_the_money_moves_once(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let kit = Arc::new(kit);
        for _ in 0..8 {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            let buyer = here.buyer.buyer();
            let case: CaseId = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            let before = kit.refunds().await.len();
            kit.clock.advance(Span::hours(24));
            remind_case(&kit.market, case).await.unwrap();
            kit.clock.advance(Span::hours(24));
            let agree = { let kit = Arc::clone(&kit); tokio::spawn(async move { won(agree_to_case(&kit.market, &staff, case).await) }) };
            let withdraw = { let kit = Arc::clone(&kit); tokio::spawn(async move { won(withdraw_case(&kit.market, &buyer, case).await) }) };
            let clock = { let kit = Arc::clone(&kit); tokio::spawn(async move { case_clock(&kit.market, case).await.unwrap() }) };
            let (agreed, withdrawn) = (agree.await.unwrap(), withdraw.await.unwrap());
            clock.await.unwrap();
            assert!(!(agreed && withdrawn));
            let back = kit.refunds().await.len() - before;
            assert_eq!(back, usize::from(!withdrawn));
            kit.audited().await;
        }
    }
);

db_test!(
    async fn a_case_right_after_a_confirmation_is_no_mistake_where_two_clocks_differ(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let behind = kit.twin_at(kit.market.now().before(Span::seconds(1))).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        open_case(&behind, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
        kit.audited().await;
    }
);
