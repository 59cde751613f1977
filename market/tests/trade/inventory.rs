//! Goods: held, sold, given back, and never sold twice.

use crate::rounds::race_test;
use crate::street::{dresses, level, street};
use market::account::SignedIn;
use market::cart::{CartOwner, commands::add_to_cart};
use market::catalog::VariantId;
use market::checkout::{PlaceOrder, PlaceOrderRefusal as Refusal, Placed};
use market::db_test;
use market::inventory::Level;
use market::kernel::{Problem, Span};
use market::order::commands::{cancel_unpaid, cancel_unshipped, close_payment};
use market::payment::{EventOutcome, PaymentId};
use market::testkit::TestMarket;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

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

/// A buyer with a full cart, about to order.
struct Filled {
    number: usize,
    buyer: SignedIn,
    form: PlaceOrder,
}

impl Filled {
    /// Orders and pays.
    async fn buy(&self, kit: &TestMarket) -> Placed {
        let placed = kit.place(&self.buyer, &self.form).await.expect("orders");
        let amount = kit.amount_of(placed.payment).await;
        assert_eq!(kit.captured(placed.payment, &format!("e{}", self.number), amount).await, EventOutcome::Paid);
        placed
    }
}

/// Sixteen of them, each with the cart of their number.
async fn sixteen(kit: &TestMarket, cart: impl Fn(usize) -> Vec<(VariantId, i64)>) -> Vec<Filled> {
    let mut all = Vec::new();
    for number in 0..16 {
        let buyer = kit.person(&format!("Buyer {number}")).create().await;
        kit.fill_cart(&buyer, &cart(number)).await;
        let form = kit.checkout_form(&buyer).await;
        all.push(Filled { number, buyer, form });
    }
    all
}

db_test!(
    async fn carts_with_the_same_goods_in_opposite_order_do_not_deadlock(kit) {
        let kit = Arc::new(kit);
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 100).await;
        let cart = |number: usize| {
            let goods = [(here.pork, 50), (dress, 1)];
            if number % 2 == 1 { goods.into_iter().rev().collect() } else { goods.to_vec() }
        };
        let racing = sixteen(&kit, cart).await.into_iter().map(|filled| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move { filled.buy(&kit).await })
        });
        for one in racing.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 200, held: 0 });
        assert_eq!(level(&kit, dress).await, Level { on_hand: 84, held: 0 });
        kit.audited().await;
    }
);

race_test!(
    async fn carts_of_eight_shops_in_every_order_do_not_deadlock(kit) {
        let mut goods = Vec::new();
        for shop in 0..8 {
            let owner = kit.person(&format!("Owner {shop}")).create().await;
            let staff = kit.shop(&format!("shop{shop}"), &owner).approved().create().await;
            goods.push((kit.listing(&staff).price_fen(1_000).stock(20).create().await.variant(), 1));
        }
        let cart = |number: usize| {
            let mut cart = goods.clone();
            cart.rotate_left(number / 2);
            if number % 2 == 1 {
                cart.reverse();
            }
            cart
        };
        let racing = sixteen(&kit, cart).await.into_iter().map(|filled| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move {
                let (placed, most) = (filled.buy(&kit).await, filled.number % 3);
                for order in placed.orders.iter().rev().take(most) {
                    cancel_unshipped(&kit.market, &filled.buyer.buyer(), *order).await.expect("a cancelled order");
                }
                most
            })
        });
        let mut cancelled = 0;
        for one in racing.collect::<Vec<_>>() {
            cancelled += one.await.unwrap();
        }
        let mut left = 0;
        for (variant, _) in goods {
            let level = level(&kit, variant).await;
            assert_eq!(level.held, 0);
            left += level.on_hand;
        }
        assert_eq!(left, 8 * (20 - 16) + i64::try_from(cancelled).unwrap());
        kit.audited().await;
    }
);

db_test!(
    async fn thirty_pieces_are_sold_thirty_times_among_300_buyers(kit) {
        let kit = Arc::new(kit);
        let (_, dress) = dresses(&kit, 30).await;
        let turns = Arc::new(Semaphore::new(32));
        let mut racing = Vec::new();
        for number in 0..300 {
            let buyer = kit.person(&format!("Buyer {number}")).create().await;
            let address = kit.address(&buyer).await;
            let (kit, turns) = (Arc::clone(&kit), Arc::clone(&turns));
            racing.push(async move {
                let _turn = turns.acquire().await;
                let owner = CartOwner::Person(buyer.buyer());
                if add_to_cart(&kit.market, &owner, dress, 1).await.is_err() {
                    return false;
                }
                let attempt = PaymentId::mint(kit.market.now());
                let (seen_perishable, notes) = (Vec::new(), Vec::new());
                let form = PlaceOrder { attempt, address, seen_total_minor: 13_600, seen_perishable, notes };
                match kit.place(&buyer, &form).await {
                    Ok(_) => kit.captured(attempt, &attempt.to_string(), 13_600).await == EventOutcome::Paid,
                    Err(Problem::Refused(Refusal::SoldOut { .. } | Refusal::CartChanged)) => false,
                    Err(other) => panic!("{other}"),
                }
            });
        }
        let begun = Instant::now();
        let racing: Vec<_> = racing.into_iter().map(tokio::spawn).collect();
        let mut paid = 0;
        for one in racing {
            paid += i32::from(one.await.unwrap());
        }
        println!("300 buyers for 30 pieces, nothing drawn: {paid} paid, {:.1} s", begun.elapsed().as_secs_f64());
        assert_eq!(paid, 30);
        assert_eq!(level(&kit, dress).await, Level { on_hand: 0, held: 0 });
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
