//! The demo market's shops, goods and category tree as plain data. Owns what is sold, by whom and at which price; how it looks is
//! `pictures`' matter, and how it gets into the database is the seed's.

mod attributes;
mod backdrops;
mod bamboo;
mod categories;
mod danqing;
mod danqing_dry;
mod danqing_fresh;
mod indigo;
mod qinglan;
mod rosy;
mod rosy_separates;
mod silver;
#[cfg(test)]
mod tests;

pub use attributes::{ATTRIBUTES, Attribute, Kind, SAID};
pub use categories::CATEGORIES;

use super::pictures::{Scene, Setting, Subject};
use market::catalog::Spoiling;
use market::kernel::{Measure, Unit};

/// The same in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub en: &'static str,
    pub zh: &'static str,
}

/// A node of the category tree. Parents stand before their children.
#[derive(Clone, Copy, Debug)]
pub struct Category {
    pub slug: &'static str,
    pub parent: Option<&'static str>,
    pub name: Words,
    /// What it says of whether its goods spoil.
    pub spoiling: Spoiling,
}

/// A shop with its goods, newest last. The goods of one shop may stand in several slices.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub handle: &'static str,
    /// Short: cards show both languages side by side.
    pub name: Words,
    pub story: Words,
    pub place: Words,
    /// The province that parcels leave from: the first two digits of its GB/T 2260 code.
    pub ships_from: &'static str,
    pub goods: &'static [&'static [Good]],
}

/// Whose hands made it, and which share of the price is theirs.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    pub name: Words,
    pub place: Words,
    /// Hundredths of a percent of the goods' price; 0 where the shop makes or buys its goods itself.
    pub share_basis_points: i64,
}

/// A choice that the buyer makes: size, colour.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub name: Words,
    pub values: &'static [Words],
}

/// One combination of choices.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Which value of each choice, counted from 0.
    pub choices: &'static [usize],
    pub price_minor: i64,
    pub stock: i64,
    /// Which of the good's scenes shows it.
    pub scene: usize,
}

/// One listing.
#[derive(Clone, Copy, Debug)]
pub struct Good {
    /// Unique in the market; also the seed of its stable id.
    pub key: &'static str,
    pub category: &'static str,
    pub title: Words,
    pub description: Words,
    pub maker: Maker,
    pub measure: Measure,
    /// Fen for `measure.price_per` smallest steps; the lowest price where variants differ.
    pub price_minor: i64,
    /// Smallest steps in stock; 0 where variants have their own.
    pub stock: i64,
    /// Grams of one smallest step, as the carrier weighs it (1 for goods that are sold by weight).
    pub weight_grams: i64,
    /// Fen for the box, the bag and the vacuum.
    pub packaging_minor: i64,
    pub choices: &'static [Choice],
    pub variants: &'static [Variant],
    /// The first one is the cover.
    pub scenes: &'static [Scene],
}

/// The five shops of the demo.
pub const SHOPS: &[Shop] = &[danqing::SHOP, rosy::SHOP, qinglan::SHOP, bamboo::SHOP, silver::SHOP];

/// Sold from 50 g on, down to the gram, priced by the 斤 of 500 g.
const BY_JIN: Measure = Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 };

/// The options of a good that has none.
const NO_CHOICES: &[Choice] = &[];
const NO_VARIANTS: &[Variant] = &[];

const fn words(en: &'static str, zh: &'static str) -> Words {
    Words { en, zh }
}

const fn scene(subject: Subject, setting: Setting, seed: u32) -> Scene {
    Scene { subject, setting, seed }
}

const fn variant(choices: &'static [usize], price_minor: i64, stock: i64, scene: usize) -> Variant {
    Variant { choices, price_minor, stock, scene }
}
