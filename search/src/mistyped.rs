//! Reads a list of terms for those that a word may be a typing error of: a letter too few, too many or wrong, or two turned around. The
//! engine's own automaton writes a kilobyte for each of its hundred states and more before it reads the first term, which among ten
//! thousand goods takes longer than the reading; this one has nothing to write. What it has reached is a bit for each letter of the word.

use tantivy_fst::Automaton;

/// Errors that can be forgiven.
const ERRORS_MAX: usize = 2;
/// Letters of a word that there is a bit for, beside the one for none of them. A typed word has at most forty.
pub const LETTERS_MAX: usize = 62;

/// Letters that most terms are made of.
const ASCII: usize = 128;

/// What differs from a word by so many errors at most.
pub struct Mistyped {
    letters: Vec<u32>,
    /// Behind how many letters each of the first 128 comes next.
    before: [u64; ASCII],
    errors: usize,
    /// The bit of the whole word, and all up to it.
    whole: u64,
    all: u64,
}

/// How far a term was read.
#[derive(Clone, Copy)]
pub struct Reached {
    /// For each number of errors, how many letters of the word may stand for what was read: bit `n` for the first `n`.
    by: [u64; ERRORS_MAX + 1],
    /// With one error more, where the last letter was the word's next but one: the next one makes it two letters turned around.
    turned: [u64; ERRORS_MAX],
    /// What was read of a letter of several bytes, and how many of them are missing.
    begun: u32,
    missing: u8,
}

impl Mistyped {
    /// What a word of at most [`LETTERS_MAX`] letters may have been meant as.
    pub fn new(word: &str, errors: u8) -> Self {
        let letters: Vec<u32> = word.chars().take(LETTERS_MAX).map(u32::from).collect();
        let whole = 1_u64 << letters.len();
        let mut before = [0; ASCII];
        for (position, letter) in letters.iter().enumerate() {
            if let Some(before) = before.get_mut(*letter as usize) {
                *before |= 1 << position;
            }
        }
        Self { letters, before, errors: usize::from(errors).min(ERRORS_MAX), whole, all: (whole << 1) - 1 }
    }

    /// Behind how many letters this one comes next.
    fn before(&self, letter: u32) -> u64 {
        if let Some(before) = self.before.get(letter as usize) {
            return *before;
        }
        let here = |(position, own): (usize, &u32)| if *own == letter { 1_u64 << position } else { 0 };
        self.letters.iter().enumerate().map(here).fold(0, |all, one| all | one)
    }

    /// Where no error is left, the letters of which one must come next, each a bit; none where any letter may come, and where one of them is
    /// not among the first 128.
    #[inline]
    pub fn awaited(&self, reached: &Reached) -> Option<u128> {
        let is_error_left = self.errors > 0 && reached.by[self.errors - 1] != 0;
        if is_error_left || reached.missing > 0 {
            return None;
        }
        // Behind two letters turned around is behind one of them too many as well, so that these are all.
        let (mut behind, mut awaited) = (reached.by[self.errors] & (self.whole - 1), 0);
        while behind != 0 {
            let letter = self.letters.get(behind.trailing_zeros() as usize)?;
            awaited |= 1_u128.checked_shl(*letter)?;
            behind &= behind - 1;
        }
        Some(awaited)
    }

    #[inline]
    fn behind(&self, from: &Reached, letter: u32) -> Reached {
        let next = self.before(letter);
        let mut to = Reached { by: [(from.by[0] & next) << 1, 0, 0], turned: [0; ERRORS_MAX], begun: 0, missing: 0 };
        for errors in 1..=self.errors {
            let (fewer_before, fewer) = (from.by[errors - 1], to.by[errors - 1]);
            let as_it_is = (from.by[errors] & next) << 1;
            let turned = (from.turned[errors - 1] & next) << 2;
            let (too_many, wrong, too_few) = (fewer_before, fewer_before << 1, fewer << 1);
            to.by[errors] = (as_it_is | turned | too_many | wrong | too_few) & self.all;
            to.turned[errors - 1] = fewer_before & (next >> 1);
        }
        to
    }
}

