//! `cargo dev planted`: classic mistakes, each a patch in market/planted, are put into a copy of the source one at a time, and a
//! test has to notice each. A suite that stays green over one of them has a hole. The product's own source is never touched.

mod mistake;
pub mod scratch;
mod trial;

use crate::postgres::Holds;
use crate::schema;
use crate::setup::{self, For};
use crate::steps::{Done, Steps, seconds};
use mistake::Mistake;
use scratch::Scratch;
use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime};
use trial::Trial;

const SECONDS_OF_A_DAY: u64 = 86_400;

/// Those of these names; without names all of them; with `--rotate N` the next N of today.
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let all = mistake::all()?;
    let chosen = match arguments {
        [] => all,
        ["--rotate", count] => of_today(all, count.parse().map_err(|_| "--rotate wants a number, such as 2.".to_owned())?)?,
        names => named(all, names)?,
    };
    if !chosen.iter().any(|mistake| mistake.on_postgres) {
        return tried(steps, &chosen, None);
    }
    setup::ensure(steps, For::Tests)?;
    let cluster = schema::start(steps, Holds::Tests)?;
    tried(steps, &chosen, Some(&cluster.url))
}

/// The next so many of today, for a run that has a PostgreSQL already and in which every test of the unharmed source has just passed.
pub fn rotate(steps: &mut Steps, count: usize, postgres: &str) -> Done {
    let chosen = of_today(mistake::all()?, count)?;
    let scratch = copied(steps)?;
    plant(steps, &scratch, &chosen, Some(postgres))
}

fn named(all: Vec<Mistake>, names: &[&str]) -> Done<Vec<Mistake>> {
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|mistake| mistake.name == **name)) {
        let known: Vec<_> = all.iter().map(|mistake| mistake.name.as_str()).collect();
        return Err(format!("there is no mistake `{unknown}`; there are: {}.", known.join(", ")));
    }
    Ok(all.into_iter().filter(|mistake| names.contains(&mistake.name.as_str())).collect())
}

/// By the day, so that in a few days each has had its turn; `SHANHUO_SEED` is another day's number.
fn of_today(all: Vec<Mistake>, count: usize) -> Done<Vec<Mistake>> {
    let turn = match std::env::var("SHANHUO_SEED") {
        Ok(seed) => seed.parse().map_err(|_| format!("SHANHUO_SEED is a number, and `{seed}` is none."))?,
        Err(_) => SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() / SECONDS_OF_A_DAY,
    };
    let turns = picked(all.len(), count, turn);
    let chosen: Vec<_> = all.into_iter().enumerate().filter(|(at, _)| turns.contains(at)).map(|(_, mistake)| mistake).collect();
    let names: Vec<_> = chosen.iter().map(|mistake| mistake.name.as_str()).collect();
    println!("Planted today: {} (SHANHUO_SEED={turn} repeats it)", names.join(", "));
    Ok(chosen)
}

/// Which of `of` have their turn: `count` in a row, and the turn after it the next.
fn picked(of: usize, count: usize, turn: u64) -> BTreeSet<usize> {
    let (all, each) = (u64::try_from(of).unwrap_or(u64::MAX).max(1), u64::try_from(count).unwrap_or(u64::MAX));
    let first = (turn % all).wrapping_mul(each % all) % all;
    (0..of.min(count)).filter_map(|step| usize::try_from(first).ok()?.checked_add(step)?.checked_rem(of)).collect()
}

/// Who noticed a mistake, or why nobody counts as having noticed it.
struct Found<'a> {
    name: &'a str,
    by: Done<String>,
    took: Duration,
}

/// A copy of the source, to which every mistake applies.
fn copied(steps: &mut Steps) -> Done<Scratch> {
    let scratch = Scratch::named("planted");
    steps.work("a copy of the source for planted mistakes", || scratch.fill())?;
    steps.work("every planted mistake still applies", || {
        let all = mistake::all()?;
        all.iter().try_for_each(|mistake| scratch.applies(mistake))?;
        Ok(format!("{} patches", all.len()))
    })?;
    Ok(scratch)
}

/// The tests by which they are to be found pass on the unharmed copy; then the mistakes.
fn tried(steps: &mut Steps, chosen: &[Mistake], postgres: Option<&str>) -> Done {
    let scratch = copied(steps)?;
    let mut passed = BTreeSet::new();
    for mistake in chosen {
        if passed.insert((&mistake.test, mistake.on_postgres)) {
            steps
                .work(&format!("unharmed: {}", mistake.test.join(" ")), || Trial::new(&scratch, mistake, postgres).must_pass())?;
        }
    }
    plant(steps, &scratch, chosen, postgres)
}

fn plant(steps: &mut Steps, scratch: &Scratch, chosen: &[Mistake], postgres: Option<&str>) -> Done {
    let mut found = Vec::new();
    for mistake in chosen {
        let begun = Instant::now();
        let name = mistake.name.as_str();
        let mut by = String::new();
        let noticed = steps.work(&format!("planted: {name}"), || {
            println!("      {}", mistake.says);
            by = who_notices(scratch, mistake, &Trial::new(scratch, mistake, postgres))?;
            Ok(format!("found by {by}"))
        });
        if let Err(sentence) = &noticed {
            println!("      {sentence}");
        }
        found.push(Found { name, by: noticed.map(|()| by), took: begun.elapsed() });
    }
    report(&found)
}

/// Plants, tries, and takes it out again whatever came of it.
fn who_notices(scratch: &Scratch, mistake: &Mistake, trial: &Trial) -> Done<String> {
    let found = scratch.plant(mistake).and_then(|()| trial.must_fail(mistake.finds.as_deref()));
    scratch.fill()?;
    found
}

fn report(found: &[Found]) -> Done {
    let width = found.iter().map(|found| found.name.len()).max().unwrap_or(0);
    println!("\n  {:>9}   {:width$}   found by", "time", "mistake");
    for Found { name, by, took } in found {
        println!("  {:>9}   {name:width$}   {}", seconds(*took), by.as_deref().unwrap_or("← nobody"));
    }
    println!();
    let missed: Vec<_> = found.iter().filter(|found| found.by.is_err()).map(|found| found.name).collect();
    if missed.is_empty() { Ok(()) } else { Err(format!("nobody noticed: {}.", missed.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::picked;

    #[test]
    fn each_has_its_turn() {
        assert_eq!(picked(5, 2, 0), [0, 1].into());
        assert_eq!(picked(5, 2, 1), [2, 3].into());
        assert_eq!(picked(5, 2, 2), [4, 0].into());
        assert_eq!(picked(2, 5, 20_000), [0, 1].into());
        assert!(picked(0, 2, 7).is_empty());
        for (of, count) in [(21, 2), (16, 2), (7, 3)] {
            let seen: std::collections::BTreeSet<_> = (20_000..20_021).flat_map(|day| picked(of, count, day)).collect();
            assert_eq!(seen.len(), of, "{of} by {count}");
        }
    }
}
