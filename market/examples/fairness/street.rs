//! The street: what is wanted when, and who sells it from when on. Everybody's goods are equal; titles say more or less of what they
//! are, and shops send more or less quickly, the old ones and the new ones alike.

use super::chance::Chance;
use market::kernel::{Span, Timestamp};
use std::collections::HashMap;

/// Kinds that are bought most, some twenty times a day; what is bought now and then has no crowd of shops.
const KINDS: usize = 20;
/// Shops of each kind: those that everybody knows, and those that enter during the year.
const KNOWN: usize = 60;
const NEW: usize = 20;
/// Who enters later than this has too little time left to be told about.
const ENTERS_BEFORE: Span = Span::days(270);
/// How well a title says what is wanted, in hundredths.
const TITLES: [u64; 5] = [100, 98, 95, 90, 80];

/// A shop with one listing.
#[derive(Clone, Debug)]
pub struct Shop {
    pub kind: usize,
    pub is_new: bool,
    pub entered: Timestamp,
    /// What it had sold before the year began.
    pub sold_before: u32,
    /// How well its title says what it is, in hundredths.
    pub title: u64,
    /// Parcels of a hundred that leave within a day.
    pub fast: u64,
    pub price_minor: i64,
}

/// Somebody wants something.
#[derive(Clone, Copy, Debug)]
pub struct Want {
    pub at: Timestamp,
    pub kind: usize,
}

pub struct Street {
    pub kinds: usize,
    pub wants: Vec<Want>,
    pub shops: Vec<Shop>,
    /// The shops of each kind, by their place in `shops`.
    pub of_kind: Vec<Vec<usize>>,
    pub ends: Timestamp,
}

impl Street {
    pub fn build(table: &str, seed: u64) -> Self {
        let text = std::fs::read_to_string(table).expect("the table of wants");
        let lines: Vec<(i64, &str)> = text
            .lines()
            .map(|line| line.split_once(',').expect("two columns"))
            .map(|(at, kind)| (at.parse().expect("seconds"), kind))
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        lines.iter().for_each(|(_, kind)| *counts.entry(kind).or_default() += 1);
        let mut kinds: Vec<(&str, usize)> = counts.into_iter().collect();
        kinds.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        kinds.truncate(KINDS);
        let number: HashMap<&str, usize> = kinds.iter().enumerate().map(|(number, (kind, _))| (*kind, number)).collect();
        let wanted = |(at, kind): &(i64, &str)| {
            number.get(kind).map(|kind| Want { at: Timestamp::from_millis(at.saturating_mul(1_000)), kind: *kind })
        };
        let wants: Vec<Want> = lines.iter().filter_map(wanted).collect();
        let (first, ends) = (wants.first().expect("a want").at, wants.last().expect("a want").at);
        let shops = shops(kinds.len(), first, &mut Chance::new(seed));
        let mut of_kind = vec![Vec::new(); kinds.len()];
        shops.iter().enumerate().for_each(|(number, shop)| of_kind[shop.kind].push(number));
        Self { kinds: kinds.len(), wants, shops, of_kind, ends }
    }
}

fn shops(kinds: usize, first: Timestamp, chance: &mut Chance) -> Vec<Shop> {
    let mut shops = Vec::new();
    let year = u64::try_from(ENTERS_BEFORE.millis()).expect("a span");
    for kind in 0..kinds {
        for place in 0..KNOWN + NEW {
            let is_new = place >= KNOWN;
            let entered = if is_new {
                first.after(Span::millis_of(i64::try_from(chance.below(year)).expect("a time")))
            } else {
                first.before(Span::days(400))
            };
            // The first of the old ones sold 600, the tenth 60: as sales are found to be spread wherever popularity ranks.
            let sold_before = if is_new { 0 } else { 600 / u32::try_from(place + 1).expect("a count") };
            let title = TITLES[usize::try_from(chance.below(5)).expect("a place")];
            let price_minor = i64::try_from(1_800 + chance.below(400)).expect("a price");
            shops.push(Shop { kind, is_new, entered, sold_before, title, fast: 50 + chance.below(51), price_minor });
        }
    }
    shops
}
