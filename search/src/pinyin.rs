//! Chinese characters as they are spelled: syllables, pairs of them, first letters; and the way back, from letters that somebody
//! typed without spaces to the syllables that they may be.

use crate::syllables::Syllables;
use crate::tokens::token;
use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// Readings of one character that count: the usual one and one more (重庆 is no `zhongqing`).
const READINGS_MAX: usize = 2;
/// Ways to part typed letters into syllables that are tried (`xian`: one or two).
const WAYS_MAX: usize = 4;
/// Where Chinese characters stand.
const HAN: [RangeInclusive<char>; 4] =
    ['\u{3400}'..='\u{4DBF}', '\u{4E00}'..='\u{9FFF}', '\u{F900}'..='\u{FAFF}', '\u{20000}'..='\u{323AF}'];
/// Letters of the longest syllables.
const SYLLABLE_LETTERS_MAX: usize = 6;

/// The readings of each character that has any, the usual one first.
pub fn readings(han: &str) -> Vec<&'static [String]> {
    han.chars().filter_map(|c| table().get(&c)).map(Vec::as_slice).collect()
}

/// The usual reading of each character.
pub fn usual(han: &str) -> Vec<String> {
    readings(han).into_iter().filter_map(|all| all.first().cloned()).collect()
}

/// What each character is read as, found out once: a title is spelled a hundred times as fast.
fn table() -> &'static HashMap<char, Vec<String>> {
    static TABLE: OnceLock<HashMap<char, Vec<String>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let all = HAN.into_iter().flatten().map(|c| (c, readings_of(c)));
        all.filter(|(_, readings)| !readings.is_empty()).collect()
    })
}

fn readings_of(c: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let all = c.to_pinyin().into_iter().chain(c.to_pinyin_multi().into_iter().flatten());
    for reading in all.map(|reading| typed(reading.plain())) {
        if readings.len() < READINGS_MAX && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

/// As keyboards have it: `nv` for 女.
fn typed(plain: &str) -> String {
    plain.replace('ü', "v")
}

/// Syllables and pairs of neighbours, in every reading, as tokens with a space behind each.
pub fn syllables(han: &str, out: &mut String) {
    let readings = readings(han);
    readings.iter().copied().flatten().for_each(|syllable| token(out, syllable));
    for (first, second) in neighbours(&readings) {
        for one in *first {
            for other in *second {
                out.push_str(one);
                token(out, other);
            }
        }
    }
}

/// First letters of two and of three neighbours, as tokens with a space behind each: in every reading for two, in the usual one for
/// three.
pub fn initials(han: &str, out: &mut String) {
    let readings = readings(han);
    for (first, second) in neighbours(&readings) {
        for one in *first {
            for other in *second {
                out.extend(one.chars().take(1));
                out.extend(other.chars().take(1));
                out.push(' ');
            }
        }
    }
    for three in readings.windows(3) {
        out.extend(three.iter().filter_map(|all| all.first()?.chars().next()));
        out.push(' ');
    }
}

/// Each two that stand together.
fn neighbours<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter().zip(all.iter().skip(1))
}

/// Every syllable that there is.
fn known() -> &'static Syllables {
    static KNOWN: OnceLock<Syllables> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let usual = ('\u{4E00}'..='\u{9FFF}').filter_map(|c| c.to_pinyin()).map(|reading| typed(reading.plain()));
        let is_one = |syllable: &String| {
            syllable.contains(['a', 'e', 'i', 'o', 'u', 'v']) && syllable.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        Syllables::new(usual.filter(is_one))
    })
}

/// Whether letters are one syllable.
pub fn is_syllable(letters: &str) -> bool {
    letters.len().checked_sub(1).and_then(|last| known().along(letters.as_bytes()).nth(last)).unwrap_or(false)
}

/// The ways to read letters as syllables, fewest first; where `unfinished`, the last one may be the beginning of a syllable.
pub fn ways(letters: &str, unfinished: bool) -> Vec<Vec<String>> {
    let mut ways = Vec::new();
    if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        let is_read_from = readable_ends(letters, unfinished);
        Parting { letters, unfinished, is_read_from }.go_on(0, &mut Vec::new(), &mut ways);
        ways.sort_by_key(Vec::len);
    }
    ways
}

/// Letters that are parted into syllables.
struct Parting<'a> {
    letters: &'a str,
    unfinished: bool,
    /// From where on the rest can be read: nowhere else does a way go on, so that none is gone in vain.
    is_read_from: Vec<bool>,
}

