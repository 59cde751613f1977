//! What the market asks its search: each answer comes from the index in use, and says so where there is none.

use super::{Reached, Search, WAIT_MAX};
use crate::engine::Engine;
use crate::looking::{Moment, look};
use crate::pace::LOOKED_AT_MAX;
use crate::proposed::Proposed;
use crate::suggesting::{kept, suggest};
use crate::synonyms::Tuned;
use async_trait::async_trait;
use market::discovery::queries::seed_of;
use market::discovery::{Edition, IndexHealth, SearchAnswer, SearchIndex, SearchRequest, Suggested};
use market::kernel::Fault;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

impl Search {
    /// Matches that searches and proposals have looked at so far in the index in use: a measure of their work that is no time.
    pub fn looked_at(&self) -> u64 {
        self.running().map_or(0, |running| running.engine.segments.looked_at())
    }

    /// What is kept of proposals: for that no other thread has to be waited for.
    fn kept(&self, typed: &str) -> Option<Arc<Proposed>> {
        let (running, tuned) = (self.running()?, self.tuned());
        kept(&running.engine, &tuned, typed, tuned.turn(self.0.market.now()))
    }
}

#[async_trait]
impl SearchIndex for Search {
    async fn find(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        let request = request.clone();
        let market = self.0.market.clone();
        let answer = move |engine: &Engine, tuned: &Tuned| {
            let seed_of = |turn| engine.seeds.of(turn, || seed_of(&market, turn));
            let moment = Moment { now: market.now(), most: LOOKED_AT_MAX, seed_of: &seed_of };
            look(engine, tuned, &request, &moment)
        };
        let found = self.ask(answer).await?;
        let (done, all) = (self.0.done.load(Ordering::Relaxed), self.0.all.load(Ordering::Relaxed));
        Ok(found.map_or(SearchAnswer::Building(done, all), |page| SearchAnswer::Found(Box::new(page))))
    }

    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault> {
        let kinds = Arc::clone(&self.0.kinds.read().unwrap_or_else(PoisonError::into_inner));
        // Categories are known without an index; the names of goods and of shops stand in it alone.
        let categories = kinds.like(typed);
        if let Some(proposed) = self.kept(typed) {
            return Ok(proposed.beside(categories));
        }
        let (typed, market) = (typed.to_owned(), self.0.market.clone());
        let answer = move |engine: &Engine, tuned: &Tuned| suggest(engine, tuned, &typed, tuned.turn(market.now()));
        Ok(self.ask(answer).await?.unwrap_or_default().beside(categories))
    }

    async fn reaches(&self, place: i64) -> bool {
        if self.running().is_none() {
            return false;
        }
        let mut reached = self.0.reached.subscribe();
        if reached.borrow().place >= place {
            return true;
        }
        if self.behind() > WAIT_MAX {
            return false;
        }
        // Whoever asks has read what stands at this place: a look that begins after this one was asked for sees it, too.
        let begun = self.0.looks.load(Ordering::Acquire);
        self.0.asked.notify_one();
        let is_there = |reached: &Reached| reached.place >= place || reached.look > begun;
        let waited = tokio::time::timeout(WAIT_MAX, reached.wait_for(is_there)).await;
        self.running().is_some() && matches!(waited, Ok(Ok(_)))
    }

    fn edition(&self) -> Option<Edition> {
        let (index, tuned) = (self.running()?.engine.edition(), self.tuned());
        Some(Edition { index, settings: tuned.edition(), turn: tuned.turn(self.0.market.now()).began })
    }

    fn health(&self) -> IndexHealth {
        let running = self.running();
        IndexHealth {
            documents: running.as_ref().map_or(0, |running| running.engine.searcher().num_docs()),
            lag_seconds: self.behind().as_secs(),
            is_building: running.is_none(),
        }
    }
}
