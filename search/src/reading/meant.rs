//! What was probably meant by words that nothing matches.

use super::Reading;
use crate::near::are_there;
use crate::pinyin::pairs;
use crate::text::Run;
use tantivy::Term;

impl Reading<'_> {
    /// The search with each word that nothing matches replaced by the nearest one; none where there is nothing to correct.
    pub fn corrected(&self, typed: &str) -> tantivy::Result<Option<String>> {
        let mut is_changed = false;
        let mut words = Vec::new();
        for run in self.known.runs(typed).iter() {
            words.push(match run {
                Run::Han(han) => han.clone(),
                Run::Word(word) if self.is_known(word)? => word.clone(),
                Run::Word(word) => match self.nearest(word)? {
                    Some(near) => {
                        is_changed = true;
                        near
                    }
                    None => word.clone(),
                },
            });
        }
        Ok(is_changed.then(|| words.join(" ")))
    }

    fn nearest(&self, word: &str) -> tantivy::Result<Option<String>> {
        if let Some(near) = self.near(word)?.first() {
            return Ok(Some(near.clone()));
        }
        Ok(self.near_pinyin(word)?.first().map(|near| near.letters.clone()))
    }

    fn is_known(&self, word: &str) -> tantivy::Result<bool> {
        for (field, text) in [(self.fields.spelling, word), (self.fields.about, word), (self.fields.title, word)] {
            if self.searcher.doc_freq(&Term::from_field_text(field, text))? > 0 {
                return Ok(true);
            }
        }
        for way in self.known.ways(word).iter() {
            if are_there(self.searcher, self.fields.pinyin, &pairs(way))? {
                return Ok(true);
            }
        }
        Ok(!self.tuned.of(word).is_empty())
    }
}
