//! Places of those who are worked for at a time, and who waits for one.

use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Who may wait for a place, of each kind: a request that waits costs some ten kilobytes.
const WAITING_MAX: usize = 256;
/// How long they wait: a moment's rush passes unnoticed, and nobody looks at an empty page for long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Places, and who waits for one: in the order in which they came.
#[derive(Debug)]
pub struct Room {
    places: Semaphore,
    waiting: Semaphore,
}

/// A place, until it is dropped.
pub type Place<'a> = SemaphorePermit<'a>;

/// Came past the door without a place: whoever makes a page for it takes one first.
#[derive(Clone, Copy, Debug)]
pub struct EntersLate;

/// Found no place: an answer that bears this is made a calm one at the door.
#[derive(Clone, Copy, Debug)]
pub struct NoPlace;

impl Room {
    /// So many places, and as many to wait as there are everywhere.
    #[must_use]
    pub const fn new(places: usize) -> Self {
        Self::with(places, WAITING_MAX)
    }

    const fn with(places: usize, waiting: usize) -> Self {
        Self { places: Semaphore::const_new(places), waiting: Semaphore::const_new(waiting) }
    }

    /// A place; none where too many wait already, or none came free in time.
    pub async fn enter(&self) -> Option<Place<'_>> {
        if let Ok(place) = self.places.try_acquire() {
            return Some(place);
        }
        let _waits = self.waiting.try_acquire().ok()?;
        tokio::time::timeout(PATIENCE, self.places.acquire()).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;

    #[tokio::test]
    async fn some_wait_for_a_place_and_the_rest_is_turned_away() {
        let room = Room::with(1, 1);
        let first = room.enter().await;
        let mut second = pin!(room.enter());
        assert!(futures::poll!(&mut second).is_pending(), "it waits");
        assert!(room.enter().await.is_none(), "there is no room to wait in");
        drop(first);
        assert!(second.await.is_some(), "the place is the next one's");
    }
}
