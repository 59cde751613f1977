//! A word is as rare in a description as in titles: whoever writes there what all titles say gains nothing.

use super::*;
use crate::part::term;
use crate::weighed::{Terms, Weighed};
use market::discovery::{Boost, Reason};
use tantivy::TERMINATED;
use tantivy::schema::Field;

/// So many goods whose titles say it, and behind them by number so many that only speak of it, which are newer and of a better shop.
fn market_of(titled: u128, described: u128) -> Engine {
    let good = Standing { orders: 500, shipped_fast: 500, sales: 500, ..Standing::default() };
    let stuffed = |number| SearchDocument {
        description: "湘西腊肉 larou, salted pork".to_owned(),
        published_at: NOW,
        standing: good,
        ..listing(number, "竹编篮 Basket")
    };
    let titles = (1..=titled).map(|number| listing(number, "湘西腊肉 Salted pork"));
    index(&titles.chain((titled + 1..=titled + described).map(stuffed)).collect::<Vec<_>>())
}

#[test]
fn a_stuffed_description_stands_behind_true_titles() {
    for (titled, described) in [(20, 1), (10, 10), (1, 20)] {
        let engine = market_of(titled, described);
        for typed in ["腊肉", "湘西 腊肉", "湘西腊肉", "larou", "pork", "salted pork"] {
            let found = found(&engine, typed);
            assert_eq!(found.len() as u128, titled + described, "{typed}");
            let first = found.iter().zip(1..=titled).all(|(number, _)| *number <= titled);
            assert!(first, "{typed} in {titled} titles and {described} descriptions: {found:?}");
        }
    }
}

#[test]
fn what_a_title_says_as_well_is_told_of_the_title() {
    let mut documents = listings(&["湘西腊肉"; 20]);
    documents[0].description = "腊肉".to_owned();
    let page = page(&index(&documents), &asked("腊肉"));
    let both = page.placed.iter().find(|placed| placed.listing.uuid().as_u128() == 1).expect("it is found");
    assert_eq!(both.why.reasons.first(), Some(&Reason::Says(Boost::Title, "腊肉".to_owned())));
}

/// Four goods of which nothing else is said.
fn four(of: [(&str, &str); 4]) -> Engine {
    let goods = |((title, description), number): ((&str, &str), u128)| SearchDocument {
        description: description.to_owned(),
        shop_name: String::new(),
        place: String::new(),
        ..listing(number, title)
    };
    index(&of.into_iter().zip(1..).map(goods).collect::<Vec<_>>())
}

/// What a word counts in a field for each that has it there, in millionths.
fn scores(engine: &Engine, field: Field, word: &str) -> Vec<i64> {
    let searcher = engine.searcher();
    let terms = Terms::new(&searcher, &engine.fields);
    let weighed = Weighed::new(&terms, &term(field, word)).expect("looked up");
    let mut scores = Vec::new();
    for mut matches in weighed.everywhere().expect("matches") {
        while matches.document() != TERMINATED {
            scores.push((f64::from(matches.score()) * 1e6).round() as i64);
            matches.advance();
        }
    }
    scores
}

/// In each of these markets three of four say it at most in one field, so that its rarity is `ln(1 + 1.5 / 3.5) * 2.2`, 0.784685. What is
/// left of it follows from how many words such texts have.
#[test]
fn scores_are_as_reckoned_by_hand() {
    let near = |scores: Vec<i64>, expected: &[i64], told: &str| {
        let is_near = |(score, expected): (&i64, &i64)| (score - expected).abs() <= 2;
        assert!(scores.len() == expected.len() && scores.iter().zip(expected).all(is_near), "{told}: {scores:?}");
    };
    let tea = four([("Tea", ""), ("Tea", ""), ("Tea", ""), ("Basket", "tea")]);
    // Titles of one word, as usual: 1 / 2.2. A description of one word, where a quarter of one is usual: 1 / 4.9.
    near(scores(&tea, tea.fields.title, "tea"), &[356_675; 3], "titles");
    near(scores(&tea, tea.fields.about, "tea"), &[160_140], "a description");
    let tea = four([("Tea", ""), ("Basket", "tea"), ("Basket", "tea"), ("Basket", "tea")]);
    // Where three quarters of a word are usual: 1 / 2.5.
    near(scores(&tea, tea.fields.title, "tea"), &[356_675], "a title");
    near(scores(&tea, tea.fields.about, "tea"), &[313_874; 3], "descriptions");
    let pork = four([("腊肉", ""), ("腊肉", ""), ("腊肉", ""), ("Basket", "腊肉 larou")]);
    // Where half a word is usual: 1 / 3.1. The letters are the titles' in Pinyin.
    for word in ["腊肉", "larou"] {
        near(scores(&pork, pork.fields.about, word), &[253_124], word);
    }
}
