//! What pages cost at the database, by how many listings it has: the queries of the home, category and product pages, the cards of
//! what a search found, and an index that is built from the database itself. Listings are written by SQL, as copies of one that was
//! made by the market's own commands, each with a title, a variant and stock of its own.

use super::corpus::{Corpus, Draw};
use super::process;
use super::queries::{Asked, Words, searches};
use super::timing::Times;
use market::catalog::queries::{cards_of, in_category, newest};
use market::catalog::{ListingCard, ListingId};
use market::discovery::queries::{home_goods, product};
use market::discovery::{SearchAnswer, SearchIndex};
use market::kernel::{Fault, PageRequest};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};
use search::{Place, Search, build};
use std::time::Instant;

/// Rows of one statement.
const ROWS: u64 = 500;
/// Rows of one transaction.
const TRANSACTION: u64 = 50_000;
/// Pages of each kind.
const PAGES: usize = 500;

const COPY: &str = "\
INSERT INTO listing SELECT v.column1, t.shop_id, t.category_id, t.category_root, t.category_branch, t.category_path, t.state, \
v.column2, t.description, v.column3, v.column4, t.unit, t.price_per, t.minimum, t.step, t.options, t.freight_template_id, \
t.packaging_minor, t.producer_basis_points, v.column5, v.column5, t.cover_photo_id, t.version, v.column6, v.column6, v.column6 FROM (VALUES ";

/// A kind of page, and how long each of the sizes took.
type Row = (&'static str, Vec<Times>);

/// A market of one size.
struct Filled<'a> {
    corpus: &'a Corpus,
    kit: TestMarket,
    search: Search,
    /// Listings that are looked at.
    ids: Vec<ListingId>,
    path: String,
    asked: Vec<Asked>,
    _folder: tempfile::TempDir,
}

/// Fills a database of each size and builds its index; then takes each page from all of them in turn, so that whatever else the machine
/// does meets all alike.
pub async fn measure(sizes: &[Corpus]) {
    let mut markets = Vec::new();
    for corpus in sizes {
        markets.push(Filled::new(corpus).await);
    }
    println!(
        "\n== pages from databases of these numbers of listings, in turn: p50 and p99 ms, and p50 as a share of the first's"
    );
    println!("{:<30} {}", "", markets.iter().map(|market| format!("{:>24}", market.corpus.count)).collect::<String>());
    let mut rows: Vec<Row> = Vec::new();
    for page in 0..PAGES {
        for (at, market) in markets.iter().enumerate() {
            for (kind, begun) in market.pages(page).await.into_iter().enumerate() {
                let (name, took) = begun;
                if rows.len() <= kind {
                    rows.push((name, sizes.iter().map(|_| Times::default()).collect()));
                }
                rows[kind].1[at].add_millis(took);
            }
        }
    }
    for (name, times) in &mut rows {
        let first = times[0].at(0.5);
        let cells = times
            .iter_mut()
            .map(|times| format!("{:>8.3} {:>8.3} {:>6.2}", times.at(0.5), times.at(0.99), times.at(0.5) / first));
        println!("{name:<30} {}", cells.collect::<String>());
    }
}

