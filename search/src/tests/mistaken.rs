//! What may have been meant is read from the files of the index, and is what the engine's own walk over them finds.

use super::*;
use crate::dictionary::{Dictionary, near_by_the_engine};
use crate::mistyped::Mistyped;
use std::path::Path;
use tantivy::Directory;
use tantivy::schema::Field;

const TITLES: [&str; 8] = [
    "湘西柴火腊肉 smoked pork",
    "Salted porks from the mountains 辣肉",
    "Fork and cork, 重庆火锅底料",
    "Porcelain bowl 青花瓷碗",
    "Café crème, порк ポーク",
    "Feather duster of the mountain 羽毛掸子",
    "女装 silk scarf",
    "五香牛肉干 beef, dried and spiced",
];

/// An index of two segments, and where its files lie.
fn two_segments() -> (Engine, RamDirectory) {
    let directory = RamDirectory::create();
    let engine = Engine::begin(Box::new(directory.clone()), 1).expect("an index in memory");
    for half in listings(&TITLES).chunks(4) {
        engine.change(&[], half, &[]).and_then(|()| engine.commit(0)).expect("written to memory");
    }
    assert_eq!(engine.searcher().segment_readers().len(), 2);
    (engine, directory)
}

#[test]
fn the_files_of_an_index_are_read_as_its_engine_reads_them() {
    let (engine, _) = two_segments();
    let searcher = engine.searcher();
    let read = |field: Field, typed: &str, (errors, most): (u8, usize)| {
        let mistyped = Mistyped::new(typed, errors);
        let mut found = 0;
        for reader in searcher.segment_readers() {
            let ours = Dictionary::open(reader, field).expect("a file as expected").near(&mistyped, most);
            let index = reader.inverted_index(field).expect("a list of terms");
            let engines = near_by_the_engine(index.terms(), &mistyped, most).expect("read");
            assert_eq!(ours, engines, "{typed}, {errors}, {most}");
            found += ours.len();
        }
        found
    };
    let typed =
        ["pork", "prok", "porks", "mountians", "fether", "cafe", "пок", "ポク", "larou", "laruo", "huolarou", "nvzhang", "x", ""];
    let mut found = 0;
    for field in [engine.fields.spelling, engine.fields.pinyin, engine.fields.title] {
        for typed in typed {
            for asked in [(1, 2_000), (2, 2_000), (2, 1)] {
                found += read(field, typed, asked);
            }
        }
    }
    assert!(found > 30, "{found}");
}

#[test]
fn without_its_file_a_list_is_read_by_the_engine() {
    let asked = ["prok", "mountians", "laruo", "fether", "chaihuolaruo"];
    let (engine, _) = two_segments();
    let expected = asked.map(|typed| found(&engine, typed));
    assert!(expected.iter().all(|found| !found.is_empty()), "{expected:?}");
    let (engine, directory) = two_segments();
    for reader in engine.searcher().segment_readers() {
        let file = format!("{}.term", reader.segment_id().uuid_string());
        directory.delete(Path::new(&file)).expect("it was there");
        assert!(Dictionary::open(reader, engine.fields.spelling).is_none());
    }
    assert_eq!(asked.map(|typed| found(&engine, typed)), expected);
}
