//! Pages that are kept: drawn once for all who ask for them at once, and for nobody as they were before.

use super::{BROWSER, House, OTHER, TEA};
use app_kit::request::{Awaited, Document, Drawn, PageKey, SiteNames};
use app_kit::routes;
use async_trait::async_trait;
use futures::future::join_all;
use http::{StatusCode, header};
use market::account::Language;
use market::catalog::commands::{hide_listing, publish_listing};
use market::catalog::queries::categories;
use market::change::Subject;
use market::discovery::{Edition, IndexHealth, SearchAnswer, SearchIndex, SearchRequest, Suggested};
use market::kernel::{Fault, Span};
use search::Search;
use std::pin::pin;

/// An index that never has what was just committed.
struct Late(Search);

#[async_trait]
impl SearchIndex for Late {
    async fn find(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        self.0.find(request).await
    }
    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault> {
        self.0.suggest(typed).await
    }
    fn edition(&self) -> Option<Edition> {
        self.0.edition()
    }
    async fn reaches(&self, _place: i64) -> bool {
        false
    }
    fn health(&self) -> IndexHealth {
        self.0.health()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_changed_is_drawn_once_for_all_who_ask_at_once() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let tea = kit.listing(&house.staff).title("Green tea").create().await.listing;
    house.settle().await;
    house.page("/").await;
    let change = async || {
        hide_listing(market, &house.staff, tea).await.expect("hidden");
        publish_listing(market, &house.staff, tea).await.expect("published");
        kit.queries()
    };
    let before = change().await;
    house.page("/").await;
    let once = kit.queries() - before;
    let before = change().await;
    // More than there are places and room to wait for one.
    let pages = join_all((0..400).map(|_| house.page("/"))).await;
    assert!(pages[0].contains("Green tea") && pages.iter().all(|page| *page == pages[0]));
    let asked = kit.queries() - before;
    assert!(asked <= once + 1, "{asked} queries, and one of them asks {once}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_drawn_before_a_change_is_not_shown_to_whoever_came_after_it() {
    let house = House::open().await;
    let (market, pages) = (&house.kit.market, &house.app.pages);
    let tea = house.kit.listing(&house.staff).title("Green tea").create().await.listing;
    let key = PageKey { path: "/".to_owned(), lang: Language::En, province: None, edition: None };
    let Awaited::ToDraw(Some(drawing)) = pages.wait_for(market, &key, false).await else { panic!("somebody draws it") };
    let made = (pages.catch_up(market).await.expect("what has changed"), market.now());
    let drawn = Drawn {
        document: Document::storefront(Language::En, "t"),
        body: String::new(),
        mark: String::new(),
        subjects: vec![Subject::Listing(tea)],
        shown: Vec::new(),
        is_passing: false,
    };
    let page = pages.keep(key.clone(), made, drawn, &SiteNames::default(), "");

    let mut early = pin!(pages.wait_for(market, &key, false));
    assert!(futures::poll!(&mut early).is_pending(), "it waits for the one who draws");
    drawing.ends(Some(&page));
    assert!(matches!(early.await, Awaited::Drawn(_)));

    hide_listing(market, &house.staff, tea).await.expect("hidden");
    pages.catch_up(market).await.expect("what has changed");
    let Awaited::ToDraw(Some(drawing)) = pages.wait_for(market, &key, false).await else { panic!("it is old") };
    let mut late = pin!(pages.wait_for(market, &key, false));
    assert!(futures::poll!(&mut late).is_pending());
    drawing.ends(Some(&page));
    assert!(matches!(late.await, Awaited::ToDraw(Some(_))), "it draws the page of now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_stays_in_memory_until_something_is_sold_out() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let tree = categories(market).await.expect("a tree");
    let ham = tree.iter().find(|category| category.slug == "ham").expect("ham").id;
    kit.listing(&house.staff).title("Ham with green tea").category(ham).create().await;
    let cup = kit.listing(&house.staff).title("Cup").stock(2).create().await;
    let buyer = kit.person("Bo").create().await;
    house.settle().await;
    let sell = async || {
        kit.placed(&buyer, &[(cup.variant(), 1)]).await;
        house.settle().await;
        house.app.pages.catch_up(market).await.expect("what has changed");
    };
    let lists = [TEA, "/c/ham"];
    let first = [house.page(lists[0]).await, house.page(lists[1]).await];
    sell().await;
    let before = kit.queries();
    for (path, page) in lists.iter().zip(&first) {
        assert_eq!(house.page(path).await, *page, "{path}");
    }
    assert_eq!(kit.queries(), before, "there is one cup less, of which nobody sees anything there");
    sell().await;
    for path in lists {
        let before = kit.queries();
        house.page(path).await;
        assert!(kit.queries() > before, "{path}: nothing is left of the cup, and goods may stand in another order");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_drawn_anew_and_says_the_same_is_still_the_one_that_browsers_have() {
    const TITLE: &str = "Green tea";
    let house = House::open().await;
    let kit = &house.kit;
    let tea = kit.listing(&house.staff).title(TITLE).create().await;
    let buyer = kit.person("Bo").create().await;
    // Behind a full hour, with which a turn of the draw begins.
    let into_the_hour = kit.market.now().millis() % Span::hours(1).millis();
    kit.clock.advance(Span::hours(1));
    kit.clock.turn_back(Span::seconds(into_the_hour / 1_000));
    house.settle().await;
    let product = routes::product(&tea.listing.to_string(), TITLE);
    let pages = ["/", "/c", OTHER, TEA, "/s/danqing", product.as_str()];
    let mut tags = Vec::new();
    for path in pages {
        let (_, headers, _) = house.ask_as(path, &[(header::USER_AGENT, BROWSER)]).await;
        tags.push(headers[header::ETAG].to_str().expect("a tag").to_owned());
    }
    kit.placed(&buyer, &[(tea.variant(), 1)]).await;
    kit.clock.advance(Span::seconds(61));
    for (path, tag) in pages.iter().zip(&tags) {
        let before = kit.queries();
        let asked = [(header::USER_AGENT, BROWSER), (header::IF_NONE_MATCH, tag.as_str())];
        assert_eq!(house.ask_as(path, &asked).await.0, StatusCode::NOT_MODIFIED, "{path}: one less of a hundred, a minute later");
        assert!(kit.queries() > before, "{path}: that was looked up");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_whose_index_is_a_moment_behind_is_ranked_and_not_kept() {
    let house = House::searched_by(Late).await;
    let kit = &house.kit;
    kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    for _ in 0..2 {
        let before = kit.queries();
        assert!(house.page(OTHER).await.contains("?from=ranked-"), "the order of a moment ago");
        assert!(kit.queries() > before, "which is not kept");
    }
    kit.clock.advance(Span::minutes(1));
    assert!(house.page(OTHER).await.contains("?from=newest-"), "that of a minute ago lacks what came since");
}
