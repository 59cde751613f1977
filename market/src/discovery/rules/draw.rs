//! The draw of rotating places. Each turn has a seed, made of the market's secret and the turn; each question has its own order of
//! tickets in it. Nobody can tell a ticket before its turn, anybody can reckon it again who knows the seed, and the seed of a turn
//! that is over is public.

use super::page::{DRAWN_MAX, Ticket};
use crate::kernel::{Span, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Goods of one holder that a draw looks at where a list is too long to be looked at as a whole; of more, others each turn.
pub const GOODS_ASKED_MAX: usize = 512;

/// Turns begin at midnight where the market is.
const ZONE_MINUTES: i64 = 480;

/// A stretch of time in which the same places are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Turn {
    /// When it began.
    pub began: Timestamp,
    /// How long it is.
    pub hours: i64,
}

impl Turn {
    /// The turn of this moment.
    #[must_use]
    pub fn at(now: Timestamp, hours: i64) -> Self {
        let hours = hours.clamp(1, 24);
        let (length, zone) = (Span::hours(hours).millis(), Span::minutes(ZONE_MINUTES).millis());
        let since = now.millis().saturating_add(zone).rem_euclid(length);
        Self { began: Timestamp::from_millis(now.millis().saturating_sub(since)), hours }
    }
    /// So many turns before.
    #[must_use]
    pub fn before(self, turns: i64) -> Self {
        Self { began: self.began.before(Span::hours(self.hours.saturating_mul(turns))), hours: self.hours }
    }
    /// Its number among turns of this length.
    #[must_use]
    pub fn number(self) -> i64 {
        self.began.millis().div_euclid(Span::hours(self.hours.max(1)).millis())
    }
    /// When it is over.
    #[must_use]
    pub const fn ends(self) -> Timestamp {
        self.began.after(Span::hours(self.hours))
    }
    /// What the market's secret is asked with.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}|{}", self.began.millis(), self.hours)
    }
}

/// How long turns were from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnLength {
    /// Since when.
    pub from: Timestamp,
    /// So long.
    pub hours: i64,
}

/// Turns that are over, the latest first, at most so many; each as long as turns were when it was drawn in. `lengths` are the latest
/// first; of what was before the last of them nothing is known. A turn that was cut short by another length is not over before its
/// own end: until then that length may come back, and its draw with it.
#[must_use]
pub fn past_turns(lengths: &[TurnLength], now: Timestamp, most: usize) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut until = now;
    for TurnLength { from, hours } in lengths.iter().copied() {
        // A clock may have been set back.
        if from >= until {
            continue;
        }
        let mut turn = Turn::at(until.before(Span::millis_of(1)), hours);
        while turn.ends() > from && turns.len() < most {
            if turn.ends() <= now && !turns.contains(&turn) {
                turns.push(turn);
            }
            turn = turn.before(1);
        }
        until = from;
    }
    turns.sort_unstable_by_key(|turn| std::cmp::Reverse(*turn));
    turns
}

/// The seed of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed(Vec<u8>);

