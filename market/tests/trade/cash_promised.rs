//! Cash that is promised: by whom and for what, and that nothing is booked that nobody has.

use crate::cash::{books, form, in_cash, promised, remit, shipped, stands, with_cash};
use crate::street::{dresses, level, street};
use market::catalog::VariantId;
use market::checkout::queries::quote;
use market::checkout::{CashRefusal, PlaceOrderRefusal};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::commands::{cancel_unpaid, cancel_unshipped};
use market::order::queries::{order_of_buyer, to_ship};
use market::order::{Cash, MoveRefusal, OrderEvent, OrderState};
use market::shop::commands::set_takes_cash;
use market::testkit::REGION;

db_test!(
    async fn a_promise_is_shipped_at_once_and_books_nothing(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = promised(&kit, &here).await;
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Paid, Some(Cash::Due)));
        let queue = to_ship(&kit.market, &here.staff, 10).await.unwrap();
        assert_eq!(queue.iter().map(|row| (row.id, row.cash)).collect::<Vec<_>>(), [(order, Some(Cash::Due))]);
        let left = level(&kit, here.pork).await;
        assert_eq!((left.on_hand, left.held), (950, 0), "sold, not held");
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 0));
        let refused = cancel_unpaid(&kit.market, &here.buyer.buyer(), payment).await;
        assert!(matches!(refused, Err(Problem::Refused(MoveRefusal::ChangedMeanwhile))), "it is no unpaid checkout");
        kit.clock.advance(Span::hours(2));
        kit.fire_clocks().await;
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Paid, "no clock closes it");
        kit.audited().await;
    }
);

db_test!(
    async fn an_order_is_told_from_its_beginning(kit) {
        let here = with_cash(&kit).await;
        for _ in 0..3 {
            let (_, order) = promised(&kit, &here).await;
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
            assert_eq!(view.events.iter().map(|event| event.event).collect::<Vec<_>>(), [None, Some(OrderEvent::Promise)]);
        }
    }
);

db_test!(
    async fn the_same_form_is_the_same_order_and_the_other_way_of_paying_is_not(kit) {
        let here = with_cash(&kit).await;
        let form = form(&kit, &here.buyer, &[(here.pork, 50)]).await;
        let placed = in_cash(&kit, &here.buyer, &form).await.unwrap();
        assert_eq!(in_cash(&kit, &here.buyer, &form).await.unwrap(), placed);
        let online = kit.place(&here.buyer, &form).await;
        assert!(matches!(online, Err(Problem::Refused(PlaceOrderRefusal::AttemptReused))));
        kit.audited().await;
    }
);

db_test!(
    async fn before_it_leaves_the_buyer_cancels_and_nothing_goes_back(kit) {
        let here = with_cash(&kit).await;
        let (_, order) = promised(&kit, &here).await;
        for _ in 0..2 {
            cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Cancelled, Some(Cash::Off)));
        assert_eq!(level(&kit, here.pork).await.on_hand, 1_000);
        assert!(kit.refunds().await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn only_one_parcel_of_a_shop_that_takes_cash_below_the_cap_is_promised(kit) {
        let here = street(&kit).await;
        let refused = async |goods: &[(VariantId, i64)]| {
            let form = form(&kit, &here.buyer, goods).await;
            match in_cash(&kit, &here.buyer, &form).await {
                Err(Problem::Refused(PlaceOrderRefusal::Cash(why))) => why,
                other => panic!("{other:?}"),
            }
        };
        let offered = async || quote(&kit.market, &here.buyer.buyer(), REGION).await.unwrap().cash;
        assert!(matches!(refused(&[(here.pork, 50)]).await, CashRefusal::NotTaken { .. }));
        assert_eq!(offered().await, None, "nobody speaks of cash where no shop takes it");
        set_takes_cash(&kit.market, &here.staff, true).await.unwrap();
        assert_eq!(offered().await, Some(Ok(())));
        let (rosy, dress) = dresses(&kit, 9).await;
        assert!(matches!(refused(&[(dress, 1)]).await, CashRefusal::NotTaken { .. }));
        set_takes_cash(&kit.market, &rosy, true).await.unwrap();
        assert!(matches!(refused(&[]).await, CashRefusal::ManyParcels));
        kit.audited().await;
    }
);

db_test!(
    async fn who_owes_three_parcels_promises_no_fourth(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = shipped(&kit, &here).await;
        promised(&kit, &here).await;
        promised(&kit, &here).await;
        let fourth = form(&kit, &here.buyer, &[(here.pork, 50)]).await;
        let refused = in_cash(&kit, &here.buyer, &fourth).await;
        assert!(matches!(refused, Err(Problem::Refused(PlaceOrderRefusal::Cash(CashRefusal::TooManyOpen { most: 3 })))));
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        in_cash(&kit, &here.buyer, &fourth).await.unwrap();
        let dear = kit.listing(&here.staff).title("Ham").price_fen(60_000).stock(9).weight_grams(400).create().await.variant();
        let ana = kit.person("Ana").create().await;
        let much = form(&kit, &ana, &[(dear, 1)]).await;
        let refused = in_cash(&kit, &ana, &much).await;
        assert!(matches!(refused, Err(Problem::Refused(PlaceOrderRefusal::Cash(CashRefusal::OverCap { .. })))));
        kit.audited().await;
    }
);
