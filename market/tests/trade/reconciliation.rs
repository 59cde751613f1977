//! What the provider's own statement says of the books, and what they say of it.

use crate::look_ups::due;
use crate::street::street;
use market::db_test;
use market::kernel::limits::BOOKED_MINOR_MAX;
use market::kernel::{Currency, Money, Span};
use market::ledger::queries::market_money;
use market::payment::commands::record_found;
use market::payment::{PaymentId, ProviderEventKind, ReportKind, ReportLine};
use market::reconciliation::commands::match_lines;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::queries::{read_from, reconciliation};
use market::reconciliation::{Side, SuspenseCause};
use market::testkit::{PROVIDER, captured_event};
use sea_orm::ConnectionTrait;

db_test!(
    async fn a_statement_that_tells_what_the_books_tell_leaves_nothing_open(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, refund) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::minutes(10));
        kit.told(payment, "r1", ProviderEventKind::Refunded(refund)).await.unwrap();
        let lines = [
            kit.report_line_of(payment, "t1", ReportKind::Captured, 1_258),
            kit.report_line("t1:fee", ReportKind::Fee, -39),
            ReportLine { refund: Some(refund), ..kit.report_line_of(payment, "t2", ReportKind::Refunded, -1_258) },
            kit.report_line("t3", ReportKind::Payout, -7),
        ];
        assert_eq!(kit.states(PROVIDER, &lines).await, 2);
        assert_eq!(kit.states(PROVIDER, &lines).await, 0, "the same statement once more");
        kit.clock.advance(Span::hours(3));
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
        assert_eq!((seen.captured.minor(), seen.refunded.minor(), seen.fees.minor()), (1_258, -1_258, -39));
        assert_eq!((seen.paid_out.minor(), seen.booked.minor(), seen.matched), (-7, 0, 2));
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        kit.audited().await;
    }
);

db_test!(
    async fn what_only_one_of_the_two_tells_is_listed_with_its_age(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let known = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let silent = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let began = kit.market.now();
        let more = kit.report_line_of(silent.payment, "t1", ReportKind::Captured, 1_258);
        let dispute = kit.report_line("t2", ReportKind::Other, -500);
        let dollars = |id: &str, kind| ReportLine { amount: Money::new(5, Currency::Usd), ..kit.report_line(id, kind, 0) };
        let others = [dollars("t3", ReportKind::Other), dollars("t4", ReportKind::Fee), dollars("t5", ReportKind::Payout)];
        let lines: Vec<_> = [more, dispute].into_iter().chain(others).collect();
        assert_eq!(kit.states(PROVIDER, &lines).await, 0, "the books do not know these");
        kit.clock.advance(Span::hours(2));
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let sides: Vec<_> = seen.differences.iter().map(|one| (one.side, one.payment, one.amount.minor(), one.since)).collect();
        assert!(sides.contains(&(Side::Provider, Some(silent.payment), 1_258, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Provider, None, -500, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Provider, None, 5, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Books, Some(known.payment), -1_258, began)), "{sides:?}");
        assert_eq!((sides.len(), seen.open), (4, 4), "fees and payouts are in no books, whatever their currency: {sides:?}");
        // The statement is a reason to ask about that payment; what is found closes the difference.
        assert!(due(&kit).await.contains(&silent.payment));
        record_found(&kit.market, PROVIDER, &captured_event(silent.payment, "pi_1:captured", 1_258)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        kit.audited().await;
    }
);

db_test!(
    async fn another_amount_than_the_books_have_is_no_match(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let lie = |id: &str, fen| kit.report_line_of(paid.payment, id, ReportKind::Captured, fen);
        let lines = [lie("t1", 1_257), lie("t2", 1_258), lie("t3", 1_258)];
        assert_eq!(kit.states(PROVIDER, &lines).await, 1, "one booking is one line");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences.iter().map(|one| one.amount.minor()).collect::<Vec<_>>(), [1_257, 1_258]);
        kit.audited().await;
    }
);

