//! Quantities: exact integers of a unit's smallest step, and the units that people say them in.

use super::money::{Money, MoneyError};
use super::text::half_width;
use serde::{Deserialize, Serialize};

/// What is counted, in its smallest step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// Things; the step is one.
    Piece,
    /// Weight; the step is one gram.
    Weight,
    /// Volume; the step is one millilitre.
    Volume,
    /// Length; the step is one millimetre.
    Length,
}

/// A unit as it is said and typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// One thing.
    Piece,
    /// 1 g.
    Gram,
    /// 50 g, 两.
    Liang,
    /// 500 g, 斤.
    Jin,
    /// 1,000 g.
    Kilogram,
    /// 1 ml.
    Millilitre,
    /// 1,000 ml.
    Litre,
    /// 1 mm.
    Millimetre,
    /// 1,000 mm.
    Metre,
}

impl Unit {
    /// Every unit, in the order in which a form offers them.
    pub const ALL: [Self; 9] = [
        Self::Piece,
        Self::Gram,
        Self::Liang,
        Self::Jin,
        Self::Kilogram,
        Self::Millilitre,
        Self::Litre,
        Self::Millimetre,
        Self::Metre,
    ];

    /// What the unit measures.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Piece => Dimension::Piece,
            Self::Gram | Self::Liang | Self::Jin | Self::Kilogram => Dimension::Weight,
            Self::Millilitre | Self::Litre => Dimension::Volume,
            Self::Millimetre | Self::Metre => Dimension::Length,
        }
    }

    /// How many smallest steps (g, ml, mm, pieces) one of it has.
    #[must_use]
    pub const fn steps(self) -> i64 {
        match self {
            Self::Piece | Self::Gram | Self::Millilitre | Self::Millimetre => 1,
            Self::Liang => 50,
            Self::Jin => 500,
            Self::Kilogram | Self::Litre | Self::Metre => 1000,
        }
    }

    /// The code in forms and rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Piece => "piece",
            Self::Gram => "g",
            Self::Liang => "liang",
            Self::Jin => "jin",
            Self::Kilogram => "kg",
            Self::Millilitre => "ml",
            Self::Litre => "l",
            Self::Millimetre => "mm",
            Self::Metre => "m",
        }
    }

    /// The unit of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// Why a typed amount is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AmountError {
    /// Nothing was typed.
    #[error("an amount is missing")]
    Empty,
    /// Not digits with at most one point.
    #[error("this is not an amount")]
    NotANumber,
    /// Finer than the smallest step allows.
    #[error("finer than the smallest step")]
    TooFine,
    /// Larger than the field takes.
    #[error("too large")]
    TooLarge,
}

/// Reads a decimal number such as `12`, `0.5`, `１２．５` exactly as an integer of `steps`-ths.
///
/// # Errors
/// [`AmountError`]: what is wrong with the text.
pub fn parse_decimal(text: &str, steps: i64, maximum: i64) -> Result<i64, AmountError> {
    let plain: String = text.trim().chars().map(half_width).filter(|c| *c != ',').collect();
    if plain.is_empty() {
        return Err(AmountError::Empty);
    }
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(AmountError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if whole.trim_start_matches('0').len() > 15 || fraction.len() > 9 {
        return Err(if fraction.len() > 9 { AmountError::TooFine } else { AmountError::TooLarge });
    }
    let number = |part: &str| {
        if part.is_empty() { Ok(0) } else { part.parse::<i128>().map_err(|_| AmountError::NotANumber) }
    };
    let scale = 10_i128.pow(u32::try_from(fraction.len()).map_err(|_| AmountError::TooFine)?);
    let scaled = (number(whole)? * scale + number(fraction)?) * i128::from(steps);
    if scaled % scale != 0 {
        return Err(AmountError::TooFine);
    }
    let value = i64::try_from(scaled / scale).map_err(|_| AmountError::TooLarge)?;
    if value > maximum { Err(AmountError::TooLarge) } else { Ok(value) }
}

/// Writes `value` of `steps`-ths as a decimal without trailing zeros: 750 of 500ths is `1.5`.
#[must_use]
pub fn show_decimal(value: i64, steps: i64) -> String {
    let steps = steps.max(1);
    let sign = if value < 0 { "-" } else { "" };
    let magnitude = value.unsigned_abs();
    let steps = steps.unsigned_abs();
    let whole = magnitude / steps;
    let mut rest = magnitude % steps;
    let mut fraction = String::new();
    while rest > 0 && fraction.len() < 9 {
        rest *= 10;
        fraction.push(char::from_digit(u32::try_from(rest / steps).unwrap_or(0), 10).unwrap_or('0'));
        rest %= steps;
    }
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// How a variant is measured and priced. All amounts are in smallest steps of the unit's dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The unit in which the buyer types and reads the quantity.
    pub unit: Unit,
    /// The price is for so many smallest steps (500 for "per 500 g").
    pub price_per: i64,
    /// The least that can be bought.
    pub minimum: i64,
    /// Quantities are multiples of this.
    pub step: i64,
}

/// Why a quantity cannot be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum QuantityError {
    /// Less than the minimum (smallest steps).
    #[error("less than the minimum of {minimum}")]
    BelowMinimum {
        /// The minimum in smallest steps.
        minimum: i64,
    },
    /// Not a multiple of the step (smallest steps).
    #[error("not a multiple of {step}")]
    OffStep {
        /// The step in smallest steps.
        step: i64,
    },
}

