//! What the shops sell: each of them something by measure, at a price that does not divide, and something by the piece.

use market::kernel::{Measure, Unit};

/// Something that a shop sells, as its seller describes it.
pub struct Good {
    pub shop: usize,
    pub title: &'static str,
    pub measure: Measure,
    /// In fen, for as many smallest steps as the measure says.
    pub price: i64,
    /// What as many of them weigh.
    pub grams: i64,
    /// What people take at a time, in smallest steps.
    pub portion: i64,
    /// How much there is in the beginning.
    pub stock: i64,
}

/// Of the goods, what comes in two sizes. Nobody buys the other one: it comes in exchange, and costs what this one cost in the beginning.
pub const SIZED: usize = 2;

/// So much of each of them, in smallest steps.
pub type Amounts = [i64; 4];

const BY_WEIGHT: Measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };
const BY_LENGTH: Measure = Measure { unit: Unit::Metre, price_per: 1_000, minimum: 50, step: 50 };

pub static GOODS: [Good; 4] = [
    Good { shop: 0, title: "Salted pork", measure: BY_WEIGHT, price: 4_583, grams: 500, portion: 53, stock: 2_000 },
    Good { shop: 0, title: "Chillies", measure: Measure::PIECES, price: 1_999, grams: 350, portion: 1, stock: 40 },
    Good { shop: 1, title: "Rosy dress", measure: Measure::PIECES, price: 12_800, grams: 400, portion: 1, stock: 40 },
    Good { shop: 1, title: "Indigo cloth", measure: BY_LENGTH, price: 3_333, grams: 180, portion: 150, stock: 6_000 },
];

/// Which of them spoils.
pub const PERISHABLE: usize = 0;

impl Good {
    /// What so much of it weighs: a begun gram counts in full.
    pub const fn weight(&self, quantity: i64) -> i64 {
        (quantity * self.grams + self.measure.price_per - 1) / self.measure.price_per
    }
}

/// What it costs to send so many grams: 8.00 for the first kilogram, 3.00 for each further one that is begun.
pub fn freight(grams: i64) -> i64 {
    800 + 300 * ((grams - 1).max(0) / 1_000)
}

/// So many portions of each.
pub fn portions(of: [i64; 4]) -> Amounts {
    std::array::from_fn(|good| of[good] * GOODS[good].portion)
}