impl Seed {
    /// Of what the market's secret says to the turn's [name](Turn::name).
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
    /// As it is published when its turn is over.
    #[must_use]
    pub fn published(&self) -> String {
        hex(&self.0)
    }
    /// What is published of it while its turn lasts: by it everybody can tell afterwards that nobody has chosen another one.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(&self.0))
    }
    /// The draw of a question in this turn.
    #[must_use]
    pub fn draw(&self, question: &str) -> Draw {
        let mut digest = Sha256::new();
        digest.update(&self.0);
        digest.update(question.as_bytes());
        Draw(digest.finalize().into())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The order of all tickets for one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw([u8; 32]);

impl Draw {
    /// The ticket's number of a holder, who has one number of their own: one a holder, whatever they list and however many shops they
    /// have.
    #[must_use]
    pub fn number(&self, holder: u128) -> u64 {
        let mut digest = Sha256::new();
        digest.update(self.0);
        digest.update(holder.to_be_bytes());
        let bytes: [u8; 32] = digest.finalize().into();
        bytes.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

/// The tickets in the order in which they are drawn; more than can be drawn are left out.
#[must_use]
pub fn in_order(mut tickets: Vec<Ticket>) -> Vec<Ticket> {
    tickets.sort_unstable_by_key(|ticket| (ticket.number, ticket.best.1));
    tickets.truncate(DRAWN_MAX);
    tickets
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const NOW: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    #[test]
    fn a_turn_lasts_and_then_another_begins() {
        let turn = Turn::at(NOW, 1);
        assert!(turn.began <= NOW && turn.began.after(Span::hours(1)) > NOW);
        assert_eq!(Turn::at(turn.began.after(Span::minutes(59)), 1), turn);
        assert_eq!(Turn::at(turn.began.after(Span::minutes(60)), 1).before(1), turn);
        let day = Turn::at(NOW, 24).began.millis().saturating_add(Span::hours(8).millis());
        assert_eq!(day.rem_euclid(Span::days(1).millis()), 0, "a day begins at midnight in China");
        assert_ne!(Turn::at(NOW, 1).name(), Turn::at(NOW, 2).name());
    }

    #[test]
    fn a_turn_that_is_over_was_as_long_as_turns_were_then() {
        // It is half past four; since half past two turns have been of another length.
        let of = |now, before| {
            [(NOW.before(Span::hours(2)), now), (Timestamp::from_millis(0), before)]
                .map(|(from, hours)| TurnLength { from, hours })
        };
        let told = |lengths: &[TurnLength], at: Timestamp| -> Vec<(i64, i64)> {
            let hour = |turn: &Turn| (turn.began.civil(ZONE_MINUTES).hour, turn.hours);
            past_turns(lengths, at, 4).iter().map(hour).collect()
        };
        assert_eq!(told(&of(24, 1), NOW), [(2, 1), (1, 1), (0, 1), (23, 1)], "the day is not over");
        assert_eq!(told(&of(1, 24), NOW), [(3, 1), (2, 1), (0, 24), (0, 24)], "nor is the day in which hours began");
        let whole = past_turns(&of(1, 24), NOW.after(Span::hours(20)), 40);
        assert!(whole.contains(&Turn::at(NOW, 24)), "it is told when it would have ended");
        assert_eq!(told(&of(24, 1)[..1], NOW), [], "nothing is known of before");
        let ahead = TurnLength { from: NOW.after(Span::hours(1)), hours: 24 };
        assert_eq!(told(&[ahead, of(1, 1)[1]], NOW), [(3, 1), (2, 1), (1, 1), (0, 1)]);
    }

    #[test]
    fn the_same_seed_and_question_draw_the_same() {
        let seed = Seed::new(vec![7; 32]);
        assert_eq!(seed.draw("腊肉").number(5), seed.draw("腊肉").number(5));
        assert_ne!(seed.draw("腊肉").number(5), seed.draw("茶").number(5));
        assert_ne!(seed.draw("腊肉").number(5), Seed::new(vec![8; 32]).draw("腊肉").number(5));
        assert_ne!(seed.published(), seed.fingerprint());
    }

    #[test]
    fn a_number_can_be_reckoned_elsewhere() {
        // sha256(sha256(seed + question) + holder), of which the first eight bytes count.
        let holder = 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF;
        assert_eq!(Seed::new(vec![7; 32]).draw("1&q=腊肉").number(holder), 0x9417_8EDC_B9AF_6685);
    }

    #[test]
    fn every_holder_is_drawn_about_as_often() {
        let mut firsts: BTreeMap<u128, u32> = BTreeMap::new();
        for turn in 0_u32..2_000 {
            let draw = Seed::new(turn.to_be_bytes().to_vec()).draw("腊肉");
            let first = (0_u128..20).min_by_key(|holder| draw.number(*holder));
            *firsts.entry(first.unwrap_or_default()).or_default() += 1;
        }
        assert_eq!(firsts.len(), 20);
        assert!(firsts.values().all(|times| (60..=145).contains(times)), "a hundred each, and chance: {firsts:?}");
    }
}
