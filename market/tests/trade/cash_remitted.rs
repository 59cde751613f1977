//! Cash that a courier has brought: it counts once, and nothing is released before it is here.

use crate::cash::{books, remit, shipped, stands, with_cash};
use crate::street::{change, count, pass};
use market::aftersales::commands::{agree_to_case, open_case};
use market::aftersales::{AskRefusal, CaseKind};
use market::db_test;
use market::kernel::{AttemptId, Money, PageRequest, Problem, Span};
use market::ledger::queries::{held_orders, shop_money};
use market::order::cash::take_parcel_back;
use market::order::commands::confirm_receipt;
use market::order::{Cash, OrderState};
use market::payment::cash::{cash_out, record_remittance, withdraw_remittance};
use market::payment::queries::unbooked_amounts;
use market::payment::{EventOutcome, Remittance, RemittanceRefusal};

db_test!(
    async fn money_is_released_when_it_is_here_and_the_parcel_too(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        // The cash first, then the buyer's word.
        let (payment, order) = shipped(&kit, &here).await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Shipped, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (1_258, 0, 0, 0));
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0));
        kit.audited().await;
        // The buyer's word first, then the cash.
        let (payment, order) = shipped(&kit, &here).await;
        for _ in 0..2 {
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.held.minor(), money.cash_out.minor()), (0, 1_253));
        assert_eq!(money.held_count, 0, "it is not here");
        assert!(held_orders(&kit.market, &here.staff, &PageRequest::first(9)).await.unwrap().rows[0].is_cash_out);
        kit.clock.advance(Span::days(30));
        kit.fire_clocks().await;
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Delivered, "no clock releases what nobody has");
        kit.audited().await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (0, 2_506, 0, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn the_clock_counts_as_a_word_and_waits_for_the_cash_too(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        pass(&kit, 10).await;
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        kit.audited().await;
        kit.clock.advance(Span::days(1));
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        kit.audited().await;
    }
);

