//! What a typing error leaves of what was meant. Told twice: how often anything that says what was meant stands in the first ten, and how
//! often the one listing does that somebody had in mind. That one is drawn first, and the words of its title are what is typed, as many of
//! them as it takes to have it in the first ten without the error: where it is not there even so, as where sixty titles are the same, no
//! error is to blame.

use super::corpus::{Corpus, Draw};
use super::index::Indexed;
use super::queries::{english, misspelled, mistyped, request};
use super::recall::SEARCHES;
use market::catalog::ListingId;

/// Listings that somebody looks at.
const FIRST: usize = 10;
/// Words of one search: of more no more are read.
const WORDS_MAX: usize = 6;
/// An error is made in a word of so many letters at least.
const LETTERS_MIN: usize = 4;
/// The drawing ends behind so many listings that are not in the first ten by the words of their titles.
const PASSED_MAX: u64 = 100 * SEARCHES;

/// Of a hundred, how often what was meant is in the first ten, by whichever of the two is stricter.
pub async fn measure(corpus: &Corpus, index: &Indexed, draw: &mut Draw) -> f64 {
    let any = any_listing(corpus, index, draw).await;
    let one = one_listing(corpus, index).await;
    // What is no number, since nothing could be asked, is the stricter one.
    if any < one { any } else { one }
}

/// How often one of the first ten listings has all the words that were meant.
async fn any_listing(corpus: &Corpus, index: &Indexed, draw: &mut Draw) -> f64 {
    let (mut hits, mut known) = (0, 0);
    for _ in 0..SEARCHES {
        let (meant, wrong) = mistyped(corpus, draw);
        let page = index.find(&request(&wrong)).await;
        let first: Vec<String> = page.listings.iter().take(FIRST).filter_map(|listing| title(corpus, *listing)).collect();
        let has_all = |title: &String| {
            let words = english(title);
            meant.split(' ').all(|word| words.iter().any(|other| other == word))
        };
        hits += u64::from(first.iter().any(has_all));
        known += u64::from(!first.is_empty());
    }
    let share = 100.0 * hits as f64 / SEARCHES as f64;
    println!(
        "a typing error: {share:.1} % have something that was meant in the first ten ({known} of {SEARCHES} found anything)"
    );
    share
}

/// How often the one listing is there that was meant.
async fn one_listing(corpus: &Corpus, index: &Indexed) -> f64 {
    let mut draw = Draw::new(corpus.seed ^ 7, 0);
    let (mut asked, mut hits, mut passed) = (0, 0, 0);
    while asked < SEARCHES && passed < PASSED_MAX {
        let number = draw.below(corpus.count);
        let words = english(&corpus.document(number).title);
        let words = &words[..words.len().min(WORDS_MAX)];
        if words.len() < 2 || !can_be_mistyped(words) {
            continue;
        }
        let listing = corpus.id(number);
        match as_few_as_it_takes(index, words, listing).await {
            Some(meant) => {
                asked += 1;
                hits += u64::from(is_in_first(index, &with_error(meant, &mut draw), listing).await);
            }
            None => passed += 1,
        }
    }
    let share = 100.0 * hits as f64 / asked as f64;
    println!(
        "a typing error: {share:.1} % have the listing that was meant in the first ten, of {asked} that have it there without the error \
         ({passed} others have not, by all words of its title)"
    );
    share
}

fn can_be_mistyped(words: &[String]) -> bool {
    words.iter().any(|word| word.len() >= LETTERS_MIN)
}

/// The first words of a title, two at least, by which its listing is in the first ten. None where it is not by all of them, which are asked
/// first: then it is hardly by fewer.
async fn as_few_as_it_takes<'a>(index: &Indexed, words: &'a [String], listing: ListingId) -> Option<&'a [String]> {
    if !is_in_first(index, words, listing).await {
        return None;
    }
    for count in 2..words.len() {
        let fewer = &words[..count];
        if can_be_mistyped(fewer) && is_in_first(index, fewer, listing).await {
            return Some(fewer);
        }
    }
    Some(words)
}

async fn is_in_first(index: &Indexed, words: &[String], listing: ListingId) -> bool {
    index.find(&request(&words.join(" "))).await.listings.iter().take(FIRST).any(|found| *found == listing)
}

/// The same words with an error in the longest.
fn with_error(words: &[String], draw: &mut Draw) -> Vec<String> {
    let mut typed = words.to_vec();
    if let Some(word) = typed.iter_mut().max_by_key(|word| word.len()) {
        let meant = word.clone();
        // A letter in the place of the same one is no error.
        while *word == meant {
            *word = misspelled(&meant, draw);
        }
    }
    typed
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
