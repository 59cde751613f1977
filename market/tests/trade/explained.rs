//! What only one of the two tells is explained by an operator, and is off the list.

use crate::street::{count, street};
use market::account::Operator;
use market::audit::queries::counts;
use market::db_test;
use market::kernel::{AttemptId, PageRequest, Problem, Span};
use market::payment::stuck::settle_refund_by_hand;
use market::payment::{ReportKind, ReportLine, StuckRefusal};
use market::reconciliation::commands::note_differences;
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::queries::{reconciliation, reconciliation_page};
use market::reconciliation::{DeskRefusal, ExplainRefusal, Reconciliation, Side};
use market::testkit::{PROVIDER, TestMarket};

const WHY: &str = "A fee of the card's company.";

async fn seen(kit: &TestMarket, olga: &Operator) -> Reconciliation {
    reconciliation(&kit.market, olga, PROVIDER).await.unwrap()
}

async fn explain(kit: &TestMarket, olga: &Operator, id: &str) -> Result<(), Problem<ExplainRefusal>> {
    explain_difference(&kit.market, olga, id, WHY).await
}

db_test!(
    async fn a_line_that_was_explained_is_off_the_list_once_and_says_who_knew(kit) {
        let olga = kit.operator().await;
        let began = kit.market.now();
        let lines = [kit.report_line("t1", ReportKind::Other, -300), kit.report_line("t2", ReportKind::Other, -30)];
        kit.states(PROVIDER, &lines).await;
        let open = seen(&kit, &olga).await;
        let ids: Vec<_> = open.differences.iter().map(|one| one.id.as_str()).collect();
        assert_eq!((ids, open.open), (vec!["sandbox.line.t1", "sandbox.line.t2"], 2));
        let silent = explain_difference(&kit.market, &olga, "sandbox.line.t1", " ").await;
        assert!(matches!(silent, Err(Problem::Refused(ExplainRefusal::Reason(_)))), "{silent:?}");
        for unknown in ["", "t1", "sandbox.line.t3", "sandbox.book.t1", "sandbox.line.t1\0", "other.line.t1"] {
            assert!(matches!(explain(&kit, &olga, unknown).await, Err(Problem::NotFound)), "{unknown:?}");
        }
        kit.clock.advance(Span::hours(1));
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            explain_difference(&sent, &olga, "sandbox.line.t1", WHY).await.unwrap();
        }
        let again = explain(&kit, &olga, "sandbox.line.t1").await;
        assert!(matches!(again, Err(Problem::Refused(ExplainRefusal::ChangedMeanwhile))), "{again:?}");
        let left = seen(&kit, &olga).await;
        assert_eq!(left.differences.iter().map(|one| one.amount.minor()).collect::<Vec<_>>(), [-30]);
        let told: Vec<_> = left.explained.iter().map(|one| (one.side, one.amount.minor(), one.reason.as_str())).collect();
        assert_eq!(told, [(Side::Provider, -300, WHY)]);
        assert_eq!((left.explained[0].at, left.explained[0].by.is_empty()), (kit.market.now(), false));
        assert_eq!(count(&kit, "audit_log WHERE action = 'explain_difference' AND detail LIKE '%(sandbox.line.t1)'").await, 1);
        note_differences(&kit.market, PROVIDER).await.unwrap();
        let counts = counts(&kit.market).await.unwrap();
        assert_eq!((counts.differences, counts.differences_millis), (1, kit.market.now().millis() - began.millis()));
        kit.audited().await;
    }
);

db_test!(
    async fn a_booking_that_no_statement_has_is_explained_too(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await.payment;
        kit.clock.advance(Span::hours(2));
        kit.states(PROVIDER, &[]).await;
        let open = seen(&kit, &olga).await.differences;
        assert_eq!(open.iter().map(|one| (one.side, one.payment)).collect::<Vec<_>>(), [(Side::Books, Some(paid))]);
        explain(&kit, &olga, &open[0].id).await.unwrap();
        let again = explain(&kit, &olga, &open[0].id).await;
        assert!(matches!(again, Err(Problem::Refused(ExplainRefusal::ChangedMeanwhile))), "{again:?}");
        let left = seen(&kit, &olga).await;
        assert_eq!((left.open, left.explained.len(), left.explained[0].amount.minor()), (0, 1, -1_258));
        // Its line may come after all.
        assert_eq!(kit.states(PROVIDER, &[kit.report_line_of(paid, "t1", ReportKind::Captured, 1_258)]).await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn no_difference_is_hidden_behind_a_hundred_others(kit) {
        let olga = kit.operator().await;
        let lines: Vec<_> =
            (0..120).map(|at| kit.report_line(&format!("t{at:03}"), ReportKind::Other, -1 - at)).collect();
        kit.states(PROVIDER, &lines).await;
        let page = async |after: Option<String>| {
            let request = PageRequest::after(after, 50);
            reconciliation_page(&kit.market, &olga, PROVIDER, &request).await.unwrap()
        };
        let (mut told, mut after) = (Vec::<i64>::new(), None);
        for rows in [50, 50, 20] {
            let one = page(after).await;
            assert_eq!((one.differences.len(), one.open), (rows, 120));
            told.extend(one.differences.into_iter().map(|one| one.amount.minor()));
            after = one.next;
        }
        let expected: Vec<i64> = (1..=120).map(|at| -at).collect();
        assert_eq!((told, after), (expected, None));
        for forged in ["x", "50", "1.0", "1.2.t000", "1.1.t000", "x.0.t000", "1.0.\0", "99999999999999999999.0.t000"] {
            let first = page(Some(forged.to_owned())).await.differences;
            assert_eq!((first.len(), first[0].amount.minor()), (50, -1), "{forged:?} is the first page");
        }
        let second = page(None).await.next;
        let one = page(None).await.differences[3].id.clone();
        explain(&kit, &olga, &one).await.unwrap();
        assert_eq!(page(second).await.differences[0].amount.minor(), -51, "what is closed on the first page hides nothing on the next");
    }
);

db_test!(
    async fn a_line_of_the_desk_that_was_explained_is_offered_no_more_and_keeps_no_refund_back(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        kit.refuses(id, "the card is closed").await;
        let line = kit.report_line_of(payment, "t1", ReportKind::Refunded, -1_258);
        kit.states(PROVIDER, &[ReportLine { reference: Some("pi_1".to_owned()), ..line }]).await;
        let by_hand = settle_refund_by_hand(&kit.market, &olga, id, "By transfer.").await;
        assert!(matches!(by_hand, Err(Problem::Refused(StuckRefusal::GivenAtDesk))), "{by_hand:?}");
        explain(&kit, &olga, "sandbox.line.t1").await.unwrap();
        let taken = take_desk_refund(&kit.market, &olga, (PROVIDER, "t1"), None, "By mistake.").await;
        assert!(matches!(taken, Err(Problem::Refused(DeskRefusal::ChangedMeanwhile))), "{taken:?}");
        settle_refund_by_hand(&kit.market, &olga, id, "It was for somebody else.").await.unwrap();
        kit.audited().await;
    }
);
