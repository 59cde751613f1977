//! Pages through every layer: when they are answered from memory and when they are not, and what they tell of how goods are found.

mod addresses;
mod ask_until;
mod attempts;
mod came_back;
mod category;
mod choices;
mod chosen;
mod client;
mod coupons;
mod currency;
mod draws;
mod hostile;
mod kept;
mod marks;
mod money;
mod ordered;
mod other_sizes;
mod own_case;
mod owners_alone;
mod payout_card;
mod perishables;
mod personal;
mod queries;
mod ranking;
mod reconciliation;
mod refusals;
mod restocked;
mod rules;
mod sent_again;
mod sign_in;
mod silent;
mod stories;
mod sums_asked;
mod unheard;
mod world;

use super::{PAGES_MAX, router};
use crate::payments::Sandbox;
use crate::photos::{FolderStore, Photos};
use crate::site::Site;
use crate::testing::app;
use app_kit::format::date;
use app_kit::request::{App, day_of};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use futures::FutureExt;
use futures::future::join_all;
use http::{HeaderMap, StatusCode, header};
use market::account::Language;
use market::catalog::commands::{hide_listing, publish_listing, rename_category, seed_categories};
use market::catalog::queries::categories;
use market::catalog::rules::default_tree;
use market::discovery::commands::set_search;
use market::discovery::exposure::{Counted, count_exposure};
use market::discovery::queries::seed_of;
use market::discovery::rules::Turn;
use market::discovery::{PlaceKind, SearchIndex, Shown};
use market::kernel::Span;
use market::outbox::Job;
use market::outbox::commands::{finish_job, take_jobs};
use market::policy::RuleName;
use market::policy::commands::change_rule;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use search::{Place, Search};
use std::sync::Arc;
use tower::ServiceExt;

const TEA: &str = "/search?q=tea";
/// Where goods are whose seller chose no category.
const OTHER: &str = "/c/other";
const BROWSER: &str = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36";

/// A market behind its router, with an index that looks when the test says so.
struct House {
    kit: TestMarket,
    app: App,
    search: Search,
    router: Router,
    staff: ShopStaff,
    _folder: tempfile::TempDir,
}

impl House {
    async fn open() -> Self {
        Self::searched_by(|search| search).await
    }

