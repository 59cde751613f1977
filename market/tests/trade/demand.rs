//! What is said to be sold, what sells best and what is bought together: from orders, net, and without the shop's own.

use crate::street::{Street, pass, set_rule, street};
use market::account::SignedIn;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::audit::queries::audit;
use market::catalog::commands::{hide_listing, publish_listing};
use market::catalog::queries::cards_of;
use market::catalog::{ListingId, VariantId};
use market::change::Subject;
use market::change::queries::since;
use market::db_test;
use market::demand::commands::{find_best_sellers, find_companions};
use market::demand::queries::{best_sellers, companions};
use market::kernel::Span;
use market::order::OrderId;
use market::order::commands::{auto_confirm, cancel_unshipped, confirm_receipt, ship_order};
use market::policy::RuleName;
use market::shop::{Role, ShopStaff};
use market::testkit::{TestListing, TestMarket};
use sea_orm::ConnectionTrait;

/// Buys, pays, ships and confirms, also in several shops at once.
async fn bought(kit: &TestMarket, shops: &[&ShopStaff], buyer: &SignedIn, goods: &[(VariantId, i64)]) -> Vec<OrderId> {
    let orders = kit.paid(buyer, goods).await.orders;
    receive(kit, shops, buyer, &orders).await;
    orders
}

async fn receive(kit: &TestMarket, shops: &[&ShopStaff], buyer: &SignedIn, orders: &[OrderId]) {
    for order in orders {
        for staff in shops {
            // The order of another shop is not found there.
            let _ = ship_order(&kit.market, staff, *order, "sf", "SF1234567890").await;
        }
        confirm_receipt(&kit.market, &buyer.buyer(), *order).await.unwrap();
    }
}

async fn sold(kit: &TestMarket, listing: ListingId) -> i64 {
    cards_of(&kit.market, &[listing]).await.unwrap()[0].sold
}

