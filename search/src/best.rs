//! The best of a walk. They are kept by their ranks alone and thinned out when there are several times as many as asked for: most that
//! stand among the best for a while do not stay there, and of these no id is read. Ids decide between equals, and are read of what is left.

use crate::segments::Segment;
use market::discovery::rules::Ranked;
use std::cmp::Reverse;
use std::sync::Arc;
use tantivy::DocAddress;

/// So many times as many as asked for are kept before they are thinned out.
const ROOM: usize = 4;

/// The best so far.
pub struct Best<'a> {
    segments: &'a [Arc<Segment>],
    /// How many are asked for.
    most: usize,
    after: Option<Ranked>,
    kept: Vec<(u64, DocAddress)>,
    /// What has a lower rank is not among the best.
    least: u64,
}

impl<'a> Best<'a> {
    /// So many of what comes behind a place.
    pub fn new(segments: &'a [Arc<Segment>], most: usize, after: Option<Ranked>) -> Self {
        Self { segments, most, after, kept: Vec::with_capacity(most.saturating_add(1)), least: 0 }
    }

    #[inline]
    pub fn keep(&mut self, rank: u64, address: DocAddress) {
        if rank < self.least || self.after.is_some_and(|after| self.comes_before(rank, address, after)) {
            return;
        }
        self.kept.push((rank, address));
        if self.kept.len() > self.most.saturating_mul(ROOM) {
            self.thin_out();
        }
    }

    /// Best first, and where they lie.
    pub fn in_order(mut self) -> Vec<(Ranked, DocAddress)> {
        self.thin_out();
        let mut all = self.with_ids();
        all.sort_unstable_by_key(|(ranked, _)| Reverse(*ranked));
        all
    }

    /// Whether it stood on a page before, or is the last one there.
    fn comes_before(&self, rank: u64, address: DocAddress, after: Ranked) -> bool {
        rank > after.0 || rank == after.0 && self.id(address) >= after.1
    }

    fn id(&self, address: DocAddress) -> u128 {
        self.segments.get(address.segment_ord as usize).map_or(0, |segment| segment.columns.id(address.doc_id))
    }

    fn with_ids(&self) -> Vec<(Ranked, DocAddress)> {
        self.kept.iter().map(|(rank, address)| ((*rank, self.id(*address)), *address)).collect()
    }

    /// Leaves no more than are asked for.
    fn thin_out(&mut self) {
        if self.kept.len() <= self.most {
            return;
        }
        let Some(last) = self.most.checked_sub(1) else { return self.kept.clear() };
        let (_, (least, _), _) = self.kept.select_nth_unstable_by_key(last, |(rank, _)| Reverse(*rank));
        self.least = *least;
        self.kept.retain(|(rank, _)| *rank >= self.least);
        if self.kept.len() > self.most {
            let mut ranked = self.with_ids();
            ranked.select_nth_unstable_by_key(last, |(ranked, _)| Reverse(*ranked));
            ranked.truncate(self.most);
            self.kept.clear();
            self.kept.extend(ranked.into_iter().map(|((rank, _), address)| (rank, address)));
        }
    }
}
