//! What went back at the provider's own desk comes into the books once, whatever happens to its line, and only from orders of which
//! something is left.

use crate::desk::{WHY, at_the_desk, given, take, view};
use crate::instants::{Deed, at_one_instant};
use crate::street::{change, dresses};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::OrderState;
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::{DeskRefusal, ExplainRefusal};
use market::testkit::PROVIDER;

db_test!(
    async fn a_line_that_was_lost_and_is_read_anew_is_not_taken_in_again(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        given(&kit, placed.payment, "txn_1", 500).await;
        take(&kit, &olga, "txn_1", None).await.unwrap();
        kit.audited().await;
        // The books know it, and nothing that stands in the statement says so any more.
        let lost = "DELETE FROM provider_report_line";
        change(&kit, lost, lost).await;
        kit.clock.advance(Span::minutes(1));
        given(&kit, placed.payment, "txn_1", 500).await;
        let again = take(&kit, &olga, "txn_1", None).await;
        assert!(matches!(again, Err(Problem::Fault(_))), "{again:?}");
        assert_eq!(view(&kit, &here.buyer, placed.orders[0]).await.refunded.minor(), 500);
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [500]);
    }
);

db_test!(
    async fn an_order_of_which_nothing_is_left_stays_out_of_what_all_give(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let (_, dress) = dresses(&kit, 10).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        let mut orders = Vec::new();
        for order in &placed.orders {
            orders.push((view(&kit, &here.buyer, *order).await.row.total.minor(), *order));
        }
        orders.sort_unstable();
        let [(1_258, pork), (13_600, dress)] = orders[..] else { panic!("{orders:?}") };
        given(&kit, placed.payment, "txn_1", 1_258).await;
        take(&kit, &olga, "txn_1", Some(pork)).await.unwrap();
        // A part of what the other has left, and then all of it.
        for (line, fen, state) in [("txn_2", 600, OrderState::Paid), ("txn_3", 13_000, OrderState::Cancelled)] {
            given(&kit, placed.payment, line, fen).await;
            take(&kit, &olga, line, None).await.unwrap();
            let (gone, left) = (view(&kit, &here.buyer, pork).await, view(&kit, &here.buyer, dress).await);
            assert_eq!((gone.refunded.minor(), gone.refunds.len(), left.row.state), (1_258, 1, state));
            kit.audited().await;
        }
        assert_eq!(view(&kit, &here.buyer, dress).await.refunded.minor(), 13_600);
    }
);

db_test!(
    async fn a_line_that_is_taken_in_and_explained_at_one_instant_is_one_of_the_two(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        given(&kit, placed.payment, "txn_1", 500).await;
        // Whoever takes it in has seen that nobody explained it, and waits for the order.
        let market = kit.market.clone();
        let takes: Deed = Box::pin(async move {
            match take_desk_refund(&market, &olga, (PROVIDER, "txn_1"), None, WHY).await {
                Ok(()) => Ok(true),
                Err(Problem::Refused(DeskRefusal::ChangedMeanwhile)) => Ok(false),
                Err(other) => Err(other.to_string()),
            }
        });
        let market = kit.market.clone();
        let explains: Deed = Box::pin(async move {
            match explain_difference(&market, &olga, &format!("{PROVIDER}.line.txn_1"), WHY).await {
                Ok(()) => Ok(true),
                Err(Problem::Refused(ExplainRefusal::ChangedMeanwhile)) => Ok(false),
                Err(other) => Err(other.to_string()),
            }
        });
        let done = at_one_instant(&kit, "orders", vec![takes, explains]).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "it is in the books and explained: {done:?}");
        kit.audited().await;
    }
);
