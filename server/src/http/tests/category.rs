//! A category's pages, one after the other, also while the index is away.

use super::{House, OTHER};
use async_trait::async_trait;
use http::StatusCode;
use market::catalog::queries::categories;
use market::discovery::{Edition, IndexHealth, SearchAnswer, SearchIndex, SearchRequest, Suggested};
use market::kernel::{Fault, Span};
use sea_orm::ConnectionTrait;
use search::Search;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An index that is away while the test says so.
struct Away {
    search: Search,
    is_away: Arc<AtomicBool>,
}

impl Away {
    fn is_there(&self) -> bool {
        !self.is_away.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl SearchIndex for Away {
    async fn find(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        if self.is_there() { self.search.find(request).await } else { Ok(SearchAnswer::Building(0, 0)) }
    }
    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault> {
        if self.is_there() { self.search.suggest(typed).await } else { Ok(Suggested::default()) }
    }
    fn edition(&self) -> Option<Edition> {
        self.search.edition().filter(|_| self.is_there())
    }
    async fn reaches(&self, place: i64) -> bool {
        self.is_there() && self.search.reaches(place).await
    }
    fn health(&self) -> IndexHealth {
        self.search.health()
    }
}

/// Which of the numbered hams stand on a page.
fn hams(page: &str) -> BTreeSet<u32> {
    (0..100).filter(|number| page.contains(&format!("Ham no. {number:02}<"))).collect()
}

/// Where a list goes on.
pub(super) fn more(page: &str) -> String {
    let is_onward = |link: &&str| link.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\""));
    let link = page.split("<a ").find(is_onward).expect("a way onward");
    let (_, address) = link.split_once("href=\"").expect("its address");
    address.split('"').next().expect("its end").replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_goes_on_in_the_order_in_which_it_was_begun() {
    let is_away = Arc::new(AtomicBool::new(false));
    let there = Arc::clone(&is_away);
    let house = House::searched_by(move |search| Away { search, is_away: there }).await;
    let tree = categories(&house.kit.market).await.expect("a tree");
    let ham = tree.iter().find(|category| category.slug == "ham").expect("ham").id;
    let sell = async |number: u32| {
        let listing = house.kit.listing(&house.staff).title(&format!("Ham no. {number:02}")).category(ham);
        listing.create().await;
        house.kit.clock.advance(Span::seconds(1));
    };
    for number in 0..30 {
        sell(number).await;
    }
    house.settle().await;
    let first = house.page("/c/ham").await;
    assert_eq!(hams(&first).len(), 24);
    let reasons = |page: &str| page.matches("<details class=\"why\">").count();
    assert_eq!(reasons(&first), 24, "each says why it stands there");

    is_away.store(true, Ordering::Relaxed);
    let waiting = house.page(&more(&first)).await;
    assert!(hams(&waiting).is_empty(), "not the first page once more");
    assert!(waiting.contains("This page cannot be shown just now") && waiting.contains(&more(&first)), "and a way to try again");
    is_away.store(false, Ordering::Relaxed);
    let second = house.page(&more(&first)).await;
    assert_eq!((hams(&second).len(), hams(&first).union(&hams(&second)).count()), (6, 30));

    sell(30).await;
    let older_index = house.page(&more(&first)).await;
    assert_eq!(hams(&older_index), hams(&second), "what does not have the newest yet goes on with what it has");
    is_away.store(true, Ordering::Relaxed);
    let newest = house.page("/c/ham").await;
    assert!(newest.contains("the newest first") && newest.contains("The newest come first, and nothing else counts."));
    assert_eq!(reasons(&newest), 0, "that is the reason of all of them");
    assert_eq!(hams(&newest), (7..=30).collect::<BTreeSet<u32>>());
    is_away.store(false, Ordering::Relaxed);
    house.settle().await;
    let older = house.page(&more(&newest)).await;
    assert_eq!(hams(&older), (0..7).collect::<BTreeSet<u32>>(), "though the index is back");

    for path in ["/c/ham", "/c", "/s/danqing"] {
        let cut = house.page(&format!("{path}?after=s00ff")).await;
        assert_eq!(hams(&cut).len(), 24, "{path}");
        assert!(!cut.contains("Back to the"), "{path}: nobody is told that this is a further page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_state_of_the_index_is_another_page() {
    let house = House::open().await;
    for title in ["Green tea", "Cup"] {
        house.kit.listing(&house.staff).title(title).create().await;
    }
    house.settle().await;
    let first = house.page(OTHER).await;
    assert!(first.contains("Green tea"));
    // What another process commits, which this one has not read of: its pages take themselves for fresh.
    let changed = "UPDATE listing SET title = 'Mug' WHERE title = 'Cup'";
    house.kit.market.db().execute_unprepared(changed).await.expect("another title");
    assert_eq!(house.page(OTHER).await, first);
    house.settle().await;
    let House { kit, app, router, search, staff, _folder } = house;
    // From here on the database is away: what is made anew is not made.
    let frozen = kit.freeze().await;
    let house = House { kit: frozen.thaw().await, app, router, search, staff, _folder };
    assert_ne!(house.ask(OTHER).await.0, StatusCode::OK, "its goods may stand in another order now");
}
