//! What documents say of attributes. A document has one text of all its terms (`flavour.smoked season.autumn`), and few texts are
//! those of many documents: whatever is asked is decided once a text and not once a document, and counting is one number a
//! document. Texts have numbers that are the same in all segments, and are read apart once.

use crate::hashed::Map;
use crate::tally::Tally;
use market::discovery::rules::ATTRIBUTES_ASKED_MAX;
use market::discovery::{AttributeCounts, AttributeFilter};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Attributes that are told of, and terms of each; those that most documents say.
const ATTRIBUTES_MAX: usize = 32;
const VALUES_MAX: usize = 48;

/// All texts of an index, read apart: which terms each of them has.
pub struct Texts {
    numbers: HashMap<String, u32>,
    /// For each text the numbers of its terms. The first one says nothing.
    of: Vec<Box<[u32]>>,
    terms: HashMap<String, u32>,
    /// Slug of the attribute and what is said of it.
    said: Vec<(String, String)>,
}

impl Default for Texts {
    fn default() -> Self {
        let numbers = HashMap::from([(String::new(), 0)]);
        Self { numbers, of: vec![Box::default()], terms: HashMap::new(), said: Vec::new() }
    }
}

impl Texts {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.of.len()
    }

    /// The number of a text.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let of = text.split(' ').filter_map(|term| Some((term, term.split_once('.')?)));
        let of = of.map(|(term, (slug, value))| match self.terms.get(term) {
            Some(number) => *number,
            None => {
                let next = self.said.len() as u32;
                self.said.push((slug.to_owned(), value.to_owned()));
                self.terms.insert(term.to_owned(), next);
                next
            }
        });
        let of = of.collect();
        self.of.push(of);
        let number = self.of.len() as u32 - 1;
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// What is asked, decided for each text.
pub struct Asked {
    /// For each text the attributes, a bit each in the order of the filter, of which it says nothing that is asked for; empty where
    /// nothing is asked.
    fails: Vec<u8>,
    slugs: Vec<String>,
}

impl Asked {
    pub fn new(filter: &[AttributeFilter], texts: &Texts) -> Self {
        let asked = &filter[..filter.len().min(ATTRIBUTES_ASKED_MAX)];
        if asked.is_empty() {
            return Self { fails: Vec::new(), slugs: Vec::new() };
        }
        let bits: Vec<u8> = texts.said.iter().map(|(slug, value)| meets(asked, slug, value)).collect();
        let all = asked.iter().enumerate().fold(0, |all, (bit, _)| all | 1 << bit);
        let missed =
            |terms: &[u32]| all & !terms.iter().fold(0, |met, term| met | bits.get(*term as usize).copied().unwrap_or(0));
        Self {
            fails: texts.of.iter().map(|terms| missed(terms)).collect(),
            slugs: asked.iter().map(|filter| filter.attribute.clone()).collect(),
        }
    }

    /// Whether a text says all that is asked for.
    #[inline]
    pub fn fits(&self, text: u32) -> bool {
        self.fails.is_empty() || self.fails.get(text as usize) == Some(&0)
    }

    /// Of documents that fail nothing else, how many there are by what they say: a term counts where all attributes but its own are as
    /// asked. Those that most documents say.
    pub fn facets(&self, counted: &Tally, texts: &Texts) -> Vec<AttributeCounts> {
        let own = |slug: &str| self.slugs.iter().position(|asked| asked == slug).map_or(0, |bit| 1_u8 << bit);
        let own: Vec<u8> = texts.said.iter().map(|(slug, _)| own(slug)).collect();
        let mut counts = vec![0_u64; texts.said.len()];
        for (text, count) in counted.all() {
            let fails = self.fails.get(text as usize).copied().unwrap_or(0);
            for term in texts.of.get(text as usize).into_iter().flatten().map(|term| *term as usize) {
                if fails & !own[term] == 0 {
                    counts[term] += count;
                }
            }
        }
        let mut of: Map<&str, Vec<(String, u64)>> = Map::default();
        for ((slug, value), count) in texts.said.iter().zip(counts).filter(|(_, count)| *count > 0) {
            of.entry(slug).or_default().push((value.clone(), count));
        }
        let mut all: Vec<(u64, AttributeCounts)> = of.into_iter().map(ordered).collect();
        all.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.attribute.cmp(&other.1.attribute)));
        all.into_iter().take(ATTRIBUTES_MAX).map(|(_, counts)| counts).collect()
    }
}

/// The bit of the attribute, where this is one of the things that are asked for.
fn meets(asked: &[AttributeFilter], slug: &str, value: &str) -> u8 {
    let place = asked.iter().position(|filter| filter.attribute == slug && filter.values.iter().any(|asked| asked == value));
    place.map_or(0, |bit| 1 << bit)
}

fn ordered((attribute, mut values): (&str, Vec<(String, u64)>)) -> (u64, AttributeCounts) {
    values.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
    let sum = values.iter().map(|(_, count)| count).sum();
    values.truncate(VALUES_MAX);
    (sum, AttributeCounts { attribute: attribute.to_owned(), values })
}
