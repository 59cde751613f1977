//! Cash at the door: promised, collected, refused. Nothing is booked that nobody has, and nothing is released before it is here.

use crate::cases::pass;
use crate::street::{Street, dresses, level, street};
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{agree_to_case, open_case};
use market::aftersales::{AskRefusal, CaseKind};
use market::catalog::VariantId;
use market::checkout::commands::place_order;
use market::checkout::queries::quote;
use market::checkout::{CashRefusal, PlaceOrder, PlaceOrderRefusal, Placed};
use market::db_test;
use market::kernel::{Money, PageRequest, Problem, Span};
use market::ledger::queries::{held_orders, market_money, shop_money};
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::{order_of_buyer, to_ship};
use market::order::{Cash, ComeBackRefusal, MoveRefusal, OrderEvent, OrderId, OrderState};
use market::payment::cash::{cash_out, record_remittance};
use market::payment::queries::unbooked_amounts;
use market::payment::{CASH, EventOutcome, PaymentId, Remittance, RemittanceRefusal};
use market::shop::commands::set_takes_cash;
use market::testkit::{REGION, TestMarket};
use std::sync::Arc;

pub async fn operator(kit: &TestMarket) -> Operator {
    kit.person("Olga").operator().create().await.operator().unwrap()
}

/// The street, where cash is taken.
pub async fn with_cash(kit: &TestMarket) -> Street {
    let here = street(kit).await;
    set_takes_cash(&kit.market, &here.staff, true).await.unwrap();
    here
}

async fn form(kit: &TestMarket, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> PlaceOrder {
    kit.fill_cart(buyer, goods).await;
    kit.checkout_form(buyer).await
}

async fn in_cash(kit: &TestMarket, buyer: &SignedIn, form: &PlaceOrder) -> Result<Placed, Problem<PlaceOrderRefusal>> {
    place_order(&kit.market, &buyer.buyer(), CASH, form.clone()).await
}

/// An order of 50 g, 12.58 with its freight, that is paid at the door.
async fn promised(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    let form = form(kit, &here.buyer, &[(here.pork, 50)]).await;
    let placed = in_cash(kit, &here.buyer, &form).await.unwrap();
    (placed.payment, placed.orders[0])
}

pub async fn shipped(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    let (payment, order) = promised(kit, here).await;
    ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
    (payment, order)
}

pub async fn remit(
    kit: &TestMarket,
    olga: &Operator,
    payment: PaymentId,
    (fen, reference): (i64, &str),
) -> Result<EventOutcome, Problem<RemittanceRefusal>> {
    let (amount, reference) = (Money::fen(fen), reference.to_owned());
    record_remittance(&kit.market, olga, &Remittance { payment, amount, reference, day: "2026-11-24".to_owned() }).await
}

pub async fn stands(kit: &TestMarket, here: &Street, order: OrderId) -> (OrderState, Option<Cash>) {
    let row = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row;
    (row.state, row.cash)
}

/// Held for orders, owed to shops, owed to buyers, in suspense.
pub async fn books(kit: &TestMarket, olga: &Operator) -> (i64, i64, i64, i64) {
    let money = market_money(&kit.market, olga).await.unwrap();
    (money.escrow.minor(), money.shops.minor(), money.refunds.minor(), money.suspense.minor())
}

db_test!(
    async fn a_promise_is_shipped_at_once_and_books_nothing(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
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
    async fn money_is_released_when_it_is_here_and_the_parcel_too(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        // The cash first, then the buyer's word.
        let (payment, order) = shipped(&kit, &here).await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Shipped, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (1_258, 0, 0, 0));
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0));
        kit.audited().await;
        // The buyer's word first, then the cash.
        let (payment, order) = shipped(&kit, &here).await;
        for _ in 0..2 {
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.held.minor(), money.cash_out.minor()), (0, 1_253));
        assert_eq!(money.held_count, 0, "it is not here");
        assert!(held_orders(&kit.market, &here.staff, &PageRequest::first(9)).await.unwrap().rows[0].is_cash_out);
        kit.clock.advance(Span::days(30));
        kit.fire_clocks().await;
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Delivered, "no clock releases what nobody has");
        kit.audited().await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (0, 2_506, 0, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn the_clock_counts_as_a_word_and_waits_for_the_cash_too(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        let (payment, order) = shipped(&kit, &here).await;
        pass(&kit, 10).await;
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        kit.audited().await;
        kit.clock.advance(Span::days(1));
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        kit.audited().await;
    }
);

