//! Marks: what a document can be looked for by without being looked at, so that a wide search can be narrowed down.

use crate::unit_price;
use market::discovery::SearchDocument;
use std::fmt::Write;

/// What many documents have in common, or a band that a number lies in.
#[derive(Clone, Copy, Debug)]
pub enum Mark<'a> {
    Place(&'a str),
    Maker(&'a str),
    /// By its band.
    Price(u32),
    /// By its band.
    UnitPrice(u32),
    /// By its number since 1970.
    Day(u32),
    /// By its band.
    Sold(u32),
    /// A term of an attribute.
    Said(&'a str),
}

impl Mark<'_> {
    /// The band of a number that is not negative: eight between it and its double.
    pub fn band(number: i64) -> u32 {
        let from_eight = number.max(0).unsigned_abs().saturating_add(8);
        let octave = from_eight.ilog2();
        let eighth = (from_eight >> (octave - 3)) & 7;
        (octave - 3) * 8 + u32::try_from(eighth).unwrap_or(0)
    }

    pub fn day(millis: i64) -> u32 {
        u32::try_from(millis.max(0) / 86_400_000).unwrap_or(u32::MAX)
    }

    /// The token of it; each kind begins with a letter of its own.
    pub fn text(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(self, out: &mut String) {
        let (letter, said) = match self {
            Self::Place(name) => ('p', Said::Name(name)),
            Self::Maker(name) => ('w', Said::Name(name)),
            Self::Price(band) => ('m', Said::Number(band)),
            Self::UnitPrice(band) => ('u', Said::Number(band)),
            Self::Day(day) => ('d', Said::Number(day)),
            Self::Sold(band) => ('s', Said::Number(band)),
            Self::Said(term) => ('a', Said::Term(term)),
        };
        out.push(letter);
        match said {
            Said::Name(name) => joined(name, out),
            Said::Term(term) => out.push_str(term),
            Said::Number(number) => write!(out, "{number}").unwrap_or_default(),
        }
    }
}

/// What stands behind a mark's letter.
enum Said<'a> {
    Name(&'a str),
    Term(&'a str),
    Number(u32),
}

/// A name as a part of a token: tokens are parted by spaces.
fn joined(name: &str, out: &mut String) {
    for (position, part) in name.split_whitespace().enumerate() {
        if position > 0 {
            out.push('_');
        }
        out.push_str(part);
    }
}

/// The tokens of all marks of a listing, with a space behind each.
pub fn marks(from: &SearchDocument, out: &mut String) {
    let [price, sold] = [from.price_minor, from.sold].map(Mark::band);
    let unit_price = unit_price::band(unit_price::number_of(from.dimension, from.unit_price_minor));
    let day = Mark::day(from.published_at);
    let numbers = [Mark::Price(price), Mark::UnitPrice(unit_price), Mark::Day(day), Mark::Sold(sold)];
    // Most goods of a market may name no maker: that is nothing to look for.
    let maker = (!from.maker.is_empty()).then_some(Mark::Maker(&from.maker));
    let said = from.attributes.iter().map(|term| Mark::Said(term));
    for mark in numbers.into_iter().chain([Mark::Place(&from.place)]).chain(maker).chain(said) {
        mark.write(out);
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_in_the_order_of_their_numbers() {
        let numbers = (0..4_000).chain((1..40).map(|step| step * 250_000_000_000)).chain([i64::MAX]);
        let bands: Vec<u32> = numbers.map(Mark::band).collect();
        assert!(bands.is_sorted(), "{bands:?}");
        assert_eq!(bands.first(), Some(&0));
        assert_eq!(Mark::band(2_000) + 8, Mark::band(4_008));
        assert_eq!((Mark::band(-5), Mark::day(-5), Mark::day(86_400_000)), (0, 0, 1));
    }

    #[test]
    fn a_name_is_one_token_and_its_kind_is_told_apart() {
        assert_eq!(Mark::Maker("吴家 · The Wu family").text(), "w吴家_·_The_Wu_family");
        assert_ne!(Mark::Maker("Fenghuang").text(), Mark::Place("Fenghuang").text());
    }
}
