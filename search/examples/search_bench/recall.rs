//! How much of what should be found is found. What should be is decided one by one, without the index, among the listings of a shop
//! drawn for each search: so the question stays the same however many listings there are, and a wide search is asked as
//! somebody would who narrows it down: of what more match than one walk looks at, nobody is shown all. Two characters that so few match
//! that all of them are looked at are compared in the whole market, too.

use super::corpus::{Corpus, Draw};
use super::goods::{GOODS, HOW};
use super::index::Indexed;
use super::listings;
use super::meant;
use super::queries::{initials, request, spelled};
use budget::Verdict;
use market::catalog::ListingId;
use market::kernel::PageRequest;
use std::collections::{HashMap, HashSet};

pub const SEARCHES: u64 = 1_000;
/// Up to so many listings every search is also compared over all of them.
const COMPARED_WHOLE_MAX: u64 = 10_000;
/// Up to so many listings every title is read once for those that have few enough matches.
const READ_WHOLE_MAX: u64 = 1_000_000;
/// How many these are, at most, and how many they may find, page by page.
const FEW_SEARCHES: usize = 200;
const FEW_MATCHES: u64 = 5_000;

pub async fn measure(corpus: &Corpus, index: &Indexed, verdict: &mut Verdict) {
    let of = listings(corpus);
    let mut draw = Draw::new(corpus.seed ^ 4, 0);
    let pairs = share(corpus, index, &mut draw, |corpus, draw| pair(corpus, draw).map(|pair| (pair.clone(), pair))).await;
    verdict.judge(budget::PAIRS_FOUND, &of, pairs.told("two Chinese characters", SEARCHES));
    if (COMPARED_WHOLE_MAX + 1..=READ_WHOLE_MAX).contains(&corpus.count) {
        let (pairs, searches) = of_few_matches(corpus, index).await;
        let share = pairs.told("two Chinese characters in the whole market, of few enough matches", searches);
        verdict.judge(budget::PAIRS_FOUND, &format!("{of}, whole"), share);
    }
    let word = |corpus: &Corpus, draw: &mut Draw| match draw.below(3) {
        0 => draw.of(GOODS).0.to_owned(),
        1 => draw.of(HOW).to_string(),
        _ => draw.of(&corpus.towns)[2].clone(),
    };
    let spell = |corpus: &Corpus, draw: &mut Draw| Some(word(corpus, draw)).map(|word| (spelled(&word).concat(), word));
    verdict.judge(budget::PINYIN_FOUND, &of, share(corpus, index, &mut draw, spell).await.told("Pinyin", SEARCHES));
    let short = |corpus: &Corpus, draw: &mut Draw| Some(word(corpus, draw)).map(|word| (initials(&word), word));
    let found = share(corpus, index, &mut draw, short).await;
    verdict.judge(budget::INITIALS_FOUND, &of, found.told("first letters", SEARCHES));
    verdict.judge(budget::TYPING_ERRORS, &of, meant::measure(corpus, index, &mut draw).await);
}

/// What was found of what should be.
struct Found {
    hits: usize,
    wanted: usize,
}

impl Found {
    /// Prints it, and says of a hundred.
    fn told(&self, what: &str, searches: u64) -> f64 {
        let Self { hits, wanted } = self;
        let share = 100.0 * *hits as f64 / *wanted as f64;
        println!("recall of {what}: {share:.2} % ({hits} of {wanted} listings, {searches} searches)");
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

/// Pairs that so few match, as the index says, that all of them are looked at: how much is found of what has them in its title, and of how
/// many searches. Where the index missed some of it, its own number is the smaller one, so that no pair is left out for that.
async fn of_few_matches(corpus: &Corpus, index: &Indexed) -> (Found, u64) {
    let mut draw = Draw::new(corpus.seed ^ 8, 0);
    let mut holding: HashMap<String, HashSet<ListingId>> = HashMap::new();
    for _ in 0..SEARCHES {
        if holding.len() >= FEW_SEARCHES {
            break;
        }
        let Some(pair) = pair(corpus, &mut draw) else { continue };
        let page = index.find(&request(&pair)).await;
        if !page.is_at_least && page.total <= FEW_MATCHES {
            holding.entry(pair).or_default();
        }
    }
    for document in corpus.documents() {
        let ends = document.title.char_indices().map(|(at, c)| at + c.len_utf8());
        for ((from, _), end) in document.title.char_indices().zip(ends.skip(1)) {
            if let Some(having) = holding.get_mut(&document.title[from..end]) {
                having.insert(document.listing);
            }
        }
    }
    let (searches, mut all) = (holding.len() as u64, Found { hits: 0, wanted: 0 });
    for (pair, having) in holding {
        let found = everything(index, &pair, None).await;
        all.wanted += having.len();
        all.hits += having.intersection(&found).count();
    }
    (all, searches)
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
