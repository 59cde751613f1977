//! What goes wrong and when, and what is done: all of it drawn from one seed, one number after the other. Keeps the trace of a story.

use market::kernel::{Clock, Span, Timestamp};
use market::testkit::TestClock;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Of what there is, so much is recent.
const RECENT: usize = 3;
/// So many deeds lie between two times that the clock is put back, about.
const LEAP_ONE_IN: u64 = 40;
/// What the clock's own dice begin with, beside the seed.
const OF_THE_CLOCK: u64 = 0xC10C;

/// Whom the market talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    Company,
    Mail,
    Photos,
}

impl Other {
    pub const ALL: [Self; 3] = [Self::Company, Self::Mail, Self::Photos];
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Fine,
    /// It fails without an effect.
    Before,
    /// It has its effect, and fails: nobody hears of it.
    After,
    /// It has its effect, and has it once more later.
    Twice,
    /// Its effect comes later than its answer, whatever that was.
    Late,
}

/// The seed's numbers, shared by everybody in a story.
#[derive(Clone)]
pub struct Trouble(Arc<Mutex<State>>);

struct State {
    dice: u64,
    leaps: u64,
    is_calm: bool,
    away: BTreeMap<Other, Timestamp>,
    clock: Arc<TestClock>,
    trace: Sha256,
    counts: BTreeMap<&'static str, u64>,
    is_told: bool,
}

/// The next number of these dice (splitmix64).
const fn next(dice: &mut u64) -> u64 {
    *dice = dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *dice;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Trouble {
    /// A story's. `is_told`: every line of the trace is printed.
    pub fn new(seed: u64, clock: Arc<TestClock>, is_told: bool) -> Self {
        let (away, counts, leaps) = (BTreeMap::new(), BTreeMap::new(), seed ^ OF_THE_CLOCK);
        Self(Arc::new(Mutex::new(State {
            dice: seed,
            leaps,
            is_calm: false,
            away,
            clock,
            trace: Sha256::new(),
            counts,
            is_told,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panicked with it")
    }

    /// A number below `sides`.
    pub fn roll(&self, sides: usize) -> usize {
        let rolled = next(&mut self.state().dice);
        usize::try_from(rolled % u64::try_from(sides).expect("small")).expect("small")
    }

    /// By how much the machine's clock is put back now, once in a while. By dice of its own: what people do is drawn as if it were right.
    pub fn leap_back(&self) -> Option<Span> {
        let rolled = next(&mut self.state().leaps);
        let hours = match rolled / LEAP_ONE_IN % 3 {
            0 => 2,
            1 => 7,
            _ => 26,
        };
        rolled.is_multiple_of(LEAP_ONE_IN).then(|| Span::hours(hours))
    }

    /// Whether something happens that happens every so many times; nothing of the kind does where it is calm.
    pub fn one_in(&self, times: usize) -> bool {
        self.roll(times) == 0 && !self.state().is_calm
    }

    /// One of these.
    pub fn pick<T: Copy>(&self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { from.get(self.roll(from.len())).copied() }
    }

    /// One of these, mostly of the last ones: what began long ago is over.
    pub fn pick_recent<T: Copy>(&self, from: &[T]) -> Option<T> {
        let recent = if self.roll(4) == 0 { from } else { from.get(from.len().saturating_sub(RECENT)..).unwrap_or_default() };
        self.pick(recent)
    }

    /// How the next call to this one ends. The company's word has troubles of its own: its calls are neither late nor done twice.
    pub fn fate(&self, other: Other) -> Fate {
        let rolled = self.roll(12);
        let mut state = self.state();
        let is_away = state.away.get(&other).is_some_and(|until| state.clock.now() < *until);
        let fate = match rolled {
            _ if state.is_calm => Fate::Fine,
            _ if is_away => Fate::Before,
            0 | 1 => Fate::Before,
            2 => Fate::After,
            3 if other != Other::Company => Fate::Twice,
            4 if other != Other::Company => Fate::Late,
            _ => Fate::Fine,
        };
        let counted = match fate {
            Fate::Fine => return fate,
            Fate::Before => "calls that failed",
            Fate::After => "calls that failed after their effect",
            Fate::Twice => "calls that were done twice",
            Fate::Late => "calls that were done late",
        };
        *state.counts.entry(counted).or_default() += 1;
        fate
    }

    /// Something happened so many times.
    pub fn count(&self, what: &'static str, times: usize) {
        if times > 0 {
            *self.state().counts.entry(what).or_default() += u64::try_from(times).expect("small");
        }
    }

    /// When something comes that comes later: long before the shortest round of the end is over.
    pub fn later(&self) -> Timestamp {
        let minutes = self.pick(&[1, 20, 90]).unwrap_or(1);
        self.now().after(Span::minutes(minutes))
    }

    /// The story's time.
    pub fn now(&self) -> Timestamp {
        self.state().clock.now()
    }

    /// This one does not answer for a while.
    pub fn go_away(&self, other: Other, span: Span) {
        let mut state = self.state();
        let until = state.clock.now().after(span);
        state.away.insert(other, until);
    }

    /// From now on nothing goes wrong any more.
    pub fn calm(&self) {
        self.state().is_calm = true;
    }

    /// A line of the trace: what was done, and everything that tells one run from another.
    pub fn note(&self, what: &'static str, how: &str) {
        self.trace(what, how);
        *self.state().counts.entry(what).or_default() += 1;
    }

    /// Tells of something that is not counted: it was tried in vain.
    pub fn trace(&self, what: &str, how: &str) {
        let mut state = self.state();
        let line = format!("{} {what}: {how}", state.clock.now().millis());
        if state.is_told {
            println!("{line}");
        }
        state.trace.update(line.as_bytes());
        state.trace.update([0]);
    }

    /// The digest of the trace so far.
    pub fn digest(&self) -> String {
        self.state().trace.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// How often each thing happened.
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        self.state().counts.clone()
    }
}
