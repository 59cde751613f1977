//! The demo market: the stories' people, five shops, their goods with pictures, and orders in every state. Everything goes through
//! the market's own commands, by a clock of its own, so that the demo has a past. Doing it again changes nothing.

mod attributes;
mod clock;
mod coupons;
mod goods;
mod jobs;
mod listings;
mod orders;
mod payout;
mod people;
mod photos;
mod pictures;
mod shops;
mod stable;
mod stories;
#[cfg(test)]
mod tests;

pub use photos::WIDTH as PHOTO_WIDTH;

use crate::boot::Opened;
use crate::payments::Sandbox;
use crate::photos::Photos;
use crate::regions::SiteRegions;
use crate::site;
use clock::SeedClock;
use market::account::SignedIn;
use market::discovery::stories::choose_story;
use market::kernel::{Fault, Market, Problem};
use std::sync::Arc;
use std::time::Instant;

/// What the seed works with.
struct Seed {
    /// The market, by the seed's clock.
    market: Market,
    clock: Arc<SeedClock>,
    photos: Photos,
    sandbox: Sandbox,
    /// Where the buyers live.
    regions: SiteRegions,
    /// In pixels; photos are 4:3.
    photo_width: u32,
    /// In the order of [`people::PEOPLE`].
    cast: Vec<SignedIn>,
}

impl Seed {
    /// A seed that has done nothing yet.
    fn new(opened: &Opened, photos: Photos, photo_width: u32, regions: SiteRegions) -> Result<Self, String> {
        let clock = Arc::new(SeedClock::at(opened.market.now()));
        let market = opened.by_clock(clock.clone());
        let sandbox = Sandbox::new(market.clone(), String::new())?;
        Ok(Self { market, clock, photos, sandbox, regions, photo_width, cast: Vec::new() })
    }

    /// The person of this key.
    fn person(&self, key: &str) -> Result<&SignedIn, Wrong> {
        let found = people::PEOPLE.iter().zip(&self.cast).find(|(person, _)| person.key == key);
        found.map(|(_, signed_in)| signed_in).ok_or_else(|| Wrong(format!("the demo knows nobody called {key}")))
    }
}

/// What went wrong, for whoever wrote the demo: its commands are not refused.
#[derive(Debug)]
struct Wrong(String);

impl Wrong {
    /// Of a command with this name.
    fn command<R: std::fmt::Debug>(name: &'static str) -> impl Fn(Problem<R>) -> Self {
        move |problem| Self(format!("{name}: {problem:?}"))
    }
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self(fault.detail)
    }
}

/// Makes the demo market, or what is missing of it. Tells the terminal what it is doing.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn demo(opened: &Opened, photos: Photos, photo_width: u32) -> Result<(), String> {
    let begun = Instant::now();
    let mut seed = Seed::new(opened, photos, photo_width, SiteRegions::new(site::read))?;
    fill(&mut seed).await.map_err(|Wrong(what)| format!("The demo market could not be made: {what}"))?;
    println!("The demo market is ready ({:.1} s).\n\n{}", begun.elapsed().as_secs_f64(), people::table());
    Ok(())
}

async fn fill(seed: &mut Seed) -> Result<(), Wrong> {
    let step = Step::begin("people");
    seed.clock.go_back(shops::FIRST_DAY);
    seed.cast = people::enrol_all(seed).await?;
    step.end(seed.cast.len());

    let step = Step::begin("shops");
    let shops = shops::open_all(seed).await?;
    step.end(shops.len());

    attributes::set_all(seed).await?;
    let step = Step::begin("listings");
    let missing = listings::missing(seed, &shops).await?;
    let made = photos::take(seed, &missing).await?;
    listings::publish(seed, &missing).await?;
    step.end(format!("{} with {made} photos", missing.len()));

    let step = Step::begin("coupons");
    step.end(coupons::make_all(seed, &shops).await?);

    let step = Step::begin("orders");
    match orders::place_all(seed, &shops).await? {
        Some(placed) => step.end(placed),
        None => step.end("none: addresses need the site's regions (`cargo dev site`), then seed again"),
    }
    jobs::finish(seed).await?;
    // The home page has one from the first look on, whoever looks first.
    choose_story(&seed.market).await?;
    Ok(())
}

/// A line of progress.
struct Step {
    name: &'static str,
    begun: Instant,
}

impl Step {
    fn begin(name: &'static str) -> Self {
        Self { name, begun: Instant::now() }
    }

    fn end(self, what: impl std::fmt::Display) {
        println!("  {:9} {what} ({:.1} s)", self.name, self.begun.elapsed().as_secs_f64());
    }
}
