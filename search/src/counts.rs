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
    // One more, since goods without a name are none.
    let mut most: Vec<(&String, u64)> = named(names, counts.most(NAMES_MAX + 1).into_iter()).collect();
    if most.len() > NAMES_MAX {
        most.select_nth_unstable_by(NAMES_MAX, most_first);
        most.truncate(NAMES_MAX);
    }
    most.sort_unstable_by(most_first);
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
