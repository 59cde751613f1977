//! Parcels that are refused at the door: they come back, nobody owes anything, and what was paid for does not.

use crate::cash::{books, promised, remit, shipped, stands, with_cash};
use crate::street::{dresses, level, pass};
use crate::told::{deed, last_deed};
use market::db_test;
use market::kernel::Problem;
use market::order::cash::take_parcel_back;
use market::order::commands::confirm_receipt;
use market::order::queries::order_of_buyer;
use market::order::{Cash, ComeBackRefusal, OrderEvent, OrderState};
use market::payment::EventOutcome;
use std::sync::Arc;

db_test!(
    async fn what_is_refused_at_the_door_comes_back_and_nobody_owes_anything(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        let (other, _) = dresses(&kit, 1).await;
        assert!(matches!(take_parcel_back(&kit.market, &other, order).await, Err(Problem::NotFound)));
        for _ in 0..2 {
            take_parcel_back(&kit.market, &here.staff, order).await.unwrap();
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Cancelled, Some(Cash::Off)));
        assert_eq!(level(&kit, here.pork).await.on_hand, 1_000);
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 0));
        assert!(kit.refunds().await.is_empty());
        kit.audited().await;
        // The courier had the cash after all: it is owed to the buyer.
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::GoesBack);
        assert_eq!(books(&kit, &olga).await, (0, 0, 1_258, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_buyer_has_or_has_paid_does_not_come_back(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (_, packed) = promised(&kit, &here).await;
        let back = take_parcel_back(&kit.market, &here.staff, packed).await;
        assert!(matches!(back, Err(Problem::Refused(ComeBackRefusal::Move(_)))), "it never left");
        let (_, received) = shipped(&kit, &here).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), received).await.unwrap();
        let back = take_parcel_back(&kit.market, &here.staff, received).await;
        assert!(matches!(back, Err(Problem::Refused(ComeBackRefusal::Received))));
        let (payment, paid) = shipped(&kit, &here).await;
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        let back = take_parcel_back(&kit.market, &here.staff, paid).await;
        assert!(matches!(back, Err(Problem::Refused(ComeBackRefusal::NotPromised))));
        let online = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let back = take_parcel_back(&kit.market, &here.staff, online).await;
        assert!(matches!(back, Err(Problem::Refused(ComeBackRefusal::NotPromised))));
        kit.audited().await;
    }
);

db_test!(
    async fn the_buyers_word_counts_after_the_clock_has_spoken_for_them(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = shipped(&kit, &here).await;
        pass(&kit, 10).await;
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)), "the clock counted it");
        let view = async || order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        assert!(!view().await.is_received);
        for _ in 0..2 {
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            kit.audited().await;
        }
        let said = view().await.events.iter().filter(|event| event.event == Some(OrderEvent::Receive)).count();
        assert_eq!((view().await.is_received, said), (true, 1), "once");
        let back = take_parcel_back(&kit.market, &here.staff, order).await;
        assert!(matches!(back, Err(Problem::Refused(ComeBackRefusal::Received))));
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(last_deed(&kit, order).await, deed("confirm", "buyer"), "it is completed by their word");
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn the_cash_and_the_way_back_race_and_one_is_right(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for turn in 0..4 {
            let (payment, order) = shipped(&kit, &here).await;
            let (other, staff) = (Arc::clone(&kit), here.staff);
            let back = tokio::spawn(async move { take_parcel_back(&other.market, &staff, order).await.is_ok() });
            let outcome = remit(&kit, &olga, payment, (1_258, &format!("SF-{turn}"))).await.unwrap();
            let came_back = back.await.unwrap();
            assert_eq!(outcome, if came_back { EventOutcome::GoesBack } else { EventOutcome::Paid });
            if !came_back {
                confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            }
            kit.audited().await;
        }
    }
);
