//! The draw of a list that is too wide to be walked through. A walk looks at a part of what matches, another one each turn: whoever lists
//! a hundred goods has some in most parts, whoever lists one seldom, and a draw among what was looked at would draw whoever lists most. The
//! number of a ticket needs no walk, though. So holders are asked here, in the order of their numbers, what they have that is looked for,
//! wherever it lies, until there is enough for all pages that anybody reads, or as much was looked at as may be.

use crate::counts::Sieve;
use crate::ranking::{EXACT, OfSegment, Placed};
use crate::segments::Segment;
use crate::sift::Walk;
use crate::weighed::Weighed;
use market::discovery::rules::{Draw, GOODS_ASKED_MAX, Ranked, Ticket};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::{DocId, Searcher, SegmentReader};

/// Where so many have something, nobody else is asked: with two places a page enough for a dozen pages, of whose tickets a few are used up
/// by goods that stand there by their rank.
const FOUND_MAX: usize = 32;
/// So many are asked at first, together, and each time twice as many: their goods are looked for in one go through the index.
const TOGETHER_FIRST: usize = 64;
/// To read what is known of goods, whose and how dear they are, takes about this part of looking for words in them.
const FACTS_OF_A_MATCH: u64 = 8;
/// To look a holder up in a segment takes as long as to read what is known of so many goods. Most have something in few segments, and are
/// looked up in all.
const FACTS_OF_A_HOLDER: u64 = 4;

/// Who was asked.
pub struct Asked {
    /// Of those who have something, with the best of it in the place that it would have by its rank; the lowest number first.
    pub tickets: Vec<Ticket>,
    /// All holders with lower numbers were asked.
    pub below: u64,
}

/// Goods of one segment, and whose they are by position in the order.
type Goods = Vec<(DocId, usize)>;

/// Asks until it is enough, or as much was looked at as half a walk looks at; `fits` says whether a match is good enough to take part.
pub fn ask(searcher: &Searcher, walk: &Walk<'_>, draw: &Draw, fits: impl Fn(u64) -> bool) -> tantivy::Result<Asked> {
    let segments = walk.segments.all(searcher)?;
    let order = walk.segments.orders.of(searcher, &segments, walk.segments, draw);
    let sieve = Sieve::new(walk.filter, &walk.segments.lexicon());
    let asking = Asking::new(searcher, walk, &segments, sieve)?;
    let (mut asked, mut together, mut left) = (0, TOGETHER_FIRST, walk.most.saturating_mul(FACTS_OF_A_MATCH) / 2);
    let mut found = Vec::new();
    while found.len() < FOUND_MAX && left > 0 && asked < order.count() {
        let mut goods: Vec<Goods> = vec![Vec::new(); segments.len()];
        let until = asked + together;
        while left > 0
            && asked < until
            && let Some((_, (holder, _))) = order.at(asked)
        {
            left = left.saturating_sub(asking.put(holder, asked, &mut goods));
            asked += 1;
        }
        walk.segments.count(goods.iter().map(|goods| goods.len() as u64).sum());
        let best = asking.best(goods)?.into_iter().filter(|(_, (_, text))| fits(*text));
        found.extend(best.map(|(at, (best, _))| (at, best)));
        together *= 2;
    }
    let ticket = |(at, best): (usize, Ranked)| {
        let (number, (_, holder)) = order.at(at)?;
        Some(Ticket { number, holder, best })
    };
    Ok(Asked { tickets: found.into_iter().filter_map(ticket).collect(), below: order.below(asked) })
}

/// What is asked for, in all segments.
struct Asking<'a> {
    walk: &'a Walk<'a>,
    sieve: Sieve<'a>,
    weighed: Weighed<'a>,
    shelves: Vec<Shelf<'a>>,
}

/// One segment.
struct Shelf<'a> {
    reader: &'a SegmentReader,
    segment: &'a Segment,
    within: OfSegment<'a>,
}

impl<'a> Asking<'a> {
    fn new(searcher: &'a Searcher, walk: &'a Walk<'a>, segments: &'a [Arc<Segment>], sieve: Sieve<'a>) -> tantivy::Result<Self> {
        let weighed = Weighed::new(walk.terms, walk.query)?;
        let shelf = |(reader, segment): (&'a SegmentReader, &'a Arc<Segment>)| {
            let segment: &'a Segment = segment;
            Shelf { reader, segment, within: walk.ranking.within(reader, segment) }
        };
        Ok(Self { walk, sieve, weighed, shelves: searcher.segment_readers().iter().zip(segments).map(shelf).collect() })
    }

    /// Puts what a holder has, takes part and meets the choices beside what others have; how much work that was.
    fn put(&self, holder: u32, at: usize, goods: &mut [Goods]) -> u64 {
        let theirs: Vec<&[DocId]> = self.shelves.iter().map(|shelf| shelf.segment.by_holder().of(holder)).collect();
        let all: usize = theirs.iter().map(|theirs| theirs.len()).sum();
        // Of whoever has more every so many-th is looked at, in the next turn the one beside it.
        let step = all.div_ceil(GOODS_ASKED_MAX).max(1);
        let turn = self.walk.ranking.formula.turn.number();
        let mut from = usize::try_from(turn.rem_euclid(step as i64)).unwrap_or(0);
        let mut work = 1 + FACTS_OF_A_HOLDER * theirs.len() as u64;
        for ((shelf, theirs), goods) in self.shelves.iter().zip(theirs).zip(goods) {
            let is_there = |document: &DocId| !shelf.reader.is_deleted(*document);
            let mut there = theirs.iter().copied().skip(from).step_by(step).filter(is_there).peekable();
            from = from + theirs.len().saturating_sub(from).div_ceil(step) * step - theirs.len();
            // What makes a shop new or small is its holder's, and the same for all that they have: of others one look is enough.
            if there.peek().is_none_or(|first| !shelf.within.standing(*first).is_drawn()) {
                continue;
            }
            for document in there {
                work += 1;
                if self.sieve.fails(shelf.segment.fact(document), &shelf.segment.columns, document) == 0 {
                    work += FACTS_OF_A_MATCH - 1;
                    goods.push((document, at));
                }
            }
        }
        work
    }

    /// Of these goods the best that matches of each holder, and how well it does.
    fn best(&self, goods: Vec<Goods>) -> tantivy::Result<BTreeMap<usize, (Ranked, u64)>> {
        let mut best: BTreeMap<usize, (Ranked, u64)> = BTreeMap::new();
        for (number, (shelf, mut goods)) in self.shelves.iter().zip(goods).enumerate() {
            if goods.is_empty() {
                continue;
            }
            goods.sort_unstable();
            let mut matches = self.weighed.within(number)?;
            for (document, at) in goods {
                if matches.seek(document) != document {
                    continue;
                }
                let score = self.walk.is_worded.then(|| matches.score());
                let placed = Placed::new(score, shelf.within.standing(document));
                if !placed.is_drawn {
                    continue;
                }
                let new = ((placed.rank | EXACT, shelf.segment.columns.id(document)), placed.text);
                best.entry(at).and_modify(|best| *best = new.max(*best)).or_insert(new);
            }
        }
        Ok(best)
    }
}
