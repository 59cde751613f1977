//! What the choices in an address mean. Addresses are cut, forged and shared: what cannot be read asks for nothing, and prices that
//! somebody typed are said to be wrong.

use crate::attribute::Attributes;
use crate::attribute::rules::facets;
use crate::discovery::types::{AttributeFilter, SearchFilter};
use crate::kernel::limits::{NAME_CHARS_MAX, PRICE_MINOR_MAX};
use crate::kernel::{AmountError, clean_line, parse_decimal};

/// Places, and makers, that one search may name; more is no choice.
const NAMES_MAX: usize = 8;
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

/// The filter of what stands in an address: prices as they were typed, the names of places and of makers, and `1` where a box was
/// ticked (free freight, in stock). The category is left to whoever knows the tree.
#[must_use]
pub fn search_filter(
    prices: [&str; 2],
    places: &[String],
    makers: &[String],
    [free_freight, in_stock]: [&str; 2],
) -> AskedFilter {
    let read =
        |typed: &str| if typed.trim().is_empty() { Ok(None) } else { parse_decimal(typed, FEN, PRICE_MINOR_MAX).map(Some) };
    let [from, below] = prices.map(read);
    let price_error = from.err().or(below.err());
    let filter = SearchFilter {
        price_from: from.ok().flatten(),
        price_below: below.ok().flatten(),
        places: names(places),
        makers: names(makers),
        free_freight: free_freight == "1",
        in_stock: in_stock == "1",
        ..SearchFilter::default()
    };
    AskedFilter { filter, price_error }
}

/// The names that goods may have, each once: what no seller could have written asks for nothing.
fn names(asked: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in asked.iter().filter_map(|name| clean_line(name, NAME_CHARS_MAX).ok()) {
        if names.len() < NAMES_MAX && !names.contains(&name) {
            names.push(name);
        }
    }
    names
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

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn choices_are_read() {
        let AskedFilter { filter, price_error } = search_filter(
            ["20", "49.90"],
            &named(&["凤凰", "Fenghuang, Hunan"]),
            &named(&["吴家 · The Wu family", " Granny  Long ", "吴家 · The Wu family"]),
            ["1", ""],
        );
        assert_eq!((filter.price_from, filter.price_below), (Some(2_000), Some(4_990)));
        assert_eq!(filter.places, ["凤凰", "Fenghuang, Hunan"]);
        assert_eq!(filter.makers, ["吴家 · The Wu family", "Granny Long"]);
        assert_eq!((filter.free_freight, filter.in_stock, price_error), (true, false, None));
        assert!(search_filter(["", " "], &[], &[], ["", ""]).filter.is_empty());
        assert!(!search_filter(["", ""], &[], &named(&["Granny Long"]), ["", ""]).filter.is_empty(), "a maker alone is a choice");
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
        let many: Vec<String> = (0..500).map(|number| format!("name {number}")).collect();
        let AskedFilter { filter, price_error } = search_filter(["-1", "1e9"], &many, &many, ["yes", "2"]);
        assert_eq!((filter.price_from, filter.price_below), (None, None));
        assert_eq!(price_error, Some(AmountError::NotANumber));
        assert_eq!((filter.places.len(), filter.makers.len()), (NAMES_MAX, NAMES_MAX));
        assert!(!filter.free_freight && !filter.in_stock);
        let forged = named(&["", " ", "\0", &"长".repeat(10_000)]);
        assert!(search_filter(["", ""], &forged, &[], ["", ""]).filter.is_empty());
        assert!(search_filter(["", ""], &[], &forged, ["", ""]).filter.is_empty());
        assert_eq!(search_filter(["99999999999999999999", ""], &[], &[], ["", ""]).price_error, Some(AmountError::TooLarge));
    }
}
