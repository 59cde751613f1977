//! What documents say of attributes. A document has one text of all its terms (`flavour.smoked season.autumn`), and few texts are
//! those of many documents: whatever is asked is decided once a text and not once a document, and counting is one number a
//! document. The texts of a segment never change, so they are read apart once.

use crate::schema::column;
use crate::segments::OfSegments;
use market::discovery::rules::ATTRIBUTES_ASKED_MAX;
use market::discovery::{AttributeCounts, AttributeFilter};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// Attributes that are told of, and terms of each; those that most documents say.
const ATTRIBUTES_MAX: usize = 32;
const VALUES_MAX: usize = 48;

/// The texts of one segment, read apart: which terms each of them has.
#[derive(Default)]
pub struct Texts {
    /// Slug of the attribute and what is said of it.
    terms: Vec<(String, String)>,
    /// For each text the numbers of its terms.
    of: Vec<Box<[u32]>>,
}

impl Texts {
    fn read(column: &StrColumn) -> tantivy::Result<Self> {
        let mut texts = Self::default();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let text = String::from_utf8_lossy(stream.key()).into_owned();
            let of = text.split(' ').filter_map(|term| Some((term, term.split_once('.')?)));
            let of = of.map(|(term, (slug, value))| {
                *numbers.entry(term.to_owned()).or_insert_with(|| {
                    texts.terms.push((slug.to_owned(), value.to_owned()));
                    texts.terms.len() as u32 - 1
                })
            });
            texts.of.push(of.collect());
        }
        Ok(texts)
    }
}

/// The texts of the segments in use.
pub type Kept = OfSegments<Texts>;

/// What one segment's documents say, beside what is asked.
pub struct Said {
    numbers: Column<u64>,
    texts: Arc<Texts>,
    /// For each text the attributes, a bit each in the order of the filter, of which it says nothing that is asked for.
    fails: Vec<u8>,
    /// How many documents have each text, of those that fail nothing else.
    counts: Vec<u64>,
    asked: Vec<String>,
}

impl Said {
    pub fn open(reader: &SegmentReader, kept: &Kept, filter: &[AttributeFilter]) -> tantivy::Result<Self> {
        let asked = &filter[..filter.len().min(ATTRIBUTES_ASKED_MAX)];
        let (numbers, texts) = match reader.fast_fields().str(column::ATTRIBUTES)? {
            Some(column) => (column.ords().clone(), kept.of(reader, || Texts::read(&column))?),
            None => (Column::build_empty_column(reader.max_doc()), Arc::default()),
        };
        let bits: Vec<u8> = texts.terms.iter().map(|(slug, value)| meets(asked, slug, value)).collect();
        let all = asked.iter().enumerate().fold(0, |all, (bit, _)| all | 1 << bit);
        let missed =
            |terms: &[u32]| all & !terms.iter().fold(0, |met, term| met | bits.get(*term as usize).copied().unwrap_or(0));
        let fails = if asked.is_empty() { Vec::new() } else { texts.of.iter().map(|terms| missed(terms)).collect() };
        let counts = vec![0; texts.of.len()];
        let asked = asked.iter().map(|filter| filter.attribute.clone()).collect();
        Ok(Self { numbers, texts, fails, counts, asked })
    }

    fn text(&self, document: DocId) -> Option<usize> {
        self.numbers.first(document).map(|number| number as usize)
    }

    /// Whether a document says all that is asked for.
    pub fn fits(&self, document: DocId) -> bool {
        self.asked.is_empty() || self.text(document).and_then(|text| self.fails.get(text)) == Some(&0)
    }

    /// Counts a document that fails nothing else.
    pub fn count(&mut self, document: DocId) {
        if let Some(count) = self.text(document).and_then(|text| self.counts.get_mut(text)) {
            *count += 1;
        }
    }

    /// Adds what was counted: a term counts where all attributes but its own are as asked.
    pub fn add_to(self, all: &mut Counts) {
        let own = |slug: &str| self.asked.iter().position(|asked| asked == slug).map_or(0, |bit| 1_u8 << bit);
        let own: Vec<u8> = self.texts.terms.iter().map(|(slug, _)| own(slug)).collect();
        let mut counts = vec![0; self.texts.terms.len()];
        for (text, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let fails = self.fails.get(text).copied().unwrap_or(0);
            for term in self.texts.of.get(text).into_iter().flatten().map(|term| *term as usize) {
                if fails & !own[term] == 0 {
                    counts[term] += count;
                }
            }
        }
        for ((slug, value), count) in self.texts.terms.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *all.0.entry(slug.clone()).or_default().entry(value.clone()).or_default() += count;
        }
    }
}

/// The bit of the attribute, where this is one of the things that are asked for.
fn meets(asked: &[AttributeFilter], slug: &str, value: &str) -> u8 {
    let place = asked.iter().position(|filter| filter.attribute == slug && filter.values.iter().any(|asked| asked == value));
    place.map_or(0, |bit| 1 << bit)
}

/// Counts over all segments: of each attribute, of each thing that is said.
#[derive(Default)]
pub struct Counts(HashMap<String, HashMap<String, u64>>);

impl Counts {
    /// Those that most documents say.
    pub fn facets(self) -> Vec<AttributeCounts> {
        let mut all: Vec<(u64, AttributeCounts)> = self.0.into_iter().map(ordered).collect();
        all.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.attribute.cmp(&other.1.attribute)));
        all.into_iter().take(ATTRIBUTES_MAX).map(|(_, counts)| counts).collect()
    }
}

fn ordered((attribute, values): (String, HashMap<String, u64>)) -> (u64, AttributeCounts) {
    let mut values: Vec<(String, u64)> = values.into_iter().collect();
    values.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
    let sum = values.iter().map(|(_, count)| count).sum();
    values.truncate(VALUES_MAX);
    (sum, AttributeCounts { attribute, values })
}
