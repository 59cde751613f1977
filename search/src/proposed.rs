//! What was proposed for a beginning: the first letters are the same for everybody, and match most. It is kept under all that it
//! was made from (what was typed, a state of the index, settings, a turn), so that nothing is told of another one, and within a
//! bound, so that whoever types nonsense fills no memory.

use crate::engine::Engine;
use crate::reading::said;
use crate::synonyms::Tuned;
use crate::text::Run;
use market::catalog::ListingId;
use market::discovery::Suggested;
use market::discovery::rules::Turn;
use market::shop::ShopId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// With more characters, few others type the same while what is kept of it is true.
const CHARS_MAX: usize = 12;
/// What all of it weighs at most, in bytes: some seven thousand beginnings.
const BYTES_MAX: u64 = 2 << 20;
/// A usual one, for sizing the cache's tables.
const BYTES_USUAL: usize = 288;

/// Goods and shops, of each the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposed {
    pub listings: Vec<ListingId>,
    pub shops: Vec<ShopId>,
}

impl Proposed {
    /// Together with categories of these slugs.
    pub fn beside(&self, categories: Vec<String>) -> Suggested {
        Suggested { categories, listings: self.listings.clone(), shops: self.shops.clone() }
    }
}

/// All that proposals are made from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    typed: String,
    index: u64,
    settings: u64,
    turn: Turn,
}

impl Key {
    /// Of what is short enough to be kept. To be made before the state of the index is taken that is looked into: what is kept may
    /// be newer than this says, and is never older.
    pub fn new(engine: &Engine, tuned: &Tuned, typed: &[Run], turn: Turn) -> Option<Self> {
        let typed = said(typed);
        let is_short = typed.chars().nth(CHARS_MAX).is_none();
        is_short.then(|| Self { typed, index: engine.edition(), settings: tuned.edition(), turn })
    }
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Proposed>> for Weight {
    fn weight(&self, key: &Key, proposed: &Arc<Proposed>) -> u64 {
        let ids = proposed.listings.len() * size_of::<ListingId>() + proposed.shops.len() * size_of::<ShopId>();
        let bytes = size_of::<Key>() + key.typed.len() + size_of::<Proposed>() + ids;
        u64::try_from(bytes).unwrap_or(BYTES_MAX)
    }
}

/// What is kept of one index.
pub struct KeptProposals(Cache<Key, Arc<Proposed>, Weight>);

impl Default for KeptProposals {
    fn default() -> Self {
        let usual = usize::try_from(BYTES_MAX).unwrap_or(usize::MAX) / BYTES_USUAL;
        Self(Cache::with_weighter(usual, BYTES_MAX, Weight))
    }
}

impl KeptProposals {
    pub fn find(&self, key: &Key) -> Option<Arc<Proposed>> {
        self.0.get(key)
    }

    /// What is kept, or what is found by looking: one looks, and others who ask for the same wait for that one. An error is
    /// nobody else's answer, and the next one looks.
    pub fn of(&self, key: &Key, look: impl FnOnce() -> tantivy::Result<Proposed>) -> tantivy::Result<Arc<Proposed>> {
        self.0.get_or_insert_with(key, || look().map(Arc::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Timestamp;
    use tantivy::TantivyError;
    use uuid::Uuid;

    fn key(number: u64) -> Key {
        let turn = Turn::at(Timestamp::from_millis(0), 1);
        Key { typed: format!("t{number}"), index: 1, settings: 0, turn }
    }

    fn most() -> Proposed {
        let (listing, shop) = (ListingId::from_uuid(Uuid::nil()), ShopId::from_uuid(Uuid::nil()));
        Proposed { listings: vec![listing; 5], shops: vec![shop; 3] }
    }

    #[test]
    fn however_much_is_typed_what_is_kept_has_a_bound() {
        let kept = KeptProposals::default();
        for number in 0..100_000 {
            kept.of(&key(number), || Ok(most())).expect("an answer");
        }
        assert!(kept.0.weight() <= BYTES_MAX, "{} bytes", kept.0.weight());
        assert!(kept.0.len() > 1_000, "{} are kept", kept.0.len());
    }

    #[test]
    fn an_error_is_not_kept() {
        let kept = KeptProposals::default();
        let broken = kept.of(&key(1), || Err(TantivyError::SystemError("a disk".to_owned())));
        assert!(broken.is_err() && kept.find(&key(1)).is_none());
        assert_eq!(*kept.of(&key(1), || Ok(most())).expect("an answer"), most());
        assert_eq!(*kept.of(&key(1), || unreachable!()).expect("what is kept"), most());
        assert!(kept.find(&key(1)).is_some() && kept.find(&key(2)).is_none());
    }
}