async fn plant(kit: &TestMarket, sql: &str) {
    kit.market.db().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A second listing of the street's shop.
async fn radish(kit: &TestMarket, here: &Street) -> TestListing {
    kit.listing(&here.staff).title("Dried radish").create().await
}

db_test!(
    async fn an_order_is_sold_once_when_it_is_completed(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(radish.variant(), 30)]).await;
        assert_eq!(sold(&kit, radish.listing).await, 0, "a parcel on its way is not sold yet");
        for _ in 0..2 {
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            auto_confirm(&kit.market, order).await.unwrap();
        }
        assert_eq!(sold(&kit, radish.listing).await, 1, "thirty pieces in one order");
        let tree = market::discovery::queries::tree(&kit.market).await.unwrap();
        let fed = market::discovery::queries::documents(&kit.market, &tree, &[radish.listing]).await.unwrap();
        assert_eq!(fed[0].sold, 1, "the index is fed with what pages show");
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(radish.variant(), 1)]).await;
        pass(&kit, 10).await;
        auto_confirm(&kit.market, order).await.unwrap();
        assert_eq!(sold(&kit, radish.listing).await, 2, "nobody said anything for ten days");
        let cancelled = kit.paid_order(&here.buyer, &[(radish.variant(), 1)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), cancelled).await.unwrap();
        assert_eq!(sold(&kit, radish.listing).await, 2);
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_given_back_was_not_sold(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let order = bought(&kit, &[&here.staff], &here.buyer, &[(radish.variant(), 2), (here.pork, 50)]).await[0];
        let give_back = async |line: i64, quantity: i64, amount: Option<i64>| {
            let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(line, quantity)]);
            ask.amount_minor = amount;
            let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
            for _ in 0..2 {
                agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            }
            kit.clock.advance(Span::minutes(1));
        };
        let lines = market::order::queries::order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row.lines;
        let of_radish = i64::try_from(lines.iter().position(|line| line.listing == radish.listing).unwrap()).unwrap();
        give_back(of_radish, 1, None).await;
        assert_eq!(sold(&kit, radish.listing).await, 1, "one of two is kept");
        give_back(of_radish, 1, Some(100)).await;
        assert_eq!(sold(&kit, radish.listing).await, 1, "a discount afterwards leaves the goods with the buyer");
        give_back(of_radish, 1, None).await;
        assert_eq!(sold(&kit, radish.listing).await, 0, "nothing is left of it");
        assert_eq!(sold(&kit, lines[usize::try_from(1 - of_radish).unwrap()].listing).await, 1, "the pork was kept");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_given_back_before_the_order_was_completed_is_not_counted(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(radish.variant(), 2), (here.pork, 50)]).await;
        let lines = market::order::queries::order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row.lines;
        let at = lines.iter().position(|line| line.listing == radish.listing).unwrap();
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(i64::try_from(at).unwrap(), 2)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(sold(&kit, radish.listing).await, 0);
        assert_eq!(sold(&kit, lines[1 - at].listing).await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn what_less_than_half_of_its_price_is_paid_for_is_no_sale(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let other = kit.listing(&here.staff).title("Dried beans").create().await;
        // Of 20.00 each.
        for (code, fen, expected) in [("HALF", 1_000, 1), ("MORE", 1_001, 1), ("FRIENDS", 1_999, 1)] {
            kit.shop_coupon(&here.staff, code, fen).await;
            kit.fill_cart(&here.buyer, &[(radish.variant(), 1)]).await;
            kit.type_in(&here.buyer, code).await;
            let order = kit.paid_order(&here.buyer, &[]).await;
            receive(&kit, &[&here.staff], &here.buyer, &[order]).await;
            assert_eq!(sold(&kit, radish.listing).await, expected, "{code}");
        }
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "MARKET", 3_000).await;
        kit.fill_cart(&here.buyer, &[(radish.variant(), 2), (other.variant(), 1)]).await;
        kit.type_in(&here.buyer, "MARKET").await;
        let order = kit.paid_order(&here.buyer, &[]).await;
        receive(&kit, &[&here.staff], &here.buyer, &[order]).await;
        assert_eq!([sold(&kit, radish.listing).await, sold(&kit, other.listing).await], [2, 1], "half of each, by the market");

        let order = bought(&kit, &[&here.staff], &here.buyer, &[(other.variant(), 2)]).await[0];
        // Of two at 20.00 one comes back; for the other there is money alone, of which the freight has its part.
        for (amount, expected) in [(None, 2), (Some(1_000), 2), (Some(900), 1)] {
            let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
            ask.amount_minor = amount;
            let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            kit.clock.advance(Span::minutes(1));
            assert_eq!(sold(&kit, other.listing).await, expected, "{amount:?}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_kept_was_paid_for_by_all_that_did_not_go_back_in_whichever_order_it_went(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        // Of two at 20.00, money alone for one of them, of which the freight has its part; and then that one comes back, for all that it cost.
        for (alone, kept) in [(600, 1), (1_600, 0)] {
            let before = sold(&kit, radish.listing).await;
            let order = bought(&kit, &[&here.staff], &here.buyer, &[(radish.variant(), 2)]).await[0];
            for (amount, expected) in [(Some(alone), 1), (None, kept)] {
                let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
                ask.amount_minor = amount;
                let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
                agree_to_case(&kit.market, &here.staff, case).await.unwrap();
                kit.clock.advance(Span::minutes(1));
                assert_eq!(sold(&kit, radish.listing).await - before, expected, "{alone} and {amount:?}");
            }
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_shops_own_purchases_do_not_count(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let twin = kit.person("Twin").create().await;
        kit.shop("twin", &twin).approved().create().await;
        plant(&kit, "UPDATE identity SET id_number_index = (SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
                     WHERE s.handle = 'danqing') WHERE shop_id = (SELECT s.id FROM shop s WHERE s.handle = 'twin')").await;
        bought(&kit, &[&here.staff], &twin, &[(radish.variant(), 1)]).await;
        assert_eq!(sold(&kit, radish.listing).await, 0, "the same person stands behind another shop");
        let packer = kit.person("Packer").create().await;
        let order = kit.shipped_order(&here.staff, &packer, &[(radish.variant(), 1)]).await;
        kit.hire(here.staff.shop(), &packer, Role::Packing).await;
        confirm_receipt(&kit.market, &packer.buyer(), order).await.unwrap();
        assert_eq!(sold(&kit, radish.listing).await, 0, "who works there when the parcel arrives is no customer");
        bought(&kit, &[&here.staff], &here.buyer, &[(radish.variant(), 1)]).await;
        kit.clock.advance(Span::days(1));
        kit.hire(here.staff.shop(), &here.buyer, Role::Packing).await;
        kit.audited().await;
        assert_eq!(sold(&kit, radish.listing).await, 1, "who is taken on later was a customer then");
    }
);

db_test!(
    async fn a_wrong_count_is_found(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        bought(&kit, &[&here.staff], &here.buyer, &[(radish.variant(), 1)]).await;
        kit.audited().await;
        let wrongs = [
            ("UPDATE listing_sold SET sold = sold + 1, shown = shown + 1", "UPDATE listing_sold SET sold = sold - 1, shown = shown - 1"),
            ("UPDATE listing_sold SET shown = 0", "UPDATE listing_sold SET shown = 1"),
            ("UPDATE sale SET is_kept = FALSE", "UPDATE sale SET is_kept = TRUE"),
            ("UPDATE orders SET state = 'shipped'", "UPDATE orders SET state = 'completed'"),
            ("DELETE FROM listing_sold", "SELECT 1"),
        ];
        for (wrong, right) in wrongs {
            plant(&kit, wrong).await;
            assert!(audit(&kit.market).await.unwrap().violations_of("S4") > 0, "{wrong}");
            plant(&kit, right).await;
        }
    }
);

db_test!(
    async fn pages_are_told_of_the_number_that_they_show_and_not_of_every_sale(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let told = async |order: OrderId| {
            let all = async || since(&kit.market, 0, 1_000).await.unwrap().changes;
            let before = all().await.iter().map(|change| change.sequence).max();
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            let fresh: Vec<_> = all().await.into_iter().filter(|change| Some(change.sequence) > before).collect();
            fresh.iter().any(|change| change.subject == Subject::Listing(radish.listing))
        };
        let order = async || kit.shipped_order(&here.staff, &here.buyer, &[(radish.variant(), 1)]).await;
        assert!(told(order().await).await, "the first sale");
        plant(&kit, "UPDATE listing_sold SET sold = 118, shown = 110").await;
        assert!(!told(order().await).await, "119 is shown as 110");
        assert!(told(order().await).await, "120");
        assert_eq!(sold(&kit, radish.listing).await, 120);
    }
);

db_test!(
    async fn a_best_seller_was_bought_by_enough_people_lately(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let beans = kit.listing(&here.staff).title("Dried beans").create().await;
        set_rule(&kit, RuleName::BestSellerBuyers, 3).await;
        let best = async || {
            find_best_sellers(&kit.market).await.unwrap();
            let cards = best_sellers(&kit.market, "", 4).await.unwrap().cards;
            cards.into_iter().map(|card| card.listing).collect::<Vec<_>>()
        };
        let mut people = Vec::new();
        for name in ["Ana", "Bo"] {
            let person = kit.person(name).create().await;
            for _ in 0..2 {
                bought(&kit, &[&here.staff], &person, &[(radish.variant(), 1)]).await;
            }
            people.push(person);
        }
        assert!(best().await.is_empty(), "four orders of two people");
        people.push(kit.person("Cai").create().await);
        let last = bought(&kit, &[&here.staff], &people[2], &[(radish.variant(), 1)]).await[0];
        assert_eq!(best().await, [radish.listing]);
        assert_eq!(find_best_sellers(&kit.market).await.unwrap(), 0, "nothing is another than before");
        let path = market::catalog::queries::listing_page(&kit.market, radish.listing).await.unwrap().unwrap().category_path;
        assert_eq!(best_sellers(&kit.market, &path, 4).await.unwrap().cards.len(), 1, "of its category as well");

        for person in &people {
            bought(&kit, &[&here.staff], person, &[(beans.variant(), 1)]).await;
        }
        assert_eq!(best().await.len(), 1, "a shop is there once");
        hide_listing(&kit.market, &here.staff, beans.listing).await.unwrap();
        assert_eq!(best().await, [radish.listing], "what is taken off is none");
        let ask = kit.asks(last, CaseKind::RefundOnly, &[(0, 1)]);
        let case = open_case(&kit.market, &people[2].buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert!(best().await.is_empty(), "what came back does not count");
        publish_listing(&kit.market, &here.staff, beans.listing).await.unwrap();
        assert_eq!(best().await, [beans.listing]);
        kit.clock.advance(Span::days(31));
        assert!(best().await.is_empty(), "last month is over");
    }
);

db_test!(
    async fn what_is_bought_together_needs_enough_people(kit) {
        let here = street(&kit).await;
        let radish = radish(&kit, &here).await;
        let weaver = kit.person("Weaver").create().await;
        let staff = kit.shop("bamboo", &weaver).approved().create().await;
        let basket = kit.listing(&staff).title("Basket").weight_grams(300).create().await;
        let shops = [&here.staff, &staff];
        set_rule(&kit, RuleName::TogetherBuyers, 3).await;
        let beside = async |listing| {
            find_companions(&kit.market).await.unwrap();
            let cards = companions(&kit.market, listing, 4).await.unwrap().cards;
            cards.into_iter().map(|card| card.listing).collect::<Vec<_>>()
        };
        let both = [(radish.variant(), 1), (basket.variant(), 1)];
        let mut orders = Vec::new();
        for name in ["Ana", "Bo"] {
            let person = kit.person(name).create().await;
            for _ in 0..2 {
                bought(&kit, &shops, &person, &both).await;
            }
        }
        let dan = kit.person("Dan").create().await;
        let own = kit.paid(&dan, &both).await.orders;
        kit.hire(here.staff.shop(), &dan, Role::Packing).await;
        receive(&kit, &shops, &dan, &own).await;
        assert!(beside(radish.listing).await.is_empty(), "two people and somebody of the shop are too few");
        let cai = kit.person("Cai").create().await;
        orders.extend(bought(&kit, &shops, &cai, &both).await);
        assert_eq!(beside(radish.listing).await, [basket.listing], "across shops");
        assert_eq!(beside(basket.listing).await, [radish.listing], "and back");
        let commits = kit.market.commits();
        assert_eq!(find_companions(&kit.market).await.unwrap(), 0, "once more changes nothing");
        assert_eq!(kit.market.commits(), commits + 1, "nor does it hold up who writes, but for the word that it was done");
        let product = market::discovery::queries::product(&kit.market, radish.listing).await.unwrap().unwrap();
        assert!(product.has_companions);

        hide_listing(&kit.market, &staff, basket.listing).await.unwrap();
        let off = companions(&kit.market, radish.listing, 4).await.unwrap();
        assert!(off.cards.is_empty(), "taken off");
        assert_eq!(off.kept, [basket.listing], "but it may be published again");
        publish_listing(&kit.market, &staff, basket.listing).await.unwrap();
        plant(&kit, "UPDATE stock SET on_hand = held").await;
        let out = companions(&kit.market, radish.listing, 4).await.unwrap();
        assert!(out.cards.is_empty(), "sold out");
        assert_eq!(out.kept, [basket.listing], "but it may be restocked");
        plant(&kit, "UPDATE stock SET on_hand = held + 50").await;
        kit.clock.advance(Span::days(5));
        find_companions(&kit.market).await.unwrap();
        set_rule(&kit, RuleName::TogetherBuyers, 4).await;
        assert!(beside(radish.listing).await.is_empty(), "a higher support counts for what was found before");
        set_rule(&kit, RuleName::TogetherBuyers, 3).await;
        kit.clock.advance(Span::hours(1));
        set_rule(&kit, RuleName::TogetherBuyers, 3).await;
        assert_eq!(beside(radish.listing).await, [basket.listing]);
        for order in orders {
            let case = open_case(&kit.market, &cai.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            let agreed = agree_to_case(&kit.market, &here.staff, case).await.is_ok();
            assert!(agreed || agree_to_case(&kit.market, &staff, case).await.is_ok());
        }
        assert!(beside(radish.listing).await.is_empty(), "what came back was not bought together");
    }
);
