//! The market's own search over the corpus: the builder, the index and the port, as the server has them, behind an empty database.

use super::corpus::Corpus;
use super::process;
use market::change::queries::end;
use market::discovery::{SearchAnswer, SearchIndex, SearchPage, SearchRequest};
use market::testkit::TestMarket;
use search::{Place, Search, build_of};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

pub struct Indexed {
    pub search: Search,
    pub kit: TestMarket,
}

impl Indexed {
    /// Builds, opens, and says how fast and how large.
    pub async fn build(corpus: &Corpus, folder: &Path) -> Self {
        let kit = TestMarket::sqlite().await;
        let place = Place::new(folder.to_path_buf());
        let permit = place.permit().expect("a folder").expect("nobody else builds");
        let before = process::seconds();
        let made: u64 = corpus.documents().map(|document| document.title.len() as u64).sum();
        let making = process::seconds() - before;
        let (before, built) = (process::seconds(), Instant::now());
        let horizon = end(&kit.market).await.expect("the end");
        let name = build_of(&place, &permit, horizon, corpus.documents()).expect("an index");
        let working = process::seconds() - before - making;
        println!(
            "built in {:.1} s: {:.0} listings for a second of a core ({:.1} s of processor time without making the listings, {making:.1} s); \
             titles of {:.1} bytes",
            built.elapsed().as_secs_f64(),
            corpus.count as f64 / working,
            working,
            made as f64 / corpus.count as f64
        );
        sizes(&place.path(&name), corpus.count);
        let search = Search::new(kit.market.clone(), place);
        search.step(&mut None).await.expect("an open index");
        Self { search, kit }
    }

    pub async fn find(&self, request: &SearchRequest) -> SearchPage {
        match self.search.find(request).await.expect("an answer") {
            SearchAnswer::Found(page) => *page,
            SearchAnswer::Building(..) => panic!("the index is open"),
        }
    }
}

/// Bytes a listing, by field: of terms with where they stand and how long texts are, and of columns.
fn sizes(folder: &Path, count: u64) {
    let index = tantivy::Index::open_in_dir(folder).expect("an index");
    let searcher = index.reader().expect("a reader").searcher();
    let usage = searcher.space_usage().expect("its sizes");
    let mut fields: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for segment in usage.segments() {
        let text = [segment.termdict(), segment.postings(), segment.positions(), segment.fieldnorms()];
        let text = text.into_iter().flat_map(|part| part.fields()).map(|field| (field, 0));
        for (field, kind) in text.chain(segment.fast_fields().fields().map(|field| (field, 1))) {
            let sizes = fields.entry(field.field_name().to_owned()).or_default();
            sizes[kind] += field.total().get_bytes();
        }
    }
    let each = |bytes: u64| bytes as f64 / count as f64;
    let [text, columns] = [0, 1].map(|kind| fields.values().map(|sizes| sizes[kind]).sum::<u64>());
    println!(
        "{} segments; {:.1} bytes a listing: {:.1} of text, {:.1} of columns",
        usage.segments().len(),
        each(text + columns),
        each(text),
        each(columns)
    );
    let said = fields.iter().map(|(name, sizes)| format!("{name} {:.1} + {:.1}", each(sizes[0]), each(sizes[1])));
    println!("    {}", said.collect::<Vec<_>>().join(", "));
}
