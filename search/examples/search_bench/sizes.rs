//! Bytes a listing, by what they are for. Shared with the test of a million listings.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;

/// The field by which a listing is replaced.
const KEY: &str = "id";

/// Bytes of one listing in an index, on the average.
pub struct Sizes {
    segments: usize,
    /// Terms with where they stand and how long texts are.
    pub words: f64,
    /// The same, of the key.
    keys: f64,
    columns: f64,
    /// All of these, and what is kept besides.
    pub all: f64,
    /// Terms and columns of each field.
    fields: BTreeMap<String, [f64; 2]>,
}

impl Sizes {
    /// Of the index in a folder that has so many listings.
    pub fn of(folder: &Path, count: u64) -> Self {
        let index = tantivy::Index::open_in_dir(folder).expect("an index");
        let searcher = index.reader().expect("a reader").searcher();
        let usage = searcher.space_usage().expect("its sizes");
        let each = |bytes: u64| bytes as f64 / count as f64;
        let mut fields: BTreeMap<String, [f64; 2]> = BTreeMap::new();
        for segment in usage.segments() {
            let text = [segment.termdict(), segment.postings(), segment.positions(), segment.fieldnorms()];
            let text = text.into_iter().flat_map(|part| part.fields()).map(|field| (field, 0));
            for (field, kind) in text.chain(segment.fast_fields().fields().map(|field| (field, 1))) {
                let sizes = fields.entry(field.field_name().to_owned()).or_default();
                sizes[kind] += each(field.total().get_bytes());
            }
        }
        let keys = fields.get(KEY).map_or(0.0, |sizes| sizes[0]);
        let [text, columns] = [0, 1].map(|kind| fields.values().map(|sizes| sizes[kind]).sum::<f64>());
        let (segments, all) = (usage.segments().len(), each(usage.total().get_bytes()));
        Self { segments, words: text - keys, keys, columns, all, fields }
    }
}

impl Display for Sizes {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { segments, words, keys, columns, all, fields } = self;
        write!(formatter, "{segments} segments; {all:.1} bytes a listing: {words:.1} of words, {keys:.1} of keys, ")?;
        writeln!(formatter, "{columns:.1} of columns")?;
        let said = fields.iter().map(|(name, [text, columns])| format!("{name} {text:.1} + {columns:.1}"));
        write!(formatter, "    {}", said.collect::<Vec<_>>().join(", "))
    }
}
