//! What buyers' pages read, on both engines.
#![cfg(feature = "testkit")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::catalog::commands::{hide_listing, remove_listing, save_listing};
use market::catalog::queries::{listing_for_edit, listing_page};
use market::catalog::rules::form_of;
use market::catalog::{ListingId, PlacedPhoto};
use market::db_test;
use market::discovery::queries::{Gone, gone, just_opened, product, shop, story_of_today};
use market::discovery::rules::search_words;
use market::discovery::{SearchIndex, TitleSearch};
use market::kernel::{Measure, PageRequest, Span, Unit};
use market::pricing::queries::template_for;
use market::shop::ShopStaff;
use market::testkit::TestMarket;

const PORK: Measure = Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 };

async fn opened(kit: &TestMarket, handle: &str) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop(handle, &owner).create().await
}

async fn found(kit: &TestMarket, typed: &str) -> Vec<String> {
    let index = TitleSearch::new(kit.market.clone());
    let page = index.find(&search_words(typed).unwrap(), &PageRequest::first(10)).await.unwrap();
    page.rows.into_iter().map(|card| card.title).collect()
}

db_test!(
    async fn a_product_is_the_same_in_one_query_as_in_several(kit) {
        let staff = opened(&kit, "danqing").await;
        let dress = kit.listing(&staff).title("Rosy dress \"quoted\" \\ 裙").option("Size", &["S", "M", "大\"号"]).create().await;
        let mut form = form_of(&listing_for_edit(&kit.market, &staff, dress.listing).await.unwrap().unwrap());
        let waiting = kit.photo(&staff, false).await;
        form.photos.push(PlacedPhoto { photo: waiting, alt: "the <back>".to_owned() });
        form.variants[1].photo = Some(dress.photo);
        form.maker = "the Long family".to_owned();
        save_listing(&kit.market, &staff, &form).await.unwrap();

        let seen = product(&kit.market, dress.listing).await.unwrap().unwrap();
        let expected = listing_page(&kit.market, dress.listing).await.unwrap().unwrap();
        assert_eq!(seen.listing, expected);
        assert_eq!((seen.listing.variants.len(), seen.listing.photos.len()), (3, 2));
        let freight = template_for(&kit.market, staff.shop(), None).await.unwrap();
        assert!(freight.is_some());
        assert_eq!(seen.freight, freight);
        assert_eq!((seen.shop_place.as_str(), seen.shop_story.as_str()), ("Fenghuang, Hunan", "Goods from the mountains."));
    }
);

db_test!(
    async fn what_is_taken_down_is_told_apart_from_what_never_was(kit) {
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).measure(PORK).create().await;
        let draft = kit.listing(&staff).draft().create().await;
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), None, "it is there");
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), Some(Gone::Hidden));
        remove_listing(&kit.market, &staff, pork.listing).await.unwrap();
        remove_listing(&kit.market, &staff, draft.listing).await.unwrap();
        assert!(product(&kit.market, pork.listing).await.unwrap().is_none());
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), Some(Gone::Removed));
        assert_eq!(gone(&kit.market, draft.listing).await.unwrap(), None, "nobody ever saw a draft");
        assert_eq!(gone(&kit.market, ListingId::mint(kit.market.now())).await.unwrap(), None);
    }
);

db_test!(
    async fn titles_are_found_by_all_words_in_any_case(kit) {
        let staff = opened(&kit, "danqing").await;
        for title in ["Smoked Salted Pork", "Salted radish 100%", "湘西腊肉 五花"] {
            kit.listing(&staff).title(title).create().await;
            kit.clock.advance(Span::seconds(1));
        }
        kit.listing(&staff).title("Salted draft").draft().create().await;
        assert_eq!(found(&kit, "salted").await, ["Salted radish 100%", "Smoked Salted Pork"]);
        assert_eq!(found(&kit, "PORK smoked").await, ["Smoked Salted Pork"]);
        assert_eq!(found(&kit, "腊肉").await, ["湘西腊肉 五花"]);
        assert_eq!(found(&kit, "%").await, ["Salted radish 100%"], "a sign is a sign");
        assert_eq!(found(&kit, "' OR 1=1 --").await, Vec::<String>::new());
        assert_eq!(found(&kit, "\\").await, Vec::<String>::new());
    }
);

db_test!(
    async fn a_search_goes_on_where_it_stopped(kit) {
        let staff = opened(&kit, "danqing").await;
        for number in 0..5 {
            kit.listing(&staff).title(&format!("Pork {number}")).create().await;
            kit.clock.advance(Span::seconds(1));
        }
        let index = TitleSearch::new(kit.market.clone());
        let words = search_words("pork").unwrap();
        let first = index.find(&words, &PageRequest::first(3)).await.unwrap();
        let second = index.find(&words, &PageRequest::after(first.next.clone(), 3)).await.unwrap();
        let titles: Vec<_> = first.rows.iter().chain(&second.rows).map(|card| card.title.as_str()).collect();
        assert_eq!(titles, ["Pork 4", "Pork 3", "Pork 2", "Pork 1", "Pork 0"]);
        assert_eq!(second.next, None);
    }
);

db_test!(
    async fn only_shops_with_goods_are_put_forward(kit) {
        let danqing = opened(&kit, "danqing").await;
        let empty = opened(&kit, "empty").await;
        kit.listing(&danqing).create().await;
        kit.listing(&empty).draft().create().await;
        let shops = just_opened(&kit.market, 3).await.unwrap();
        assert_eq!(shops.iter().map(|shop| shop.handle.as_str()).collect::<Vec<_>>(), ["danqing"]);
        kit.clock.advance(Span::days(61));
        assert!(just_opened(&kit.market, 3).await.unwrap().is_empty(), "it is no longer new");
        assert!(shops[0].picture.is_some(), "the cover of its newest goods");
        let seen = shop(&kit.market, "empty").await.unwrap().unwrap();
        assert_eq!((seen.shop, seen.picture), (empty.shop(), None));
        assert!(shop(&kit.market, "nobody").await.unwrap().is_none());
        assert!(story_of_today(&kit.market).await.unwrap().is_none(), "a slogan is no story");
    }
);
