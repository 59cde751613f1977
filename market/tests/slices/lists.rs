//! Goods as buyers and shops read them in lists, and the tree of categories, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::catalog::shop;
use market::catalog::commands::{hide_listing, publish_listing, seed_categories};
use market::catalog::queries::{categories, in_category, is_key, listing_page, newest, of_shop, seller_listings};
use market::catalog::rules::default_tree;
use market::catalog::{CategoryId, ListingState};
use market::db_test;
use market::kernel::{PageRequest, Span};
use market::testkit::TestMarket;

pub async fn category(kit: &TestMarket, path: &str) -> CategoryId {
    seed_categories(&kit.market, &default_tree()).await.unwrap();
    let all = categories(&kit.market).await.unwrap();
    all.iter().find(|category| category.path == path).unwrap().id
}

db_test!(
    async fn showing_again_does_not_make_a_listing_new(kit) {
        let staff = shop(&kit, "danqing").await;
        let old = kit.listing(&staff).title("Old").create().await;
        kit.clock.advance(Span::days(1));
        kit.listing(&staff).title("New").create().await;
        hide_listing(&kit.market, &staff, old.listing).await.unwrap();
        assert!(listing_page(&kit.market, old.listing).await.unwrap().is_none());
        kit.clock.advance(Span::days(1));
        publish_listing(&kit.market, &staff, old.listing).await.unwrap();
        let titles: Vec<_> = newest(&kit.market, &PageRequest::first(9)).await.unwrap().rows.into_iter().map(|c| c.title).collect();
        assert_eq!(titles, ["New", "Old"]);
    }
);

db_test!(
    async fn pages_follow_each_other_without_gaps(kit) {
        let staff = shop(&kit, "danqing").await;
        let other = shop(&kit, "other-shop").await;
        let ham = category(&kit, "food/cured-meat/ham").await;
        let tea = category(&kit, "tea").await;
        for n in 0..7 {
            // Some within the same millisecond: the id decides then.
            if n % 3 == 0 {
                kit.clock.advance(Span::minutes(1));
            }
            kit.listing(&staff).title(&format!("Ham {n}")).category(ham).create().await;
        }
        kit.listing(&other).title("Tea").category(tea).create().await;
        let mut seen = Vec::new();
        let mut request = PageRequest::first(3);
        loop {
            let page = in_category(&kit.market, "food", &request).await.unwrap();
            seen.extend(page.rows.iter().map(|card| card.title.clone()));
            let Some(next) = page.next else { break };
            assert!(is_key(&next), "{next}");
            request = PageRequest::after(Some(next), 3);
        }
        seen.sort();
        assert_eq!(seen, (0..7).map(|n| format!("Ham {n}")).collect::<Vec<_>>());
        for (path, count) in [("food/cured-meat", 7), ("food/cured-meat/ham", 7), ("food/fish", 0), ("tea", 1), ("no/such/place", 0)] {
            assert_eq!(in_category(&kit.market, path, &PageRequest::first(50)).await.unwrap().rows.len(), count, "{path}");
        }
        assert_eq!(of_shop(&kit.market, other.shop(), &PageRequest::first(50)).await.unwrap().rows.len(), 1);
        let first = seller_listings(&kit.market, &staff, Some(ListingState::Published), &PageRequest::first(5)).await.unwrap();
        let second = seller_listings(&kit.market, &staff, None, &PageRequest::after(first.next, 5)).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (5, 2, None));
        for forged in ["", "_", "x_y", "9_9", "99999999999999999999_00", "' OR 1=1 --"] {
            let request = PageRequest::after(Some(forged.into()), 3);
            assert_eq!(newest(&kit.market, &request).await.unwrap().rows.len(), 3, "{forged}");
            assert!(!is_key(forged), "{forged}");
        }
    }
);

db_test!(
    async fn seeding_the_tree_again_changes_nothing_and_moving_a_branch_moves_its_listings(kit) {
        let ham = category(&kit, "food/cured-meat/ham").await;
        let before = categories(&kit.market).await.unwrap();
        seed_categories(&kit.market, &default_tree()).await.unwrap();
        assert_eq!(categories(&kit.market).await.unwrap(), before);
        let staff = shop(&kit, "danqing").await;
        kit.listing(&staff).category(ham).create().await;
        let mut tree = default_tree();
        let meat = tree[0].children.remove(0);
        tree[1].children.push(meat);
        seed_categories(&kit.market, &tree).await.unwrap();
        assert_eq!(in_category(&kit.market, "tea/cured-meat", &PageRequest::first(5)).await.unwrap().rows.len(), 1);
        assert_eq!(in_category(&kit.market, "food", &PageRequest::first(5)).await.unwrap().rows.len(), 0);
    }
);
