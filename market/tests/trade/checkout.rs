//! Placing orders: once, of everybody or of nobody, at the total that the buyer saw.

use crate::street::{dresses, level, street};
use market::checkout::PlaceOrderRefusal as Refusal;
use market::checkout::queries::quote;
use market::db_test;
use market::kernel::{Measure, Money, PageRequest, Problem, Unit};
use market::order::OrderState;
use market::order::queries::{of_buyer, order_of_buyer, order_of_shop};
use market::payment::PaymentId;
use market::testkit::REGION;
use sea_orm::ConnectionTrait;
use std::sync::Arc;

db_test!(
    async fn two_shops_one_payment_one_order_each(kit) {
        let here = street(&kit).await;
        let (other_staff, dress) = dresses(&kit, 5).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        let quoted = quote(&kit.market, &here.buyer.buyer(), REGION).await.unwrap();
        let placed = kit.placed(&here.buyer, &[]).await;
        assert_eq!(placed.orders.len(), 2);
        let mut total = 0;
        for order in &placed.orders {
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), *order).await.unwrap().unwrap();
            assert_eq!(view.row.state, OrderState::Placed);
            total += view.row.total.minor();
            let seen_by = [
                order_of_shop(&kit.market, &here.staff, *order).await.unwrap().is_some(),
                order_of_shop(&kit.market, &other_staff, *order).await.unwrap().is_some(),
            ];
            assert_eq!(seen_by.iter().filter(|sees| **sees).count(), 1, "each shop sees its own order only");
            assert!(order_of_buyer(&kit.market, &here.owner.buyer(), *order).await.unwrap().is_none());
        }
        assert_eq!(quoted.total, Some(Money::fen(total)));
        assert_eq!(total, 458 + 12_800 + 2 * 800);
        assert_eq!(kit.amount_of(placed.payment).await, total);
        let empty = quote(&kit.market, &here.buyer.buyer(), REGION).await.unwrap();
        assert!(empty.cart.shops.is_empty(), "what was bought has left the cart");
        assert_eq!(of_buyer(&kit.market, &here.buyer.buyer(), &PageRequest::first(10)).await.unwrap().rows.len(), 2);
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_attempt_is_the_same_answer(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        let first = kit.place(&here.buyer, &form).await.unwrap();
        assert_eq!(kit.place(&here.buyer, &form).await.unwrap(), first);
        let mut other = form.clone();
        other.seen_total_minor += 1;
        assert!(matches!(kit.place(&here.buyer, &other).await, Err(Problem::Refused(Refusal::AttemptReused))));
        assert!(matches!(kit.place(&here.owner, &form).await, Err(Problem::NotFound)), "nobody else's attempt");
        assert_eq!(level(&kit, here.pork).await.held, 50);
        kit.audited().await;
    }
);

