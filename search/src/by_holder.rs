//! What each holder has in one segment that can be bought, for draws of lists that are too wide to be walked through: whose turn it is,
//! is asked for theirs (`wide`). A segment never changes, so this is put in order once; four bytes of memory a document.

use crate::tickets::NOBODY;
use tantivy::DocId;

/// The documents of each holder, in their order.
pub struct ByHolder {
    /// Numbers of the lexicon, the lowest first.
    holders: Box<[u32]>,
    /// Where those of each holder begin, and behind the last one where all of them end.
    begins: Box<[u32]>,
    documents: Box<[DocId]>,
}

impl ByHolder {
    /// Of so many documents; `holders` are those of the segment, by their numbers in the lexicon, and `whose` says for a document which of
    /// them it is of, by position: none where it is left out.
    pub fn new(documents: DocId, holders: &[u32], whose: impl Fn(DocId) -> Option<usize>) -> Self {
        let whose = |document: DocId| whose(document).filter(|at| holders.get(*at).is_some_and(|holder| *holder != NOBODY));
        let mut counts = vec![0_u32; holders.len()];
        for at in (0..documents).filter_map(&whose) {
            counts[at] += 1;
        }
        let mut order: Vec<usize> = (0..holders.len()).filter(|at| counts[*at] > 0).collect();
        order.sort_unstable_by_key(|at| holders[*at]);
        let mut begins = Vec::with_capacity(order.len() + 1);
        let (mut next, mut all) = (counts.clone(), 0);
        for at in &order {
            begins.push(all);
            next[*at] = all;
            all += counts[*at];
        }
        begins.push(all);
        let mut sorted = vec![0; all as usize].into_boxed_slice();
        for document in 0..documents {
            if let Some(at) = whose(document) {
                sorted[next[at] as usize] = document;
                next[at] += 1;
            }
        }
        Self { holders: order.into_iter().map(|at| holders[at]).collect(), begins: begins.into(), documents: sorted }
    }

    /// Who has something here, the lowest number first.
    pub fn holders(&self) -> &[u32] {
        &self.holders
    }

    /// What this holder has here.
    pub fn of(&self, holder: u32) -> &[DocId] {
        let Ok(at) = self.holders.binary_search(&holder) else { return &[] };
        let place = |at: usize| self.begins.get(at).map_or(0, |begins| *begins as usize);
        self.documents.get(place(at)..place(at + 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_holder_has_theirs_in_order() {
        // By position in the segment these are the holders 7, nobody, 3 and 5, of whom the last one has nothing that can be bought.
        let holders = [7, NOBODY, 3, 5];
        let whose = [2, 0, 1, 3, 0, 2, 0, 2];
        let is_left_out = [3, 5];
        let of = |document: DocId| whose.get(document as usize).copied().filter(|_| !is_left_out.contains(&document));
        let by_holder = ByHolder::new(8, &holders, of);
        assert_eq!(by_holder.holders(), [3, 7]);
        assert_eq!([3, 7].map(|holder| by_holder.of(holder)), [[0, 7].as_slice(), &[1, 4, 6]]);
        assert!([NOBODY, 5, 8].iter().all(|holder| by_holder.of(*holder).is_empty()));
        let empty = ByHolder::new(0, &[], |_| None);
        assert!(empty.holders().is_empty() && empty.of(3).is_empty());
    }
}
