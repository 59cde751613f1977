//! Two who act on one order or one case at the same instant: one of them wins, and the books are right either way.

use crate::instants::{Deed, at_one_instant};
use crate::rounds::race_test;
use crate::sale::{decides, sale};
use crate::street::{count, dresses, level, pass, street};
use market::account::SignedIn;
use market::aftersales::commands::{
    Who, agree_to_case, case_clock, escalate_case, give_back_instead, open_case, refuse_case, remind_case, resend_goods,
    withdraw_case,
};
use market::aftersales::queries::case_of;
use market::aftersales::{CaseId, CaseKind, CaseRefusal, CaseState};
use market::catalog::VariantId;
use market::checkout::commands::place_order;
use market::db_test;
use market::kernel::{Fault, Money, Problem, Span};
use market::order::MoveRefusal;
use market::order::commands::{auto_confirm, confirm_receipt};
use market::shop::ShopStaff;
use market::testkit::{PROVIDER, TestMarket};

/// What came of a race: done, or refused as it is said to who comes second. Anything else is a failure.
fn won<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>, is_late: fn(&R) -> bool) -> Result<bool, String> {
    match answer {
        Ok(_) => Ok(true),
        Err(Problem::Refused(why)) if is_late(&why) => Ok(false),
        Err(other) => Err(format!("{other:?}")),
    }
}

/// A clock that comes second does nothing, and says so to nobody.
fn fired(answer: Result<(), Fault>) -> Result<bool, String> {
    answer.map(|()| true).map_err(|fault| fault.to_string())
}

const fn case_is_late(why: &CaseRefusal) -> bool {
    matches!(why, CaseRefusal::ChangedMeanwhile | CaseRefusal::NotFrom(_))
}

/// Each of three comes first, second and last.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// Three deeds at one instant, which begin in an order. Whose was done, as they are given.
async fn race(kit: &TestMarket, table: &str, deeds: [Deed; 3], order: [usize; 3]) -> [bool; 3] {
    let mut waiting = deeds.map(Some);
    let racing = order.iter().filter_map(|at| waiting[*at].take()).collect();
    let mut done = [false; 3];
    for (at, is_done) in order.into_iter().zip(at_one_instant(kit, table, racing).await) {
        done[at] = is_done;
    }
    done
}

race_test!(
    async fn confirming_races_a_case_and_the_clock(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let buyer = here.buyer.buyer();
        for order in ORDERS {
            let id = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            pass(&kit, 9).await;
            kit.clock.advance(Span::days(1));
            let released = async || count(&kit, "ledger_journal WHERE kind = 'release' AND phase = 'posted'").await;
            let before = released().await;
            let ask = kit.asks(id, CaseKind::RefundOnly, &[(0, 1)]);
            let (attempt, market) = (ask.attempt, kit.market.clone());
            let confirms: Deed = Box::pin(async move {
                let is_late = |why: &MoveRefusal| matches!(why, MoveRefusal::CaseOpen | MoveRefusal::ChangedMeanwhile);
                won(confirm_receipt(&market, &buyer, id).await, is_late)
            });
            let market = kit.market.clone();
            // What was completed meanwhile can still be asked for.
            let asks: Deed = Box::pin(async move { won(open_case(&market, &buyer, &ask).await, |_| false) });
            let market = kit.market.clone();
            let clock: Deed = Box::pin(async move { fired(auto_confirm(&market, id).await) });
            let [confirmed, ..] = race(&kit, "orders", [confirms, asks, clock], order).await;
            kit.audited().await;
            let after = released().await - before;
            assert!(after == 1 || (after == 0 && !confirmed), "{order:?}: confirmed {confirmed}, released {after} times");
            // On SQLite nobody says who comes first to the writer.
            if kit.folder().is_none() {
                let first = [(true, 1), (false, 0), (false, 1)][order[0]];
                assert_eq!((confirmed, after), first, "{order:?}");
            }
            withdraw_case(&kit.market, &buyer, attempt).await.unwrap();
            kit.fire_clocks().await;
            kit.audited().await;
        }
    }
);