db_test!(
    async fn a_double_click_places_one_order(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        let (kit, buyer) = (Arc::new(kit), here.buyer.clone());
        let clicks: Vec<_> = (0..8)
            .map(|_| {
                let (kit, buyer, form) = (Arc::clone(&kit), buyer.clone(), form.clone());
                tokio::spawn(async move { kit.place(&buyer, &form).await.expect("the same orders") })
            })
            .collect();
        let mut answers = Vec::new();
        for click in clicks {
            answers.push(click.await.unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        assert_eq!(level(&kit, here.pork).await.held, 50);
        kit.audited().await;
    }
);

db_test!(
    async fn two_tabs_with_two_attempts_buy_one_cart_once(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let (kit, buyer) = (Arc::new(kit), here.buyer.clone());
        let mut tabs = Vec::new();
        for _ in 0..4 {
            let form = kit.checkout_form(&buyer).await;
            let (kit, buyer) = (Arc::clone(&kit), buyer.clone());
            tabs.push(tokio::spawn(async move { kit.place(&buyer, &form).await }));
        }
        let mut placed = 0;
        for tab in tabs {
            match tab.await.unwrap() {
                Ok(_) => placed += 1,
                Err(Problem::Refused(Refusal::CartEmpty)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(placed, 1);
        assert_eq!(level(&kit, here.pork).await.held, 50);
        kit.audited().await;
    }
);

db_test!(
    async fn nothing_is_placed_that_the_buyer_did_not_see(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let mut form = kit.checkout_form(&here.buyer).await;
        form.seen_total_minor -= 1;
        let refused = kit.place(&here.buyer, &form).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::TotalChanged { now })) if now == Money::fen(1_258)));
        form.seen_total_minor += 1;
        form.address = kit.address(&here.owner).await;
        assert!(matches!(kit.place(&here.buyer, &form).await, Err(Problem::Refused(Refusal::NoAddress))), "another's address");
        form.address = kit.address(&here.buyer).await;
        form.notes = vec![(here.staff.shop(), "长".repeat(501))];
        assert!(matches!(kit.place(&here.buyer, &form).await, Err(Problem::Refused(Refusal::NoteTooLong { .. }))));
        assert_eq!(level(&kit, here.pork).await.held, 0);
        let own = kit.person("Own").create().await;
        let own_shop = kit.shop("own", &own).approved().create().await;
        let tea = kit.listing(&own_shop).title("Tea").create().await.variant();
        kit.fill_cart(&own, &[(tea, 1)]).await;
        let form = kit.checkout_form(&own).await;
        assert!(matches!(kit.place(&own, &form).await, Err(Problem::Refused(Refusal::OwnShop { .. }))));
        kit.audited().await;
    }
);

db_test!(
    async fn an_order_of_nothing_is_not_placed_whatever_it_stands_beside(kit) {
        let here = street(&kit).await;
        let owner = kit.person("Mei").create().await;
        let staff = kit.shop("crumbs", &owner).approved().create().await;
        let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 1, step: 1 };
        let crumbs = kit.listing(&staff).title("Crumbs").measure(measure).price_fen(1).stock(1_000).create().await.variant();
        kit.market.db().execute_unprepared("UPDATE freight_zone SET free_from_minor = 0").await.unwrap();
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (crumbs, 1)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        let refused = kit.place(&here.buyer, &form).await;
        let is_named = matches!(&refused, Err(Problem::Refused(Refusal::NothingToPay { shop })) if shop == "Shop crumbs");
        assert!(is_named, "a gram at a fen for 500 g: {refused:?}");
        assert_eq!((level(&kit, here.pork).await.held, level(&kit, crumbs).await.held), (0, 0));
        kit.fill_cart(&here.buyer, &[(crumbs, 500)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        assert_eq!(kit.place(&here.buyer, &form).await.unwrap().orders.len(), 2, "a fen is enough");
        kit.audited().await;
    }
);

db_test!(
    async fn a_shop_that_is_not_approved_sells_up_to_the_cap(kit) {
        let owner = kit.person("Mei").create().await;
        let staff = kit.shop("mei", &owner).create().await;
        let silver = kit.listing(&staff).title("Silver").price_fen(90_000).stock(50).weight_grams(100).create().await.variant();
        let kit = Arc::new(kit);
        let mut racing = Vec::new();
        for number in 0..4 {
            let buyer = kit.person(&format!("Buyer {number}")).create().await;
            kit.fill_cart(&buyer, &[(silver, 1)]).await;
            let form = kit.checkout_form(&buyer).await;
            let kit = Arc::clone(&kit);
            racing.push(tokio::spawn(async move { kit.place(&buyer, &form).await }));
        }
        let mut placed = 0;
        for one in racing {
            match one.await.unwrap() {
                Ok(_) => placed += 1,
                Err(Problem::Refused(Refusal::ShopCap { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(placed, 2, "900 twice is below 2,000, three times is not");
        kit.audited().await;
    }
);

db_test!(
    async fn every_shop_reads_its_own_note(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        let mut form = kit.checkout_form(&here.buyer).await;
        form.notes = vec![(here.staff.shop(), " Thin slices, please. ".to_owned()), (rosy.shop(), " ".to_owned())];
        let placed = kit.place(&here.buyer, &form).await.unwrap();
        for (staff, note) in [(here.staff, "Thin slices, please."), (rosy, "")] {
            let mut notes = Vec::new();
            for order in &placed.orders {
                notes.extend(order_of_shop(&kit.market, &staff, *order).await.unwrap().map(|view| view.note));
            }
            assert_eq!(notes, [note]);
        }
        kit.audited().await;
    }
);

db_test!(
    async fn an_empty_cart_places_nothing(kit) {
        let here = street(&kit).await;
        let form = market::checkout::PlaceOrder {
            attempt: PaymentId::mint(kit.market.now()),
            address: kit.address(&here.buyer).await,
            seen_total_minor: 0,
            seen_perishable: Vec::new(),
            notes: Vec::new(),
        };
        assert!(matches!(kit.place(&here.buyer, &form).await, Err(Problem::Refused(Refusal::CartEmpty))));
    }
);
