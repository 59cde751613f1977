//! What the choices in an address mean. Addresses are cut, forged and shared: what cannot be read asks for nothing, and prices that
//! somebody typed are said to be wrong.

use crate::attribute::Attributes;
use crate::attribute::rules::facets;
use crate::discovery::types::{AttributeFilter, SearchFilter};
use crate::kernel::limits::{NAME_CHARS_MAX, PRICE_MINOR_MAX};
use crate::kernel::{AmountError, clean_line, parse_decimal};

/// Places, and makers, that one search may name: each link of its page names them all again.
pub const NAMES_ASKED_MAX: usize = 8;
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
    /// More places were named than [`NAMES_ASKED_MAX`].
    pub has_more_places: bool,
    /// More makers were named than that.
    pub has_more_makers: bool,
}

/// What goods must say, and what of it counts for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedAttributes {
    /// What could be read.
    pub filters: Vec<AttributeFilter>,
    /// Something was asked for that no filter offers.
    pub has_unknown: bool,
    /// More attributes were asked for than [`ATTRIBUTES_ASKED_MAX`].
    pub has_more: bool,
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
    let (places, has_more_places) = names(places);
    let (makers, has_more_makers) = names(makers);
    let filter = SearchFilter {
        price_from: from.ok().flatten(),
        price_below: below.ok().flatten(),
        places,
        makers,
        free_freight: free_freight == "1",
        in_stock: in_stock == "1",
        ..SearchFilter::default()
    };
    AskedFilter { filter, price_error, has_more_places, has_more_makers }
}

/// The names that goods may have, each once, and whether more were asked for than count. What no seller could have written asks
/// for nothing.
fn names(asked: &[String]) -> (Vec<String>, bool) {
    let (mut names, mut has_more) = (Vec::new(), false);
    for name in asked.iter().filter_map(|name| clean_line(name, NAME_CHARS_MAX).ok()) {
        if names.contains(&name) {
            continue;
        }
        if names.len() < NAMES_ASKED_MAX {
            names.push(name);
        } else {
            has_more = true;
        }
    }
    (names, has_more)
}

/// What goods must say, of the terms in an address (`flavour.smoked`). What no filter offers asks for nothing; what is offered and
/// said by nobody finds nothing. An empty term is none.
#[must_use]
pub fn attribute_filters<'a>(asked: impl Iterator<Item = &'a str>, known: &Attributes) -> AskedAttributes {
    let mut read = AskedAttributes::default();
    for term in asked.filter(|term| !term.is_empty()) {
        let Some((slug, value)) = offered(term, known) else {
            read.has_unknown = true;
            continue;
        };
        let is_full = read.filters.len() >= ATTRIBUTES_ASKED_MAX;
        match read.filters.iter_mut().find(|filter| filter.attribute == slug) {
            Some(filter) if filter.values.iter().any(|asked| asked == value) => {}
            Some(filter) => filter.values.push(value.to_owned()),
            None if is_full => read.has_more = true,
            None => read.filters.push(AttributeFilter { attribute: slug.to_owned(), values: vec![value.to_owned()] }),
        }
    }
    read
}

/// The attribute of a term and what it says of it, where a filter offers that.
fn offered<'a>(term: &'a str, known: &Attributes) -> Option<(&'a str, &'a str)> {
    let (slug, value) = term.split_once('.')?;
    let offers = facets(known.filter(slug)?);
    offers.iter().any(|(offered, _)| offered == value).then_some((slug, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn choices_are_read() {
        let AskedFilter { filter, price_error, .. } = search_filter(
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
        let read = attribute_filters(asked.into_iter(), &known);
        let seen: Vec<_> = read.filters.iter().map(|filter| (filter.attribute.as_str(), filter.values.len())).collect();
        assert_eq!(seen, [("flavour", 2), ("weight", 1), ("handmade", 1)]);
        assert!(!read.has_unknown && !read.has_more);
        let nothing = AskedAttributes::default();
        assert_eq!(attribute_filters([""].into_iter(), &known), nothing);
        for forged in ["flavour.old", "flavour.", "flavour", ".", "weight.7", "weight.-1", "x.y", "handmade.1", "\0.\0"] {
            let unknown = AskedAttributes { has_unknown: true, ..nothing.clone() };
            assert_eq!(attribute_filters([forged].into_iter(), &known), unknown, "{forged:?}");
        }
    }

    #[test]
    fn what_is_beyond_a_limit_is_left_out_and_told() {
        let count = NAMES_ASKED_MAX;
        let names: Vec<String> = (0..=count).map(|number| format!("name {number}")).collect();
        let (few, many) = (names.get(..count).unwrap_or_default(), names.as_slice());
        let told = |places: &[String], makers: &[String]| {
            let AskedFilter { filter, has_more_places, has_more_makers, .. } = search_filter(["", ""], places, makers, ["", ""]);
            (filter.places.len(), filter.makers.len(), has_more_places, has_more_makers)
        };
        assert_eq!(told(few, few), (count, count, false, false));
        assert_eq!(told(many, few), (count, count, true, false));
        assert_eq!(told(few, many), (count, count, false, true));
        let again: Vec<String> = [few, few, &["\0".to_owned()]].concat();
        assert_eq!(told(&again, &again), (count, count, false, false), "each once, and nothing is no name");

        let [_, _, flag] = crate::attribute::rules::sample();
        let flags =
            (0..=ATTRIBUTES_ASKED_MAX).map(|number| crate::attribute::Attribute { slug: format!("f{number}"), ..flag.clone() });
        let known = Attributes::new(flags.collect());
        let terms: Vec<String> = known.all().iter().map(|attribute| format!("{}.yes", attribute.slug)).collect();
        let read = |count: usize| attribute_filters(terms.iter().take(count).map(String::as_str), &known);
        for (count, has_more) in [(ATTRIBUTES_ASKED_MAX, false), (ATTRIBUTES_ASKED_MAX + 1, true)] {
            let read = read(count);
            assert_eq!((read.filters.len(), read.has_more, read.has_unknown), (ATTRIBUTES_ASKED_MAX, has_more, false));
        }
    }

    #[test]
    fn forged_choices_ask_for_nothing() {
        let many: Vec<String> = (0..500).map(|number| format!("name {number}")).collect();
        let AskedFilter { filter, price_error, .. } = search_filter(["-1", "1e9"], &many, &many, ["yes", "2"]);
        assert_eq!((filter.price_from, filter.price_below), (None, None));
        assert_eq!(price_error, Some(AmountError::NotANumber));
        assert_eq!((filter.places.len(), filter.makers.len()), (NAMES_ASKED_MAX, NAMES_ASKED_MAX));
        assert!(!filter.free_freight && !filter.in_stock);
        let forged = named(&["", " ", "\0", &"长".repeat(10_000)]);
        assert!(search_filter(["", ""], &forged, &[], ["", ""]).filter.is_empty());
        assert!(search_filter(["", ""], &[], &forged, ["", ""]).filter.is_empty());
        assert_eq!(search_filter(["99999999999999999999", ""], &[], &[], ["", ""]).price_error, Some(AmountError::TooLarge));
    }
}
