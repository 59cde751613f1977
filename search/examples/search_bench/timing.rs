//! How long answers take, by what is asked.

use super::baseline::Baseline;
use super::index::Indexed;
use super::queries::{Asked, Kind};
use market::discovery::SearchIndex;
use market::kernel::Span;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How long the two are asked in turn, at most.
const COMPARED: Duration = Duration::from_secs(400);
/// Letters that proposals are asked for, of one search.
pub const LETTERS_MAX: usize = 8;

/// Milliseconds, sorted.
#[derive(Default)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, begun: Instant) {
        self.add_millis(begun.elapsed().as_secs_f64() * 1_000.0);
    }

    pub fn add_millis(&mut self, millis: f64) {
        self.0.push(millis);
    }

    pub fn at(&mut self, part: f64) -> f64 {
        self.0.sort_by(f64::total_cmp);
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * part).round() as usize).copied().unwrap_or(f64::NAN)
    }
}

/// Every search once to warm up, once to be timed; the p99 of them all.
pub async fn searches(index: &Indexed, asked: &[Asked]) -> f64 {
    for asked in asked {
        index.find(&asked.request).await;
    }
    let mut all = Times::default();
    let mut kinds: HashMap<Kind, (Times, u64, u64)> = HashMap::new();
    for asked in asked {
        let begun = Instant::now();
        let page = index.find(&asked.request).await;
        all.add(begun);
        let (times, found, capped) = kinds.entry(asked.kind).or_default();
        times.add(begun);
        *found += page.total;
        *capped += u64::from(page.is_at_least);
    }
    println!(
        "{:<30} {:>6} {:>9} {:>9} {:>12} {:>8}",
        "searches with facets", "share", "p50 ms", "p99 ms", "found (mean)", "at least"
    );
    for (kind, name, share) in Kind::ALL {
        let Some((times, found, capped)) = kinds.get_mut(&kind) else { continue };
        let count = times.0.len() as u64;
        println!(
            "{name:<30} {share:>5}% {:>9.3} {:>9.3} {:>12} {:>7}%",
            times.at(0.5),
            times.at(0.99),
            *found / count,
            *capped * 100 / count
        );
    }
    println!("{:<30} {:>5}% {:>9.3} {:>9.3}", "all", 100, all.at(0.5), all.at(0.99));
    all.at(0.99)
}

/// What is proposed at every key; the p99 of it. Asked in the turn before, it warms what is read, and nothing that is kept of that
/// turn is told in this one.
pub async fn suggestions(index: &Indexed, asked: &[Asked]) -> f64 {
    index.kit.clock.turn_back(Span::hours(1));
    at_every_key(index, &asked[..asked.len() / 4]).await;
    index.kit.clock.advance(Span::hours(1));
    let (mut times, different) = at_every_key(index, &asked[..asked.len() / 2]).await;
    println!(
        "suggestions, at every key of {} searches, {different} of {} looked for: p50 {:.3} ms, p99 {:.3} ms",
        asked.len() / 2,
        times.0.len(),
        times.at(0.5),
        times.at(0.99)
    );
    times.at(0.99)
}

/// How long each took, and how many different ones there are. What was typed before is answered from memory, and counts as what it
/// took then.
async fn at_every_key(index: &Indexed, asked: &[Asked]) -> (Times, usize) {
    let mut times = Times::default();
    let mut took: HashMap<String, f64> = HashMap::new();
    for asked in asked {
        let letters: Vec<char> = asked.typed.chars().collect();
        for end in 1..=letters.len().min(LETTERS_MAX) {
            let typed: String = letters.iter().take(end).collect();
            if let Some(before) = took.get(&typed) {
                times.add_millis(*before);
                continue;
            }
            let begun = Instant::now();
            index.search.suggest(&typed).await.expect("an answer");
            let millis = begun.elapsed().as_secs_f64() * 1_000.0;
            times.add_millis(millis);
            took.insert(typed, millis);
        }
    }
    (times, took.len())
}

/// The same searches to both in turn, those that the baseline can answer; our p50 as a share of its.
pub async fn compared(index: &Indexed, baseline: &Baseline, asked: &[Asked]) -> f64 {
    let plain: Vec<&Asked> = asked.iter().filter(|asked| asked.kind.is_plain()).collect();
    let begun = Instant::now();
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let mut ratios = Times::default();
    let mut kinds: HashMap<Kind, (Times, Times)> = HashMap::new();
    let mut empty = 0;
    for asked in plain {
        if begun.elapsed() > COMPARED {
            break;
        }
        baseline.find(&asked.request).await;
        index.find(&asked.request).await;
        let (of_ours, of_theirs) = kinds.entry(asked.kind).or_default();
        let here = Instant::now();
        index.find(&asked.request).await;
        ours.add(here);
        of_ours.add(here);
        let own = here.elapsed();
        let here = Instant::now();
        let found = baseline.find(&asked.request).await;
        theirs.add(here);
        of_theirs.add(here);
        empty += u64::from(found == 0);
        ratios.0.push(own.as_secs_f64() / here.elapsed().as_secs_f64());
    }
    println!("{:<30} {:>9} {:>9} {:>9} {:>9} {:>8}", "in turn with FTS5 + BM25", "ours p50", "p99", "FTS5 p50", "p99", "p50 of");
    for (kind, name, _) in Kind::ALL {
        if let Some((ours, theirs)) = kinds.get_mut(&kind) {
            row(name, ours, theirs);
        }
    }
    row("all that FTS5 can answer", &mut ours, &mut theirs);
    println!("the median of the ratios is {:.3}; FTS5 found nothing for {empty} of {}", ratios.at(0.5), ratios.0.len());
    ours.at(0.5) / theirs.at(0.5)
}

fn row(name: &str, ours: &mut Times, theirs: &mut Times) {
    let (own, other) = (ours.at(0.5), theirs.at(0.5));
    println!("{name:<30} {own:>9.3} {:>9.3} {other:>9.3} {:>9.3} {:>8.3}", ours.at(0.99), theirs.at(0.99), own / other);
}
