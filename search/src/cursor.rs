//! Where a page of results ends, in an address: how good its last row was and which it was, so that the next page goes on right
//! behind it, whatever has come or gone meanwhile; and in which turn which tickets were drawn.

use crate::slices::{self, Slice};
use market::discovery::rules::{Ranked, Turn};
use market::kernel::{Span, Timestamp};

/// Grows with every change of what a rank says: behind a place in another order the page could be empty.
const VERSION: u8 = 5;
/// Digits of a key behind its first letter.
const DIGITS: usize = 74 + slices::DIGITS;
/// A turn that is longer over than this is not gone back to.
const TURN_HOURS_MAX: u32 = 24;

/// The place behind which a page goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether loose matches counted on the pages before.
    pub is_loose: bool,
    /// The last row's rank and id.
    pub last: Ranked,
    /// Where it lies in a slice of its band, in which. It says itself where its windows begin, whatever turn it is.
    pub slice: Slice,
    /// The turn of the draw, in hours since 1970.
    pub turn: u32,
    /// Below this number tickets were used before.
    pub used_below: u64,
}

impl Cursor {
    /// As it stands in an address.
    pub fn key(self) -> String {
        let (rank, id) = self.last;
        let way = if self.is_loose { 'l' } else { 's' };
        let (slice, digits) = (self.slice.key(), slices::DIGITS);
        format!("{way}{VERSION:02x}{rank:016x}{id:032x}{slice:0digits$x}{:08x}{:016x}", self.turn, self.used_below)
    }

    /// The place that a key names; none where it is cut, forged or of another version, which is the first page.
    pub fn read(key: &str) -> Option<Self> {
        let is_loose = match key.as_bytes().first()? {
            b'l' => true,
            b's' => false,
            _ => return None,
        };
        let digits = key.get(1..)?;
        let is_key = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (version, rest) = is_key.then(|| digits.split_at(2))?;
        if u8::from_str_radix(version, 16) != Ok(VERSION) {
            return None;
        }
        let (rank, rest) = rest.split_at(16);
        let (id, rest) = rest.split_at(32);
        let (slice, rest) = rest.split_at(slices::DIGITS);
        let (turn, used_below) = rest.split_at(8);
        Some(Self {
            is_loose,
            last: (u64::from_str_radix(rank, 16).ok()?, u128::from_str_radix(id, 16).ok()?),
            slice: Slice::read(u64::from_str_radix(slice, 16).ok()?)?,
            turn: u32::from_str_radix(turn, 16).ok()?,
            used_below: u64::from_str_radix(used_below, 16).ok()?,
        })
    }

    /// In which turn the pages go on, and after which tickets: what was begun in a turn that has just ended is read to its end
    /// in it. A turn that never was, or was too long ago, is the one of now.
    pub fn goes_on_in(&self, now: Turn) -> (Turn, u64) {
        let age = hours(now.began).checked_sub(self.turn).filter(|age| *age <= TURN_HOURS_MAX);
        let is_turn = age.is_some_and(|age| i64::from(age) % now.hours == 0);
        if !is_turn {
            return (now, 0);
        }
        let began = now.began.before(Span::hours(i64::from(age.unwrap_or(0))));
        (Turn { began, hours: now.hours }, self.used_below)
    }
}

/// A turn's beginning in hours since 1970.
pub fn hours(began: Timestamp) -> u32 {
    u32::try_from(began.millis() / Span::hours(1).millis()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_place_and_a_forged_one_none() {
        let third = Slice::read((0xA7 << 20) | 0x22).expect("the third of four");
        for (is_loose, last, slice, turn, used_below) in
            [(true, (u64::MAX, 7), Slice::WHOLE, 498_740, 4), (false, (0, u128::MAX), third, u32::MAX, u64::MAX)]
        {
            let cursor = Cursor { is_loose, last, slice, turn, used_below };
            assert_eq!(Cursor::read(&cursor.key()), Some(cursor));
        }
        for forged in ["", "s", "l00", "x0", &format!("s+{}", "0".repeat(DIGITS - 1)), "页"] {
            assert_eq!(Cursor::read(forged), None, "{forged:?}");
        }
        assert_eq!(Cursor::read(&"s".repeat(DIGITS + 1)), None);
    }

    #[test]
    fn a_key_of_another_version_names_no_place() {
        let digits = "0".repeat(DIGITS - 2);
        assert!(Cursor::read(&format!("s{VERSION:02x}{digits}")).is_some());
        for key in [format!("s{:02x}{digits}", VERSION - 1), format!("s{:02x}{digits}", VERSION + 1), format!("s{digits}")] {
            assert_eq!(Cursor::read(&key), None, "{key}");
        }
    }

    #[test]
    fn a_turn_that_has_just_ended_is_read_to_its_end() {
        let now = Turn::at(Timestamp::from_millis(1_795_465_800_000), 2);
        let at = |turn: u32| Cursor { is_loose: false, last: (1, 1), slice: Slice::WHOLE, turn, used_below: 9 }.goes_on_in(now);
        let here = hours(now.began);
        assert_eq!(at(here), (now, 9));
        assert_eq!(at(here - 2), (now.before(1), 9));
        for forged in [here + 2, here - 1, here - 26, 0, u32::MAX] {
            assert_eq!(at(forged), (now, 0), "{forged}");
        }
    }
}
