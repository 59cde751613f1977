//! Proposals while somebody types: the last word may be unfinished, in characters, letters or Pinyin.

use crate::batch::{Batch, Looked};
use crate::engine::Engine;
use crate::matches::Matches;
use crate::near::beginning;
use crate::pace::Pace;
use crate::part::{Part, all, any, term};
use crate::pinyin::{pairs, usual, ways};
use crate::proposed::{Key, Proposed};
use crate::reading::Reading;
use crate::stride::Stride;
use crate::synonyms::Tuned;
use crate::text::{Run, plain, runs};
use crate::weighed::Weighed;
use market::catalog::{Category, ListingId};
use market::discovery::rules::Turn;
use market::discovery::{Boost, Tree};
use market::shop::ShopId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::slice::from_ref;
use std::sync::Arc;
use tantivy::schema::Field;
use uuid::Uuid;

const LISTINGS_MAX: usize = 5;
const SHOPS_MAX: usize = 3;
const CATEGORIES_MAX: usize = 3;
/// Matches that are looked at, at most: proposals are asked for at every key. Shops are few among so many goods, and of fewer
/// matches hardly one would be a shop's.
const LOOKED_AT_MAX: u64 = 10_000;
/// Words that an unfinished one may become.
const ENDINGS_MAX: usize = 12;
/// Characters of what was typed that count.
const RUNS_MAX: usize = 6;

/// The categories by everything that their names are typed as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(Vec<(String, Vec<String>)>);

impl Kinds {
    pub fn new(tree: &Tree) -> Self {
        let names = |category: &Category| {
            let usual = usual(&category.name_zh);
            let initials = usual.iter().filter_map(|syllable| syllable.chars().next()).collect();
            vec![plain(&category.name_en), plain(&category.name_zh), usual.concat(), initials]
        };
        Self(tree.all().iter().map(|category| (category.slug.clone(), names(category))).collect())
    }

    /// The slugs of those that begin like this.
    pub fn like(&self, typed: &str) -> Vec<String> {
        let typed = plain(typed);
        let begins = |name: &String| name.split(' ').any(|word| word.starts_with(&typed)) || name.starts_with(&typed);
        let found = self.0.iter().filter(|(_, names)| !typed.is_empty() && names.iter().any(begins));
        found.take(CATEGORIES_MAX).map(|(slug, _)| slug.clone()).collect()
    }
}

/// What begins like this, where it is kept: nothing is looked at.
pub fn kept(engine: &Engine, tuned: &Tuned, typed: &str, turn: Turn) -> Option<Arc<Proposed>> {
    engine.proposals.find(&Key::new(engine, tuned, &counting(typed), turn)?)
}

/// What begins like this. Where too much does, another turn looks at other goods.
pub fn suggest(engine: &Engine, tuned: &Tuned, typed: &str, turn: Turn) -> tantivy::Result<Arc<Proposed>> {
    let runs = counting(typed);
    match Key::new(engine, tuned, &runs, turn) {
        Some(key) => engine.proposals.of(&key, || look(engine, tuned, &runs, turn)),
        None => look(engine, tuned, &runs, turn).map(Arc::new),
    }
}

/// As much of what was typed as counts.
fn counting(typed: &str) -> Vec<Run> {
    let mut runs = runs(typed);
    runs.truncate(RUNS_MAX);
    runs
}

fn look(engine: &Engine, tuned: &Tuned, typed: &[Run], turn: Turn) -> tantivy::Result<Proposed> {
    let searcher = engine.searcher();
    let reading = Reading::new(&searcher, engine, tuned);
    let [listings, shops] = best(engine, &reading, &so_far(engine, &reading, typed)?, turn)?;
    Ok(Proposed {
        listings: listings.into_iter().map(|id| ListingId::from_uuid(Uuid::from_u128(id))).collect(),
        shops: shops.into_iter().map(|id| ShopId::from_uuid(Uuid::from_u128(id))).collect(),
    })
}

/// What was typed so far: its last word as it is or unfinished, or another word for the phrase in which it ends.
fn so_far(engine: &Engine, reading: &Reading<'_>, typed: &[Run]) -> tantivy::Result<Part> {
    let Some((last, before)) = typed.split_last() else { return Ok(Part::Nothing) };
    let mut ways = vec![reading.behind(before, from_ref(last), unfinished(engine, reading, last)?)?];
    ways.extend(reading.by_others(typed)?);
    Ok(any(ways))
}