race_test!(
    async fn two_operators_decide_one_case(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let olga = kit.operator().await;
        let oleg = kit.person("Oleg").operator().create().await.operator().unwrap();
        let buyer = here.buyer.buyer();
        for sides in [[(olga, 1_000), (oleg, 2_000)], [(oleg, 2_000), (olga, 1_000)]] {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            let case = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            refuse_case(&kit.market, &staff, case, "No.").await.unwrap();
            escalate_case(&kit.market, &buyer, case, "Yes.").await.unwrap();
            let deciding = sides.map(|(operator, amount)| -> Deed {
                let market = kit.market.clone();
                Box::pin(async move {
                    won(decides(&market, &operator, case, CaseState::Disputed, (amount, "so")).await, case_is_late)
                })
            });
            let decided = at_one_instant(&kit, "aftersales_case", deciding.into()).await;
            let winners: Vec<_> = sides.iter().zip(decided).filter(|(_, is_done)| *is_done).map(|(side, _)| side.1).collect();
            let view = case_of(&kit.market, Who::Buyer(&buyer), case).await.unwrap().unwrap();
            assert_eq!(view.row.state, CaseState::Decided);
            assert_eq!(Vec::from_iter(view.row.awarded.map(Money::minor)), winners, "one of them");
            kit.audited().await;
        }
    }
);

