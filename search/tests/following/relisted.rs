//! Goods that are taken down and shown again gain nothing by it, on both engines.

use crate::settle;
use market::catalog::ListingId;
use market::catalog::commands::{hide_listing, publish_listing};
use market::db_test;
use market::discovery::rules::search_words;
use market::discovery::{PlaceKind, Placed, SearchAnswer, SearchIndex, SearchPage, SearchRequest, SearchSort};
use market::kernel::{PageRequest, Span};
use search::{Place, Search};

/// The first page, of four places that are earned and two that are drawn.
async fn first_page(search: &Search, sort: SearchSort) -> SearchPage {
    let request = SearchRequest { words: search_words("tea"), sort, page: PageRequest::first(6), ..SearchRequest::default() };
    match search.find(&request).await.unwrap() {
        SearchAnswer::Found(page) => *page,
        SearchAnswer::Building(..) => panic!("there is no index"),
    }
}

/// What stands where by its rank and by the draw, why, and what is said to be newest.
async fn order(search: &Search) -> (Vec<Placed>, Vec<ListingId>) {
    (first_page(search, SearchSort::Relevance).await.placed, first_page(search, SearchSort::Newest).await.listings)
}

db_test!(
    async fn goods_that_are_shown_again_stand_where_they_stood(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let mut goods = Vec::new();
        for number in 0..10 {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop{number}"), &owner).approved().create().await;
            goods.push((staff, kit.listing(&staff).title("Tea").create().await.listing));
            kit.clock.advance(Span::days(2));
        }
        settle(&search).await;
        let before = order(&search).await;
        let drawn = before.0.iter().filter(|placed| placed.why.place.is_some_and(|(kind, _)| kind == PlaceKind::Rotating));
        assert_eq!((before.0.len(), drawn.count()), (6, 2));
        for (staff, listing) in &goods {
            hide_listing(&kit.market, staff, *listing).await.unwrap();
            settle(&search).await;
            assert_eq!(first_page(&search, SearchSort::Newest).await.total, 9);
            publish_listing(&kit.market, staff, *listing).await.unwrap();
            settle(&search).await;
            assert_eq!(order(&search).await, before, "neither newer, nor with another ticket of the draw");
        }
    }
);
