//! By which terms goods are found: `flavour.smoked`, `handmade.yes`, `length.500` for the range that begins there. Names are not part
//! of them, so that a new name leaves addresses and the index as they are.

use crate::attribute::types::{Attribute, AttributeChoice, AttributeKind};

/// What a filter offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet<'a> {
    /// A choice.
    Choice(&'a AttributeChoice),
    /// A range of numbers, in smallest steps.
    Band {
        /// From so much; none for the first range.
        from: Option<i64>,
        /// Below so much; none for the last one.
        below: Option<i64>,
    },
    /// Yes or no.
    Flag(bool),
}

const YES: &str = "yes";
const NO: &str = "no";

/// What the filter of an attribute offers, by the second half of its terms, in the operator's order; nothing retired.
#[must_use]
pub fn facets(attribute: &Attribute) -> Vec<(String, Facet<'_>)> {
    match attribute.kind {
        AttributeKind::Choice => {
            let offered = attribute.choices.iter().filter(|choice| !choice.is_retired);
            offered.map(|choice| (choice.slug.clone(), Facet::Choice(choice))).collect()
        }
        AttributeKind::Flag => vec![(YES.to_owned(), Facet::Flag(true)), (NO.to_owned(), Facet::Flag(false))],
        AttributeKind::Number if attribute.bands.is_empty() => Vec::new(),
        AttributeKind::Number => {
            let edges = || attribute.bands.iter().copied();
            let begins = std::iter::once(None).chain(edges().map(Some));
            let ends = edges().map(Some).chain(std::iter::once(None));
            begins.zip(ends).map(|(from, below)| (from.unwrap_or(0).to_string(), Facet::Band { from, below })).collect()
        }
    }
}

/// The term of what a listing says: the slug of its choice, or its number; none for a number without ranges.
#[must_use]
pub fn facet_term(slug: &str, kind: AttributeKind, bands: &[i64], said: (Option<&str>, Option<i64>)) -> Option<String> {
    let value = match (kind, said) {
        (AttributeKind::Choice, (Some(choice), _)) => choice.to_owned(),
        (AttributeKind::Flag, (_, Some(number))) => if number == 0 { NO } else { YES }.to_owned(),
        (AttributeKind::Number, (_, Some(number))) if !bands.is_empty() => {
            bands.iter().copied().filter(|edge| *edge <= number).max().unwrap_or(0).to_string()
        }
        _ => return None,
    };
    Some(format!("{slug}.{value}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::rules::definition::sample;

    #[test]
    fn every_term_is_one_that_the_filter_offers() {
        let [flavour, weight, handmade] = sample();
        let offered = |attribute: &Attribute| facets(attribute).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
        assert_eq!(offered(&flavour), ["smoked", "plain"], "nothing retired");
        assert_eq!(offered(&weight), ["0", "100", "500"]);
        assert_eq!(offered(&handmade), ["yes", "no"]);
        for (number, term) in [(0, "weight.0"), (99, "weight.0"), (100, "weight.100"), (499, "weight.100"), (9_999, "weight.500")]
        {
            let found = facet_term(&weight.slug, weight.kind, &weight.bands, (None, Some(number)));
            assert_eq!(found.as_deref(), Some(term));
        }
        let said = |attribute: &Attribute, said| facet_term(&attribute.slug, attribute.kind, &attribute.bands, said);
        assert_eq!(said(&flavour, (Some("smoked"), None)).as_deref(), Some("flavour.smoked"));
        assert_eq!(said(&handmade, (None, Some(1))).as_deref(), Some("handmade.yes"));
        assert_eq!(facet_term("weight", AttributeKind::Number, &[], (None, Some(5))), None);
    }
}
