//! How much of what should be found is found. What should be is decided one by one, without the index, among the listings of a shop
//! drawn for each search: so the question stays the same however many listings there are, and a wide search is asked as
//! somebody would who narrows it down.

use super::corpus::{Corpus, Draw};
use super::goods::{GOODS, HOW};
use super::index::Indexed;
use super::listings;
use super::queries::{english, initials, mistyped, request, spelled};
use budget::Verdict;
use market::catalog::ListingId;
use market::kernel::PageRequest;
use std::collections::HashSet;

const SEARCHES: u64 = 1_000;
/// Up to so many listings every search is also compared over all of them.
const COMPARED_WHOLE_MAX: u64 = 10_000;

pub async fn measure(corpus: &Corpus, index: &Indexed, verdict: &mut Verdict) {
    let of = listings(corpus);
    let mut draw = Draw::new(corpus.seed ^ 4, 0);
    let pairs = share(corpus, index, &mut draw, |corpus, draw| pair(corpus, draw).map(|pair| (pair.clone(), pair))).await;
    verdict.judge(budget::PAIRS_FOUND, &of, pairs.told("two Chinese characters"));
    let word = |corpus: &Corpus, draw: &mut Draw| match draw.below(3) {
        0 => draw.of(GOODS).0.to_owned(),
        1 => draw.of(HOW).to_string(),
        _ => draw.of(&corpus.towns)[2].clone(),
    };
    let spell = |corpus: &Corpus, draw: &mut Draw| Some(word(corpus, draw)).map(|word| (spelled(&word).concat(), word));
    verdict.judge(budget::PINYIN_FOUND, &of, share(corpus, index, &mut draw, spell).await.told("Pinyin"));
    let short = |corpus: &Corpus, draw: &mut Draw| Some(word(corpus, draw)).map(|word| (initials(&word), word));
    verdict.judge(budget::INITIALS_FOUND, &of, share(corpus, index, &mut draw, short).await.told("first letters"));
    verdict.judge(budget::TYPING_ERRORS, &of, typing_errors(corpus, index, &mut draw).await);
}

/// What was found of what should be.
struct Found {
    hits: usize,
    wanted: usize,
}

impl Found {
    /// Prints it, and says of a hundred.
    fn told(&self, what: &str) -> f64 {
        let Self { hits, wanted } = self;
        let share = 100.0 * *hits as f64 / *wanted as f64;
        println!("recall of {what}: {share:.2} % ({hits} of {wanted} listings, {SEARCHES} searches)");
        share
    }
}

/// Two neighbours of a title.
fn pair(corpus: &Corpus, draw: &mut Draw) -> Option<String> {
    let title = corpus.document(draw.below(corpus.count)).title;
    let characters: Vec<char> = title.chars().collect();
    let is_han = |pair: &&[char]| pair.iter().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(c));
    let pairs: Vec<&[char]> = characters.windows(2).filter(is_han).collect();
    (!pairs.is_empty()).then(|| draw.of(&pairs).iter().collect())
}

/// Of what is typed and what it should find: how much of that is found.
async fn share(
    corpus: &Corpus,
    index: &Indexed,
    draw: &mut Draw,
    mut of: impl FnMut(&Corpus, &mut Draw) -> Option<(String, String)>,
) -> Found {
    let (mut searches, mut wanted, mut hits) = (0, 0, 0);
    while searches < SEARCHES {
        let Some((typed, word)) = of(corpus, draw) else { continue };
        let number = draw.below(corpus.count);
        let expected = if corpus.count <= COMPARED_WHOLE_MAX { 0..corpus.count } else { corpus.of_shop(number) };
        let holding: HashSet<ListingId> = expected
            .map(|number| corpus.document(number))
            .filter(|document| document.title.contains(&word))
            .map(|document| document.listing)
            .collect();
        if holding.is_empty() {
            continue;
        }
        searches += 1;
        let shop = (corpus.count > COMPARED_WHOLE_MAX).then(|| corpus.document(number).shop);
        let found = everything(index, &typed, shop).await;
        wanted += holding.len();
        hits += holding.intersection(&found).count();
    }
    Found { hits, wanted }
}

/// Everything that a search finds, page by page.
async fn everything(index: &Indexed, typed: &str, shop: Option<market::shop::ShopId>) -> HashSet<ListingId> {
    let mut asked = request(typed);
    asked.filter.shop = shop;
    asked.page = PageRequest::first(100);
    let mut all = HashSet::new();
    loop {
        let page = index.find(&asked).await;
        all.extend(page.listings);
        let Some(next) = page.next else { return all };
        asked.page = PageRequest::after(Some(next), 100);
    }
}

/// How often of a hundred one of the first ten listings has all the words that were meant.
async fn typing_errors(corpus: &Corpus, index: &Indexed, draw: &mut Draw) -> f64 {
    let (mut hits, mut known) = (0, 0);
    for _ in 0..SEARCHES {
        let (meant, wrong) = mistyped(corpus, draw);
        let page = index.find(&request(&wrong)).await;
        let first: Vec<String> = page.listings.iter().take(10).filter_map(|listing| title(corpus, *listing)).collect();
        let has_all = |title: &String| {
            let words = english(title);
            meant.split(' ').all(|word| words.iter().any(|other| other == word))
        };
        hits += usize::from(first.iter().any(has_all));
        known += usize::from(!first.is_empty());
    }
    let share = hits as f64 * 100.0 / SEARCHES as f64;
    println!("a typing error: {share:.1} % have what was meant in the first ten ({known} of {SEARCHES} found anything)");
    share
}

/// The title of a listing, by the instant in its id, which grows with the number.
fn title(corpus: &Corpus, listing: ListingId) -> Option<String> {
    let millis = |listing: ListingId| listing.uuid().as_u128() >> 80;
    let (mut low, mut high) = (0, corpus.count);
    while low < high {
        let middle = (low + high) / 2;
        if millis(corpus.id(middle)) < millis(listing) { low = middle + 1 } else { high = middle }
    }
    (low < corpus.count && corpus.id(low) == listing).then(|| corpus.document(low).title)
}