impl<'a> Filled<'a> {
    async fn new(corpus: &'a Corpus) -> Self {
        let kit = TestMarket::sqlite().await;
        let (listing, path) = fill(&kit, corpus).await;
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path().join("index"));
        let permit = place.permit().expect("a folder").expect("nobody else builds");
        let (before, begun) = (process::seconds(), Instant::now());
        build(&kit.market, &place, &permit, &|_, _| {}).await.expect("an index");
        let worked = process::seconds() - before;
        println!(
            "{} listings, reindexed from the database: {:.0} for a second of a core, reading included; {:.1} s",
            corpus.count,
            corpus.count as f64 / worked,
            begun.elapsed().as_secs_f64()
        );
        let search = Search::new(kit.market.clone(), place);
        search.step(&mut None).await.expect("an open index");
        let some = (1..PAGES as u64).map(|page| corpus.id(Draw::new(corpus.seed ^ 5, page).below(corpus.count)));
        let ids = some.chain([listing]).collect();
        let asked = searches(corpus, &Words::count(corpus), PAGES);
        let market = Self { corpus, kit, search, ids, path, asked, _folder: folder };
        for asked in &market.asked {
            market.found(asked).await.expect("an answer");
        }
        market
    }

    /// Each kind of page once, with the milliseconds that it took.
    async fn pages(&self, page: usize) -> [(&'static str, f64); 7] {
        let market = &self.kit.market;
        let root = self.path.split('/').next().unwrap_or(&self.path);
        let chosen = self.ids[page % self.ids.len()];
        let around: Vec<ListingId> = self.ids.iter().copied().cycle().skip(page).take(24).collect();
        let key = cards_of(market, &[chosen]).await.expect("a card").first().map(key);
        let asked = &self.asked[page % self.asked.len()];
        [
            ("goods of the home page", millis(home_goods(market, 20, 4)).await),
            ("newest, first page", millis(newest(market, &PageRequest::first(24))).await),
            ("category, first page", millis(in_category(market, &self.path, &PageRequest::first(24))).await),
            ("category, anywhere in it", millis(in_category(market, root, &PageRequest::after(key, 24))).await),
            ("24 cards by their ids", millis(cards_of(market, &around)).await),
            ("product", millis(async { product(market, chosen).await.map(|found| found.expect("a product")) }).await),
            ("search with facets and cards", millis(self.found(asked)).await),
        ]
    }

    /// As the page does it: what is found, and its cards.
    async fn found(&self, asked: &Asked) -> Result<Vec<ListingCard>, Fault> {
        let SearchAnswer::Found(page) = self.search.find(&asked.request).await? else { panic!("the index is open") };
        cards_of(&self.kit.market, &page.listings).await
    }
}

/// The milliseconds that an answer took, which must be one.
async fn millis<T>(answer: impl Future<Output = Result<T, Fault>>) -> f64 {
    let begun = Instant::now();
    answer.await.expect("an answer");
    begun.elapsed().as_secs_f64() * 1_000.0
}

/// A first listing as the market makes it, and copies of it under the titles of the corpus.
async fn fill(kit: &TestMarket, corpus: &Corpus) -> (ListingId, String) {
    let owner = kit.person("Seller").create().await;
    let staff = kit.shop("bench", &owner).create().await;
    let listing = kit.listing(&staff).title("Template").create().await.listing;
    let path = product(&kit.market, listing).await.expect("a product").expect("a published one").listing.category_path;
    let mut number = 0;
    while number < corpus.count {
        let end = (number + TRANSACTION).min(corpus.count);
        let tx = kit.market.begin("bench").await.expect("a transaction");
        for trigger in ["listing_tells_listing_insert", "listing_tells_lists_insert", "variant_tells_listing_insert"] {
            tx.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {trigger}")).await.expect("no trigger");
        }
        let last_id = copy(&*tx, corpus, number..end, listing).await;
        let more = format!(
            "INSERT INTO variant SELECT randomblob(16), l.id, 0, '[]', '', l.price_from_minor, 500, NULL, 1 FROM listing l \
             WHERE l.created_at <= {last_id} AND NOT EXISTS (SELECT 1 FROM variant v WHERE v.listing_id = l.id); \
             INSERT INTO stock SELECT v.id, 10, 0 FROM variant v WHERE NOT EXISTS (SELECT 1 FROM stock k WHERE k.variant_id = v.id)"
        );
        if end == corpus.count {
            tx.execute_unprepared(&more).await.expect("variants and stock");
        }
        tx.commit().await.expect("a commit");
        number = end;
    }
    (listing, path)
}

async fn copy(tx: &impl ConnectionTrait, corpus: &Corpus, numbers: std::ops::Range<u64>, listing: ListingId) -> i64 {
    let mut last = 0;
    let mut from = numbers.start;
    while from < numbers.end {
        let to = (from + ROWS).min(numbers.end);
        let mut values: Vec<Value> = Vec::new();
        for number in from..to {
            let document = corpus.document(number);
            last = document.published_at.max(last);
            values.extend([document.listing.uuid().into(), document.title.into(), document.maker.into(), document.place.into()]);
            values.extend([document.price_minor.into(), document.published_at.into()]);
        }
        let rows = vec!["(?, ?, ?, ?, ?, ?)"; (to - from) as usize].join(", ");
        values.push(listing.uuid().into());
        let sql = format!("{COPY}{rows}) v, listing t WHERE t.id = ?");
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await.expect("rows");
        from = to;
    }
    last
}

fn key(card: &ListingCard) -> String {
    format!("{}_{}", card.published_at.millis(), card.listing.uuid().simple())
}
