//! What somebody still types: other words for the phrase in which it ends, also where that has only begun.

use super::{Reading, said};
use crate::part::{Part, all, any};
use crate::synonyms::PHRASE_RUNS_MAX;
use crate::text::Run;
use market::discovery::Boost;

/// Letters of a phrase that has begun, at least: one letter begins too many. A character of Chinese says enough.
const BEGUN_LETTERS_MIN: usize = 2;
/// Other words that are looked for because of phrases that have only begun: at every key, each of them is a search of its own.
const BEGUN_OTHERS_MAX: usize = 6;

impl Reading<'_> {
    /// What these runs end in, and what stands before that: both have to be there, but for words before it that say nothing of goods.
    pub fn behind(&self, before: &[Run], here: &[Run], part: Part) -> tantivy::Result<Part> {
        let is_told = !here.iter().all(Run::says_nothing);
        if before.is_empty() || is_told && before.iter().all(Run::says_nothing) {
            return Ok(part);
        }
        Ok(all(vec![part, self.phrases(before, false)?]))
    }

    /// What these runs find by other words for the phrases that they end in, and for those of which they end in the beginning, each behind
    /// what stands before it. Whole phrases have all of their other words, as in a search.
    pub fn by_others(&self, typed: &[Run]) -> tantivy::Result<Vec<Part>> {
        let most = if self.tuned.has_synonyms() { PHRASE_RUNS_MAX } else { 0 };
        let mut room = BEGUN_OTHERS_MAX;
        let mut found = Vec::new();
        for length in (1..=typed.len().min(most)).rev() {
            let (before, here) = typed.split_at(typed.len() - length);
            let said = said(here);
            let mut others: Vec<&String> = self.tuned.of(&said).iter().collect();
            if matches!(here, [Run::Han(_)]) || said.chars().count() >= BEGUN_LETTERS_MIN {
                let begun = others.len();
                others.extend(self.tuned.of_begun(&said).take(room));
                room -= others.len() - begun;
            }
            if !others.is_empty() {
                let ways = others.into_iter().map(|other| self.another(other)).collect::<tantivy::Result<_>>()?;
                found.push(self.behind(before, here, any(ways))?);
            }
        }
        Ok(found)
    }

    fn another(&self, other: &str) -> tantivy::Result<Part> {
        Ok(self.weighed(self.other(other)?, Boost::Synonym))
    }
}