db_test!(
    async fn money_of_nobody_waits_in_suspense_until_it_went_back(kit) {
        let olga = kit.operator().await;
        let stray = kit.report_line("t1", ReportKind::Captured, 700);
        let foreign = kit.report_line_of(PaymentId::mint(kit.market.now()), "t2", ReportKind::Captured, 30);
        assert_eq!(kit.states(PROVIDER, &[stray, foreign]).await, 2);
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 0, "it is booked once");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences, []);
        assert!(seen.suspense.iter().all(|one| one.cause == SuspenseCause::Unclaimed));
        assert_eq!(seen.suspense.iter().map(|one| one.amount.minor()).sum::<i64>(), 730);
        assert_eq!(seen.booked.minor(), 730);
        kit.audited().await;
        let back = ReportLine { reference: Some("pi_t1".to_owned()), ..kit.report_line("t4", ReportKind::Refunded, -700) };
        let again = ReportLine { reference: Some("pi_t1".to_owned()), ..kit.report_line("t5", ReportKind::Refunded, -700) };
        assert_eq!(kit.states(PROVIDER, &[back]).await, 1);
        assert_eq!(kit.states(PROVIDER, &[again]).await, 0, "it went back once");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.suspense.iter().map(|one| one.amount.minor()).sum::<i64>(), 30);
        kit.audited().await;
    }
);

db_test!(
    async fn money_of_nobody_that_left_twice_in_one_reading_is_booked_back_once(kit) {
        let olga = kit.operator().await;
        kit.states(PROVIDER, &[kit.report_line("t1", ReportKind::Captured, 700)]).await;
        let of = |id: &str, fen| ReportLine {
            reference: Some("pi_t1".to_owned()),
            ..kit.report_line(id, ReportKind::Refunded, fen)
        };
        // Somebody gave it back at the provider's desk, that failed, and they did it again.
        assert_eq!(kit.states(PROVIDER, &[of("t2", -700), of("t3", 700), of("t4", -700)]).await, 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.booked.minor(), seen.suspense.as_slice()), (0, &[][..]), "what went back stands in no list");
        assert_eq!(seen.differences, [], "nobody booked the others, and the one is the other that came back");
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 0);
        kit.audited().await;
    }
);