    async fn searched_by<I: SearchIndex + 'static>(index: impl FnOnce(Search) -> I) -> Self {
        Self::around(TestMarket::sqlite().await, index).await
    }

    async fn around<I: SearchIndex + 'static>(kit: TestMarket, index: impl FnOnce(Search) -> I) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        seed_categories(&kit.market, &default_tree()).await.expect("categories");
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).expect("a store")));
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let site = Site::load();
        let sandbox = Sandbox::new(kit.market.clone(), String::new()).expect("a sandbox");
        let app = app(&kit.market, Arc::new(sandbox), &photos, (site.names(), index(search.clone())));
        let router = router(app.clone(), site, None, photos, None);
        let house = Self { kit, app, search, router, staff, _folder: folder };
        house.settle().await;
        house
    }

    /// The index has everything.
    async fn settle(&self) {
        for _ in 0..3 {
            self.search.step(&mut None).await.expect("a look");
        }
    }

    /// Takes what is due out of the outbox, and counts it as done.
    async fn jobs(&self) -> Vec<Job> {
        let mut jobs = Vec::new();
        for taken in take_jobs(&self.kit.market, 100).await.expect("jobs") {
            finish_job(&self.kit.market, taken.id).await.expect("an end");
            jobs.push(taken.job);
        }
        jobs
    }

    async fn ask_as(&self, path: &str, headers: &[(header::HeaderName, &str)]) -> (StatusCode, HeaderMap, String) {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A stranger who reads English.
    async fn ask(&self, path: &str) -> (StatusCode, String) {
        let (status, _, text) = self.ask_as(path, &[(header::USER_AGENT, BROWSER)]).await;
        (status, text)
    }

    async fn page(&self, path: &str) -> String {
        let (status, text) = self.ask(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        text
    }

    /// What was counted since the last time: the kind of place, views, and openings.
    fn counted(&self) -> Vec<(PlaceKind, u64, u64)> {
        let counted = self.app.tally.take().into_iter().map(|counted| (counted.shown.place, counted.views, counted.opens));
        let mut counted: Vec<_> = counted.collect();
        counted.sort_unstable();
        counted
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_was_made_before_asks_the_database_nothing() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let first = house.page(TEA).await;
    assert!(first.contains("Green tea"));
    assert_eq!(house.page("/search?q=tea&from=&below=&sort=").await, first, "other ways to ask for the same");
    assert_eq!(house.counted(), [(PlaceKind::Ranked, 2, 0)], "every look is counted");

    let House { kit, app, router, search, staff, _folder } = house;
    let clock = kit.clock.clone();
    // From here on the database is away.
    let frozen = kit.freeze().await;
    let house = House { kit: frozen.thaw().await, app, router, search, staff, _folder };
    assert_eq!(house.page(TEA).await, first);
    house.ask_as(TEA, &[(header::USER_AGENT, "a bot")]).await;
    assert_eq!(house.counted(), [(PlaceKind::Ranked, 1, 0)], "also of what is answered from memory, but not for programs");
    assert_ne!(house.ask("/search?q=green").await.0, StatusCode::OK, "nobody has asked for this before");
    let other = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")];
    assert_ne!(house.ask_as(TEA, &other).await.0, StatusCode::OK, "nor in this language");
    clock.advance(Span::seconds(61));
    assert_ne!(house.ask(TEA).await.0, StatusCode::OK, "pages say how long something takes from now");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_turn_of_the_draw_is_another_page() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let clock = house.kit.clock.clone();
    let into_the_hour = house.kit.market.now().millis() % Span::hours(1).millis();
    clock.advance(Span::hours(1));
    clock.turn_back(Span::seconds(20));
    clock.turn_back(Span::seconds(into_the_hour / 1_000));
    let pages = [TEA, OTHER];
    for path in pages {
        assert!(house.page(path).await.contains("Green tea"), "{path}");
    }
    let House { kit, app, router, search, staff, _folder } = house;
    let frozen = kit.freeze().await;
    let house = House { kit: frozen.thaw().await, app, router, search, staff, _folder };
    clock.advance(Span::seconds(15));
    for path in pages {
        house.page(path).await;
    }
    clock.advance(Span::seconds(10));
    for path in pages {
        assert_ne!(house.ask(path).await.0, StatusCode::OK, "{path}: half a minute old, and of the turn before");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_on_the_next_page_of_results() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let operator = kit.person("Olga").operator().create().await.operator().expect("an operator");
    let green = kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    assert!(house.page(TEA).await.contains("Green tea"));

    hide_listing(market, &house.staff, green.listing).await.expect("hidden");
    assert!(!house.page(TEA).await.contains("Green tea"), "at once, though the index has it still");
    house.settle().await;
    publish_listing(market, &house.staff, green.listing).await.expect("published");
    assert!(!house.page(TEA).await.contains("Green tea"), "the index does not have it yet");
    house.settle().await;
    assert!(house.page(TEA).await.contains("Green tea"), "another state of the index");

    assert!(!house.page("/search?q=leaves").await.contains("Green tea"));
    set_search(market, &operator, "tea, leaves", &[]).await.expect("settings");
    assert!(!house.page("/search?q=leaves").await.contains("Green tea"), "the index has not read them yet");
    house.settle().await;
    assert!(house.page("/search?q=leaves").await.contains("Green tea"), "other settings");

    assert!(house.page("/search?q=tea&shop=nobody").await.contains("Green tea"));
    let before = house.page("/search?q=tea&shop=danqing").await;
    assert!(before.contains("Only in the shop") && before.contains("Green tea"));

    let tree = categories(market).await.expect("a tree");
    let food = tree.iter().find(|category| category.slug == "food").expect("food").id;
    rename_category(market, &operator, food, ["The larder", "粮仓"]).await.expect("a new name");
    assert!(house.page(TEA).await.contains("The larder"), "a category is called by its name of now");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_number_counts_from_its_day_on() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    house.kit.listing(&house.staff).create().await;
    let operator = kit.person("Olga").operator().create().await.operator().expect("an operator");
    let day = market.now().after(Span::days(8));
    change_rule(market, &operator, RuleName::BestSellerBuyers, 77, day).await.expect("a rule");
    assert!(!house.page("/").await.contains("77 people"));
    kit.clock.advance(Span::days(8));
    assert!(house.page("/").await.contains("77 people"), "nobody committed anything that day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_crowd_still_reads_what_is_in_memory() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let kept = [TEA, "/", "/c", "/s/danqing"];
    for path in kept {
        house.page(path).await;
    }
    // All places are taken, and there is no room to wait in.
    let room = &house.app.room;
    let mut places = Vec::new();
    let mut waiting = Vec::new();
    loop {
        let mut next = Box::pin(room.enter());
        match next.as_mut().now_or_never() {
            Some(Some(place)) => places.push(place),
            Some(None) => break,
            None => waiting.push(next),
        }
    }
    assert_eq!(places.len(), PAGES_MAX);
    for path in kept {
        house.page(path).await;
    }
    let (status, headers, text) = house.ask_as("/search?q=pork", &[(header::USER_AGENT, BROWSER)]).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "what has to be made takes a place");
    assert!(headers.contains_key(header::RETRY_AFTER) && text.contains("<h1"));
    for cookie in ["session=x", "guest=x"] {
        let known = [(header::USER_AGENT, BROWSER), (header::COOKIE, cookie)];
        assert_eq!(house.ask_as(TEA, &known).await.0, StatusCode::SERVICE_UNAVAILABLE, "who is asked about takes a place");
    }
    assert_eq!(house.ask("/rules").await.0, StatusCode::SERVICE_UNAVAILABLE);
    drop((waiting, places));
    house.page("/search?q=pork").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_summed_up_once_in_some_minutes() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let listing = house.kit.listing(&house.staff).create().await.listing;
    let shown = Shown { listing, place: PlaceKind::Ranked };
    let look_on = async |views: u64| {
        let counted = Counted { day: day_of(market.now()), shown, views, opens: 0 };
        count_exposure(market, &[counted]).await.expect("a sum");
    };
    look_on(7_654).await;
    let looks = join_all((0..8).map(|_| house.app.exposure.look(market))).await;
    let looks: Vec<_> = looks.into_iter().map(|look| look.expect("sums")).collect();
    assert!(looks.iter().all(|look| Arc::ptr_eq(look, &looks[0])), "who comes together is told the same");
    look_on(1).await;
    assert!(house.page("/rules/exposure").await.contains("7,654"), "whoever asks");
    kit.clock.advance(Span::minutes(10));
    // On a machine that needs more than a moment for them, the last ones are told meanwhile.
    for _ in 0..60 {
        if house.app.exposure.look(market).await.expect("sums").summed_at == market.now() {
            break;
        }
    }
    assert!(house.page("/rules/exposure").await.contains("7,655"));
}

#[tokio::test(flavor = "multi_thread")]
async fn seeds_are_of_the_turns_that_were_drawn_in() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let operator = kit.person("Olga").operator().create().await.operator().expect("an operator");
    let hour = Turn::at(market.now(), 1);
    kit.clock.advance(Span::hours(2));
    let set = async |hours: &str| {
        set_search(market, &operator, "", &[("turn_hours".to_owned(), hours.to_owned())]).await.expect("settings");
    };
    set("24").await;
    let day = Turn::at(market.now(), 24);
    let page = house.page("/rules/exposure").await;
    assert!(page.contains(&seed_of(market, hour).published()), "turns lasted an hour until now");
    assert!(page.contains(&seed_of(market, day).fingerprint()));
    for never in [day, day.before(1)] {
        assert!(!page.contains(&seed_of(market, never).published()), "it lasts still, or never was");
    }
    kit.clock.advance(Span::minutes(1));
    set("2").await;
    let page = house.page("/rules/exposure").await;
    assert!(page.contains(&seed_of(market, Turn::at(market.now(), 2)).fingerprint()), "at once");
    assert!(!page.contains(&seed_of(market, day).published()), "its day is not over, and it may be drawn in again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_tell_the_weights_that_count_now() {
    let house = House::open().await;
    let operator = house.kit.person("Olga").operator().create().await.operator().expect("an operator");
    let page = house.page("/rules").await;
    assert!(page.contains("A word of the title: 4<") && page.contains("nobody has set any since the market opened"));
    set_search(&house.kit.market, &operator, "", &[("title".to_owned(), "7.25".to_owned())]).await.expect("settings");
    let page = house.page("/rules").await;
    assert!(page.contains("A word of the title: 7.25<") && page.contains("Parcels that leave within a day: 30 %"));
    let day = date(house.kit.market.now(), Language::En);
    assert!(page.contains(&format!("count as soon as they are set: they were last set on {day}.")));
    assert!(page.contains(&format!("numbers last set on {day}<")));
}
