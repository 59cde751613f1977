//! The ways in which the words of a search may match, each by itself: which of them did is a reason for a place.

use super::{Reading, beginning, said};
use crate::part::{Part, all, term};
use crate::text::Run;
use market::discovery::Boost;

/// Stretches of a search that are looked for in each row: what a reason names is one of the first.
const STRETCHES_MAX: usize = 4;

/// A way to match, its weight counted in.
pub struct Way {
    /// What was typed.
    pub word: String,
    pub boost: Boost,
    pub part: Part,
}

impl Reading<'_> {
    /// The ways of the first words that say something of goods; of the first of all where none does.
    pub fn ways(&self, typed: &str, loose: bool) -> tantivy::Result<Vec<Way>> {
        let runs = self.known.runs(typed);
        let mut ways = Vec::new();
        for (here, others) in self.needed(&runs).into_iter().take(STRETCHES_MAX) {
            self.own_ways(here, loose, &mut ways)?;
            for other in others {
                let part = self.weighed(self.other(other)?, Boost::Synonym);
                ways.push(Way { word: said(here), boost: Boost::Synonym, part });
            }
        }
        Ok(ways)
    }

    /// The ways of the words of a stretch. It matches by itself only where all of them do: where one of them is missing, another word for the
    /// whole is why the goods are there.
    fn own_ways(&self, here: &[Run], loose: bool, ways: &mut Vec<Way>) -> tantivy::Result<()> {
        let is_told = !here.iter().all(Run::says_nothing);
        for run in here.iter().filter(|run| !is_told || !run.says_nothing()) {
            let (Run::Han(word) | Run::Word(word)) = run;
            let rest = here.iter().filter(|other| *other != run).map(|other| self.typed(other, loose));
            let rest = rest.collect::<tantivy::Result<Vec<Part>>>()?;
            for (boost, way) in self.ways_of(run, loose)? {
                let beside = rest.iter().cloned().map(Part::silent);
                let part = all([way].into_iter().chain(beside).collect());
                ways.push(Way { word: word.clone(), boost, part });
            }
        }
        Ok(())
    }

    fn ways_of(&self, run: &Run, loose: bool) -> tantivy::Result<Vec<(Boost, Part)>> {
        match run {
            Run::Han(han) => self.ways_of_han(han, loose),
            Run::Word(word) => self.ways_of_word(word, loose),
        }
    }

    fn ways_of_han(&self, han: &str, loose: bool) -> tantivy::Result<Vec<(Boost, Part)>> {
        let short = beginning(han);
        let mut ways = self.in_fields(&self.known.telling(short));
        ways.push((Boost::Phrase, self.weighed(self.in_a_row(short), Boost::Phrase)));
        if loose {
            ways.extend(self.sounds_like(short).map(|part| (Boost::Typo, part)));
        }
        let words = self.words_with_others(han);
        for other in self.stretches(&words, han).into_iter().flat_map(|(_, others)| others) {
            ways.push((Boost::Synonym, self.weighed(self.other(other)?, Boost::Synonym)));
        }
        Ok(ways)
    }

    fn ways_of_word(&self, word: &str, loose: bool) -> tantivy::Result<Vec<(Boost, Part)>> {
        let mut ways = self.in_fields(&[word.to_owned()]);
        let stem = self.known.stem(word);
        if *stem != *word {
            ways.extend(self.in_fields(&[stem.to_string()]));
        }
        let spelled = self.known.ways(word);
        ways.extend(spelled.iter().map(|way| (Boost::Pinyin, self.weighed(self.spelled(way), Boost::Pinyin))));
        ways.extend(self.first_letters(word, loose).map(|part| (Boost::Initials, part)));
        if loose {
            ways.extend(self.typing_errors(word)?.into_iter().map(|part| (Boost::Typo, part)));
        }
        Ok(ways)
    }

    /// All of these words in one field.
    fn in_fields(&self, words: &[String]) -> Vec<(Boost, Part)> {
        let fields = [(self.fields.title, Boost::Title), (self.fields.kinds, Boost::Kind), (self.fields.about, Boost::About)];
        let of_field = |(field, boost)| {
            let words = words.iter().map(|word| term(field, word)).collect();
            (boost, self.weighed(all(words), boost))
        };
        fields.map(of_field).into()
    }
}
