//! How a typed search is read: each word must match somehow, and each kind of match has its weight. Nothing here parses a query
//! language: every sign is a sign.

mod begun;
mod meant;
mod ways;

pub use ways::Way;

use crate::analysis::grams;
use crate::engine::Engine;
use crate::known::Known;
use crate::near::Spelling;
use crate::part::{Part, all, any, term};
use crate::pinyin::{pairs, usual};
use crate::schema::Fields;
use crate::segments::Segments;
use crate::synonyms::{PHRASE_RUNS_MAX, Tuned};
use crate::text::{Run, runs};
use crate::weighed::Terms;
use market::discovery::Boost;
use market::discovery::rules::{SEARCH_HAN_MAX, SEARCH_RUNS_MAX};
use std::rc::Rc;
use tantivy::Searcher;

/// First letters that somebody types for a word.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=8;
/// What first letters count where they stand beside exact matches.
const BEHIND: f32 = 0.001;

/// A stretch of a search, and the other words for it.
type Stretch<'a> = (&'a [Run], &'a [String]);

/// Reads searches against one state of the index.
pub struct Reading<'a> {
    pub searcher: &'a Searcher,
    segments: &'a Segments,
    pub fields: &'a Fields,
    pub tuned: &'a Tuned,
    /// The terms of this search.
    pub terms: Terms<'a>,
    known: Known,
}

impl<'a> Reading<'a> {
    pub fn new(searcher: &'a Searcher, engine: &'a Engine, tuned: &'a Tuned) -> Self {
        let (segments, fields) = (&engine.segments, &engine.fields);
        Self { searcher, segments, fields, tuned, terms: Terms::new(searcher, fields), known: Known::default() }
    }
}

