//! Carts of people and of guests, and what changed since they were filled.

use crate::street::{dresses, fill_up, street};
use market::cart::commands::{accept_changes, add_to_cart, change_quantity, new_guest, remove_line, take_over};
use market::cart::queries::{cart_view, count};
use market::cart::{CartOwner, CartRefusal, LineChange};
use market::catalog::VariantId;
use market::db_test;
use market::kernel::{Money, Problem, Span};
use sea_orm::{ConnectionTrait, Statement};

db_test!(
    async fn a_guests_cart_comes_along_and_adds_up(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 3).await;
        let guest = new_guest().unwrap();
        let (as_guest, as_buyer) = (CartOwner::Guest(guest.clone()), CartOwner::Person(here.buyer.buyer()));
        add_to_cart(&kit.market, &as_guest, here.pork, 100).await.unwrap();
        add_to_cart(&kit.market, &as_guest, dress, 2).await.unwrap();
        add_to_cart(&kit.market, &as_buyer, here.pork, 50).await.unwrap();
        add_to_cart(&kit.market, &as_buyer, dress, 2).await.unwrap();
        for _ in 0..2 {
            take_over(&kit.market, &here.buyer.buyer(), &guest).await.unwrap();
        }
        let cart = cart_view(&kit.market, &as_buyer).await.unwrap();
        let quantity = |variant| cart.lines().find(|line| line.offer.variant == variant).map(|line| line.quantity);
        assert_eq!(quantity(here.pork), Some(150));
        assert_eq!(quantity(dress), Some(4), "two and two are more than there are: she is told, and decides");
        let changed: Vec<_> = cart.lines().flat_map(|line| line.changes.clone()).collect();
        assert_eq!(changed, [LineChange::LessLeft { left: 3 }]);
        accept_changes(&kit.market, &as_buyer).await.unwrap();
        let cart = cart_view(&kit.market, &as_buyer).await.unwrap();
        assert_eq!(cart.lines().find(|line| line.offer.variant == dress).map(|line| line.quantity), Some(3));
        assert_eq!(count(&kit.market, &as_guest).await.unwrap(), 0);
        assert_eq!(count(&kit.market, &as_buyer).await.unwrap(), 2);
    }
);

db_test!(
    async fn what_cannot_be_bought_any_more_comes_along_and_says_so(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 3).await;
        let guest = new_guest().unwrap();
        let (as_guest, as_buyer) = (CartOwner::Guest(guest.clone()), CartOwner::Person(here.buyer.buyer()));
        add_to_cart(&kit.market, &as_guest, here.pork, 600).await.unwrap();
        add_to_cart(&kit.market, &as_guest, dress, 2).await.unwrap();
        for (gone, variant) in [
            ("UPDATE stock SET on_hand = 0 WHERE variant_id = $1", dress),
            ("UPDATE listing SET state = 'hidden' WHERE id = (SELECT listing_id FROM variant WHERE id = $1)", here.pork),
        ] {
            let tx = kit.market.begin("test").await.unwrap();
            let values = [variant.uuid().into()];
            tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), gone, values)).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(take_over(&kit.market, &here.buyer.buyer(), &guest).await.unwrap(), 0);
        let cart = cart_view(&kit.market, &as_buyer).await.unwrap();
        let changes = |variant| cart.lines().find(|line| line.offer.variant == variant).map(|line| line.changes.clone());
        assert_eq!(changes(dress), Some(vec![LineChange::SoldOut]));
        assert_eq!(changes(here.pork), Some(vec![LineChange::NotOnSale]));
        accept_changes(&kit.market, &as_buyer).await.unwrap();
        assert_eq!(count(&kit.market, &as_buyer).await.unwrap(), 0, "she has been told");
    }
);

db_test!(
    async fn what_a_full_cart_has_no_room_for_stays_behind_until_it_has(kit) {
        let here = street(&kit).await;
        let ribbons = fill_up(&kit, &here).await;
        let guest = new_guest().unwrap();
        let (as_guest, as_buyer) = (CartOwner::Guest(guest.clone()), CartOwner::Person(here.buyer.buyer()));
        add_to_cart(&kit.market, &as_guest, here.pork, 100).await.unwrap();
        add_to_cart(&kit.market, &as_guest, ribbons[7], 1).await.unwrap();
        for _ in 0..2 {
            assert_eq!(take_over(&kit.market, &here.buyer.buyer(), &guest).await.unwrap(), 1, "there is no room for the pork");
        }
        assert_eq!(count(&kit.market, &as_guest).await.unwrap(), 1, "it is not lost");
        let cart = cart_view(&kit.market, &as_buyer).await.unwrap();
        let seventh = cart.lines().find(|line| line.offer.variant == ribbons[7]).unwrap();
        assert_eq!((cart.lines().count(), seventh.quantity), (100, 2), "what was there already needs no room");
        remove_line(&kit.market, &as_buyer, seventh.id).await.unwrap();
        assert_eq!(take_over(&kit.market, &here.buyer.buyer(), &guest).await.unwrap(), 0);
        let cart = cart_view(&kit.market, &as_buyer).await.unwrap();
        assert!(cart.lines().any(|line| line.offer.variant == here.pork && line.quantity == 100));
        assert_eq!(count(&kit.market, &as_guest).await.unwrap(), 0);
    }
);