impl<'a> Parting<'a> {
    fn go_on(&self, from: usize, so_far: &mut Vec<&'a str>, ways: &mut Vec<Vec<String>>) {
        if from == self.letters.len() {
            ways.push(so_far.iter().map(|syllable| (*syllable).to_owned()).collect());
            return;
        }
        for end in syllable_ends(self.letters, from, self.unfinished) {
            if ways.len() >= WAYS_MAX {
                return;
            }
            if self.is_read_from[end] {
                so_far.push(&self.letters[from..end]);
                self.go_on(end, so_far, ways);
                so_far.pop();
            }
        }
    }
}

/// Where syllables end that begin behind so many letters, the longest first.
fn syllable_ends(letters: &str, from: usize, unfinished: bool) -> impl Iterator<Item = usize> + use<> {
    let mut is_end = [false; SYLLABLE_LETTERS_MAX];
    let here = letters.as_bytes().get(from..).unwrap_or_default();
    for ((end, is_end), is_whole) in (from + 1..).zip(&mut is_end).zip(known().along(here)) {
        *is_end = is_whole || (unfinished && end == letters.len());
    }
    is_end.into_iter().enumerate().rev().filter(|(_, is_end)| *is_end).map(move |(before, _)| from + before + 1)
}

/// Of letters from `a` to `z`, for each number of them whether the first so many can be read as syllables.
pub fn readable_beginnings(letters: &str) -> Vec<bool> {
    let mut is_read = vec![false; letters.len() + 1];
    is_read[0] = true;
    for from in 0..letters.len() {
        if is_read[from] {
            syllable_ends(letters, from, false).for_each(|end| is_read[end] = true);
        }
    }
    is_read
}

/// Of letters from `a` to `z`, for each number of them whether those behind the first so many can be read as syllables; where `unfinished`,
/// the last one may be the beginning of a syllable.
pub fn readable_ends(letters: &str, unfinished: bool) -> Vec<bool> {
    let mut is_read = vec![false; letters.len() + 1];
    is_read[letters.len()] = true;
    for from in (0..letters.len()).rev() {
        is_read[from] = syllable_ends(letters, from, unfinished).any(|end| is_read[end]);
    }
    is_read
}

/// The tokens of [`syllables`] that a way asks for: its pairs, or its one syllable.
pub fn pairs(way: &[String]) -> Vec<String> {
    match way {
        [one] => vec![one.clone()],
        several => several.windows(2).map(<[String]>::concat).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_spelled() {
        let tokens = |han: &str, write: fn(&str, &mut String)| {
            let mut out = String::new();
            write(han, &mut out);
            out.split(' ').map(str::to_owned).collect::<Vec<_>>()
        };
        let has = |han, write, token: &str| assert!(tokens(han, write).contains(&token.to_owned()), "{han}: {token}");
        has("腊肉", syllables, "larou");
        has("腊肉", syllables, "la");
        has("重庆", syllables, "chongqing");
        has("女装", syllables, "nvzhuang");
        has("腊肉", initials, "lr");
        has("柴火腊肉", initials, "chl");
    }

    #[test]
    fn letters_become_syllables() {
        assert_eq!(ways("larou", false), [["la", "rou"]]);
        assert_eq!(ways("xian", false), [vec!["xian"], vec!["xi", "an"]]);
        assert!(ways("pork", false).is_empty());
        assert!(ways("lar", false).is_empty());
        assert_eq!(ways("lar", true), [["la", "r"]]);
        assert!(ways(&"a".repeat(40), true).len() <= WAYS_MAX);
        assert!(ways(&"xiangxian".repeat(5)[..40], false).len() <= WAYS_MAX);
        assert!(ways(&format!("{}q", "a".repeat(39)), false).is_empty());
        assert!(ways("", true).is_empty());
        assert_eq!(pairs(&["chai", "huo", "la"].map(str::to_owned)), ["chaihuo", "huola"]);
    }

    #[test]
    fn what_can_be_read_has_a_way_to_be_read() {
        assert_eq!(readable_ends("larpu", false), [false, false, false, true, false, true]);
        for letters in ["chaihuolarou", "xiangxian", "laruo", "chahvolarou", "pork", "lar", "gangaoan", "aaaaaaaa", ""] {
            let is_read = |part: &str, unfinished| part.is_empty() || !ways(part, unfinished).is_empty();
            let each = |of: &dyn Fn(usize) -> bool| (0..=letters.len()).map(of).collect::<Vec<bool>>();
            assert_eq!(readable_beginnings(letters), each(&|at| is_read(&letters[..at], false)), "{letters}");
            for unfinished in [false, true] {
                assert_eq!(readable_ends(letters, unfinished), each(&|at| is_read(&letters[at..], unfinished)), "{letters}");
            }
        }
    }
}