db_test!(
    async fn a_reference_counts_once_and_for_one_parcel(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        let (first, _) = shipped(&kit, &here).await;
        kit.clock.advance(Span::minutes(1));
        let (second, _) = shipped(&kit, &here).await;
        let out = cash_out(&kit.market, &olga).await.unwrap();
        assert_eq!(out.iter().map(|parcel| parcel.payment).collect::<Vec<_>>(), [first, second], "the oldest first");
        assert_eq!(remit(&kit, &olga, first, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(remit(&kit, &olga, first, (1_258, " SF-1 ")).await.unwrap(), EventOutcome::Repeated);
        for (payment, fen) in [(second, 1_258), (first, 1_200)] {
            let taken = remit(&kit, &olga, payment, (fen, "SF-1")).await;
            assert!(matches!(taken, Err(Problem::Refused(RemittanceRefusal::ReferenceTaken))), "{taken:?}");
        }
        for (fen, reference) in [(0, "SF-2"), (-1, "SF-2"), (1_258, " ")] {
            assert!(matches!(remit(&kit, &olga, second, (fen, reference)).await, Err(Problem::Refused(_))), "{fen} {reference}");
        }
        let online = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert!(matches!(remit(&kit, &olga, online, (1_258, "SF-3")).await, Err(Problem::NotFound)), "not paid in cash");
        assert_eq!(books(&kit, &olga).await.0, 1_258);
        kit.audited().await;
    }
);

db_test!(
    async fn a_wrong_amount_waits_in_suspense_and_the_right_one_still_pays(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        let (payment, order) = shipped(&kit, &here).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(remit(&kit, &olga, payment, (1_200, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Delivered, Some(Cash::Due)));
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 1_200));
        kit.audited().await;
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_amount_under_another_reference_is_more_money(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        let (payment, _) = shipped(&kit, &here).await;
        let lines = [("SF-1", EventOutcome::Suspended), ("SF-2", EventOutcome::Unbooked), ("SF-3", EventOutcome::Unbooked)];
        for (reference, outcome) in lines {
            assert_eq!(remit(&kit, &olga, payment, (629, reference)).await.unwrap(), outcome, "{reference}");
            assert_eq!(remit(&kit, &olga, payment, (629, reference)).await.unwrap(), EventOutcome::Repeated, "{reference}");
        }
        let listed = unbooked_amounts(&kit.market, &olga).await.unwrap();
        assert_eq!(listed.iter().map(|one| (one.event.as_str(), one.minor)).collect::<Vec<_>>(), [("SF-2", 629), ("SF-3", 629)]);
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 629));
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_refused_at_the_door_comes_back_and_nobody_owes_anything(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
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
        let olga = operator(&kit).await;
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
    async fn a_case_waits_for_the_cash_and_then_gives_it_back(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
        let (payment, order) = shipped(&kit, &here).await;
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 50)]);
        let early = open_case(&kit.market, &here.buyer.buyer(), &ask).await;
        assert!(matches!(early, Err(Problem::Refused(AskRefusal::CashIsOut))), "{early:?}");
        remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap();
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(kit.refunds().await.last().map(|refund| refund.1), Some(payment));
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
        let olga = operator(&kit).await;
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

db_test!(
    async fn the_cash_and_the_way_back_race_and_one_is_right(kit) {
        let here = with_cash(&kit).await;
        let olga = operator(&kit).await;
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
