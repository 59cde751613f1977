//! Story 1 at the level of commands: salted pork and a rosy dress with one payment, told twice by the provider; one parcel is
//! confirmed, the other times out; both shops are paid by one file.

use crate::street::{dresses, level, pass, street};
use market::db_test;
use market::inventory::Level;
use market::kernel::Span;
use market::ledger::commands::{make_payout_batch, settle_payout};
use market::ledger::payout_file;
use market::ledger::queries::{batch_payouts, shop_money};
use market::order::OrderState;
use market::order::commands::{close_payment, confirm_receipt, ship_order};
use market::order::queries::{order_of_buyer, order_of_shop};
use market::payment::EventOutcome;

db_test!(
    async fn the_teacher_sells_fifty_grams_of_pork(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 3).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        kit.audited().await;

        // She pays late, and the provider tells it twice.
        kit.clock.advance(Span::minutes(29));
        let amount = kit.amount_of(placed.payment).await;
        assert_eq!(amount, 458 + 800 + 12_800 + 800);
        assert_eq!(kit.captured(placed.payment, "evt_1", amount).await, EventOutcome::Paid);
        kit.clock.advance(Span::minutes(5));
        assert_eq!(kit.captured(placed.payment, "evt_1", amount).await, EventOutcome::Repeated);
        close_payment(&kit.market, placed.payment).await.unwrap();
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 950, held: 0 });
        kit.audited().await;

        // Both shops ship their own parcel.
        let (mut pork_order, mut dress_order) = (None, None);
        for order in &placed.orders {
            match order_of_shop(&kit.market, &here.staff, *order).await.unwrap() {
                Some(view) => {
                    assert_eq!(view.row.lines[0].quantity, 50);
                    pork_order = Some(*order);
                }
                None => dress_order = Some(*order),
            }
        }
        let (pork_order, dress_order) = (pork_order.unwrap(), dress_order.unwrap());
        kit.clock.advance(Span::hours(20));
        ship_order(&kit.market, &here.staff, pork_order, "post", "9876543210").await.unwrap();
        ship_order(&kit.market, &rosy, dress_order, "sf", "SF1234567890").await.unwrap();
        kit.audited().await;

        // The pork is confirmed; about the dress nobody says anything.
        kit.clock.advance(Span::days(4));
        confirm_receipt(&kit.market, &here.buyer.buyer(), pork_order).await.unwrap();
        pass(&kit, 6).await;
        for order in [pork_order, dress_order] {
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
            assert_eq!(view.row.state, OrderState::Completed);
        }
        kit.audited().await;

        // One file pays both.
        let olga = kit.operator().await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let file = payout_file(&kit.market, &olga, batch, "the week's payouts").await.unwrap();
        assert_eq!(file.lines().count(), 1 + 2);
        for payout in batch_payouts(&kit.market, &olga, batch).await.unwrap() {
            settle_payout(&kit.market, &olga, payout.id).await.unwrap();
        }
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().paid_out.minor(), 1_258 - 5);
        assert_eq!(shop_money(&kit.market, &rosy).await.unwrap().unwrap().paid_out.minor(), 13_600 - 128);
        kit.audited().await;
    }
);
