//! The draw's tickets of one search: one a holder, with the best of the holder's goods.

use crate::lexicon::Lexicon;
use crate::ranking::Placed;
use market::discovery::rules::{Draw, Ranked, Ticket, in_order};
use market::discovery::{RankingNumber, SearchSettings};

/// The number of a holder whom nobody has looked at.
const NOBODY: u32 = 0;

/// Who takes part, as the walk goes on.
pub struct Seen {
    /// For each holder's number the position of their ticket, behind zero.
    positions: Vec<u32>,
    best: Vec<(u32, Ranked, u64)>,
    /// The best match of all.
    text: u64,
}

impl Seen {
    pub fn new(lexicon: &Lexicon) -> Self {
        Self { positions: vec![0; lexicon.holders.count()], best: Vec::new(), text: 0 }
    }

    /// A document that passes the filter; whose it is and its id are asked where that matters. What is sold out takes no place from what
    /// can be bought.
    #[inline]
    pub fn see(&mut self, placed: &Placed, is_there: bool, holder: impl FnOnce() -> u32, id: impl FnOnce() -> u128) {
        self.text = self.text.max(placed.text);
        if !placed.is_drawn || !is_there {
            return;
        }
        let holder = holder();
        if holder == NOBODY {
            return;
        }
        let Some(position) = self.positions.get_mut(holder as usize) else { return };
        if *position == 0 {
            self.best.push((holder, (placed.rank, id()), placed.text));
            *position = u32::try_from(self.best.len()).unwrap_or(0);
        } else if let Some((_, best, text)) = self.best.get_mut(*position as usize - 1)
            && placed.rank >= best.0
        {
            let ranked = (placed.rank, id());
            if ranked > *best {
                (*best, *text) = (ranked, placed.text);
            }
        }
    }

    pub fn tickets(self, lexicon: &Lexicon) -> Tickets {
        let holder = |number: u32| lexicon.holders.get(number).copied().unwrap_or_default();
        Tickets {
            best: self.best.into_iter().map(|(number, best, text)| (holder(number), best, text)).collect(),
            text: self.text,
        }
    }
}

/// Who takes part, the best of their goods, and how well it matches.
#[derive(Default)]
pub struct Tickets {
    best: Vec<(u128, Ranked, u64)>,
    text: u64,
}

impl Tickets {
    /// In the order in which they are drawn; what matches too little beside the best takes no part.
    pub fn drawn(self, draw: &Draw, settings: &SearchSettings) -> Vec<Ticket> {
        let floor = settings.number(RankingNumber::MatchFloor).unsigned_abs();
        let least = u128::from(self.text) * u128::from(floor);
        let fitting = self.best.into_iter().filter(|(_, _, text)| u128::from(*text) * 100 >= least);
        in_order(fitting.map(|(holder, best, _)| Ticket { number: draw.number(holder), holder, best }).collect())
    }
}
