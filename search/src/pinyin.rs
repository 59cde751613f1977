//! Chinese characters as they are spelled: syllables, pairs of them, first letters; and the way back, from letters that somebody
//! typed without spaces to the syllables that they may be.

use crate::tokens::token;
use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// Readings of one character that count: the usual one and one more (重庆 is no `zhongqing`).
const READINGS_MAX: usize = 2;
/// Ways to part typed letters into syllables that are tried (`xian`: one or two).
const WAYS_MAX: usize = 4;
/// Where Chinese characters stand.
const HAN: [RangeInclusive<char>; 4] =
    ['\u{3400}'..='\u{4DBF}', '\u{4E00}'..='\u{9FFF}', '\u{F900}'..='\u{FAFF}', '\u{20000}'..='\u{323AF}'];
/// Steps of looking for them; a word has at most forty letters.
const STEPS_MAX: usize = 2_000;

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
fn known() -> &'static HashSet<String> {
    static KNOWN: OnceLock<HashSet<String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let usual = ('\u{4E00}'..='\u{9FFF}').filter_map(|c| c.to_pinyin()).map(|reading| typed(reading.plain()));
        usual.filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u', 'v']) && syllable.is_ascii()).collect()
    })
}

/// Whether letters are one syllable.
pub fn is_syllable(letters: &str) -> bool {
    known().contains(letters)
}

/// Every beginning of a syllable.
fn beginnings() -> &'static HashSet<String> {
    static BEGINNINGS: OnceLock<HashSet<String>> = OnceLock::new();
    BEGINNINGS
        .get_or_init(|| known().iter().flat_map(|syllable| (1..=syllable.len()).map(|end| syllable[..end].to_owned())).collect())
}

/// The ways to read letters as syllables, fewest first; where `unfinished`, the last one may be the beginning of a syllable.
pub fn ways(letters: &str, unfinished: bool) -> Vec<Vec<String>> {
    let mut ways = Vec::new();
    if letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        let mut steps = 0;
        part(letters, unfinished, &mut Vec::new(), &mut ways, &mut steps);
        ways.sort_by_key(Vec::len);
    }
    ways
}

fn part(rest: &str, unfinished: bool, so_far: &mut Vec<String>, ways: &mut Vec<Vec<String>>, steps: &mut usize) {
    *steps += 1;
    if rest.is_empty() {
        if !so_far.is_empty() {
            ways.push(so_far.clone());
        }
        return;
    }
    for end in (1..=rest.len().min(6)).rev() {
        if ways.len() >= WAYS_MAX || *steps >= STEPS_MAX {
            return;
        }
        let (head, tail) = rest.split_at(end);
        if known().contains(head) || (unfinished && tail.is_empty() && beginnings().contains(head)) {
            so_far.push(head.to_owned());
            part(tail, unfinished, so_far, ways, steps);
            so_far.pop();
        }
    }
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
        assert_eq!(pairs(&["chai", "huo", "la"].map(str::to_owned)), ["chaihuo", "huola"]);
    }
}
