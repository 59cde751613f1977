//! Goods that a shop takes off sale and lists anew are as old as they were, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::catalog::{reopen, shop};
use super::lists::category;
use market::catalog::commands::{hide_listing, publish_listing, remove_listing, save_listing};
use market::catalog::queries::{in_category, listing_page, newest, of_shop};
use market::catalog::rules::NEW_AGAIN_DAYS;
use market::catalog::{CategoryId, ListingCard, ListingId};
use market::db_test;
use market::discovery::queries::{documents, home_goods, tree};
use market::interest::commands::follow_shop;
use market::interest::queries::followed_shops;
use market::kernel::{PageRequest, Span, Timestamp};
use market::shop::ShopStaff;
use market::testkit::{TestListing, TestMarket};
use sea_orm::{ConnectionTrait, DatabaseBackend};

/// Since when these goods are new.
async fn since(kit: &TestMarket, listing: ListingId) -> Timestamp {
    listing_page(&kit.market, listing).await.unwrap().unwrap().published_at
}

/// The same goods under another title, in another category.
async fn edit(kit: &TestMarket, staff: &ShopStaff, goods: &TestListing, title: &str, category: Option<CategoryId>) {
    let mut form = reopen(kit, staff, &goods.form).await;
    form.title = title.to_owned();
    form.category = category.or(form.category);
    save_listing(&kit.market, staff, &form).await.unwrap();
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

db_test!(
    async fn goods_that_become_what_was_taken_off_sale_are_as_old_as_that(kit) {
        let staff = shop(&kit, "danqing").await;
        let (ham, tea) = (category(&kit, "food/cured-meat/ham").await, category(&kit, "tea").await);
        let begun = kit.market.now();
        let old = kit.listing(&staff).title("Salted pork").category(ham).create().await.listing;
        kit.clock.advance(Span::days(10));
        remove_listing(&kit.market, &staff, old).await.unwrap();
        let renamed = kit.listing(&staff).title("Pork").category(ham).create().await;
        let moved = kit.listing(&staff).title("Salted pork").category(tea).create().await;
        let hidden = kit.listing(&staff).title("Smoked pork").category(ham).create().await;
        let draft = kit.listing(&staff).title("Pork").category(ham).draft().create().await;
        hide_listing(&kit.market, &staff, hidden.listing).await.unwrap();
        kit.clock.advance(Span::days(1));
        for goods in [&renamed, &moved, &hidden, &draft] {
            edit(&kit, &staff, goods, "  salted PORK!", Some(ham)).await;
        }
        for goods in [&hidden, &draft] {
            publish_listing(&kit.market, &staff, goods.listing).await.unwrap();
        }
        for (what, goods) in [("renamed", &renamed), ("moved", &moved), ("hidden", &hidden), ("a draft", &draft)] {
            assert_eq!(since(&kit, goods.listing).await, begun, "{what}");
        }
        let fed = documents(&kit.market, &tree(&kit.market).await.unwrap(), &[renamed.listing]).await.unwrap();
        assert_eq!(fed[0].published_at, begun.millis(), "the index ranks and sorts by it");
    }
);

db_test!(
    async fn an_edit_makes_nothing_newer(kit) {
        let staff = shop(&kit, "danqing").await;
        let begun = kit.market.now();
        let ham = kit.listing(&staff).title("Ham").create().await;
        kit.clock.advance(Span::days(1));
        let pork = kit.listing(&staff).title("Pork").create().await.listing;
        kit.clock.advance(Span::days(1));
        remove_listing(&kit.market, &staff, pork).await.unwrap();
        for title in ["Pork", "Tea", "Ham"] {
            edit(&kit, &staff, &ham, title, None).await;
            assert_eq!(since(&kit, ham.listing).await, begun, "{title}");
        }
        let listed = kit.market.now();
        let bacon = kit.listing(&staff).title("Bacon").create().await;
        kit.clock.advance(Span::days(1));
        for title in ["bacon", "Smoked bacon"] {
            edit(&kit, &staff, &bacon, title, None).await;
            assert_eq!(since(&kit, bacon.listing).await, listed, "{title}: nothing of that name was taken off sale");
        }
    }
);

db_test!(
    async fn drafts_do_not_hide_what_was_taken_off_sale(kit) {
        let staff = shop(&kit, "danqing").await;
        let begun = kit.market.now();
        let old = kit.listing(&staff).create().await.listing;
        kit.clock.advance(Span::days(1));
        kit.listing(&staff).title("Draft").draft().create().await;
        let fresh = if kit.market.backend() == DatabaseBackend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
        let drafts = format!(
            "INSERT INTO listing (id, shop_id, category_id, category_root, category_branch, category_path, state, title, description, \
             maker, place, unit, price_per, minimum, step, options, packaging_minor, producer_basis_points, price_from_minor, \
             price_to_minor, version, created_at, updated_at) \
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) \
             SELECT {fresh}, l.shop_id, l.category_id, l.category_root, l.category_branch, l.category_path, l.state, l.title, \
             l.description, l.maker, l.place, l.unit, l.price_per, l.minimum, l.step, l.options, l.packaging_minor, \
             l.producer_basis_points, l.price_from_minor, l.price_to_minor, l.version, l.created_at, l.updated_at \
             FROM n CROSS JOIN listing l WHERE l.state = 'draft'"
        );
        kit.market.db().execute_unprepared(&drafts).await.unwrap();
        remove_listing(&kit.market, &staff, old).await.unwrap();
        kit.clock.advance(Span::days(1));
        let anew = kit.listing(&staff).create().await.listing;
        assert_eq!(since(&kit, anew).await, begun);
    }
);
