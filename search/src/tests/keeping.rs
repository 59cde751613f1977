//! A walk keeps the best of all that it sees, whatever comes first, and ids decide between equals.

use super::*;
use crate::best::Best;
use proptest::prelude::*;
use tantivy::DocAddress;

#[test]
fn the_best_are_kept_and_ids_decide_between_equals() {
    // No two have the same id, and none lies in the order of its id.
    let all: Vec<SearchDocument> = (1..=500).map(|number: u128| listing(number * 7_919 % 1_009, "tea")).collect();
    let engine = index(&all[..300]);
    engine.change(&[], &all[300..], &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    let searcher = engine.searcher();
    let segments = engine.segments.all(&searcher).expect("read");
    let addresses = || {
        let readers = (0_u32..).zip(searcher.segment_readers());
        readers.flat_map(|(segment, reader)| (0..reader.max_doc()).map(move |document| DocAddress::new(segment, document)))
    };
    let id = |address: DocAddress| segments[address.segment_ord as usize].columns.id(address.doc_id);
    let ranks = prop_oneof![prop::collection::vec(0..4_u64, 500), prop::collection::vec(0..100_000_u64, 500)];
    let after = prop::option::of((0..5_u64, 0..1_100_u128));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) };
    proptest!(config, |((ranks, most, after) in (ranks, 0..60_usize, after))| {
        let mut best = Best::new(&segments, most, after);
        let mut expected = Vec::new();
        for (rank, address) in ranks.into_iter().zip(addresses()) {
            best.keep(rank, address);
            expected.push(((rank, id(address)), address));
        }
        expected.retain(|(ranked, _)| after.is_none_or(|after| *ranked < after));
        expected.sort_by_key(|(ranked, _)| std::cmp::Reverse(*ranked));
        expected.truncate(most);
        prop_assert_eq!(best.in_order(), expected);
    });
}
