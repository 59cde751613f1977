//! Files that change under an open index, on both engines.

use crate::{answer, folders, found, opened, settle};
use market::change::queries::end;
use market::db_test;
use market::discovery::{SearchAnswer, SearchIndex, Suggested};
use search::{Place, Search};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Writes over the files that end like this. They stay as long as they were: they lie in memory, and where one is cut, the system ends
/// whoever reads there.
fn write_over(index: &Path, ending: &str, byte: u8) {
    let files = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|found| found == ending)) {
        let length = usize::try_from(path.metadata().unwrap().len()).unwrap();
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(&vec![byte; length]).unwrap();
    }
}

db_test!(
    async fn an_index_that_is_damaged_while_it_serves_says_so_and_is_built_anew(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await;
        // Of words that are none the engine says that it cannot read them; where documents stand it reads to the end, and panics.
        for (ending, byte) in [("term", 0xFF), ("idx", 0)] {
            let search = Search::new(kit.market.clone(), place.clone());
            settle(&search).await;
            let before = folders(place.root());
            before.iter().for_each(|index| write_over(index, ending, byte));
            assert!(matches!(answer(&search, "tea").await, SearchAnswer::Building(..)), "{ending}");
            assert!(search.health().is_building, "{ending}");
            assert_eq!((search.edition(), search.suggest("te").await.unwrap()), (None, Suggested::default()), "{ending}");
            assert!(!search.reaches(end(&kit.market).await.unwrap()).await, "{ending}: no list is drawn from it");
            settle(&search).await;
            assert_eq!(found(&search, "tea").await, [tea.listing], "{ending}");
            let after = folders(place.root());
            assert!(after.len() == 1 && after != before, "{ending}: the damaged one is gone");
        }
    }
);
