//! What pages cost at the database, by how many listings it has: the queries of the home, category, shop and product pages, of proposals
//! with what they show, the cards of what a search found; and an index that is built from the database itself. Each page is asked twice:
//! what nobody has asked before is read from the disk where memory does not hold it, and what was asked lately is not.

use super::corpus::{Corpus, Draw};
use super::fill;
use super::process;
use super::queries::{Asked, Words, searches};
use super::timing::{LETTERS_MAX, Times};
use super::{FEW, MANY, listings};
use budget::Verdict;
use market::catalog::queries::{cards_of, in_category, newest, of_shop};
use market::catalog::{ListingCard, ListingId};
use market::discovery::queries::{home_goods, home_shops, product, proposals, shop};
use market::discovery::stories::choose_story;
use market::discovery::{HomeGoods, HomeShops, SearchAnswer, SearchIndex};
use market::kernel::{Fault, Market, Page, PageRequest};
use market::testkit::TestMarket;
use search::{Place, Search, build};
use std::time::Instant;

/// Pages of each kind.
const PAGES: usize = 500;

/// A kind of page, and how long each of the sizes took.
type Row = (&'static str, Vec<Times>);

/// A market of one size.
struct Filled<'a> {
    corpus: &'a Corpus,
    kit: TestMarket,
    search: Search,
    path: String,
    asked: Vec<Asked>,
    _folder: tempfile::TempDir,
}

/// Fills a database of each size and builds its index; then takes each page from all of them in turn, so that whatever else the machine
/// does meets all alike; and then once more.
pub async fn measure(sizes: &[Corpus], verdict: &mut Verdict) {
    let mut markets = Vec::new();
    for corpus in sizes {
        markets.push(Filled::new(corpus, verdict).await);
    }
    println!(
        "\n== pages from databases of these numbers of listings, in turn: p50 and p99 ms, and p50 as a share of the first's"
    );
    println!("{:<34} {}", "", sizes.iter().map(|corpus| format!("{:>24}", corpus.count)).collect::<String>());
    let ends = [sizes.first(), sizes.last()].map(|corpus| corpus.map(|corpus| corpus.count));
    for (heat, told) in [("cold", "for the first time"), ("warm", "the same once more")] {
        println!("{heat}: {told}");
        for (name, growth) in print(round(&markets).await) {
            if ends == [Some(FEW), Some(MANY)] {
                verdict.judge(budget::PAGE_GROWTH, &format!("{name}, {heat}"), growth);
            }
        }
    }
}

/// Each page once.
async fn round(markets: &[Filled<'_>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for page in 0..PAGES {
        for (at, market) in markets.iter().enumerate() {
            for (kind, (name, took)) in market.pages(page).await.into_iter().enumerate() {
                if rows.len() <= kind {
                    rows.push((name, markets.iter().map(|_| Times::default()).collect()));
                }
                rows[kind].1[at].add_millis(took);
            }
        }
    }
    rows
}

/// Prints the rows, and says how each has grown from the first size to the last.
fn print(rows: Vec<Row>) -> Vec<(&'static str, f64)> {
    let mut grown = Vec::new();
    for (name, mut times) in rows {
        let first = times[0].at(0.5);
        let cells = times
            .iter_mut()
            .map(|times| format!("{:>8.3} {:>8.3} {:>6.2}", times.at(0.5), times.at(0.99), times.at(0.5) / first));
        println!("    {name:<30} {}", cells.collect::<String>());
        grown.push((name, times.last_mut().map_or(f64::NAN, |last| last.at(0.5) / first)));
    }
    grown
}

impl<'a> Filled<'a> {
    async fn new(corpus: &'a Corpus, verdict: &mut Verdict) -> Self {
        let kit = TestMarket::sqlite().await;
        let path = fill::everything(&kit, corpus).await;
        assert!(choose_story(&kit.market).await.expect("a look"), "the home page tells a story");
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path().join("index"));
        let permit = place.permit().expect("a folder").expect("nobody else builds");
        let (before, begun) = (process::seconds(), Instant::now());
        build(&kit.market, &place, &permit, &|_, _| {}).await.expect("an index");
        let worked = process::seconds() - before;
        let rate = corpus.count as f64 / worked;
        println!(
            "{} listings, reindexed from the database: {rate:.0} for a second of a core, reading included; {:.1} s",
            corpus.count,
            begun.elapsed().as_secs_f64()
        );
        verdict.judge(budget::REINDEX, &listings(corpus), rate);
        let search = Search::new(kit.market.clone(), place);
        search.step(&mut None).await.expect("an open index");
        let asked = searches(corpus, &Words::count(corpus), PAGES);
        Self { corpus, kit, search, path, asked, _folder: folder }
    }

    /// Each kind of page once, with the milliseconds that it took.
    async fn pages(&self, page: usize) -> [(&'static str, f64); 9] {
        let market = &self.kit.market;
        let root = self.path.split('/').next().unwrap_or(&self.path);
        // Anywhere, and each page elsewhere, or nothing but the first one would be read for the first time.
        let mut draw = Draw::new(self.corpus.seed ^ 5, page as u64);
        let [chosen, behind, in_shop] = [(); 3].map(|()| draw.below(self.corpus.count));
        let around: Vec<ListingId> = (0..24).map(|_| self.corpus.id(draw.below(self.corpus.count))).collect();
        let (chosen, behind, handle) = (self.corpus.id(chosen), self.key(behind), fill::handle_of(in_shop));
        let asked = &self.asked[page % self.asked.len()];
        let typed: String = asked.typed.chars().take(1 + page % LETTERS_MAX).collect();
        [
            ("home", millis(home(market)).await),
            ("newest, first page", millis(newest(market, &PageRequest::first(24))).await),
            ("category, first page", millis(in_category(market, &self.path, &PageRequest::first(24))).await),
            ("category, anywhere in it", millis(in_category(market, root, &PageRequest::after(Some(behind), 24))).await),
            ("shop, first page", millis(front(market, &handle)).await),
            ("24 cards by their ids", millis(cards_of(market, &around)).await),
            ("product", millis(async { product(market, chosen).await.map(|found| found.expect("a product")) }).await),
            ("proposals at a key", millis(proposals(market, &self.search, &typed)).await),
            ("search with facets and cards", millis(self.found(asked)).await),
        ]
    }

    /// Behind which a list goes on.
    fn key(&self, number: u64) -> String {
        let document = self.corpus.document(number);
        format!("{}_{}", document.published_at, document.listing.uuid().simple())
    }

    /// As the page does it: what is found, and its cards.
    async fn found(&self, asked: &Asked) -> Result<Vec<ListingCard>, Fault> {
        let SearchAnswer::Found(page) = self.search.find(&asked.request).await? else { panic!("the index is open") };
        cards_of(&self.kit.market, &page.listings).await
    }
}

/// As the home page does it.
async fn home(market: &Market) -> Result<(HomeGoods, HomeShops), Fault> {
    Ok((home_goods(market, 20, 4).await?, home_shops(market, 3).await?))
}

/// As a shop's page does it.
async fn front(market: &Market, handle: &str) -> Result<Page<ListingCard>, Fault> {
    let shop = shop(market, handle).await?.expect("a shop");
    of_shop(market, shop.shop, &PageRequest::first(24)).await
}

/// The milliseconds that an answer took, which must be one.
async fn millis<T>(answer: impl Future<Output = Result<T, Fault>>) -> f64 {
    let begun = Instant::now();
    answer.await.expect("an answer");
    begun.elapsed().as_secs_f64() * 1_000.0
}