impl Automaton for Mistyped {
    type State = Reached;

    fn start(&self) -> Reached {
        let mut by = [1_u64, 0, 0];
        for errors in 1..=self.errors {
            by[errors] = (by[errors - 1] | (by[errors - 1] << 1)) & self.all;
        }
        Reached { by, turned: [0; ERRORS_MAX], begun: 0, missing: 0 }
    }

    #[inline]
    fn is_match(&self, state: &Reached) -> bool {
        state.missing == 0 && state.by[self.errors] & self.whole != 0
    }

    // With more errors everything is reached that is with fewer.
    #[inline]
    fn can_match(&self, state: &Reached) -> bool {
        state.by[self.errors] != 0
    }

    #[inline]
    fn accept(&self, state: &Reached, byte: u8) -> Reached {
        let bits = u32::from(byte);
        let (begun, missing) = match (state.missing, byte) {
            (0, 0xC0..=0xDF) => (bits & 0x1F, 1),
            (0, 0xE0..=0xEF) => (bits & 0x0F, 2),
            (0, 0xF0..=0xFF) => (bits & 0x07, 3),
            (0, _) => (bits, 0),
            (missing, _) => ((state.begun << 6) | (bits & 0x3F), missing - 1),
        };
        if missing == 0 { self.behind(state, begun) } else { Reached { begun, missing, ..*state } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::Term;
    use tantivy::query::FuzzyTermQuery;
    use tantivy::schema::Field;

    fn finds(automaton: &impl Automaton, term: &str) -> bool {
        let end = term.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end) && automaton.can_match(&end)
    }

    /// A word with these errors in it: which, where, and a letter for it.
    fn with_errors(word: &str, errors: &[(u8, usize, char)]) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        for (kind, place, letter) in errors {
            let at = place % letters.len();
            match kind {
                0 if letters.len() > 1 => drop(letters.remove(at)),
                1 => letters.insert(at, *letter),
                2 => letters.push(*letter),
                3 => letters.swap(at, at.saturating_sub(1)),
                _ => letters[at] = *letter,
            }
        }
        letters.into_iter().collect()
    }

    #[test]
    fn letters_are_counted_and_not_bytes() {
        let finds = |word, errors, term| finds(&Mistyped::new(word, errors), term);
        for term in ["pork", "prok", "ork", "porks", "spork", "perk", "pörk", "腊ork"] {
            assert!(finds("pork", 1, term), "{term}");
        }
        for term in ["", "po", "okpr", "porkers", "prk腊肉", "pök"] {
            assert!(!finds("pork", 1, term), "{term}");
        }
        assert!(finds("mountains", 2, "mountian") && !finds("mountains", 1, "mountian"));
        assert!(finds("pork", 2, "opkr") && !finds("tea", 2, "exta"), "nothing comes between two that are turned around");
    }

    #[test]
    fn it_finds_what_the_engines_own_one_finds() {
        let letter = || prop::sample::select(vec!['a', 'b', 'c', 'ü', '腊', '𠀀']);
        let word = prop::collection::vec(letter(), 1..14).prop_map(|letters| letters.into_iter().collect::<String>());
        let wrong = prop::collection::vec((0..5_u8, 0..14_usize, letter()), 0..5);
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) };
        proptest!(config, |(word in word, wrong in wrong, errors in 1..=2_u8)| {
            let asked = Term::from_field_text(Field::from_field_id(0), &word);
            let engines = FuzzyTermQuery::new(asked, errors, true).automaton().expect("an automaton");
            let term = with_errors(&word, &wrong);
            prop_assert_eq!(finds(&Mistyped::new(&word, errors), &term), finds(&engines, &term));
        });
    }
}
