//! What shops of each size were shown, and how long turns of the draw were: public, and long to sum up. It is summed up once in some
//! minutes, whoever asks, and kept in memory; nobody is told anything else meanwhile.

use super::day_of;
use market::discovery::exposure::{DAYS_SHOWN, PlaceSum, SizeSum, by_place, by_size};
use market::discovery::queries::{ShopsSeen, shops_seen, turn_lengths};
use market::discovery::rules::TurnLength;
use market::kernel::{Fault, Market, Span, Timestamp};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::error::Elapsed;

/// Turns whose seeds are told.
pub const TURNS_TOLD: usize = 12;
/// How far back lengths of turns are read: a day more than so many of the longest.
const LENGTHS: Span = Span::days(13);
/// Nobody notices in a month's sums whether the last minutes are in them.
const KEPT_FOR: Span = Span::minutes(10);
/// As long as for a connection to the database.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// What was summed up.
#[derive(Debug)]
pub struct Exposed {
    /// What shops of each size got in thirty days.
    pub sums: Vec<SizeSum>,
    /// How many shops of each size have goods, and of how many of them anything was shown.
    pub shops: Vec<ShopsSeen>,
    /// What shops of each size got in each kind of place.
    pub places: Vec<PlaceSum>,
    /// How long turns were, the latest first.
    pub lengths: Vec<TurnLength>,
    /// When.
    pub summed_at: Timestamp,
}

/// The sums of one process.
#[derive(Debug, Default)]
pub struct Exposure(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    last: RwLock<Option<Arc<Exposed>>>,
    /// Held by whoever sums up.
    work: Arc<Mutex<()>>,
}

impl Exposure {
    /// The sums, at most some minutes old. Whoever comes while they are made waits for the same ones; whoever leaves does not stop
    /// them, or each that comes and goes would begin another walk through a month.
    ///
    /// # Errors
    /// A fault of the database, or sums that take longer than anybody waits: they are there a moment later.
    pub async fn look(&self, market: &Market) -> Result<Arc<Exposed>, Fault> {
        let late = |_: Elapsed| Fault::unavailable("what was shown was not summed up in time");
        if let Some(last) = self.0.young(market.now()) {
            return Ok(last);
        }
        let work = tokio::time::timeout(WAIT_MAX, Arc::clone(&self.0.work).lock_owned()).await.map_err(late)?;
        if let Some(last) = self.0.young(market.now()) {
            return Ok(last);
        }
        let (kept, market) = (Arc::clone(&self.0), market.clone());
        let made = tokio::spawn(async move {
            let made = Arc::new(sum_up(&market).await?);
            *kept.last.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
            drop(work);
            Ok::<_, Fault>(made)
        });
        tokio::time::timeout(WAIT_MAX, made).await.map_err(late)?.map_err(Fault::broken)?
    }
}

impl Kept {
    fn young(&self, now: Timestamp) -> Option<Arc<Exposed>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner).clone();
        // A clock may leap in both directions.
        last.filter(|last| last.summed_at <= now && now < last.summed_at.after(KEPT_FOR))
    }
}

async fn sum_up(market: &Market) -> Result<Exposed, Fault> {
    let summed_at = market.now();
    let from = day_of(summed_at) - DAYS_SHOWN + 1;
    let sums = by_size(market, from).await?;
    let shops = shops_seen(market, from).await?;
    let places = by_place(market, from).await?;
    let lengths = turn_lengths(market, summed_at.before(LENGTHS)).await?;
    Ok(Exposed { sums, shops, places, lengths, summed_at })
}