fn unfinished(engine: &Engine, reading: &Reading<'_>, run: &Run) -> tantivy::Result<Part> {
    let word = match run {
        Run::Han(_) => return reading.typed(run, false),
        Run::Word(word) => word,
    };
    let fields = reading.fields;
    let mut found = vec![reading.run(run, false)?];
    found.extend(reading.initials(word).map(|part| reading.weighed(part, Boost::Initials)));
    let spelled = endings(engine, reading, fields.spelling, word)?;
    found.push(reading.weighed(spelled, Boost::Title));
    for way in ways(word, true) {
        let mut pairs = pairs(&way);
        let Some(last) = pairs.pop() else { continue };
        let mut parts: Vec<Part> = pairs.iter().map(|pair| term(fields.pinyin, pair)).collect();
        parts.push(endings(engine, reading, fields.pinyin, &last)?);
        found.push(reading.weighed(all(parts), Boost::Pinyin));
    }
    Ok(any(found))
}

fn endings(engine: &Engine, reading: &Reading<'_>, field: Field, letters: &str) -> tantivy::Result<Part> {
    let terms = beginning(reading.searcher, &engine.segments, field, letters, ENDINGS_MAX)?;
    Ok(any(terms.iter().map(|ending| term(field, ending)).collect()))
}

/// The best goods and the best shops.
fn best(engine: &Engine, reading: &Reading<'_>, query: &Part, turn: Turn) -> tantivy::Result<[Vec<u128>; 2]> {
    let all = Weighed::new(&reading.terms, query)?.everywhere()?;
    let estimate = all.iter().map(|matches| u64::from(matches.size())).sum();
    let mut stride = Stride::new(Pace::new(LOOKED_AT_MAX, estimate, turn.number().unsigned_abs()));
    let mut batch = Batch::default();
    let mut kept = [(LISTINGS_MAX, BinaryHeap::new()), (SHOPS_MAX, BinaryHeap::new())];
    let mut looked_at = 0;
    for (reader, mut matches) in reading.searcher.segment_readers().iter().zip(all.into_iter().map(Matches::ahead)) {
        stride.enter(reader.max_doc());
        let segment = engine.segments.of(reader)?;
        while batch.fill(&mut stride, &mut matches, &mut looked_at, true) {
            batch.read(&segment, None);
            for Looked { document, score, fact, .. } in batch.all().filter(|looked| !reader.is_deleted(looked.document)) {
                let [listings, shops] = &mut kept;
                let (most, heap) = if fact.is_listing() { listings } else { shops };
                let score = score.unwrap_or(0.0).max(0.0).to_bits();
                let is_worse = heap.len() >= *most && heap.peek().is_some_and(|Reverse((least, _))| score < *least);
                if !is_worse {
                    heap.push(Reverse((score, segment.columns.id(document))));
                }
                if heap.len() > *most {
                    heap.pop();
                }
            }
        }
    }
    engine.segments.count(looked_at);
    Ok(kept.map(|(_, heap)| heap.into_sorted_vec().into_iter().map(|Reverse((_, id))| id).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::catalog::{CategoryId, Spoiling};

    fn kinds(names: &[(&str, &str, &str)]) -> Kinds {
        let category = |((slug, name_en, name_zh), number): (&(&str, &str, &str), u128)| Category {
            id: CategoryId::from_uuid(Uuid::from_u128(number)),
            parent: None,
            slug: (*slug).to_owned(),
            name_en: (*name_en).to_owned(),
            name_zh: (*name_zh).to_owned(),
            path: (*slug).to_owned(),
            spoiling: Spoiling::ByListing,
        };
        Kinds::new(&Tree::new(names.iter().zip(1..).map(category).collect()))
    }

    #[test]
    fn a_category_is_proposed_by_whatever_its_name_is_typed_as() {
        let kinds = kinds(&[("salted-pork", "Salted pork", "腊肉"), ("tea", "Tea", "茶叶"), ("teapots", "Pots for tea", "茶壶")]);
        for typed in ["s", "Salt", "SALTED,  po", "pork", "腊", "腊肉", "l", "lar", "larou", "lr", " larou "] {
            assert_eq!(kinds.like(typed), ["salted-pork"], "{typed}");
        }
        assert_eq!(kinds.like("tea"), ["tea", "teapots"], "any word of a name");
        assert_eq!(kinds.like("ch"), ["tea", "teapots"]);
        assert_eq!(kinds.like("chaye"), ["tea"]);
        for nothing in ["", " ", "!!!", "\0", "肉", "rou", "alted", "saltedpork", "larous", "腊肉x"] {
            assert!(kinds.like(nothing).is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn a_few_categories_are_proposed_in_the_order_of_the_tree() {
        let names =
            [("d", "Tea one", ""), ("c", "Tea two", ""), ("b", "Cups", ""), ("a", "Tea three", ""), ("e", "Tea four", "")];
        assert_eq!(kinds(&names).like("tea"), ["d", "c", "a"]);
    }
}
