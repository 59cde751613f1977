//! What becomes of new shops. Goods are wanted when and how often real households bought their kind; shops of equal goods stand there
//! from the beginning or enter in the course of the year. The same year passes three times: ranked by popularity, by the market's
//! formula alone, and by the formula with its rotating places; the rules are those of the product. Run by `cargo dev fairness`, and red
//! where a budget is missed.
#![expect(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "a measurement: it stops where it cannot go on, and chances are no money"
)]

mod chance;
mod chart;
mod figures;
mod street;
mod year;

use budget::Verdict;
use figures::Figures;
use market::discovery::{FORMULA_VERSION, RankingNumber, SearchSettings};
use std::time::Instant;
use street::Street;
use year::{By, pass};

/// Another seed is another street, with the same wants.
const SEED: u64 = 20_261_124;

fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let table = arguments.next().expect("the table of wants, as the first argument");
    let picture = arguments.next().expect("where the picture goes, as the second argument");
    let begun = Instant::now();
    let street = Street::build(&table, SEED);
    let new = street.shops.iter().filter(|shop| shop.is_new).count();
    let (kinds, shops, wants) = (street.kinds, street.shops.len(), street.wants.len());
    println!("seed {SEED}; {wants} purchases of {kinds} kinds in a year; {shops} shops, {new} of which enter during it");
    let usual = SearchSettings::default();
    let without = SearchSettings { ranking: vec![(RankingNumber::Slots, 0)], ..SearchSettings::default() };
    let named = [
        ("popularity", By::Popularity),
        ("formula alone", By::Formula(&without)),
        ("formula and rotating places", By::Formula(&usual)),
    ];
    let runs = named.map(|(name, by)| (name, Figures::of(&street, &pass(&street, SEED, by))));
    println!("{:<28} {:>16} {:>10} {:>8} {:>14} {:>8}", "ranked by", "first sale, days", "never", "Gini", "Gini, new", "NDCG@24");
    for (name, figures) in &runs {
        println!(
            "{name:<28} {:>16} {:>9.1}% {:>8.3} {:>14.3} {:>8.4}",
            figures.said_median(),
            figures.never * 100.0,
            figures.gini,
            figures.gini_of_new,
            figures.ndcg
        );
    }
    let [(_, popular), _, (_, ours)] = &runs;
    let (ratio, is_bound) = ours.median_beside(popular);
    let loss = (1.0 - ours.ndcg) * 100.0;
    println!(
        "formula {FORMULA_VERSION}: median time to a first sale {}{ratio:.3} of popularity's; relevance lost {loss:.2} %",
        if is_bound { "at most " } else { "" }
    );
    std::fs::write(&picture, chart::draw(popular, ours)).expect("the picture can be written");
    println!("{picture}; {:.0} s", begun.elapsed().as_secs_f64());
    let mut verdict = Verdict::default();
    let of = format!("{new} new shops, seed {SEED}");
    verdict.judge(budget::FIRST_SALE, &of, ratio);
    verdict.judge(budget::RELEVANCE_LOST, &of, loss);
    verdict.end()
}