db_test!(
    async fn of_equal_money_of_nobody_what_did_not_go_back_waits_still(kit) {
        let olga = kit.operator().await;
        let of = |id: &str, kind, fen| ReportLine { reference: Some("pi_1".to_owned()), ..kit.report_line(id, kind, fen) };
        let waits = async || {
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            assert_eq!(seen.differences, []);
            let rows: Vec<_> = seen.suspense.iter().map(|one| (one.amount.minor(), one.since)).collect();
            (rows, market_money(&kit.market, &olga).await.unwrap().suspense_since)
        };
        assert_eq!(kit.states(PROVIDER, &[of("t1", ReportKind::Captured, 700)]).await, 1);
        kit.clock.advance(Span::days(1));
        let second = kit.market.now();
        assert_eq!(kit.states(PROVIDER, &[of("t2", ReportKind::Captured, 700)]).await, 1);
        kit.clock.advance(Span::days(1));
        // What went back failed at first, and was done again.
        let lines = [("t3", -700), ("t4", 700), ("t5", -700)].map(|(id, fen)| of(id, ReportKind::Refunded, fen));
        assert_eq!(kit.states(PROVIDER, &lines).await, 1);
        assert_eq!(waits().await, (vec![(700, second)], Some(second)), "the older one went back");
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 0);
        kit.audited().await;
        kit.clock.advance(Span::days(1));
        assert_eq!(kit.states(PROVIDER, &[of("t6", ReportKind::Refunded, -700)]).await, 1, "as often as it came");
        assert_eq!(waits().await, (Vec::new(), None));
        assert_eq!(kit.states(PROVIDER, &[of("t7", ReportKind::Refunded, -700)]).await, 0, "no third one came");
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_that_left_and_came_back_is_no_difference(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, refund) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::minutes(10));
        let of = |id: &str, fen| ReportLine {
            reference: Some("pi_1".to_owned()),
            refund: Some(refund),
            ..kit.report_line_of(payment, id, ReportKind::Refunded, fen)
        };
        let open = async || {
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            seen.differences.into_iter().map(|one| one.reference).collect::<Vec<_>>()
        };
        let lines = [of("t1", -1_258), of("t2", 1_258), of("t3", -1_258)];
        assert_eq!(kit.states(PROVIDER, &lines).await, 0, "nothing was told of it");
        assert_eq!(open().await, ["t3 pi_1"], "of two that left one came back");
        kit.told(payment, "re_2:refunded", ProviderEventKind::Refunded(refund)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        assert!(open().await.is_empty());
        assert_eq!(kit.states(PROVIDER, &[of("t4", 1_258)]).await, 0);
        assert_eq!(open().await.len(), 1, "the books do not know yet that it came back");
        kit.told(payment, "re_2:failed", ProviderEventKind::RefundFailed(refund)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        assert!(open().await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn a_match_that_was_tampered_with_is_found_by_the_auditor(kit) {
        let here = street(&kit).await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let true_line = kit.report_line_of(paid.payment, "t1", ReportKind::Captured, 1_258);
        assert_eq!(kit.states(PROVIDER, &[true_line]).await, 1);
        kit.audited().await;
        let tx = kit.market.begin("plant").await.unwrap();
        tx.execute_unprepared("UPDATE provider_report_line SET amount_minor = 1257").await.unwrap();
        tx.commit().await.unwrap();
        let found = market::audit::queries::audit(&kit.market).await.unwrap().violations_of("M7");
        assert_eq!(found, 2, "the line is not its booking, and the two sides differ by what stands in no list");
    }
);

db_test!(
    async fn lines_that_no_sum_could_hold_are_left_out(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let lies = [("t1", i64::MAX), ("t2", i64::MAX), ("t3", BOOKED_MINOR_MAX + 1)];
        let strange = lies.map(|(id, fen)| kit.report_line(id, ReportKind::Captured, fen));
        let gone = [("t4", i64::MIN), ("t5", -BOOKED_MINOR_MAX - 1)].map(|(id, fen)| kit.report_line(id, ReportKind::Fee, fen));
        let truth = kit.report_line_of(paid.payment, "t6", ReportKind::Captured, 1_258);
        let lines: Vec<_> = strange.into_iter().chain(gone).chain([truth]).collect();
        for matched in [1, 0] {
            assert_eq!(kit.states(PROVIDER, &lines).await, matched);
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            assert_eq!((seen.captured.minor(), seen.fees.minor(), seen.booked.minor()), (1_258, 0, 1_258));
            assert!(seen.differences.is_empty() && seen.suspense.is_empty(), "{seen:?}");
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_is_open_or_was_explained_is_no_violation_and_what_is_out_of_sight_comes_to_nothing(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await.payment;
        kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        kit.audited().await;
        let of = |id: &str, kind, fen| ReportLine {
            reference: Some("pi_1".to_owned()),
            ..kit.report_line_of(paid, id, kind, fen)
        };
        let lines = [
            of("t1", ReportKind::Captured, 1_258),
            of("t2", ReportKind::Refunded, -500),
            of("t3", ReportKind::Refunded, 500),
            of("t4", ReportKind::Refunded, -1),
            kit.report_line("t5", ReportKind::Other, -300),
            kit.report_line("t6", ReportKind::Captured, 700),
        ];
        assert_eq!(kit.states(PROVIDER, &lines).await, 2);
        kit.audited().await;
        kit.clock.advance(Span::days(1));
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences.len(), 3, "a line, a dispute and a booking: {:?}", seen.differences);
        for one in &seen.differences {
            explain_difference(&kit.market, &olga, &one.id, "Looked into.").await.unwrap();
        }
        kit.audited().await;
        let tx = kit.market.begin("plant").await.unwrap();
        tx.execute_unprepared("UPDATE provider_report_line SET amount_minor = 501 WHERE line_id = 't3' AND journal_id IS NULL").await.unwrap();
        tx.commit().await.unwrap();
        kit.audited().await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences.len(), 2, "what does not make up for the other is seen again");
    }
);
