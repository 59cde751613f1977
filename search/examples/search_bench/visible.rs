//! From commit to visible: how long it takes until a search finds what was committed, while the market's search follows the database as it
//! does in the server. Listings all over the index get a word that none had; one after the other, at any instant between two looks.

use super::corpus::{Corpus, Draw};
use super::fill;
use super::index::Indexed;
use super::queries::request;
use super::timing::Times;
use market::catalog::ListingId;
use market::change::queries::end;
use market::discovery::{Edition, SearchIndex};
use sea_orm::{ConnectionTrait, Statement};
use std::time::{Duration, Instant};

const CHANGES: u64 = 200;
/// Before each change, in milliseconds: so much longer than between two looks of the index that no instant between them is met more often.
const PAUSE_MAX: u64 = 1_000;
/// How often is looked whether the index answers from something else.
const LOOK: Duration = Duration::from_millis(1);
/// What is not found by then will not be.
const GIVEN_UP: Duration = Duration::from_secs(60);

/// The p99 of it in milliseconds. Changes the index: whatever else is measured comes before.
pub async fn measure(corpus: &Corpus, index: &Indexed) -> f64 {
    let changes = CHANGES.min(corpus.count);
    let numbers: Vec<u64> = (0..changes).map(|change| change * corpus.count / changes).collect();
    fill::some(&index.kit, corpus, &numbers).await;
    let following = tokio::spawn(index.search.clone().follow());
    let begun = Instant::now();
    while !index.search.reaches(end(&index.kit.market).await.expect("the end")).await {
        assert!(begun.elapsed() < GIVEN_UP, "the index does not follow");
        tokio::time::sleep(LOOK).await;
    }
    let mut draw = Draw::new(corpus.seed ^ 6, 0);
    let mut times = Times::default();
    for (change, number) in numbers.into_iter().enumerate() {
        tokio::time::sleep(Duration::from_millis(draw.below(PAUSE_MAX))).await;
        let (listing, word) = (corpus.id(number), word(change));
        let before = index.search.edition();
        let committed = rename(index, listing, &word).await;
        found(index, listing, &word, (before, committed)).await;
        times.add(committed);
    }
    following.abort();
    println!(
        "from commit to visible, {changes} changes: p50 {:.0} ms, p99 {:.0} ms, {:.0} ms at most",
        times.at(0.5),
        times.at(0.99),
        times.at(1.0)
    );
    times.at(0.99)
}

/// A word that stands in no title, another one for each change.
fn word(change: usize) -> String {
    let letter = |place: u32| char::from(b'a' + (change / 26_usize.pow(place) % 26) as u8);
    "zqxj".chars().chain((0..3).map(letter)).collect()
}

/// Adds the word to the listing's title; the instant at which that was committed.
async fn rename(index: &Indexed, listing: ListingId, word: &str) -> Instant {
    let tx = index.kit.market.begin("bench").await.expect("a transaction");
    let sql = "UPDATE listing SET title = title || ' ' || $1, version = version + 1 WHERE id = $2";
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [word.into(), listing.uuid().into()]);
    let changed = tx.execute_raw(statement).await.expect("a change").rows_affected();
    assert_eq!(changed, 1, "there is this listing");
    tx.commit().await.expect("a commit");
    Instant::now()
}

/// Until the word finds the listing. Asked whenever the index answers from something else than before.
async fn found(index: &Indexed, listing: ListingId, word: &str, (mut seen, since): (Option<Edition>, Instant)) {
    let request = request(word);
    loop {
        let edition = index.search.edition();
        if edition != seen && index.find(&request).await.listings.contains(&listing) {
            return;
        }
        seen = edition;
        assert!(since.elapsed() < GIVEN_UP, "{word} is not found");
        tokio::time::sleep(LOOK).await;
    }
}
