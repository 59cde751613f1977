//! What went back at the provider's own desk comes into the books once, whatever happens to its line, and only from orders of which
//! something is left.

use crate::desk::{WHY, at_the_desk, given, take, view};
use crate::instants::{Deed, at_one_instant};
use crate::sale::sale;
use crate::street::{change, dresses};
use market::aftersales::CaseKind;
use market::aftersales::commands::agree_to_case;
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::OrderState;
use market::order::commands::ship_order;
use market::payment::ProviderEventKind;
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::{DeskRefusal, ExplainRefusal};
use market::testkit::PROVIDER;
use market::timer::queries::due;

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
    async fn after_a_case_gave_a_piece_back_the_desk_gives_a_part_of_the_rest_and_then_all_of_it(kit) {
        let here = sale(&kit).await;
        for (kind, state) in [(CaseKind::BeforeShipping, OrderState::Paid), (CaseKind::RefundOnly, OrderState::Shipped)] {
            let placed = kit.paid(&here.buyer, &[(here.dress, 2)]).await;
            let order = placed.orders[0];
            if state == OrderState::Shipped {
                ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
            }
            let case = here.asked(&kit, order, kind, 1).await;
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            let (refund, ..) = kit.refunds().await.into_iter().find(|refund| refund.1 == placed.payment).unwrap();
            kit.told(placed.payment, &format!("refunded {refund}"), ProviderEventKind::Refunded(refund)).await.unwrap();
            // The other dress, and half of the freight.
            for (fen, then) in [(5_000, state), (12_800 + 400 - 5_000, OrderState::Cancelled)] {
                let line = format!("txn_{}_{fen}", kind.code());
                given(&kit, placed.payment, &line, fen).await;
                take(&kit, &here.olga, &line, None).await.unwrap();
                assert_eq!(view(&kit, &here.buyer, order).await.row.state, then);
                kit.audited().await;
            }
        }
        kit.clock.advance(Span::days(30));
        assert_eq!(due(&kit.market, 9).await.unwrap(), [], "no clock is left of what has ended");
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
