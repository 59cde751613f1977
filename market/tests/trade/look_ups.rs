//! What heals by asking the provider: whom it is asked about and when, and what is found counts once.

use crate::street::street;
use market::db_test;
use market::kernel::Span;
use market::order::commands::cancel_unpaid;
use market::payment::commands::record_found;
use market::payment::inbox::hear_event;
use market::payment::look_ups::{take_look_ups, waiting_refunds};
use market::payment::queries::healed_payments;
use market::payment::{EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, ReportKind};
use market::testkit::{PROVIDER, TestMarket, captured_event};
use sea_orm::{FromQueryResult, Statement};
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Deed {
    action: String,
    detail: String,
}

async fn deeds(kit: &TestMarket) -> Vec<String> {
    let sql = "SELECT action, detail FROM audit_log WHERE action = 'heal_payment' ORDER BY happened_at";
    let rows = Deed::find_by_statement(Statement::from_string(kit.market.backend(), sql)).all(kit.market.db()).await.unwrap();
    rows.into_iter().map(|row| format!("{}: {}", row.action, row.detail)).collect()
}

/// The payments that the provider is to be asked about now; whoever asks has them.
pub async fn due(kit: &TestMarket) -> Vec<PaymentId> {
    take_look_ups(&kit.market, PROVIDER, 100).await.unwrap().into_iter().map(|look_up| look_up.payment).collect()
}

db_test!(
    async fn a_payment_without_word_is_asked_about_ever_more_rarely(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(due(&kit).await, [], "it is young");
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment]);
        assert_eq!(due(&kit).await, [], "somebody has it");
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment], "whoever had it may have died");
        cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap();
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment], "money may come after the close");
        let mut asked = 0;
        for _ in 0..(4 * 24 * 6) {
            kit.clock.advance(Span::minutes(10));
            asked += due(&kit).await.len();
        }
        assert!((8..60).contains(&asked), "{asked} times in four days");
        kit.clock.advance(Span::days(1));
        assert_eq!(due(&kit).await, [], "no provider tells anything after that");
    }
);

db_test!(
    async fn what_a_clock_ahead_has_asked_about_is_asked_about_again(kit) {
        let here = street(&kit).await;
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let closed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), closed.payment).await.unwrap();
        kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let stated = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        kit.states(PROVIDER, &[kit.report_line_of(stated.payment, "t1", ReportKind::Captured, 7)]).await;
        kit.clock.advance(Span::hours(1));
        assert_eq!(due(&kit).await.len(), 4);
        kit.clock.advance(Span::days(3));
        assert_eq!(due(&kit).await.len(), 4);
        kit.clock.turn_back(Span::days(3));
        assert_eq!(due(&kit).await.len(), 4, "nobody asked in this time");
        assert_eq!(due(&kit).await, [], "now somebody has");
    }
);

db_test!(
    async fn whoever_writes_is_not_waited_for_where_nothing_is_due(kit) {
        let here = street(&kit).await;
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let writes = kit.market.begin("writes").await.unwrap();
        assert_eq!(due(&kit).await, [], "it is young");
        drop(writes);
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await.len(), 1);
    }
);

db_test!(
    async fn nobody_asks_twice_at_the_same_instant(kit) {
        let here = street(&kit).await;
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::minutes(10));
        let kit = Arc::new(kit);
        let asking: Vec<_> = (0..6)
            .map(|_| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { due(&kit).await.len() })
            })
            .collect();
        let mut taken = 0;
        for one in asking {
            taken += one.await.unwrap();
        }
        assert_eq!(taken, 1);
    }
);

db_test!(
    async fn what_is_found_by_asking_counts_once_and_says_why(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let found = captured_event(placed.payment, "pi_1:captured", 1_258);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Paid);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Repeated);
        assert_eq!(hear_event(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Repeated, "its word comes late");
        let log = deeds(&kit).await;
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(log[0].contains("the orders are paid (pi_1:captured)"), "{log:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn money_that_is_found_after_the_close_goes_back(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap();
        let found = captured_event(placed.payment, "pi_1:captured", 1_258);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::GoesBack);
        kit.clock.advance(Span::minutes(10));
        let taken = take_look_ups(&kit.market, PROVIDER, 100).await.unwrap();
        let waiting = waiting_refunds(&kit.market, "sandbox", &taken[0], kit.market.now()).await.unwrap();
        assert_eq!(waiting.iter().map(|due| due.amount.minor()).collect::<Vec<_>>(), [1_258]);
        let refund = waiting[0].refund;
        let back = ProviderEvent {
            event_id: "re_1:refunded".to_owned(),
            payment: placed.payment,
            kind: ProviderEventKind::Refunded(refund),
        };
        assert_eq!(record_found(&kit.market, PROVIDER, &back).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(deeds(&kit).await.len(), 2);
        let olga = kit.operator().await;
        let healed = || async { healed_payments(&kit.market, &olga).await.unwrap() };
        let became: Vec<_> = healed().await.into_iter().map(|one| (one.payment, one.outcome)).collect();
        assert_eq!(became, [(placed.payment, EventOutcome::Refunded), (placed.payment, EventOutcome::GoesBack)]);
        kit.clock.advance(Span::days(8));
        assert_eq!(healed().await, [], "an operator reads what is new");
        kit.audited().await;
    }
);