impl Measure {
    /// Whole things, one by one.
    pub const PIECES: Self = Self { unit: Unit::Piece, price_per: 1, minimum: 1, step: 1 };

    /// Whether `quantity` smallest steps may be bought.
    ///
    /// # Errors
    /// [`QuantityError`] naming the minimum or the step.
    pub const fn check(&self, quantity: i64) -> Result<i64, QuantityError> {
        if quantity < self.minimum || quantity <= 0 {
            return Err(QuantityError::BelowMinimum { minimum: self.minimum });
        }
        if self.step > 0 && quantity % self.step != 0 {
            return Err(QuantityError::OffStep { step: self.step });
        }
        Ok(quantity)
    }

    /// What `quantity` smallest steps cost at `price` for `price_per` steps: rounded half up, once.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`]; [`MoneyError::NoShares`] for a measure that is not valid.
    pub fn line_total(&self, price: Money, quantity: i64) -> Result<Money, MoneyError> {
        price.times_ratio(quantity, self.price_per)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_amounts_are_read_exactly() {
        let cases = [
            ("0.5", 500, Ok(250)),
            (" 1.50 ", 1000, Ok(1500)),
            ("１２．５", 1000, Ok(12_500)),
            ("1,000", 1, Ok(1000)),
            ("0.001", 500, Err(AmountError::TooFine)),
            ("0.5", 1, Err(AmountError::TooFine)),
            ("", 1, Err(AmountError::Empty)),
            (".", 1, Err(AmountError::NotANumber)),
            ("-1", 1, Err(AmountError::NotANumber)),
            ("1e3", 1, Err(AmountError::NotANumber)),
            ("٣", 1, Err(AmountError::NotANumber)),
            ("🍖", 1, Err(AmountError::NotANumber)),
            ("1\0", 1, Err(AmountError::NotANumber)),
            ("99999999999999999999", 1, Err(AmountError::TooLarge)),
            ("1000001", 1, Err(AmountError::TooLarge)),
            ("0.0000000000001", 1000, Err(AmountError::TooFine)),
        ];
        for (text, steps, expected) in cases {
            assert_eq!(parse_decimal(text, steps, 1_000_000), expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_are_shown_as_they_were_typed() {
        for (value, steps, expected) in
            [(250, 500, "0.5"), (12_500, 1000, "12.5"), (3, 1, "3"), (-150, 100, "-1.5"), (1, 500, "0.002")]
        {
            assert_eq!(show_decimal(value, steps), expected);
        }
    }

    #[test]
    fn fifty_grams_of_pork_at_a_price_per_half_kilogram() {
        let pork = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };
        assert_eq!(pork.line_total(Money::fen(4_580), 50), Ok(Money::fen(458)));
        assert_eq!(pork.check(49), Err(QuantityError::BelowMinimum { minimum: 50 }));
        assert_eq!(pork.check(51), Ok(51));
        let tea = Measure { unit: Unit::Liang, price_per: 50, minimum: 50, step: 50 };
        assert_eq!(tea.check(75), Err(QuantityError::OffStep { step: 50 }));
    }
}
