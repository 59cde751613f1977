//! What pages cost at the database, by how many listings it has: the queries of the home, category and product pages, the cards of
//! what a search found, and an index that is built from the database itself. Listings are written by SQL, as copies of one that was
//! made by the market's own commands, each with a title, a variant and stock of its own.

use super::corpus::{Corpus, Draw};
use super::process;
use super::queries::{Words, searches};
use super::timing::Times;
use market::catalog::queries::{cards_of, in_category, newest};
use market::catalog::{ListingCard, ListingId};
use market::discovery::queries::product;
use market::discovery::{SearchAnswer, SearchIndex};
use market::kernel::PageRequest;
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

/// Fills a database, builds its index, takes the pages.
pub async fn measure(corpus: &Corpus) {
    let kit = TestMarket::sqlite().await;
    let (listing, path) = fill(&kit, corpus).await;
    println!("\n== pages from a database of {} listings", corpus.count);
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::new(folder.path().join("index"));
    let permit = place.permit().expect("a folder").expect("nobody else builds");
    let (before, begun) = (process::seconds(), Instant::now());
    build(&kit.market, &place, &permit, &|_, _| {}).await.expect("an index");
    let worked = process::seconds() - before;
    println!(
        "reindex from the database: {:.0} listings for a second of a core, reading included; {:.1} s",
        corpus.count as f64 / worked,
        begun.elapsed().as_secs_f64()
    );
    let search = Search::new(kit.market.clone(), place);
    search.step(&mut None).await.expect("an open index");
    let ids: Vec<ListingId> =
        (0..PAGES as u64).map(|page| corpus.id(Draw::new(corpus.seed ^ 5, page).below(corpus.count))).collect();
    pages_of_lists(&kit, &path, &ids).await;
    pages_of_products(&kit, &ids, listing).await;
    pages_of_searches(&kit, &search, corpus).await;
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

async fn pages_of_lists(kit: &TestMarket, path: &str, ids: &[ListingId]) {
    let [mut home, mut first, mut deep, mut cards] = [(); 4].map(|()| Times::default());
    let root = path.split('/').next().unwrap_or(path);
    for chosen in ids {
        let begun = Instant::now();
        newest(&kit.market, &PageRequest::first(24)).await.expect("a page");
        home.add(begun);
        let begun = Instant::now();
        in_category(&kit.market, path, &PageRequest::first(24)).await.expect("a page");
        first.add(begun);
        let found = cards_of(&kit.market, &[*chosen]).await.expect("a card");
        let key = found.first().map(key);
        let begun = Instant::now();
        in_category(&kit.market, root, &PageRequest::after(key, 24)).await.expect("a page");
        deep.add(begun);
        let around: Vec<ListingId> = ids.iter().copied().cycle().skip(cards.len()).take(24).collect();
        let begun = Instant::now();
        cards_of(&kit.market, &around).await.expect("cards");
        cards.add(begun);
    }
    row("newest, first page", &mut home);
    row("category, first page", &mut first);
    row("category, anywhere in it", &mut deep);
    row("24 cards by their ids", &mut cards);
}

fn key(card: &ListingCard) -> String {
    format!("{}_{}", card.published_at.millis(), card.listing.uuid().simple())
}

async fn pages_of_products(kit: &TestMarket, ids: &[ListingId], listing: ListingId) {
    let mut times = Times::default();
    for chosen in ids.iter().chain([&listing]) {
        let begun = Instant::now();
        product(&kit.market, *chosen).await.expect("an answer").expect("a product");
        times.add(begun);
    }
    row("product", &mut times);
}

/// As the page does it: what is found, and its cards.
async fn pages_of_searches(kit: &TestMarket, search: &Search, corpus: &Corpus) {
    let asked = searches(corpus, &Words::count(corpus), PAGES);
    let mut times = Times::default();
    for _ in 0..2 {
        times = Times::default();
        for asked in &asked {
            let begun = Instant::now();
            let SearchAnswer::Found(page) = search.find(&asked.request).await.expect("an answer") else {
                panic!("the index is open")
            };
            cards_of(&kit.market, &page.listings).await.expect("cards");
            times.add(begun);
        }
    }
    row("search with facets and cards", &mut times);
}

fn row(name: &str, times: &mut Times) {
    println!("{name:<30} p50 {:>8.3} ms, p99 {:>8.3} ms", times.at(0.5), times.at(0.99));
}
