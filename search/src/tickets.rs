//! The draw's tickets of one search: one a holder, with the best of the holder's goods. Where only a part of what matches was looked at,
//! they are those of the holders who were asked (`wide`), and behind them of those whose goods lie in that part.

use crate::lexicon::Lexicon;
use crate::ranking::Placed;
use crate::segments::Segment;
use crate::wide::Asked;
use market::discovery::rules::{Draw, Ranked, Ticket, in_order};
use market::discovery::{RankingNumber, SearchSettings};
use std::collections::HashMap;
use tantivy::DocAddress;

/// So many are looked through for those that are drawn.
const FEW: usize = 256;
/// The number of a holder whom nobody has looked at.
pub const NOBODY: u32 = 0;

/// The rank of goods that the list by rank does not hold, since they were not looked at: behind all that it holds, so that nobody is taken
/// to have seen them there.
const UNRANKED: u64 = 0;

/// Who takes part, as the walk goes on.
pub struct Seen {
    /// For each holder's number the position of their ticket, behind zero.
    positions: Vec<u32>,
    best: Vec<(u32, Best)>,
    /// The best match of all.
    text: u64,
}

/// The best of a holder's goods, how well it matches, and where it lies.
#[derive(Clone, Copy)]
struct Best {
    ranked: Ranked,
    text: u64,
    at: DocAddress,
}

impl Seen {
    pub fn new(lexicon: &Lexicon) -> Self {
        Self { positions: vec![0; lexicon.holders.count()], best: Vec::new(), text: 0 }
    }

    /// A document that passes the filter; whose it is and its id are asked where that matters. What is sold out takes no place from what
    /// can be bought.
    #[inline]
    pub fn see(&mut self, placed: &Placed, at: DocAddress, is_there: bool, segment: &Segment) {
        self.text = self.text.max(placed.text);
        if !placed.is_drawn || !is_there {
            return;
        }
        let holder = segment.holder(at.doc_id);
        if holder == NOBODY {
            return;
        }
        let Some(position) = self.positions.get_mut(holder as usize) else { return };
        if *position == 0 {
            self.best.push((holder, Best { ranked: (placed.rank, segment.columns.id(at.doc_id)), text: placed.text, at }));
            *position = u32::try_from(self.best.len()).unwrap_or(0);
        } else if let Some((_, best)) = self.best.get_mut(*position as usize - 1)
            && placed.rank >= best.ranked.0
        {
            let ranked = (placed.rank, segment.columns.id(at.doc_id));
            if ranked > best.ranked {
                *best = Best { ranked, text: placed.text, at };
            }
        }
    }

    pub fn tickets(self, lexicon: &Lexicon) -> Tickets {
        let holder = |number: u32| lexicon.holders.get(number).copied().unwrap_or_default();
        Tickets { best: self.best.into_iter().map(|(number, best)| (holder(number), best)).collect(), text: self.text }
    }
}

/// Who takes part, the best of their goods, and how well it matches.
#[derive(Default)]
pub struct Tickets {
    best: Vec<(u128, Best)>,
    text: u64,
}

/// How well goods must match to take part.
#[derive(Clone, Copy)]
pub struct Floor(u128);

impl Floor {
    pub fn lets(self, text: u64) -> bool {
        u128::from(text) * 100 >= self.0
    }
}

impl Tickets {
    /// Where they lie, by their ids, if they are few: of many, those that are drawn are sooner found in the index.
    pub fn addresses(&self) -> impl Iterator<Item = (u128, DocAddress)> {
        let few = Some(self.best.as_slice()).filter(|best| best.len() <= FEW).unwrap_or_default();
        few.iter().map(|(_, best)| (best.ranked.1, best.at))
    }

    /// What matches too little beside the best takes no part.
    pub fn floor(&self, settings: &SearchSettings) -> Floor {
        let floor = settings.number(RankingNumber::MatchFloor).unsigned_abs();
        Floor(u128::from(self.text) * u128::from(floor))
    }

    /// In the order in which they are drawn.
    pub fn drawn(self, draw: &Draw, settings: &SearchSettings) -> Vec<Ticket> {
        let floor = self.floor(settings);
        let fitting = self.best.into_iter().filter(|(_, best)| floor.lets(best.text));
        in_order(fitting.map(|(holder, best)| Ticket { number: draw.number(holder), holder, best: best.ranked }).collect())
    }

    /// The same with those of holders who were asked, each holder once: whoever has goods in the part that was looked at may have better ones
    /// elsewhere, and whoever has too many to be asked for all of them better ones there.
    pub fn drawn_with(self, asked: Asked, draw: &Draw, settings: &SearchSettings) -> Vec<Ticket> {
        let floor = self.floor(settings);
        let mut tickets = asked.tickets;
        let places: HashMap<u128, usize> = tickets.iter().zip(0..).map(|(ticket, place)| (ticket.holder, place)).collect();
        let mut is_ranked = vec![false; tickets.len()];
        let mut others = Vec::new();
        for (holder, Best { ranked: best, .. }) in self.best.into_iter().filter(|(_, best)| floor.lets(best.text)) {
            let Some(place) = places.get(&holder).copied() else {
                others.push(Ticket { number: draw.number(holder), holder, best });
                continue;
            };
            if best.1 == tickets[place].best.1 || best > tickets[place].best {
                tickets[place].best = best;
                is_ranked[place] = true;
            }
        }
        for (ticket, _) in tickets.iter_mut().zip(is_ranked).filter(|(_, is_ranked)| !is_ranked) {
            ticket.best.0 = UNRANKED;
        }
        tickets.extend(others);
        in_order(tickets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::discovery::rules::Seed;

    #[test]
    fn who_was_asked_and_was_seen_has_one_ticket() {
        let draw = Seed::new(vec![7; 32]).draw("1&q=tea");
        let ticket = |holder: u128, best: Ranked| Ticket { number: draw.number(holder), holder, best };
        // Holder 1 was seen with the same goods, 2 with poorer ones, 3 with better ones, 4 not at all; 5 was not asked, and 6 hardly matches.
        let asked = [ticket(1, (50, 10)), ticket(2, (60, 20)), ticket(3, (40, 30)), ticket(4, (90, 40))];
        let seen = [(1, (51, 10), 100), (2, (55, 21), 100), (3, (70, 31), 100), (5, (30, 50), 60), (6, (20, 60), 49)];
        let at = DocAddress::new(0, 0);
        let best = seen.map(|(holder, ranked, text)| (holder, Best { ranked, text, at })).to_vec();
        let tickets = Tickets { best, text: 100 };
        let drawn = tickets.drawn_with(Asked { tickets: asked.to_vec(), below: u64::MAX }, &draw, &SearchSettings::default());
        let mut expected =
            [ticket(1, (51, 10)), ticket(2, (UNRANKED, 20)), ticket(3, (70, 31)), ticket(4, (UNRANKED, 40)), ticket(5, (30, 50))];
        expected.sort_unstable_by_key(|ticket| ticket.number);
        assert_eq!(drawn, expected);
    }
}
