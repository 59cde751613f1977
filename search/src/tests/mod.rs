//! What is found, by an index in memory: no database, no disk.

mod bands;
mod bounds;
mod building;
mod comparing;
mod disk;
mod exact;
mod fairness;
mod finding;
mod full_disk;
mod headroom;
mod hostile;
mod keeping;
mod matching;
mod mistaken;
mod proposing;
mod rarity;
mod recall;
mod sifting;
mod texts;
mod wide;

use crate::engine::Engine;
use crate::looking::{Moment, look};
use crate::pace::LOOKED_AT_MAX;
use crate::suggesting::suggest;
use crate::synonyms::Tuned;
use market::catalog::ListingId;
use market::discovery::rules::{Seed, Turn, search_words};
use market::discovery::{SearchDocument, SearchPage, SearchRequest, Standing, Suggested};
use market::kernel::{Dimension, PageRequest, Timestamp};
use market::shop::ShopId;
use tantivy::directory::RamDirectory;
use uuid::Uuid;

/// An afternoon in November 2026.
const NOW: i64 = 1_795_465_800_000;

/// An index of these listings.
fn index(documents: &[SearchDocument]) -> Engine {
    let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
    engine.change(&[], documents, &[]).and_then(|()| engine.commit(0)).expect("written to memory");
    engine
}

/// A listing of this title, in stock at 20.00, of one shop.
pub fn listing(number: u128, title: &str) -> SearchDocument {
    SearchDocument {
        listing: ListingId::from_uuid(Uuid::from_u128(number)),
        shop: ShopId::from_uuid(Uuid::from_u128(1)),
        shop_name: "Danqing".to_owned(),
        title: title.to_owned(),
        description: String::new(),
        maker: String::new(),
        place: "凤凰".to_owned(),
        choices: Vec::new(),
        category_path: "food".to_owned(),
        kinds: vec!["Food".to_owned(), "食品".to_owned()],
        price_minor: 2_000,
        unit_price_minor: 2_000,
        dimension: Dimension::Weight,
        is_free_freight: false,
        is_available: true,
        sold: 0,
        published_at: i64::try_from(number).unwrap_or(i64::MAX),
        attributes: Vec::new(),
        holder: Some(1),
        held_since: 0,
        standing: Standing { sales: 100, ..Standing::default() },
    }
}

fn listings(titles: &[&str]) -> Vec<SearchDocument> {
    titles.iter().zip(1..).map(|(title, number)| listing(number, title)).collect()
}

fn asked(typed: &str) -> SearchRequest {
    SearchRequest { words: search_words(typed), page: PageRequest::first(24), ..SearchRequest::default() }
}

fn page(engine: &Engine, request: &SearchRequest) -> SearchPage {
    tuned_page(engine, &Tuned::default(), request)
}

/// As these settings want it.
fn tuned_page(engine: &Engine, tuned: &Tuned, request: &SearchRequest) -> SearchPage {
    page_at(engine, tuned, request, NOW)
}

fn page_at(engine: &Engine, tuned: &Tuned, request: &SearchRequest, now: i64) -> SearchPage {
    looking_at(engine, tuned, request, (now, LOOKED_AT_MAX))
}

/// At this moment, looking at so many matches.
fn looking_at(engine: &Engine, tuned: &Tuned, request: &SearchRequest, (now, most): (i64, u64)) -> SearchPage {
    let seed_of = |turn: Turn| Seed::new(turn.name().into_bytes());
    look(engine, tuned, request, &Moment { now: Timestamp::from_millis(now), most, seed_of: &seed_of }).expect("an answer")
}

/// What is proposed to whoever types this.
fn suggested(engine: &Engine, typed: &str) -> Suggested {
    suggested_at(engine, typed, NOW)
}

fn suggested_at(engine: &Engine, typed: &str, now: i64) -> Suggested {
    tuned_suggested(engine, &Tuned::default(), typed, now)
}

/// As these settings want it.
fn tuned_suggested(engine: &Engine, tuned: &Tuned, typed: &str, now: i64) -> Suggested {
    let proposed = suggest(engine, tuned, typed, tuned.turn(Timestamp::from_millis(now)));
    proposed.expect("an answer").beside(Vec::new())
}

/// The numbers of what is found, best first.
fn found(engine: &Engine, typed: &str) -> Vec<u128> {
    page(engine, &asked(typed)).listings.iter().map(|listing| listing.uuid().as_u128()).collect()
}