db_test!(
    async fn a_new_line_stands_last_whatever_the_clock_says(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 3).await;
        let mut shelf = vec![dress];
        for at in 0..6 {
            let title = format!("Dress {at}");
            shelf.push(kit.listing(&staff).title(&title).price_fen(9_900).stock(3).create().await.variant());
        }
        let guest = new_guest().unwrap();
        let (as_guest, as_buyer) = (CartOwner::Guest(guest.clone()), CartOwner::Person(here.buyer.buyer()));
        let in_order = async |owner: &CartOwner| -> Vec<VariantId> {
            cart_view(&kit.market, owner).await.unwrap().lines().map(|line| line.offer.variant).collect()
        };
        for variant in &shelf[1..] {
            kit.clock.turn_back(Span::millis_of(1));
            add_to_cart(&kit.market, &as_guest, *variant, 1).await.unwrap();
        }
        assert_eq!(in_order(&as_guest).await, shelf[1..], "each was put in after the others");
        add_to_cart(&kit.market, &as_buyer, dress, 1).await.unwrap();
        take_over(&kit.market, &here.buyer.buyer(), &guest).await.unwrap();
        assert_eq!(in_order(&as_buyer).await, shelf, "what comes along in one instant comes in its order");
    }
);

db_test!(
    async fn a_cart_takes_only_what_can_be_bought(kit) {
        let here = street(&kit).await;
        let owner = CartOwner::Person(here.buyer.buyer());
        let add = async |quantity| add_to_cart(&kit.market, &owner, here.pork, quantity).await;
        assert!(matches!(add(49).await, Err(Problem::Refused(CartRefusal::Quantity(_)))));
        assert!(matches!(add(-50).await, Err(Problem::Refused(CartRefusal::Quantity(_)))));
        assert!(matches!(add(i64::MAX).await, Err(Problem::Refused(_))));
        assert!(matches!(add(1_001).await, Err(Problem::Refused(CartRefusal::NotEnough { left: 1_000 }))));
        add(600).await.unwrap();
        assert!(matches!(add(600).await, Err(Problem::Refused(CartRefusal::NotEnough { left: 1_000 }))));
        let line = cart_view(&kit.market, &owner).await.unwrap().lines().next().unwrap().id;
        change_quantity(&kit.market, &owner, line, 70).await.unwrap();
        let stranger = CartOwner::Person(here.owner.buyer());
        assert!(matches!(change_quantity(&kit.market, &stranger, line, 50).await, Err(Problem::NotFound)));
        let _ = remove_line(&kit.market, &stranger, line).await;
        assert_eq!(count(&kit.market, &owner).await.unwrap(), 1, "nobody else takes it out");
        remove_line(&kit.market, &owner, line).await.unwrap();
        assert_eq!(count(&kit.market, &owner).await.unwrap(), 0);
    }
);

db_test!(
    async fn what_changed_is_shown_and_accepted(kit) {
        let here = street(&kit).await;
        let owner = CartOwner::Person(here.buyer.buyer());
        kit.fill_cart(&here.buyer, &[(here.pork, 600)]).await;
        for change in ["UPDATE variant SET price_minor = 5000 WHERE id = $1", "UPDATE stock SET on_hand = 300 WHERE variant_id = $1"] {
            let tx = kit.market.begin("test").await.unwrap();
            let values = [here.pork.uuid().into()];
            tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), change, values)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let cart = cart_view(&kit.market, &owner).await.unwrap();
        let changes = cart.lines().next().unwrap().changes.clone();
        assert!(changes.contains(&LineChange::LessLeft { left: 300 }), "{changes:?}");
        assert!(changes.contains(&LineChange::PriceChanged { was: Money::fen(4_580), now: Money::fen(5_000) }), "{changes:?}");
        accept_changes(&kit.market, &owner).await.unwrap();
        let cart = cart_view(&kit.market, &owner).await.unwrap();
        assert!(!cart.has_changes());
        assert_eq!(cart.items, Money::fen(3_000));
    }
);
