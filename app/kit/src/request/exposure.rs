//! What shops of each size were shown, and how long turns of the draw were: public, and long to sum up. It is summed up once in
//! some minutes, whoever asks, and kept in memory; nobody is told anything else meanwhile. Where newer sums are not there in a
//! moment, because they take long or nothing can be read, the last ones are told, which say of when they are.

use super::day_of;
use market::discovery::exposure::{DAYS_SHOWN, PlaceSum, SizeSum, by_place, by_size};
use market::discovery::queries::{ShopsSeen, shops_seen, turn_lengths};
use market::discovery::rules::TurnLength;
use market::kernel::{Fault, Market, Span, Timestamp};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

/// Turns whose seeds are told.
pub const TURNS_TOLD: usize = 12;
/// How far back lengths of turns are read: a day more than so many of the longest.
const LENGTHS: Span = Span::days(13);
/// Nobody notices in a month's sums whether the last minutes are in them.
const KEPT_FOR: Span = Span::minutes(10);
/// How long somebody waits who can be told nothing else: as long as for a connection to the database.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// How long whoever can be told the last sums waits for newer ones.
const NEWER_WAIT_MAX: Duration = Duration::from_secs(1);

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

impl Exposed {
    fn is_young(&self, now: Timestamp) -> bool {
        // A clock may leap in both directions.
        self.summed_at <= now && now < self.summed_at.after(KEPT_FOR)
    }
}

impl Exposure {
    /// The sums, at most some minutes old, or the last ones where no newer ones are there in a moment. Whoever comes while they are
    /// made waits for the same ones; whoever leaves does not stop them, or each that comes and goes would begin another walk
    /// through a month.
    ///
    /// # Errors
    /// As long as nothing was ever summed up: a fault of the database, or sums that take longer than anybody waits, and are there a
    /// moment later.
    pub async fn look(&self, market: &Market) -> Result<Arc<Exposed>, Fault> {
        let (now, market) = (market.now(), market.clone());
        self.told(now, [NEWER_WAIT_MAX, WAIT_MAX], async move { sum_up(&market).await }).await
    }

    /// What is told at this moment. Newer sums are waited for as long as the first of these times where the last ones can be told,
    /// and as the second where nothing can.
    async fn told(
        &self,
        now: Timestamp,
        [newer_wait, wait]: [Duration; 2],
        sums: impl Future<Output = Result<Exposed, Fault>> + Send + 'static,
    ) -> Result<Arc<Exposed>, Fault> {
        let Some(last) = self.0.last() else {
            let late = |_| Fault::unavailable("what was shown was not summed up in time");
            return timeout(wait, self.newer(None, sums)).await.map_err(late)?;
        };
        if last.is_young(now) {
            return Ok(last);
        }
        match timeout(newer_wait, self.newer(Some(&last), sums)).await {
            Ok(Ok(newer)) => Ok(newer),
            Ok(Err(fault)) => {
                not_summed_up(&fault);
                Ok(last)
            }
            // They are there when they are there.
            Err(_) => Ok(last),
        }
    }

    /// Other sums than these: what somebody else made meanwhile, or else what is made now.
    async fn newer(
        &self,
        seen: Option<&Arc<Exposed>>,
        sums: impl Future<Output = Result<Exposed, Fault>> + Send + 'static,
    ) -> Result<Arc<Exposed>, Fault> {
        let work = Arc::clone(&self.0.work).lock_owned().await;
        if let Some(last) = self.0.last().filter(|last| seen.is_none_or(|seen| !Arc::ptr_eq(seen, last))) {
            return Ok(last);
        }
        let kept = Arc::clone(&self.0);
        let (tell, told) = oneshot::channel();
        tokio::spawn(async move {
            let made = sums.await.map(Arc::new);
            if let Ok(made) = &made {
                *kept.last.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(made));
            }
            drop(work);
            // Where nobody waits any more, nobody else says that it failed.
            if let Err(Err(fault)) = tell.send(made) {
                not_summed_up(&fault);
            }
        });
        told.await.unwrap_or_else(|_| Err(Fault::broken("what was shown was not summed up to the end")))
    }
}

impl Kept {
    fn last(&self) -> Option<Arc<Exposed>> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// For the log, where no request stops at it.
fn not_summed_up(fault: &Fault) {
    tracing::warn!(fault.kind = ?fault.kind, fault.detail = %fault.detail, "what was shown was not summed up: {}", fault.detail);
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

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::FaultKind;
    use std::future::{pending, ready};

    /// Nobody waits where something is known, and as long as it takes where nothing is.
    const HASTY: [Duration; 2] = [Duration::ZERO, WAIT_MAX];
    const PATIENT: [Duration; 2] = [WAIT_MAX, WAIT_MAX];

    fn summed(minute: i64) -> Exposed {
        Exposed { sums: Vec::new(), shops: Vec::new(), places: Vec::new(), lengths: Vec::new(), summed_at: at(minute) }
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_millis(0).after(Span::minutes(minute))
    }

    #[tokio::test]
    async fn the_last_sums_are_told_until_there_are_newer_ones() {
        let exposure = Exposure::default();
        let first = exposure.told(at(0), HASTY, ready(Ok(summed(0)))).await.expect("sums");
        let young = exposure.told(at(9), PATIENT, ready(Ok(summed(9)))).await.expect("sums");
        assert!(Arc::ptr_eq(&young, &first), "at most ten minutes old");
        let (done, is_done) = oneshot::channel::<()>();
        let slow = async move {
            is_done.await.map_err(Fault::broken)?;
            Ok::<_, Fault>(summed(10))
        };
        let late = exposure.told(at(10), HASTY, slow).await.expect("the last sums");
        assert!(Arc::ptr_eq(&late, &first), "while newer ones are made");
        let other = exposure.told(at(11), HASTY, ready(Ok(summed(11)))).await.expect("the last sums");
        assert!(Arc::ptr_eq(&other, &first), "nobody begins a second walk meanwhile");
        done.send(()).expect("a walk that goes on though nobody waits for it");
        let newer = exposure.told(at(11), PATIENT, ready(Ok(summed(11)))).await.expect("sums");
        assert_eq!(newer.summed_at, at(10), "as soon as they are made");
    }

    #[tokio::test]
    async fn sums_that_cannot_be_made_take_nothing_away() {
        let away = || ready(Err(Fault::unavailable("the database is away")));
        let exposure = Exposure::default();
        assert!(exposure.told(at(0), PATIENT, away()).await.is_err(), "nothing was ever summed up");
        let first = exposure.told(at(0), PATIENT, ready(Ok(summed(0)))).await.expect("sums");
        let last = exposure.told(at(60), PATIENT, away()).await.expect("the last sums");
        assert!(Arc::ptr_eq(&last, &first), "however old they are");
        let newer = exposure.told(at(60), PATIENT, ready(Ok(summed(60)))).await.expect("sums");
        assert_eq!(newer.summed_at, at(60), "it is tried again");
    }

    #[tokio::test]
    async fn where_nothing_was_ever_summed_up_nobody_waits_for_ever() {
        let fault = Exposure::default().told(at(0), [Duration::ZERO; 2], pending()).await.expect_err("too late");
        assert_eq!(fault.kind, FaultKind::Unavailable);
    }
}
