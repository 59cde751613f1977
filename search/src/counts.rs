//! What a filter lets through, and the counts of every facet as if nothing had been chosen in it.

use crate::columns::Columns;
use crate::lexicon::{Lexicon, Numbered};
use crate::said;
use crate::segments::Fact;
use crate::tally::Tally;
use market::discovery::{Facets, PRICE_BANDS, PriceBand, SearchFilter};
use std::cmp::Ordering;
use tantivy::DocId;

/// Places and makers that are told, beside those that are chosen. Pages offer the first of them, and lead to the rest.
const NAMES_MAX: usize = 60;

/// What a choice lets through: facets, by their position in [`Sieve::fails`].
const CATEGORY: u8 = 1;
const PRICE: u8 = 1 << 1;
const PLACE: u8 = 1 << 2;
const FREE: u8 = 1 << 3;
const THERE: u8 = 1 << 4;
const ATTRIBUTES: u8 = 1 << 5;
const MAKER: u8 = 1 << 6;

/// A filter, its names looked up.
pub struct Sieve<'a> {
    filter: &'a SearchFilter,
    /// Of each category, whether it is wanted.
    categories: Option<Vec<bool>>,
    places: Option<Vec<u32>>,
    makers: Option<Vec<u32>>,
    said: said::Asked,
    /// Nothing is chosen: everything passes.
    is_open: bool,
}

impl<'a> Sieve<'a> {
    pub fn new(filter: &'a SearchFilter, lexicon: &Lexicon) -> Self {
        let below = |path: &str| lexicon.categories.all().map(|name| is_below(path, name)).collect();
        // Nothing is no name: it does not find what names nobody.
        let numbers = |chosen: &[String], names: &Numbered<String>| {
            let named = chosen.iter().filter(|name| !name.is_empty());
            (!chosen.is_empty()).then(|| named.filter_map(|name| names.find(name)).collect())
        };
        Self {
            filter,
            categories: filter.category.as_deref().map(below),
            places: numbers(&filter.places, &lexicon.places),
            makers: numbers(&filter.makers, &lexicon.makers),
            said: said::Asked::new(&filter.attributes, &lexicon.said),
            is_open: chooses_nothing(filter),
        }
    }

    /// Which choices a document does not meet: none lets it through, and one alone counts it for that facet.
    #[inline]
    pub fn fails(&self, fact: Fact, columns: &Columns, document: DocId) -> u8 {
        if self.is_open { 0 } else { self.chosen_fail(fact, columns, document) }
    }

    fn chosen_fail(&self, fact: Fact, columns: &Columns, document: DocId) -> u8 {
        let mut fails = 0;
        if self.categories.as_ref().is_some_and(|wanted| wanted.get(fact.category() as usize) != Some(&true)) {
            fails |= CATEGORY;
        }
        if self.filter.price_from.is_some() || self.filter.price_below.is_some() {
            let price = columns.price.get_val(document);
            let fits = self.filter.price_from.is_none_or(|from| price >= from)
                && self.filter.price_below.is_none_or(|below| price < below);
            if !fits {
                fails |= PRICE;
            }
        }
        if self.places.as_ref().is_some_and(|wanted| !wanted.contains(&fact.place)) {
            fails |= PLACE;
        }
        if self.makers.as_ref().is_some_and(|wanted| !wanted.contains(&fact.maker)) {
            fails |= MAKER;
        }
        if self.filter.free_freight && !fact.is_free() {
            fails |= FREE;
        }
        if self.filter.in_stock && !fact.is_there() {
            fails |= THERE;
        }
        if !self.said.fits(fact.said) {
            fails |= ATTRIBUTES;
        }
        fails
    }
}

/// Whether a filter lets everything through; a shop's goods are looked for, and not sifted out.
fn chooses_nothing(filter: &SearchFilter) -> bool {
    let SearchFilter { category, price_from, price_below, places, makers, free_freight, in_stock, attributes, shop: _ } = filter;
    let is_named = category.is_some() || !places.is_empty() || !makers.is_empty() || !attributes.is_empty();
    !is_named && price_from.is_none() && price_below.is_none() && !free_freight && !in_stock
}

