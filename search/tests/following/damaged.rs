//! Files that change under an open index, on both engines.

use crate::behind::Pair;
use crate::{answer, folders, found, opened, rename, settle};
use market::change::queries::end;
use market::db_test;
use market::discovery::{SearchAnswer, SearchIndex, Suggested};
use search::{Place, Search};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is done to the files of an index in this folder.
type Damage = fn(&Path);

fn files(index: &Path, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
}

/// Writes over the beginning of a file. It stays as long as it was: it lies in memory, and where one is cut, the system ends whoever
/// reads there.
fn write_over(path: &Path, byte: u8, length: usize) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.write_all(&vec![byte; length]).unwrap();
}

/// Writes over the files that end like this.
fn write_over_all(index: &Path, ending: &str, byte: u8) {
    for path in files(index, ending) {
        write_over(&path, byte, usize::try_from(path.metadata().unwrap().len()).unwrap());
    }
}

/// Writes over the lists of documents and leaves all that says where they lie: two tables at the end of their file, each with its length
/// behind it, and a mark of four bytes behind the last.
fn write_over_lists(index: &Path) {
    for path in files(index, "idx") {
        let bytes = std::fs::read(&path).unwrap();
        let table_before = |end: usize| {
            let length = u32::from_le_bytes(bytes[end - 4..end].try_into().unwrap());
            end - 4 - usize::try_from(length).unwrap()
        };
        write_over(&path, 0, table_before(table_before(bytes.len() - 4)));
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
            before.iter().for_each(|index| write_over_all(index, ending, byte));
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

db_test!(
    async fn damage_that_nobody_has_searched_into_is_met_by_what_changes_and_built_anew(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        // Of the last one the engine would learn in a thread of its own, whose panic ends the process.
        let damages: [(&str, Damage); 4] = [
            ("words", |index| write_over_all(index, "term", 0xFF)),
            ("columns", |index| write_over_all(index, "fast", 0xFF)),
            ("documents", |index| write_over_all(index, "store", 0)),
            ("lists", write_over_lists),
        ];
        for (what, damage) in damages {
            let search = Search::new(kit.market.clone(), place.clone());
            settle(&search).await;
            let before = folders(place.root());
            before.iter().for_each(|index| damage(index));
            rename(&kit, &staff, tea, &format!("Tea with {what}")).await;
            search.step(&mut None).await.unwrap();
            assert!(search.health().is_building, "{what}: it is not used any more");
            assert!(matches!(answer(&search, "tea").await, SearchAnswer::Building(..)), "{what}");
            settle(&search).await;
            assert_eq!(found(&search, what).await, [tea], "{what}: what changed is in the new one");
            let after = folders(place.root());
            assert!(after.len() == 1 && after != before, "{what}: the damaged one is gone");
        }
    }
);

db_test!(
    async fn whoever_reads_along_meets_damage_too(kit) {
        let pair = Pair::open(&kit).await;
        let Pair { writing, reading, place, staff, .. } = &pair;
        let tea = kit.listing(staff).title("Tea").create().await.listing;
        writing.step(&mut None).await.unwrap();
        let before = folders(place.root());
        before.iter().for_each(|index| write_over_all(index, "term", 0xFF));
        reading.step(&mut None).await.unwrap();
        assert!(reading.health().is_building, "it opens what the other one has written, and cannot read it");
        for search in [reading, writing] {
            settle(search).await;
            assert_eq!(found(search, "tea").await, [tea]);
        }
        assert_ne!(folders(place.root()), before);
    }
);
