//! Which segments of a new index become one. Each document is written anew once: merging by and by, as an index in use does it, writes
//! most of them two or three times, and leaves a dozen segments in which every search has to look its words up.

/// Documents of one segment, at most. A search goes through one after the other, so that these are for those who build and follow:
/// what is this large is merged as quickly as it was built, and is never moved again by what is new.
const DOCUMENTS_MAX: u64 = 2_500_000;

/// The segments, with their numbers of documents, in groups: as many at least as there are threads, for they are merged side by side.
pub fn groups<Id: Copy>(segments: &[(Id, u64)], threads: usize) -> Vec<Vec<Id>> {
    let all: u64 = segments.iter().map(|(_, documents)| documents).sum();
    let each = all.div_ceil(threads.max(1) as u64).min(DOCUMENTS_MAX);
    let mut groups: Vec<Vec<Id>> = Vec::new();
    let mut held = u64::MAX;
    for (id, documents) in segments {
        // Half of a segment more or less makes no difference; a small one left over would.
        if held.saturating_add(documents / 2) > each {
            groups.push(Vec::new());
            held = 0;
        }
        held = held.saturating_add(*documents);
        if let Some(group) = groups.last_mut() {
            group.push(*id);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(segments: &[u64], threads: usize) -> Vec<u64> {
        let numbered: Vec<(usize, u64)> = segments.iter().copied().enumerate().collect();
        let size = |group: &Vec<usize>| group.iter().map(|at| segments[*at]).sum();
        groups(&numbered, threads).iter().map(size).collect()
    }

    #[test]
    fn each_thread_has_a_group_and_none_is_too_large() {
        assert_eq!(sizes(&[], 2), [0_u64; 0]);
        assert_eq!(sizes(&[5], 2), [5]);
        assert_eq!(sizes(&[20_000; 50], 2), [500_000, 500_000]);
        assert_eq!(sizes(&[20_000; 500], 2), [2_500_000; 4]);
        assert_eq!(sizes(&[30, 30, 30, 20], 1), [110]);
        assert_eq!(sizes(&[30, 30, 31, 29], 2), [60, 60]);
        assert_eq!(sizes(&[3_000_000, 10], 2), [3_000_000, 10]);
    }
}
