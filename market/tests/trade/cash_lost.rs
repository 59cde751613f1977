//! Cash that never comes: the market pays, once, and has it back when the courier finds it.

use crate::audit::{fresh, plant};
use crate::cash::{books, remit, shipped, stands, with_cash};
use crate::street::{Street, pass};
use market::account::Operator;
use market::aftersales::commands::{agree_to_case, open_case};
use market::aftersales::queries::{askable, open_until};
use market::aftersales::rules::OpenUntil;
use market::aftersales::{AskRefusal, CaseKind};
use market::audit::queries::audit;
use market::db_test;
use market::kernel::PageRequest;
use market::kernel::{AttemptId, Problem, Span};
use market::ledger::queries::{market_money, shop_money, shop_statement};
use market::order::cash::take_parcel_back;
use market::order::commands::confirm_receipt;
use market::order::queries::order_of_buyer;
use market::order::{Cash, MoveRefusal, OrderEvent, OrderId, OrderState};
use market::payment::cash::{cash_lost, cash_out, write_off_cash};
use market::payment::{EventOutcome, PaymentId, WriteOffRefusal};
use market::testkit::TestMarket;
use std::sync::Arc;

const WHY: &str = "The courier's company is bankrupt.";

/// A parcel that its buyer has, and a month in which no cash came.
async fn overdue(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    let (payment, order) = shipped(kit, here).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
    kit.clock.advance(Span::days(30));
    (payment, order)
}

/// What the market earned and what it lost.
async fn earned(kit: &TestMarket, olga: &Operator) -> (i64, i64) {
    let money = market_money(&kit.market, olga).await.unwrap();
    (money.fees.minor(), money.lost.minor())
}

db_test!(
    async fn the_market_bears_the_loss_and_the_shop_is_paid(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = overdue(&kit, &here).await;
        assert!(cash_out(&kit.market, &olga).await.unwrap()[0].is_overdue(kit.market.now()));
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Lost)));
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0));
        assert_eq!(earned(&kit, &olga).await, (5 - 1_258, 1_258));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.cash_out.minor(), money.fees.minor()), (1_253, 0, 5));
        let lines = shop_statement(&kit.market, &here.staff, &PageRequest::first(9)).await.unwrap().rows;
        assert_eq!(lines.iter().map(|line| line.kind.as_str()).collect::<Vec<_>>(), ["release"], "like any other order");
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        assert_eq!(view.events.last().unwrap().event, Some(OrderEvent::WriteOff));
        assert_eq!(open_until(&kit.market, &view).await.unwrap(), OpenUntil::default(), "there is no money that could go back");
        assert!(cash_out(&kit.market, &olga).await.unwrap().is_empty());
        let lost = cash_lost(&kit.market, &olga).await.unwrap();
        assert_eq!(lost.iter().map(|parcel| parcel.payment).collect::<Vec<_>>(), [payment]);
        assert_eq!(lost[0].written_off_at, Some(kit.market.now()));
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_clock_received_is_written_off_too(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        kit.clock.advance(Span::days(30));
        let early = write_off_cash(&kit.market, &olga, payment, WHY).await;
        assert!(matches!(early, Err(Problem::Refused(WriteOffRefusal::Move(MoveRefusal::NotFrom(..))))), "nobody received it");
        // The reminder that nobody was there to send, and its day.
        kit.fire_clocks().await;
        pass(&kit, 1).await;
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Lost)));
        kit.audited().await;
    }
);

