//! Two who write to one cart at the same instant: a second click, a second sign-in, another tab. Both count, and nothing counts twice.

use crate::instants::{Deed, at_one_instant};
use crate::street::{dresses, street};
use market::cart::CartOwner;
use market::cart::commands::{accept_changes, add_to_cart, change_quantity, new_guest, take_over};
use market::cart::queries::cart_view;
use market::catalog::VariantId;
use market::checkout::PlaceOrderRefusal as Refusal;
use market::checkout::commands::place_order;
use market::db_test;
use market::kernel::Problem;
use market::testkit::{PROVIDER, TestMarket};

/// What stands in a cart, in its order.
async fn content(kit: &TestMarket, owner: &CartOwner) -> Vec<(VariantId, i64)> {
    let cart = cart_view(&kit.market, owner).await.unwrap();
    cart.lines().map(|line| (line.offer.variant, line.quantity)).collect()
}

fn puts(kit: &TestMarket, owner: &CartOwner, variant: VariantId) -> Deed {
    let (market, owner) = (kit.market.clone(), owner.clone());
    Box::pin(async move { add_to_cart(&market, &owner, variant, 1).await.map(|()| true).map_err(|problem| problem.to_string()) })
}

db_test!(
    async fn each_of_two_clicks_counts(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 9).await;
        for owner in [CartOwner::Person(here.buyer.buyer()), CartOwner::Guest(new_guest().unwrap())] {
            add_to_cart(&kit.market, &owner, dress, 1).await.unwrap();
            let clicks = vec![puts(&kit, &owner, dress), puts(&kit, &owner, dress)];
            assert_eq!(at_one_instant(&kit, "cart_line", clicks).await, [true, true]);
            assert_eq!(content(&kit, &owner).await, [(dress, 3)]);
        }
    }
);

db_test!(
    async fn two_sign_ins_bring_a_guests_cart_once(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 9).await;
        let (buyer, guest) = (here.buyer.buyer(), new_guest().unwrap());
        let (as_guest, as_buyer) = (CartOwner::Guest(guest.clone()), CartOwner::Person(buyer));
        let brings = || -> Deed {
            let (market, buyer, guest) = (kit.market.clone(), buyer, guest.clone());
            Box::pin(async move {
                take_over(&market, &buyer, &guest).await.map(|left| left == 0).map_err(|problem| problem.to_string())
            })
        };
        // The person has no cart yet: whoever came second waited for it to be made, with the guest's lines already read.
        add_to_cart(&kit.market, &as_guest, dress, 2).await.unwrap();
        assert_eq!(at_one_instant(&kit, "cart_line", vec![brings(), brings()]).await, [true, true]);
        assert_eq!(content(&kit, &as_buyer).await, [(dress, 2)]);
        assert!(content(&kit, &as_guest).await.is_empty());
        // What is put in elsewhere meanwhile is not lost, nor does it lose what is brought.
        for (round, is_put_first) in (1_i64..).zip([false, true]) {
            add_to_cart(&kit.market, &as_guest, dress, 1).await.unwrap();
            let mut deeds = vec![brings(), puts(&kit, &as_buyer, dress)];
            if is_put_first {
                deeds.reverse();
            }
            assert_eq!(at_one_instant(&kit, "cart_line", deeds).await, [true, true]);
            assert_eq!(content(&kit, &as_buyer).await, [(dress, 2 + 2 * round)]);
            assert!(content(&kit, &as_guest).await.is_empty());
        }
    }
);

db_test!(
    async fn what_was_bought_a_moment_ago_does_not_come_back_into_the_cart(kit) {
        let (_, dress) = dresses(&kit, 9).await;
        for name in ["puts one more", "changes the quantity", "agrees to the changes"] {
            let buyer = kit.person(name).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            let owner = CartOwner::Person(buyer.buyer());
            let line = cart_view(&kit.market, &owner).await.unwrap().lines().next().unwrap().id;
            let (market, form) = (kit.market.clone(), kit.checkout_form(&buyer).await);
            let buys: Deed = Box::pin(async move {
                match place_order(&market, &buyer.buyer(), PROVIDER, form).await {
                    Ok(_) => Ok(true),
                    Err(Problem::Refused(Refusal::CartChanged | Refusal::TotalChanged { .. })) => Ok(false),
                    Err(other) => Err(other.to_string()),
                }
            });
            let (market, own) = (kit.market.clone(), owner.clone());
            // What stands in the cart where the other tab was first, and where it came after the order.
            let (other, first, after) = match name {
                "puts one more" => (puts(&kit, &owner, dress), 2, Some(1)),
                "changes the quantity" => {
                    let changes: Deed = Box::pin(async move {
                        match change_quantity(&market, &own, line, 3).await {
                            Ok(()) => Ok(true),
                            Err(Problem::NotFound) => Ok(false),
                            Err(other) => Err(other.to_string()),
                        }
                    });
                    (changes, 3, None)
                }
                _ => {
                    let agrees: Deed = Box::pin(async move {
                        accept_changes(&market, &own).await.map(|()| true).map_err(|problem| problem.to_string())
                    });
                    (agrees, 1, None)
                }
            };
            // Whoever places an order comes to the stock last: the lines have left the cart, and nobody else knows yet.
            let is_bought = at_one_instant(&kit, "stock", vec![buys, other]).await[0];
            assert!(is_bought || kit.folder().is_some(), "{name}: on PostgreSQL the order is first");
            let left = if is_bought { after } else { Some(first) };
            let left: Vec<(VariantId, i64)> = left.map(|quantity| (dress, quantity)).into_iter().collect();
            assert_eq!(content(&kit, &owner).await, left, "{name}");
        }
        kit.audited().await;
    }
);
