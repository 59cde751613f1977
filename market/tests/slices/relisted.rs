//! Goods that a shop takes off sale and lists anew are as old as they were, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::catalog::shop;
use super::lists::category;
use market::catalog::commands::{hide_listing, publish_listing, remove_listing};
use market::catalog::queries::{in_category, listing_page, newest, of_shop};
use market::catalog::rules::NEW_AGAIN_DAYS;
use market::catalog::{ListingCard, ListingId};
use market::db_test;
use market::discovery::queries::{documents, home_goods, tree};
use market::interest::commands::follow_shop;
use market::interest::queries::followed_shops;
use market::kernel::{PageRequest, Span, Timestamp};
use market::testkit::TestMarket;

/// Since when these goods are new.
async fn since(kit: &TestMarket, listing: ListingId) -> Timestamp {
    listing_page(&kit.market, listing).await.unwrap().unwrap().published_at
}

fn ids(cards: &[ListingCard]) -> Vec<ListingId> {
    cards.iter().map(|card| card.listing).collect()
}

db_test!(
    async fn goods_that_are_listed_anew_are_as_old_as_they_were(kit) {
        let staff = shop(&kit, "danqing").await;
        let begun = kit.market.now();
        let mut pork = kit.listing(&staff).title("Salted pork 1.5 kg").create().await.listing;
        for title in ["Salted pork 1.5 kg", "  SALTED  pork, 1.5kg!", "ｓａｌｔｅｄ　ｐｏｒｋ １．５ kg"] {
            kit.clock.advance(Span::days(10));
            remove_listing(&kit.market, &staff, pork).await.unwrap();
            kit.clock.advance(Span::days(10));
            pork = kit.listing(&staff).title(title).create().await.listing;
            assert_eq!(since(&kit, pork).await, begun, "{title}: however often");
        }
        hide_listing(&kit.market, &staff, pork).await.unwrap();
        kit.clock.advance(Span::days(1));
        let beside = kit.listing(&staff).title("Salted pork 1.5 kg").create().await.listing;
        assert_eq!(since(&kit, beside).await, begun, "hidden is as good as removed");
        publish_listing(&kit.market, &staff, pork).await.unwrap();
        assert_eq!(since(&kit, pork).await, begun, "shown again, it has its own age still");
    }
);

db_test!(
    async fn no_list_has_goods_before_others_that_were_listed_anew(kit) {
        let staff = shop(&kit, "danqing").await;
        let ben = kit.person("Ben").create().await.buyer();
        follow_shop(&kit.market, &ben, staff.shop()).await.unwrap();
        let begun = kit.market.now();
        let old = kit.listing(&staff).title("Salted pork").create().await.listing;
        kit.clock.advance(Span::hours(1));
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        kit.clock.advance(Span::hours(1));
        remove_listing(&kit.market, &staff, old).await.unwrap();
        let pork = kit.listing(&staff).title("salted PORK").create().await.listing;

        let (in_order, request) = ([tea, pork], PageRequest::first(9));
        assert_eq!(ids(&newest(&kit.market, &request).await.unwrap().rows), in_order);
        assert_eq!(ids(&in_category(&kit.market, "other", &request).await.unwrap().rows), in_order);
        assert_eq!(ids(&of_shop(&kit.market, staff.shop(), &request).await.unwrap().rows), in_order);
        assert_eq!(ids(&home_goods(&kit.market, 9, 4).await.unwrap().newest), in_order);
        let followed = followed_shops(&kit.market, &ben, &request).await.unwrap().rows;
        assert_eq!(ids(&followed[0].newest), in_order, "no news for who follows the shop");
        let fed = documents(&kit.market, &tree(&kit.market).await.unwrap(), &[pork]).await.unwrap();
        assert_eq!(fed[0].published_at, begun.millis(), "nor for the index, which ranks and sorts by it");
    }
);

db_test!(
    async fn other_goods_are_new(kit) {
        let (ours, theirs) = (shop(&kit, "ours").await, shop(&kit, "theirs").await);
        let (ham, tea) = (category(&kit, "food/cured-meat/ham").await, category(&kit, "tea").await);
        let pork = kit.listing(&ours).title("Pork 1.5 kg").category(ham).create().await.listing;
        let draft = kit.listing(&ours).title("Draft").category(ham).draft().create().await.listing;
        kit.clock.advance(Span::days(1));
        for listing in [pork, draft] {
            remove_listing(&kit.market, &ours, listing).await.unwrap();
        }
        kit.clock.advance(Span::days(1));
        for (what, staff, title, category) in [
            ("another shop's", &theirs, "Pork 1.5 kg", ham),
            ("in another category", &ours, "Pork 1.5 kg", tea),
            ("with another title", &ours, "Smoked pork 1.5 kg", ham),
            ("of another size", &ours, "Pork 15 kg", ham),
            ("that nobody has seen", &ours, "Draft", ham),
        ] {
            let made = kit.listing(staff).title(title).category(category).create().await.listing;
            assert_eq!(since(&kit, made).await, kit.market.now(), "goods {what}");
        }
        let first = kit.listing(&ours).title("Ink painting").create().await.listing;
        kit.clock.advance(Span::days(1));
        let second = kit.listing(&ours).title("Ink painting").create().await.listing;
        assert!(since(&kit, first).await < since(&kit, second).await, "of two beside each other each has its own age");
    }
);

db_test!(
    async fn what_was_off_sale_for_long_is_new_again(kit) {
        let staff = shop(&kit, "danqing").await;
        let begun = kit.market.now();
        let mut pork = kit.listing(&staff).create().await.listing;
        kit.clock.advance(Span::days(400));
        let a_moment_less = Span::millis_of(Span::days(NEW_AGAIN_DAYS).millis() - 1);
        for (off, is_new) in [(a_moment_less, false), (Span::days(NEW_AGAIN_DAYS), true)] {
            remove_listing(&kit.market, &staff, pork).await.unwrap();
            kit.clock.advance(off);
            pork = kit.listing(&staff).create().await.listing;
            let expected = if is_new { kit.market.now() } else { begun };
            assert_eq!(since(&kit, pork).await, expected, "{off:?}");
        }
    }
);
