//! A union of matches, gathered one window of documents ahead. Asked from document to document, each of its parts is asked where it stands,
//! then for its score, then for its next one; here each goes through a whole window at once, and what it finds is put down in the place of its
//! document. Windows begin where the next match lies, so that the room between matches costs nothing.

use crate::matches::Matches;
use crate::pace::WINDOW_BITS;
use crate::part::best;
use tantivy::{DocId, Score, TERMINATED};

/// Documents of a window: their scores take 4 kB. The windows of a `Pace` are whole ones of these.
const WINDOW: u32 = 512;
const _: () = assert!((1_u32 << WINDOW_BITS).is_multiple_of(WINDOW), "a window of a pace would end within one of these");
const PLACES: usize = WINDOW as usize;
const WORDS: usize = PLACES / 64;

pub struct Ahead {
    /// Beyond the window, each of them.
    parts: Vec<Matches>,
    window: Window,
    /// The first document of the window.
    from: DocId,
    at: DocId,
    pub size: u32,
    pub most: u32,
}

/// The best score and the sum of all for each place, zero where nobody has put down anything.
struct Window {
    seen: [u64; WORDS],
    scores: [(Score, Score); PLACES],
}

impl Ahead {
    /// Of parts that stand where the union does or beyond it, which has about `size` matches, and no more than `most`.
    pub fn new(parts: Vec<Matches>, size: u32, most: u32) -> Self {
        let window = Window { seen: [0; WORDS], scores: [(0.0, 0.0); PLACES] };
        let mut ahead = Self { parts, window, from: 0, at: 0, size, most };
        ahead.gather(0);
        ahead
    }

    /// Gathers the window in which the first match from this document on lies, and stands there.
    fn gather(&mut self, target: DocId) -> DocId {
        let first = self.parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED);
        self.at = first;
        if first < TERMINATED {
            self.from = first - first % WINDOW;
            let (below, window) = ((self.from + WINDOW).min(TERMINATED), &mut self.window);
            for part in &mut self.parts {
                part.each_below(below, |document, score| window.add(document, score));
            }
        }
        first
    }

    /// Goes on to the next match of the window; says whether there is one.
    #[inline]
    fn next(&mut self) -> bool {
        match self.window.without(self.at) {
            Some(place) => {
                self.at = self.from + place;
                true
            }
            None => false,
        }
    }

    /// Where it stands.
    #[inline]
    pub fn document(&self) -> DocId {
        self.at
    }

    #[inline]
    pub fn advance(&mut self) -> DocId {
        if self.at < TERMINATED && !self.next() {
            self.gather(self.from + WINDOW);
        }
        self.at
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        while self.at < target.min(TERMINATED) {
            if !self.next() {
                return self.gather(target);
            }
        }
        self.at
    }

    /// Hands over so many of the next documents with their scores, or all that are left.
    #[inline]
    pub fn each_of(&mut self, count: usize, mut take: impl FnMut(DocId, Score)) {
        let mut left = count;
        while left > 0 && self.at < TERMINATED {
            let from = self.from;
            match self.window.each_of(place(self.at), &mut left, |place, score| take(from + place, score)) {
                Some(next) => self.at = from + next,
                None => self.at = self.gather(from + WINDOW),
            }
        }
    }

    #[inline]
    pub fn score(&self) -> Score {
        let (most, sum) = self.window.scores[place(self.at)];
        best(most, sum)
    }
}

impl Window {
    #[inline]
    fn add(&mut self, document: DocId, score: Score) {
        let place = place(document);
        self.seen[place / 64] |= 1 << (place % 64);
        let (most, sum) = self.scores[place];
        self.scores[place] = (if score > most { score } else { most }, sum + score);
    }

    /// Hands over and forgets so many of the places that are there, none of which lies before this one, or all that are left, each of which
    /// counts; the place of the next one.
    #[inline]
    fn each_of(&mut self, from: usize, left: &mut usize, mut take: impl FnMut(u32, Score)) -> Option<u32> {
        for (word, bits) in self.seen.iter_mut().enumerate().skip(from / 64) {
            while *bits != 0 {
                let place = word * 64 + bits.trailing_zeros() as usize;
                if *left == 0 {
                    return Some(place as u32);
                }
                let (most, sum) = std::mem::take(&mut self.scores[place % PLACES]);
                take(place as u32, best(most, sum));
                *bits &= *bits - 1;
                *left -= 1;
            }
        }
        None
    }

    /// Forgets a document, the first one of those that are there; the place of the next one.
    #[inline]
    fn without(&mut self, document: DocId) -> Option<u32> {
        let place = place(document);
        self.seen[place / 64] &= !(1 << (place % 64));
        self.scores[place] = (0.0, 0.0);
        let (word, bits) = (place / 64..).zip(&self.seen[place / 64..]).find(|(_, bits)| **bits != 0)?;
        Some(word as u32 * 64 + bits.trailing_zeros())
    }
}

/// Where a document has its place in a window.
#[inline]
fn place(document: DocId) -> usize {
    (document % WINDOW) as usize
}