db_test!(
    async fn a_reference_counts_once_and_for_one_parcel(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (first, _) = shipped(&kit, &here).await;
        kit.clock.advance(Span::minutes(1));
        let (second, _) = shipped(&kit, &here).await;
        let out = cash_out(&kit.market, &olga).await.unwrap();
        assert_eq!(out.iter().map(|parcel| parcel.payment).collect::<Vec<_>>(), [first, second], "the oldest first");
        assert_eq!(remit(&kit, &olga, first, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(remit(&kit, &olga, first, (1_258, " SF-1 ")).await.unwrap(), EventOutcome::Repeated);
        for (payment, fen) in [(second, 1_258), (first, 1_200)] {
            let taken = remit(&kit, &olga, payment, (fen, "SF-1")).await;
            assert!(matches!(taken, Err(Problem::Refused(RemittanceRefusal::ReferenceTaken))), "{taken:?}");
        }
        for (fen, reference) in [(0, "SF-2"), (-1, "SF-2"), (i64::MAX, "SF-2"), (1_258, " ")] {
            assert!(matches!(remit(&kit, &olga, second, (fen, reference)).await, Err(Problem::Refused(_))), "{fen} {reference}");
        }
        let online = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert!(matches!(remit(&kit, &olga, online, (1_258, "SF-3")).await, Err(Problem::NotFound)), "not paid in cash");
        assert_eq!(books(&kit, &olga).await.0, 1_258);
        kit.audited().await;
    }
);

db_test!(
    async fn a_form_records_one_line_and_a_line_has_one_day(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = shipped(&kit, &here).await;
        let (other, _) = shipped(&kit, &here).await;
        let line = |payment, reference: &str, day: &str| {
            let (reference, day) = (reference.to_owned(), day.to_owned());
            Remittance { payment, amount: Money::fen(1_258), reference, day }
        };
        let first = line(payment, "SF-1", "2026-11-24");
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            let outcome = record_remittance(&sent, &olga, &first).await.unwrap();
            assert_eq!(outcome, EventOutcome::Paid, "the same answer");
        }
        let more = Remittance { amount: Money::fen(1_259), ..first.clone() };
        let others =
            [line(other, "SF-1", "2026-11-24"), line(payment, "SF-2", "2026-11-24"), line(payment, "SF-1", "2026-11-25"), more];
        for changed in others {
            let reused = record_remittance(&sent, &olga, &changed).await;
            assert!(matches!(reused, Err(Problem::AttemptReused)), "{changed:?}: {reused:?}");
        }
        let another_day = line(payment, "SF-1", "2026-11-25");
        let taken = record_remittance(&kit.market, &olga, &another_day).await;
        assert!(matches!(taken, Err(Problem::Refused(RemittanceRefusal::ReferenceTaken))), "{taken:?}");
        assert_eq!(record_remittance(&kit.market, &olga, &first).await.unwrap(), EventOutcome::Repeated, "in another form");
        assert_eq!(count(&kit, "audit_log WHERE action = 'record_remittance'").await, 1);
        assert_eq!(books(&kit, &olga).await, (1_258, 0, 0, 0));
        kit.audited().await;
        let before = "UPDATE payment_event SET told_day = NULL";
        change(&kit, before, before).await;
        let older = record_remittance(&kit.market, &olga, &another_day).await.unwrap();
        assert_eq!(older, EventOutcome::Repeated, "of what was recorded before, nobody knows the day");
    }
);

db_test!(
    async fn what_takes_a_line_back_stands_under_the_same_day_of_the_list(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = shipped(&kit, &here).await;
        assert_eq!(remit(&kit, &olga, payment, (1_000, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        withdraw_remittance(&kit.market, &olga, "SF-1", "A digit too few.").await.unwrap();
        for (id, minor) in [("SF-1", 1_000), (" withdrawn SF-1", -1_000)] {
            let line = format!("payment_event WHERE event_id = '{id}' AND amount_minor = {minor} AND told_day = '2026-11-24'");
            assert_eq!(count(&kit, &line).await, 1, "{id}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_wrong_amount_waits_in_suspense_and_the_right_one_still_pays(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(remit(&kit, &olga, payment, (1_200, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 1_200));
        kit.audited().await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_amount_under_another_reference_is_more_money(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = shipped(&kit, &here).await;
        let lines = [("SF-1", EventOutcome::Suspended), ("SF-2", EventOutcome::Unbooked), ("SF-3", EventOutcome::Unbooked)];
        for (reference, outcome) in lines {
            assert_eq!(remit(&kit, &olga, payment, (600, reference)).await.unwrap(), outcome, "{reference}");
            assert_eq!(remit(&kit, &olga, payment, (600, reference)).await.unwrap(), EventOutcome::Repeated, "{reference}");
        }
        let listed = unbooked_amounts(&kit.market, &olga).await.unwrap();
        assert_eq!(listed.iter().map(|one| (one.event.as_str(), one.minor)).collect::<Vec<_>>(), [("SF-2", 600), ("SF-3", 600)]);
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 600));
        kit.audited().await;
    }
);

db_test!(
    async fn the_right_amount_under_another_reference_is_more_money_too(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (paid, _) = shipped(&kit, &here).await;
        let (back, order) = shipped(&kit, &here).await;
        take_parcel_back(&kit.market, &here.staff, order).await.unwrap();
        let lines = [
            (paid, "SF-1", EventOutcome::Paid),
            (paid, "SF-2", EventOutcome::Unbooked),
            (back, "SF-3", EventOutcome::GoesBack),
            (back, "SF-4", EventOutcome::Unbooked),
        ];
        for (payment, reference, outcome) in lines {
            assert_eq!(remit(&kit, &olga, payment, (1_258, reference)).await.unwrap(), outcome, "{reference}");
            assert_eq!(remit(&kit, &olga, payment, (1_258, reference)).await.unwrap(), EventOutcome::Repeated, "{reference}");
        }
        let listed = unbooked_amounts(&kit.market, &olga).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|one| (one.event.as_str(), one.minor)).collect();
        assert_eq!(listed, [("SF-2", 1_258), ("SF-4", 1_258)], "nobody forgets it");
        assert_eq!(books(&kit, &olga).await, (1_258, 0, 1_258, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn a_case_waits_for_the_cash_and_then_gives_it_back(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 50)]);
        let early = open_case(&kit.market, &here.buyer.buyer(), &ask).await;
        assert!(matches!(early, Err(Problem::Refused(AskRefusal::CashIsOut))), "{early:?}");
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(kit.refunds().await.last().map(|refund| refund.1), Some(payment));
        kit.audited().await;
    }
);
