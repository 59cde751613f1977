//! One mutant after the other lives, and the tests that come past it are run, the quickest first, until one is red.

use crate::build::Lab;
use crate::list::Mutant;
use crate::reach::{Test, workers};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;
use wait_timeout::ChildExt;

/// A test that takes so much longer than it did does not end any more.
const TIMES_MAX: u32 = 20;
const SECONDS_MAX: Duration = Duration::from_secs(180);
/// Where two tests did not end, nobody waits for the third.
const ENDLESS_MAX: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// By this test.
    Killed(String),
    /// Of so many tests that come past it.
    Survived(usize),
    NeverEnded,
}

#[derive(Clone, Debug)]
pub struct Verdict {
    pub number: usize,
    pub end: End,
}

impl Verdict {
    pub const fn word(&self) -> &'static str {
        match self.end {
            End::Killed(_) => "killed",
            End::Survived(_) => "survived",
            End::NeverEnded => "never ended",
        }
    }

    pub fn told(&self, mutants: &[Mutant]) -> String {
        let name = mutants.get(self.number - 1).map(|mutant| mutant.name.as_str()).unwrap_or_default();
        match &self.end {
            End::Killed(test) => format!("{name} | killed by {test}"),
            End::Survived(tests) => format!("{name} | survived {tests} tests"),
            End::NeverEnded => format!("{name} | never ended"),
        }
    }
}

/// The verdicts, in the order of the numbers.
pub fn all(lab: &Lab<'_>, mutants: &[Mutant], live: &BTreeSet<usize>, tests: &[Test]) -> Vec<Verdict> {
    let (waiting, verdicts) = (Mutex::new(live.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..workers() {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().ok().and_then(|mut waiting| waiting.next().copied());
                    let Some(number) = next else { break };
                    let verdict = Verdict { number, end: one(lab, number, tests) };
                    if let Ok(mut verdicts) = verdicts.lock() {
                        verdicts.push(verdict.clone());
                        println!("      {}/{} {}", verdicts.len(), live.len(), verdict.told(mutants));
                    }
                }
            });
        }
    });
    let mut verdicts = verdicts.into_inner().unwrap_or_default();
    verdicts.sort_by_key(|verdict| verdict.number);
    verdicts
}

fn one(lab: &Lab<'_>, number: usize, tests: &[Test]) -> End {
    let (mut tried, mut endless) = (0, 0);
    for test in tests.iter().filter(|test| test.reaches.contains(&number)) {
        let mut command = test.command(lab);
        command.env("SHANHUO_MUTANT", number.to_string());
        match passes(command, test.takes * TIMES_MAX + SECONDS_MAX) {
            Some(true) => tried += 1,
            Some(false) => return End::Killed(test.name.clone()),
            None => endless += 1,
        }
        if endless >= ENDLESS_MAX {
            break;
        }
    }
    if endless > 0 { End::NeverEnded } else { End::Survived(tried) }
}

/// None where it does not end. A program that cannot be started kills nothing.
fn passes(mut command: Command, at_most: Duration) -> Option<bool> {
    let Ok(mut child) = command.spawn() else { return Some(true) };
    if let Ok(Some(status)) = child.wait_timeout(at_most) {
        return Some(status.success());
    }
    child.kill().ok();
    child.wait().ok();
    None
}