/// Whether a category is this one or one below it.
fn is_below(path: &str, name: &str) -> bool {
    name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Counts of one search, over all segments.
pub struct Counts {
    categories: Tally,
    places: Tally,
    makers: Tally,
    said: Tally,
    prices: [u64; PRICE_BANDS.len() + 1],
    free: u64,
    there: u64,
}

impl Counts {
    pub fn new(lexicon: &Lexicon) -> Self {
        Self {
            categories: Tally::below(lexicon.categories.count()),
            places: Tally::below(lexicon.places.count()),
            makers: Tally::below(lexicon.makers.count()),
            said: Tally::below(lexicon.said.count()),
            prices: Default::default(),
            free: 0,
            there: 0,
        }
    }

    /// Counts a document that fails these choices: nowhere, where they are several.
    #[inline]
    pub fn count(&mut self, fact: Fact, fails: u8) {
        if fails == 0 {
            return self.count_everywhere(fact);
        }
        if fails.count_ones() > 1 {
            return;
        }
        let for_facet = |facet: u8| fails & !facet == 0;
        if for_facet(CATEGORY) {
            self.categories.add(fact.category());
        }
        if for_facet(PLACE) {
            self.places.add(fact.place);
        }
        if for_facet(MAKER) {
            self.makers.add(fact.maker);
        }
        if for_facet(ATTRIBUTES) {
            self.said.add(fact.said);
        }
        if for_facet(PRICE)
            && let Some(count) = self.prices.get_mut(fact.price_band())
        {
            *count += 1;
        }
        self.free += u64::from(for_facet(FREE) && fact.is_free());
        self.there += u64::from(for_facet(THERE) && fact.is_there());
    }

    /// Counts a document that fails nothing.
    #[inline]
    fn count_everywhere(&mut self, fact: Fact) {
        self.categories.add(fact.category());
        self.places.add(fact.place);
        self.makers.add(fact.maker);
        self.said.add(fact.said);
        if let Some(count) = self.prices.get_mut(fact.price_band()) {
            *count += 1;
        }
        self.free += u64::from(fact.is_free());
        self.there += u64::from(fact.is_there());
    }

    pub fn facets(&self, sieve: &Sieve<'_>, lexicon: &Lexicon) -> Facets {
        let categories = named(&lexicon.categories, self.categories.all());
        let mut categories: Vec<(String, u64)> = categories.map(|(name, count)| (name.clone(), count)).collect();
        categories.sort();
        let band = |(position, count): (usize, u64)| PriceBand {
            from: position.checked_sub(1).and_then(|edge| PRICE_BANDS.get(edge)).copied(),
            below: PRICE_BANDS.get(position).copied(),
            count,
        };
        Facets {
            categories,
            places: most(&lexicon.places, &self.places, sieve.places.as_deref().unwrap_or_default()),
            makers: most(&lexicon.makers, &self.makers, sieve.makers.as_deref().unwrap_or_default()),
            prices: self.prices.into_iter().enumerate().map(band).collect(),
            free_freight: self.free,
            in_stock: self.there,
            attributes: sieve.said.facets(&self.said, &lexicon.said),
            is_at_least: false,
        }
    }
}

/// Counts by name; what has no name is none.
fn named(names: &Numbered<String>, counts: impl Iterator<Item = (u32, u64)>) -> impl Iterator<Item = (&String, u64)> {
    let name = move |(number, count)| names.get(number).filter(|name| !name.is_empty()).map(|name| (name, count));
    counts.filter_map(name)
}

/// The names that most goods have, most first, and behind them what is chosen, however few have it: who came by a link to one name
/// is told how much there is of it. Only what is told is copied, since there may be as many makers as goods.
fn most(names: &Numbered<String>, counts: &Tally, chosen: &[u32]) -> Vec<(String, u64)> {
    let mut most: Vec<(&String, u64)> = Vec::with_capacity(NAMES_MAX + 1);
    for (number, count) in counts.all() {
        // Most are seldom seen, and those are not even asked for their names.
        if most.len() == NAMES_MAX && most.last().is_some_and(|(_, least)| count < *least) {
            continue;
        }
        let Some(name) = names.get(number).filter(|name| !name.is_empty()) else { continue };
        if most.len() == NAMES_MAX && most.last().is_some_and(|last| most_first(last, &(name, count)).is_lt()) {
            continue;
        }
        let at = most.partition_point(|one| most_first(one, &(name, count)).is_lt());
        most.insert(at, (name, count));
        most.truncate(NAMES_MAX);
    }
    let seen = chosen.iter().map(|number| (*number, u64::from(counts.of(*number)))).filter(|(_, count)| *count > 0);
    for chosen in named(names, seen) {
        if !most.contains(&chosen) {
            most.push(chosen);
        }
    }
    most.into_iter().map(|(name, count)| (name.clone(), count)).collect()
}

fn most_first(one: &(&String, u64), other: &(&String, u64)) -> Ordering {
    other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_are_those_seen_most_often_and_of_equals_the_first_by_name() {
        // Names whose order is not that of their numbers, the first of which is nothing.
        let mut names = Numbered::<String>::default();
        let all: Vec<String> = (0..60_u32).map(|number| format!("name {:02}", number * 37 % 60)).collect();
        all.iter().for_each(|name| assert!(names.number(name) > 0));
        for often in [1, 2, 3, 7, 60] {
            for different in [0, 5, NAMES_MAX as u32, 13, 61] {
                let mut counts = Tally::below(names.count());
                let times = |number: u32| number * 7 % often + 1;
                (0..different).for_each(|number| (0..times(number)).for_each(|_| counts.add(number)));
                let named = (1..different).map(|number| (names.get(number).expect("a name").clone(), u64::from(times(number))));
                let mut expected: Vec<(String, u64)> = named.collect();
                expected.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
                let behind = expected.split_off(expected.len().min(NAMES_MAX));
                assert_eq!(most(&names, &counts, &[]), expected, "{different} names, up to {often} times each");
                let chosen = behind.first().and_then(|(name, _)| names.find(name));
                expected.extend(behind.into_iter().take(1));
                assert_eq!(most(&names, &counts, &chosen.into_iter().collect::<Vec<_>>()), expected);
            }
        }
    }
}
