//! The market's own search over the corpus: the builder, the index and the port, as the server has them, behind an empty database.

use super::corpus::Corpus;
use super::listings;
use super::process;
use super::sizes::Sizes;
use budget::Verdict;
use market::change::queries::end;
use market::discovery::{SearchAnswer, SearchIndex, SearchPage, SearchRequest};
use market::testkit::TestMarket;
use search::{Place, Search, build_of};
use std::path::Path;
use std::time::Instant;

/// Enough that some titles are Chinese.
const FEW: usize = 20;

pub struct Indexed {
    pub search: Search,
    pub kit: TestMarket,
}

impl Indexed {
    /// Builds, opens, and says how fast and how large.
    pub async fn build(corpus: &Corpus, folder: &Path, verdict: &mut Verdict) -> Self {
        unpack(corpus, &folder.with_file_name("first"));
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
        let rate = corpus.count as f64 / working;
        println!(
            "built in {:.1} s: {rate:.0} listings for a second of a core ({working:.1} s of processor time without making the listings, \
             {making:.1} s); titles of {:.1} bytes",
            built.elapsed().as_secs_f64(),
            made as f64 / corpus.count as f64
        );
        let sizes = Sizes::of(&place.path(&name), corpus.count);
        println!("{sizes}");
        let of = listings(corpus);
        verdict.judge(budget::REBUILD, &of, rate);
        verdict.judge(budget::TEXT_BYTES, &of, sizes.words);
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

/// Has the dictionaries unpacked, by an index of a few listings: that is done once by a process, however many listings there are, and by the
/// server beside what else it begins with: only whoever needs them sooner waits.
fn unpack(corpus: &Corpus, folder: &Path) {
    let before = process::seconds();
    let place = Place::new(folder.to_path_buf());
    let permit = place.permit().expect("a folder").expect("nobody else builds");
    build_of(&place, &permit, 0, corpus.documents().take(FEW)).expect("an index");
    println!(
        "a first index of {FEW} listings took {:.2} s of processor time, most of it the unpacking of dictionaries",
        process::seconds() - before
    );
}