race_test!(
    async fn agreeing_races_withdrawing_and_the_clock_and_the_money_moves_once(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let buyer = here.buyer.buyer();
        for order in ORDERS {
            let id = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
            let case = open_case(&kit.market, &buyer, &kit.asks(id, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            let before = kit.refunds().await.len();
            kit.clock.advance(Span::hours(24));
            remind_case(&kit.market, case).await.unwrap();
            kit.clock.advance(Span::hours(24));
            let market = kit.market.clone();
            let agrees: Deed = Box::pin(async move { won(agree_to_case(&market, &staff, case).await, case_is_late) });
            let market = kit.market.clone();
            let withdraws: Deed = Box::pin(async move { won(withdraw_case(&market, &buyer, case).await, case_is_late) });
            let market = kit.market.clone();
            let clock: Deed = Box::pin(async move { fired(case_clock(&market, case).await) });
            let [agreed, withdrawn, _] = race(&kit, "aftersales_case", [agrees, withdraws, clock], order).await;
            assert!(!(agreed && withdrawn));
            let back = kit.refunds().await.len() - before;
            assert_eq!(back, usize::from(!withdrawn));
            // On SQLite nobody says who comes first to the writer.
            if kit.folder().is_none() {
                assert_eq!([agreed, withdrawn], [order[0] == 0, order[0] == 1], "{order:?}");
            }
            kit.audited().await;
        }
    }
);

/// A dress that is to be sent again, to the very end of the time for it; and the shop, which sends it then.
async fn sends_at_the_end(kit: &TestMarket, staff: ShopStaff, buyer: &SignedIn, dress: VariantId) -> (CaseId, Deed) {
    let order = kit.shipped_order(&staff, buyer, &[(dress, 1)]).await;
    let case = open_case(&kit.market, &buyer.buyer(), &kit.asks(order, CaseKind::Resend, &[(0, 1)])).await.unwrap();
    agree_to_case(&kit.market, &staff, case).await.unwrap();
    kit.clock.advance(Span::hours(24));
    remind_case(&kit.market, case).await.unwrap();
    kit.clock.advance(Span::hours(24));
    let market = kit.market.clone();
    let sends: Deed = Box::pin(async move { won(resend_goods(&market, &staff, case, "sf", "SF123456").await, case_is_late) });
    (case, sends)
}

race_test!(
    async fn sending_again_races_giving_back_and_the_clock_and_it_is_goods_or_money(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        for order in ORDERS {
            let (case, sends) = sends_at_the_end(&kit, staff, &here.buyer, dress).await;
            let (before, shelf) = (kit.refunds().await.len(), level(&kit, dress).await.on_hand);
            let market = kit.market.clone();
            let gives: Deed = Box::pin(async move { won(give_back_instead(&market, &staff, case).await, case_is_late) });
            let market = kit.market.clone();
            let clock: Deed = Box::pin(async move { fired(case_clock(&market, case).await) });
            let [sent, given, _] = race(&kit, "aftersales_case", [sends, gives, clock], order).await;
            assert!(!(sent && given));
            let gone = shelf - level(&kit, dress).await.on_hand;
            assert_eq!((gone, kit.refunds().await.len() - before), (i64::from(sent), usize::from(!sent)));
            // On SQLite nobody says who comes first to the writer.
            if kit.folder().is_none() {
                assert_eq!([sent, given], [order[0] == 0, order[0] == 1], "{order:?}");
            }
            kit.audited().await;
        }
    }
);

race_test!(
    async fn sending_again_races_taking_it_back_and_the_clock_and_one_of_them_counts(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 40).await;
        let buyer = here.buyer.buyer();
        for order in ORDERS {
            let (case, sends) = sends_at_the_end(&kit, staff, &here.buyer, dress).await;
            let (before, shelf) = (kit.refunds().await.len(), level(&kit, dress).await.on_hand);
            let market = kit.market.clone();
            let withdraws: Deed = Box::pin(async move { won(withdraw_case(&market, &buyer, case).await, case_is_late) });
            let market = kit.market.clone();
            let clock: Deed = Box::pin(async move { fired(case_clock(&market, case).await) });
            let [sent, withdrawn, _] = race(&kit, "aftersales_case", [sends, withdraws, clock], order).await;
            let state = case_of(&kit.market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row.state;
            let is_led = match state {
                CaseState::Resent => sent && !withdrawn,
                CaseState::Closed => withdrawn && !sent,
                other => other == CaseState::Settled && !sent && !withdrawn,
            };
            assert!(is_led, "{order:?}: {} where sent {sent}, withdrawn {withdrawn}", state.code());
            let gone = shelf - level(&kit, dress).await.on_hand;
            let is_paid = state == CaseState::Settled;
            assert_eq!((gone, kit.refunds().await.len() - before), (i64::from(sent), usize::from(is_paid)), "{order:?}");
            kit.audited().await;
        }
    }
);

race_test!(
    async fn the_last_piece_is_sent_again_or_sold_and_not_both(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 2).await;
        let buyer = here.buyer.buyer();
        let order = kit.shipped_order(&staff, &here.buyer, &[(dress, 1)]).await;
        let case = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::Resend, &[(0, 1)])).await.unwrap();
        agree_to_case(&kit.market, &staff, case).await.unwrap();
        kit.fill_cart(&here.buyer, &[(dress, 1)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        let market = kit.market.clone();
        let sends: Deed = Box::pin(async move {
            let is_short = |why: &CaseRefusal| matches!(why, CaseRefusal::Short { line: 0, left: 0 });
            won(resend_goods(&market, &staff, case, "sf", "SF123456").await, is_short)
        });
        let market = kit.market.clone();
        let buys: Deed = Box::pin(async move { won(place_order(&market, &buyer, PROVIDER, form).await, |_| true) });
        let done = at_one_instant(&kit, "stock", vec![sends, buys]).await;
        assert_eq!(done.iter().filter(|is_done| **is_done).count(), 1, "{done:?}");
        let left = level(&kit, dress).await;
        assert_eq!(left.available(), 0);
        let state = case_of(&kit.market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row.state;
        assert_eq!(state, if done[0] { CaseState::Resent } else { CaseState::Resending });
        kit.audited().await;
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
