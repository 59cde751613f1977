//! From where on the provider's statement is read, and until when it proves what it does not tell.

use crate::street::street;
use market::db_test;
use market::kernel::{Span, Timestamp};
use market::payment::ReportKind;
use market::reconciliation::commands::store_report;
use market::reconciliation::queries::{proven_until, read_from};
use market::testkit::PROVIDER;

db_test!(
    async fn a_mark_that_lies_ahead_is_taken_back(kit) {
        let began = kit.market.now();
        kit.states(PROVIDER, &[kit.report_line("t1", ReportKind::Fee, -1)]).await;
        kit.clock.advance(Span::days(10));
        let beyond = kit.report_line("t2", ReportKind::Fee, -1);
        kit.states(PROVIDER, &[]).await;
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), began, "whatever the mark says");
        kit.states(PROVIDER, &[beyond]).await;
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        kit.clock.turn_back(Span::days(10));
        kit.clock.advance(Span::minutes(10));
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), began, "a line that lies ahead proves nothing");
        kit.states(PROVIDER, &[]).await;
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        let earlier = kit.market.now().before(Span::minutes(1));
        store_report(&kit.market, PROVIDER, &[], earlier).await.unwrap();
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now(), "else it only moves on");
    }
);

db_test!(
    async fn a_statement_is_read_from_the_first_payment_on(kit) {
        let here = street(&kit).await;
        let empty = read_from(&kit.market, PROVIDER).await.unwrap();
        assert_eq!(empty, kit.market.now().before(Span::days(1)));
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let began: Timestamp = kit.market.now();
        kit.clock.advance(Span::days(9));
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), began);
        assert_eq!(read_from(&kit.market, "somebody").await.unwrap(), kit.market.now().before(Span::days(1)));
    }
);