impl Reading<'_> {
    /// What the words say, each of which must match as it is typed, spelled in Pinyin, or by another word for it; where `loose`,
    /// also by its first letters, by what it may be a typing error of, and by what sounds alike.
    pub fn query(&self, typed: &str, loose: bool) -> tantivy::Result<Part> {
        self.phrases(&self.known.runs(typed), loose)
    }

    /// What all of it says that has to be there.
    pub fn phrases(&self, runs: &[Run], loose: bool) -> tantivy::Result<Part> {
        let needed = self.needed(runs).into_iter();
        Ok(all(needed.map(|(here, others)| self.with_synonyms(here, others, loose)).collect::<tantivy::Result<_>>()?))
    }

    /// The longest stretches that have other words, and the rest run by run; without those that say nothing where others do.
    fn needed<'b>(&'b self, runs: &'b [Run]) -> Vec<Stretch<'b>> {
        let mut needed = Vec::new();
        let is_told = !runs.iter().all(Run::says_nothing);
        let most = if self.tuned.has_synonyms() { PHRASE_RUNS_MAX } else { 0 };
        let mut rest = runs;
        while !rest.is_empty() {
            let lengths = (1..=rest.len().min(most)).rev();
            let known = lengths.map(|length| (length, said(&rest[..length]))).find(|(_, said)| !self.tuned.of(said).is_empty());
            let (length, others) = known.map_or((1, &[][..]), |(length, said)| (length, self.tuned.of(&said)));
            let (here, behind) = rest.split_at(length);
            let is_needed = !is_told || !others.is_empty() || !here.iter().all(Run::says_nothing);
            if is_needed {
                needed.push((here, others));
            }
            rest = behind;
        }
        needed
    }

    fn with_synonyms(&self, here: &[Run], others: &[String], loose: bool) -> tantivy::Result<Part> {
        let own = all(here.iter().map(|run| self.typed(run, loose)).collect::<tantivy::Result<_>>()?);
        self.or_others(own, others)
    }

    fn or_others(&self, own: Part, others: &[String]) -> tantivy::Result<Part> {
        let mut ways = vec![own];
        for other in others {
            ways.push(self.weighed(self.other(other)?, Boost::Synonym));
        }
        Ok(any(ways))
    }

    /// Another word for something. It has no others itself, or two that are made of each other would have no end.
    fn other(&self, other: &str) -> tantivy::Result<Part> {
        Ok(all(runs(other).iter().map(|run| self.run(run, false)).collect::<tantivy::Result<_>>()?))
    }

    /// A run as it was typed. Nobody parts Chinese words by spaces, so that a word within a run may have other words as well.
    pub fn typed(&self, run: &Run, loose: bool) -> tantivy::Result<Part> {
        let own = self.run(run, loose)?;
        let Run::Han(han) = run else { return Ok(own) };
        let words = self.words_with_others(han);
        let stretches = self.stretches(&words, han);
        if stretches.iter().all(|(_, others)| others.is_empty()) {
            return Ok(own);
        }
        let mut parts = Vec::new();
        for (here, others) in stretches {
            let own = all(here.iter().map(|word| self.somewhere(word)).collect());
            parts.push(self.or_others(own, others)?);
        }
        Ok(any(vec![own, all(parts)]))
    }

    /// The words of a run, where it may be that one of them has others.
    fn words_with_others(&self, han: &str) -> Rc<[String]> {
        if self.tuned.has_synonyms() { self.known.telling(beginning(han)) } else { Rc::default() }
    }

    /// The words of a run in stretches, the longest that have other words, each with these. The whole run was looked up before.
    fn stretches<'a>(&'a self, words: &'a [String], han: &str) -> Vec<(&'a [String], &'a [String])> {
        let most = if words.concat() == han { words.len().saturating_sub(1) } else { words.len() };
        let mut stretches = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let lengths = (1..=rest.len().min(most).min(PHRASE_RUNS_MAX)).rev();
            let known =
                lengths.map(|length| (length, self.tuned.of(&rest[..length].concat()))).find(|(_, others)| !others.is_empty());
            let (length, others) = known.unwrap_or((1, &[][..]));
            let (here, behind) = rest.split_at(length);
            stretches.push((here, others));
            rest = behind;
        }
        stretches
    }

    pub fn run(&self, run: &Run, loose: bool) -> tantivy::Result<Part> {
        match run {
            Run::Han(han) => Ok(self.han(beginning(han), loose)),
            Run::Word(word) => self.word(word, loose),
        }
    }

    /// All characters in a row, or each word of them somewhere.
    fn han(&self, han: &str, loose: bool) -> Part {
        let words = self.known.telling(han);
        let mut ways = vec![self.weighed(self.in_a_row(han), Boost::Phrase)];
        match &*words {
            // In a row it was looked for already.
            [only] => ways.extend(self.as_it_is(only)),
            _ => ways.push(all(words.iter().map(|word| self.somewhere(word)).collect())),
        }
        if loose {
            ways.extend(self.sounds_like(han));
        }
        any(ways)
    }

    /// A word of a run, as the index has it or with its characters in a row.
    fn somewhere(&self, word: &str) -> Part {
        let mut ways = self.as_it_is(word);
        if word.chars().count() > 1 {
            ways.push(self.in_a_row(word));
        }
        any(ways)
    }

    /// What the index has of a word: in the title, as a category's name, anywhere.
    fn as_it_is(&self, word: &str) -> Vec<Part> {
        let fields = [(self.fields.title, Boost::Title), (self.fields.kinds, Boost::Kind), (self.fields.about, Boost::About)];
        fields.map(|(field, boost)| self.weighed(term(field, word), boost)).into()
    }

    fn in_a_row(&self, han: &str) -> Part {
        let size = han.chars().count().min(2);
        all(grams(han, size).map(|gram| term(self.fields.bigrams, gram)).collect())
    }

    /// Characters that are spelled the same: 辣肉 for 腊肉.
    fn sounds_like(&self, han: &str) -> Option<Part> {
        let usual = usual(han);
        (usual.len() > 1).then(|| self.weighed(self.spelled(&usual), Boost::Typo))
    }

    fn spelled(&self, way: &[String]) -> Part {
        all(pairs(way).iter().map(|pair| term(self.fields.pinyin, pair)).collect())
    }

    fn word(&self, word: &str, loose: bool) -> tantivy::Result<Part> {
        let mut found = self.as_it_is(word);
        let stem = self.known.stem(word);
        if *stem != *word {
            found.extend(self.as_it_is(&stem));
        }
        found.extend(self.known.ways(word).iter().map(|way| self.weighed(self.spelled(way), Boost::Pinyin)));
        found.extend(self.first_letters(word, loose));
        if loose {
            found.extend(self.typing_errors(word)?);
        }
        Ok(any(found))
    }

    /// A word as first letters, where they may be meant. Nothing is written without vowels, so that then they are; still behind what is.
    fn first_letters(&self, word: &str, loose: bool) -> Option<Part> {
        if !loose && !is_spelled_without_vowels(word) {
            return None;
        }
        let letters = self.initials(word)?;
        Some(if loose { self.weighed(letters, Boost::Initials) } else { letters.weighed(BEHIND) })
    }

    /// What a word may be a typing error of, as it is written or as it is spelled.
    fn typing_errors(&self, word: &str) -> tantivy::Result<Vec<Part>> {
        let (written, spelled) = (self.near(word)?, self.near_pinyin(word)?);
        let written = self.all_meant(&written)?;
        let of_pinyin = |near: &Spelling| all(near.terms.iter().map(|pair| term(self.fields.pinyin, pair)).collect());
        let spelled = spelled.iter().map(of_pinyin);
        Ok(written.into_iter().chain(spelled).map(|part| self.weighed(part, Boost::Typo)).collect())
    }

    /// Words of which one was meant, each as rare as the commonest: the rarer one of two is not what was meant more often.
    fn all_meant(&self, words: &[String]) -> tantivy::Result<Vec<Part>> {
        // Of what all of millions have, rarity is too little for a number of this size, and nothing is divided by zero.
        let rarity = |word: &String| Ok(self.terms.rarity_of(word)?.max(f32::MIN_POSITIVE));
        let rarities = words.iter().map(rarity).collect::<tantivy::Result<Vec<f32>>>()?;
        let least = rarities.iter().copied().fold(f32::MAX, f32::min);
        Ok(words.iter().zip(rarities).map(|(word, rarity)| self.meant(word).weighed(least / rarity)).collect())
    }

    /// A word that was meant: in a title before where only the category is called so, as where it is typed rightly. Without that whoever
    /// types one letter wrong would have a whole category before the one thing in it that is called so.
    fn meant(&self, word: &str) -> Part {
        let (title, kinds) = (self.tuned.weight(Boost::Title), self.tuned.weight(Boost::Kind));
        let share = if kinds < title { kinds / title } else { 1.0 };
        any(vec![term(self.fields.title, word), term(self.fields.kinds, word).weighed(share)])
    }

    /// The words that a word may be a typing error of.
    fn near(&self, word: &str) -> tantivy::Result<Rc<[String]>> {
        self.known.near(self.searcher, self.segments, self.fields.spelling, word)
    }

    /// What it may be a typing error of, spelled in Pinyin.
    fn near_pinyin(&self, word: &str) -> tantivy::Result<Rc<[Spelling]>> {
        self.known.near_pinyin(self.searcher, self.segments, self.fields.pinyin, word)
    }

    /// Letters as the first ones of so many characters.
    pub fn initials(&self, word: &str) -> Option<Part> {
        let is_initials = INITIALS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let size = word.len().min(3);
        is_initials.then(|| all(grams(word, size).map(|gram| term(self.fields.initials, gram)).collect()))
    }

    pub fn weighed(&self, part: Part, boost: Boost) -> Part {
        part.weighed(self.tuned.weight(boost))
    }
}

/// As much of a run of Chinese characters as counts.
fn beginning(han: &str) -> &str {
    han.char_indices().nth(SEARCH_HAN_MAX).map_or(han, |(end, _)| &han[..end])
}

/// Whether something of what was typed is not read. What is left out of a very long word is no loss: the index has left it out too
/// (`text`).
pub fn is_cut(typed: &str) -> bool {
    let runs = runs(typed);
    runs.len() > SEARCH_RUNS_MAX || runs.iter().any(|run| matches!(run, Run::Han(han) if beginning(han).len() < han.len()))
}

fn is_spelled_without_vowels(word: &str) -> bool {
    !word.contains(['a', 'e', 'i', 'o', 'u', 'v', 'y'])
}

/// What these runs say, with a space between: two typings of the same have it in common.
pub fn said(runs: &[Run]) -> String {
    let words = runs.iter().map(|run| match run {
        Run::Han(text) | Run::Word(text) => text.as_str(),
    });
    words.collect::<Vec<_>>().join(" ")
}
