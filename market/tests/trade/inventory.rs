//! Goods: held, sold, given back, and never sold twice.

use crate::street::{dresses, level, street};
use market::checkout::PlaceOrderRefusal as Refusal;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Problem, Span};
use market::order::commands::{cancel_unpaid, cancel_unshipped, close_payment};
use market::payment::EventOutcome;
use std::sync::Arc;

db_test!(
    async fn the_last_item_is_sold_once_among_64_buyers(kit) {
        let kit = Arc::new(kit);
        let (_, dress) = dresses(&kit, 1).await;
        let mut forms = Vec::new();
        for number in 0..64 {
            let buyer = kit.person(&format!("Buyer {number}")).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            let form = kit.checkout_form(&buyer).await;
            forms.push((buyer, form));
        }
        let racing: Vec<_> = forms
            .into_iter()
            .map(|(buyer, form)| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { kit.place(&buyer, &form).await })
            })
            .collect();
        let (mut sold, mut refused) = (0, 0);
        for one in racing {
            match one.await.unwrap() {
                Ok(_) => sold += 1,
                Err(Problem::Refused(Refusal::SoldOut { .. } | Refusal::CartChanged)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((sold, refused), (1, 63));
        assert_eq!(level(&kit, dress).await, Level { on_hand: 1, held: 1 });
        kit.audited().await;
    }
);

db_test!(
    async fn carts_with_the_same_goods_in_opposite_order_do_not_deadlock(kit) {
        let kit = Arc::new(kit);
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 100).await;
        let mut racing = Vec::new();
        for number in 0..16 {
            let buyer = kit.person(&format!("Buyer {number}")).create().await;
            let mut goods = [(here.pork, 50), (dress, 1)];
            if number % 2 == 1 {
                goods.reverse();
            }
            kit.fill_cart(&buyer, &goods).await;
            let form = kit.checkout_form(&buyer).await;
            let kit = Arc::clone(&kit);
            racing.push(tokio::spawn(async move {
                let placed = kit.place(&buyer, &form).await.expect("orders");
                let amount = kit.amount_of(placed.payment).await;
                assert_eq!(kit.captured(placed.payment, &format!("e{number}"), amount).await, EventOutcome::Paid);
            }));
        }
        for one in racing {
            one.await.unwrap();
        }
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 200, held: 0 });
        assert_eq!(level(&kit, dress).await, Level { on_hand: 84, held: 0 });
        kit.audited().await;
    }
);

db_test!(
    async fn what_nobody_pays_for_is_free_again(kit) {
        let here = street(&kit).await;
        let first = kit.placed(&here.buyer, &[(here.pork, 600)]).await;
        assert_eq!(level(&kit, here.pork).await.available(), 400);
        cancel_unpaid(&kit.market, &here.buyer.buyer(), first.payment).await.unwrap();
        let second = kit.placed(&here.buyer, &[(here.pork, 600)]).await;
        close_payment(&kit.market, second.payment).await.unwrap();
        assert_eq!(level(&kit, here.pork).await.available(), 400, "not before its time");
        kit.clock.advance(Span::minutes(30));
        close_payment(&kit.market, second.payment).await.unwrap();
        close_payment(&kit.market, second.payment).await.unwrap();
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 1_000, held: 0 });
        kit.audited().await;
    }
);

db_test!(
    async fn goods_of_a_cancelled_order_go_back_on_the_shelf(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 600)]).await;
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 400, held: 0 });
        for _ in 0..2 {
            cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        }
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 1_000, held: 0 });
        kit.audited().await;
    }
);
