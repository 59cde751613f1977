//! What is told of a payment beside another amount of it that was not asked for, or goes back: it is money of its own.

use crate::street::street;
use market::db_test;
use market::kernel::{Money, Span};
use market::payment::queries::payment;
use market::payment::suspense::correct_wrong_amount;
use market::payment::{EventOutcome, PaymentState, ReportKind, ReportLine};
use market::testkit::PROVIDER;

db_test!(
    async fn two_amounts_that_together_are_the_whole_pay_nothing_where_it_is_no_cash(kit) {
        let here = street(&kit).await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(id, "pi_2:captured", 358).await, EventOutcome::Unbooked);
        let seen = payment(&kit.market, &here.buyer.buyer(), id).await.unwrap().unwrap();
        assert_eq!((seen.state, seen.other_amount), (PaymentState::Waiting, Some(Money::fen(900))));
        kit.audited().await;
    }
);

db_test!(
    async fn as_much_of_another_currency_as_goes_back_of_ours_is_held(kit) {
        let here = street(&kit).await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        kit.clock.advance(Span::minutes(31));
        assert_eq!(kit.captured(id, "pi_1:captured", 1_258).await, EventOutcome::GoesBack);
        assert_eq!(kit.captured_in_dollars(id, "pi_2:captured", 1_258).await, EventOutcome::Suspended);
        kit.audited().await;
    }
);

db_test!(
    async fn as_much_of_another_intent_as_the_statement_has_of_the_first_is_more(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        kit.clock.advance(Span::minutes(31));
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::GoesBack);
        assert_eq!(kit.captured(id, "pi_1:truth", 950).await, EventOutcome::Unbooked);
        let line = kit.report_line_of(id, "txn_1", ReportKind::Captured, 950);
        kit.states(PROVIDER, &[ReportLine { reference: Some("pi_1".to_owned()), ..line }]).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Repeated), "it waits already");
        assert_eq!(kit.captured(id, "pi_3:captured", 950).await, EventOutcome::Unbooked, "this is more");
        kit.audited().await;
    }
);
