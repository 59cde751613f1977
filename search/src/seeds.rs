//! The seed of the turn, with which searches of more than a page draw: the market's secret is asked for it once a turn and not once for each.

use market::discovery::rules::{Seed, Turn};
use std::sync::{PoisonError, RwLock};

/// The seed that was asked for last.
#[derive(Default)]
pub struct Seeds(RwLock<Option<(Turn, Seed)>>);

impl Seeds {
    /// The seed of a turn, or what is told of it where another one was asked for last: the pages of a turn that has just ended.
    pub fn of(&self, turn: Turn, tell: impl FnOnce() -> Seed) -> Seed {
        if let Some((of, seed)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner)
            && *of == turn
        {
            return seed.clone();
        }
        let seed = tell();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((turn, seed.clone()));
        seed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Timestamp;

    #[test]
    fn each_turn_has_its_own_seed_and_is_asked_for_it_once() {
        let seeds = Seeds::default();
        let turn = Turn::at(Timestamp::from_millis(1_795_465_800_000), 6);
        let of = |turn: Turn| Seed::new(turn.name().into_bytes());
        for turn in [turn, turn.before(1), turn] {
            assert_eq!(seeds.of(turn, || of(turn)), of(turn));
            assert_eq!(seeds.of(turn, || unreachable!()), of(turn));
        }
    }
}