db_test!(
    async fn the_cash_comes_after_all_and_is_the_markets(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = overdue(&kit, &here).await;
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        assert_eq!(remit(&kit, &olga, payment, (1_200, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        assert_eq!(earned(&kit, &olga).await, (5 - 1_258, 1_258), "another amount waits as always");
        kit.audited().await;
        for outcome in [EventOutcome::Paid, EventOutcome::Repeated] {
            assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-2")).await.unwrap(), outcome);
            assert_eq!(earned(&kit, &olga).await, (5, 0));
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 1_200), "the shop is paid once");
        assert!(cash_lost(&kit.market, &olga).await.unwrap().is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn cash_that_was_found_lets_the_market_lose_nothing_more(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = overdue(&kit, &here).await;
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        kit.audited().await;
        let id = fresh(&kit);
        plant(
            &kit,
            &format!(
                "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) SELECT {id}, 'gift', s.id, 'posted', 1 \
                 FROM shop s WHERE s.handle = (SELECT MIN(handle) FROM shop)"
            ),
        )
        .await;
        for (account, position, amount) in [("platform_fee", 0, 1_000), ("clearing", 1, -1_000)] {
            plant(
                &kit,
                &format!(
                    "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) SELECT j.id, {position}, a.id, {amount} \
                     FROM ledger_journal j CROSS JOIN ledger_account a WHERE j.kind = 'gift' AND a.kind = '{account}'"
                ),
            )
            .await;
        }
        let findings = audit(&kit.market).await.unwrap().findings;
        let found: i64 = findings.iter().filter(|one| one.says.starts_with("no liability")).map(|one| one.violations).sum();
        assert_eq!(found, 1, "its fees are below zero, and no cash is out");
    }
);

db_test!(
    async fn cash_is_written_off_once_and_for_a_reason(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = overdue(&kit, &here).await;
        let nothing = write_off_cash(&kit.market, &olga, payment, " ").await;
        assert!(matches!(nothing, Err(Problem::Refused(WriteOffRefusal::Reason(_)))));
        let form = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            write_off_cash(&form, &olga, payment, WHY).await.unwrap();
        }
        assert!(matches!(write_off_cash(&form, &olga, payment, "Another one.").await, Err(Problem::AttemptReused)));
        let again = write_off_cash(&kit.market, &olga, payment, WHY).await;
        assert!(matches!(again, Err(Problem::Refused(WriteOffRefusal::Move(_)))), "{again:?}");
        assert_eq!(earned(&kit, &olga).await.1, 1_258);
        kit.audited().await;
    }
);

db_test!(
    async fn only_cash_that_is_overdue_is_written_off(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let until = kit.market.now().after(Span::days(30));
        kit.clock.advance(Span::days(29));
        let early = write_off_cash(&kit.market, &olga, payment, WHY).await;
        assert!(matches!(early, Err(Problem::Refused(WriteOffRefusal::NotOverdue(then))) if then == until), "{early:?}");
        assert!(!cash_out(&kit.market, &olga).await.unwrap()[0].is_overdue(kit.market.now()));
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        kit.clock.advance(Span::days(2));
        let here_now = write_off_cash(&kit.market, &olga, payment, WHY).await;
        assert!(matches!(here_now, Err(Problem::Refused(WriteOffRefusal::NotOut))), "{here_now:?}");
        let (back, order) = shipped(&kit, &here).await;
        take_parcel_back(&kit.market, &here.staff, order).await.unwrap();
        let ended = write_off_cash(&kit.market, &olga, back, WHY).await;
        assert!(matches!(ended, Err(Problem::Refused(WriteOffRefusal::NotOut))), "{ended:?}");
        let online = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert!(matches!(write_off_cash(&kit.market, &olga, online, WHY).await, Err(Problem::NotFound)), "not paid in cash");
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_market_paid_for_is_neither_taken_back_nor_disputed(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        pass(&kit, 30).await;
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        assert!(take_parcel_back(&kit.market, &here.staff, order).await.is_err());
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 50)]);
        let early = open_case(&kit.market, &here.buyer.buyer(), &ask).await;
        assert!(matches!(early, Err(Problem::Refused(AskRefusal::CashIsOut))), "{early:?}");
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Lost)));
        kit.audited().await;
    }
);

db_test!(
    async fn the_days_for_a_case_count_from_the_cash_that_was_found(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = overdue(&kit, &here).await;
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        kit.clock.advance(Span::days(16));
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        let until = Some(kit.market.now().after(Span::days(15)));
        kit.clock.advance(Span::days(15));
        let buyer = here.buyer.buyer();
        let view = order_of_buyer(&kit.market, &buyer, order).await.unwrap().unwrap();
        assert_eq!(open_until(&kit.market, &view).await.unwrap().last, until, "to the last instant");
        assert_eq!(askable(&kit.market, &buyer, order).await.unwrap().unwrap().until, until, "both sides read the same");
        let case = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn the_cash_and_the_loss_race_and_the_books_are_right(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for turn in 0..4 {
            let (payment, order) = overdue(&kit, &here).await;
            let other = Arc::clone(&kit);
            let written = tokio::spawn(async move { write_off_cash(&other.market, &olga, payment, WHY).await.is_ok() });
            assert_eq!(remit(&kit, &olga, payment, (1_258, &format!("SF-{turn}"))).await.unwrap(), EventOutcome::Paid);
            written.await.unwrap();
            assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
            assert_eq!(earned(&kit, &olga).await, (5 * (turn + 1), 0));
            kit.audited().await;
        }
    }
);
