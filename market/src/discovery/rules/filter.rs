//! What the choices in an address mean. Addresses are cut, forged and shared: what cannot be read asks for nothing, and prices that
//! somebody typed are said to be wrong.

use crate::attribute::Attributes;
use crate::attribute::rules::facets;
use crate::discovery::types::{AttributeFilter, SearchFilter};
use crate::kernel::limits::{NAME_CHARS_MAX, PRICE_MINOR_MAX};
use crate::kernel::{AmountError, clean_line, parse_decimal};

/// Places that one search may name; more is no choice.
const PLACES_MAX: usize = 12;
/// Attributes that one search may name; the index has a bit for each.
pub const ATTRIBUTES_ASKED_MAX: usize = 8;
/// Minor units of one major one.
const FEN: i64 = 100;

/// A filter, and what is wrong with the prices that were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedFilter {
    /// What could be read.
    pub filter: SearchFilter,
    /// Why a price counts for nothing.
    pub price_error: Option<AmountError>,
}

/// The filter of what stands in an address: prices as they were typed, places, and `1` where a box was ticked. The category is left
/// to whoever knows the tree.
#[must_use]
pub fn search_filter(prices: [&str; 2], places: &[String], free_freight: &str, in_stock: &str) -> AskedFilter {
    let read =
        |typed: &str| if typed.trim().is_empty() { Ok(None) } else { parse_decimal(typed, FEN, PRICE_MINOR_MAX).map(Some) };
    let [from, below] = prices.map(read);
    let price_error = from.err().or(below.err());
    let mut named: Vec<String> = places.iter().filter_map(|place| clean_line(place, NAME_CHARS_MAX).ok()).collect();
    named.dedup();
    named.truncate(PLACES_MAX);
    let filter = SearchFilter {
        price_from: from.ok().flatten(),
        price_below: below.ok().flatten(),
        places: named,
        free_freight: free_freight == "1",
        in_stock: in_stock == "1",
        ..SearchFilter::default()
    };
    AskedFilter { filter, price_error }
}

/// What goods must say, of the terms in an address (`flavour.smoked`). What no filter offers asks for nothing; what is offered and
/// said by nobody finds nothing.
#[must_use]
pub fn attribute_filters<'a>(asked: impl Iterator<Item = &'a str>, known: &Attributes) -> Vec<AttributeFilter> {
    let mut filters: Vec<AttributeFilter> = Vec::new();
    for (slug, value) in asked.filter_map(|term| term.split_once('.')) {
        let Some(attribute) = known.filter(slug) else { continue };
        if !facets(attribute).iter().any(|(offered, _)| offered == value) {
            continue;
        }
        let is_full = filters.len() >= ATTRIBUTES_ASKED_MAX;
        match filters.iter_mut().find(|filter| filter.attribute == slug) {
            Some(filter) if filter.values.iter().any(|asked| asked == value) => {}
            Some(filter) => filter.values.push(value.to_owned()),
            None if is_full => {}
            None => filters.push(AttributeFilter { attribute: slug.to_owned(), values: vec![value.to_owned()] }),
        }
    }
    filters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn choices_are_read() {
        let AskedFilter { filter, price_error } = search_filter(["20", "49.90"], &places(&["凤凰", "Fenghuang, Hunan"]), "1", "");
        assert_eq!((filter.price_from, filter.price_below), (Some(2_000), Some(4_990)));
        assert_eq!(filter.places, ["凤凰", "Fenghuang, Hunan"]);
        assert_eq!((filter.free_freight, filter.in_stock, price_error), (true, false, None));
        assert!(search_filter(["", " "], &[], "", "").filter.is_empty());
    }

    #[test]
    fn only_what_a_filter_offers_is_asked_for() {
        let known = Attributes::new(crate::attribute::rules::sample().to_vec());
        let asked = ["flavour.smoked", "flavour.smoked", "flavour.plain", "weight.100", "handmade.no"];
        let filters = attribute_filters(asked.into_iter(), &known);
        let seen: Vec<_> = filters.iter().map(|filter| (filter.attribute.as_str(), filter.values.len())).collect();
        assert_eq!(seen, [("flavour", 2), ("weight", 1), ("handmade", 1)]);
        for forged in ["flavour.old", "flavour.", "flavour", ".", "", "weight.7", "weight.-1", "x.y", "handmade.1", "\0.\0"] {
            assert_eq!(attribute_filters([forged].into_iter(), &known), [], "{forged:?}");
        }
    }

    #[test]
    fn forged_choices_ask_for_nothing() {
        let many: Vec<String> = (0..500).map(|number| format!("place {number}")).collect();
        let AskedFilter { filter, price_error } = search_filter(["-1", "1e9"], &many, "yes", "2");
        assert_eq!((filter.price_from, filter.price_below), (None, None));
        assert_eq!(price_error, Some(AmountError::NotANumber));
        assert_eq!(filter.places.len(), PLACES_MAX);
        assert!(!filter.free_freight && !filter.in_stock);
        assert!(search_filter(["", ""], &places(&["\0", &"长".repeat(10_000)]), "", "").filter.is_empty());
        assert_eq!(search_filter(["99999999999999999999", ""], &[], "", "").price_error, Some(AmountError::TooLarge));
    }
}
