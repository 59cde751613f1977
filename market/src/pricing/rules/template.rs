//! What a typed freight template means.

use crate::kernel::limits::{NAME_CHARS_MAX, PRICE_MINOR_MAX, QUANTITY_MAX};
use crate::kernel::{AmountError, Currency, Money, clean_line, parse_decimal, show_decimal};
use crate::pricing::types::{
    CountsBy, FreightTemplate, FreightTemplateId, FreightZone, SaveTemplate, TemplateFieldError, TypedZone, ZoneFieldError,
};
use crate::shop::ShopId;
use std::collections::HashSet;

/// The first two digits of the division codes of GB/T 2260: every province, municipality and region.
pub const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];

/// Fen in a yuan.
const MINOR: i64 = 100;

/// A template that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedTemplate {
    /// What the shop calls it.
    pub name: String,
    /// What it counts.
    pub counts_by: CountsBy,
    /// With exactly one rest of the country.
    pub zones: Vec<FreightZone>,
}

/// What a shop charges until it says otherwise: 8 for the first kilogram, 3 for each further one, everywhere.
#[must_use]
pub fn default_template(shop: ShopId, id: FreightTemplateId, currency: Currency) -> FreightTemplate {
    let zone = FreightZone {
        provinces: Vec::new(),
        ships: true,
        first_amount: 1000,
        first: Money::new(800, currency),
        next_amount: 1000,
        next: Money::new(300, currency),
        free_from: None,
    };
    let name = String::new();
    FreightTemplate { id, shop, name, counts_by: CountsBy::Weight, is_default: true, version: 1, zones: vec![zone] }
}

/// Checks every field, so that a form shows all that is wrong at once.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn check_template(typed: &SaveTemplate, currency: Currency) -> Result<CheckedTemplate, Vec<TemplateFieldError>> {
    let mut errors = Vec::new();
    let name = clean_line(&typed.name, NAME_CHARS_MAX).map_err(|error| errors.push(TemplateFieldError::Name(error))).ok();
    let counts_by = CountsBy::from_code(&typed.counts_by);
    if counts_by.is_none() {
        errors.push(TemplateFieldError::CountsBy);
    }
    if typed.zones.iter().filter(|zone| zone.provinces.is_empty()).count() != 1 {
        errors.push(TemplateFieldError::Rest);
    }
    if typed.zones.len() > PROVINCES.len() + 1 {
        return Err(vec![TemplateFieldError::TooManyZones]);
    }
    let mut zones = Vec::new();
    let mut seen = HashSet::new();
    for (zone, position) in typed.zones.iter().zip(0_u16..) {
        match check_zone(zone, counts_by.unwrap_or(CountsBy::Weight), currency, &mut seen) {
            Ok(zone) => zones.push(zone),
            Err(found) => errors.extend(found.into_iter().map(|error| TemplateFieldError::Zone { position, error })),
        }
    }
    match (name, counts_by) {
        (Some(name), Some(counts_by)) if errors.is_empty() => Ok(CheckedTemplate { name, counts_by, zones }),
        _ => Err(errors),
    }
}

fn check_zone(
    typed: &TypedZone,
    counts_by: CountsBy,
    currency: Currency,
    seen: &mut HashSet<String>,
) -> Result<FreightZone, Vec<ZoneFieldError>> {
    let mut errors = Vec::new();
    for code in &typed.provinces {
        if !PROVINCES.contains(&code.as_str()) {
            errors.push(ZoneFieldError::UnknownProvince);
        } else if !seen.insert(code.clone()) {
            errors.push(ZoneFieldError::ProvinceTwice);
        }
    }
    let unit = steps(counts_by);
    let mut read = |result: Result<i64, AmountError>, field: fn(AmountError) -> ZoneFieldError| {
        result
            .map_err(|error| {
                if typed.ships {
                    errors.push(field(error))
                }
            })
            .unwrap_or(0)
    };
    let first_amount = read(positive(&typed.first_amount, unit), ZoneFieldError::FirstAmount).max(1);
    let first = read(parse_decimal(&typed.first, MINOR, PRICE_MINOR_MAX), ZoneFieldError::First);
    let next_amount = read(positive(&typed.next_amount, unit), ZoneFieldError::NextAmount).max(1);
    let next = read(parse_decimal(&typed.next, MINOR, PRICE_MINOR_MAX), ZoneFieldError::Next);
    let free_from = match parse_decimal(&typed.free_from, MINOR, PRICE_MINOR_MAX) {
        Err(AmountError::Empty) => None,
        other => Some(read(other, ZoneFieldError::FreeFrom)),
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(FreightZone {
        provinces: typed.provinces.clone(),
        ships: typed.ships,
        first_amount,
        first: Money::new(first, currency),
        next_amount,
        next: Money::new(next, currency),
        free_from: free_from.map(|minor| Money::new(minor, currency)),
    })
}

/// Kilograms are typed, grams are kept.
const fn steps(counts_by: CountsBy) -> i64 {
    match counts_by {
        CountsBy::Piece => 1,
        CountsBy::Weight => 1000,
    }
}

fn positive(text: &str, unit: i64) -> Result<i64, AmountError> {
    match parse_decimal(text, unit, QUANTITY_MAX) {
        Ok(0) => Err(AmountError::TooFine),
        other => other,
    }
}

/// A zone as a form shows it for changing.
#[must_use]
pub fn show_zone(zone: &FreightZone, counts_by: CountsBy) -> TypedZone {
    let unit = steps(counts_by);
    TypedZone {
        provinces: zone.provinces.clone(),
        ships: zone.ships,
        first_amount: show_decimal(zone.first_amount, unit),
        first: show_decimal(zone.first.minor(), MINOR),
        next_amount: show_decimal(zone.next_amount, unit),
        next: show_decimal(zone.next.minor(), MINOR),
        free_from: zone.free_from.map(|from| show_decimal(from.minor(), MINOR)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{TextError, Timestamp};

    fn typed(zones: Vec<TypedZone>) -> SaveTemplate {
        SaveTemplate {
            template: FreightTemplateId::mint(Timestamp::from_millis(1)),
            version: 0,
            name: "Express".into(),
            counts_by: "weight".into(),
            is_default: true,
            zones,
        }
    }

    fn zone(provinces: &[&str]) -> TypedZone {
        TypedZone {
            provinces: provinces.iter().map(ToString::to_string).collect(),
            ships: true,
            first_amount: "1".into(),
            first: "8".into(),
            next_amount: "0.5".into(),
            next: "1.50".into(),
            free_from: String::new(),
        }
    }

    #[test]
    fn a_typed_template_is_read_and_shown_again() {
        let mut rest = zone(&[]);
        rest.free_from = "88".into();
        let checked = check_template(&typed(vec![zone(&["65", "54"]), rest.clone()]), Currency::Cny).unwrap();
        let read = &checked.zones[1];
        assert_eq!((read.first_amount, read.first, read.next_amount, read.next), (1000, Money::fen(800), 500, Money::fen(150)));
        assert_eq!(read.free_from, Some(Money::fen(8800)));
        assert_eq!(show_zone(read, checked.counts_by), TypedZone { next: "1.5".into(), ..rest });
    }

    #[test]
    fn a_zone_without_shipping_needs_no_amounts() {
        let closed = TypedZone { provinces: vec!["71".into()], ships: false, ..TypedZone::default() };
        assert!(check_template(&typed(vec![zone(&[]), closed]), Currency::Cny).is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        use TemplateFieldError as E;
        use ZoneFieldError as Z;
        let at = |position, error| E::Zone { position, error };
        let change = |change: fn(&mut SaveTemplate)| {
            let mut template = typed(vec![zone(&["65"]), zone(&[])]);
            change(&mut template);
            check_template(&template, Currency::Cny).map(|_| ()).unwrap_err()
        };
        assert_eq!(change(|t| t.name = " ".into()), [E::Name(TextError::Empty)]);
        assert_eq!(change(|t| t.counts_by = "colour".into()), [E::CountsBy]);
        assert_eq!(change(|t| t.zones.truncate(1)), [E::Rest]);
        assert_eq!(change(|t| t.zones.push(zone(&[]))), [E::Rest]);
        assert_eq!(change(|t| t.zones.extend((0..40).map(|_| zone(&["11"])))), [E::TooManyZones]);
        assert_eq!(change(|t| t.zones.push(zone(&["65"]))), [at(2, Z::ProvinceTwice)]);
        assert_eq!(change(|t| t.zones.push(zone(&["99"]))), [at(2, Z::UnknownProvince)]);
        let amounts = change(|t| {
            t.zones[0] = TypedZone { provinces: vec!["65".into()], ships: true, free_from: "x".into(), ..TypedZone::default() };
            t.zones[1].next_amount = "0".into();
            t.zones[1].first = "-1".into();
        });
        assert_eq!(
            amounts,
            [
                at(0, Z::FirstAmount(AmountError::Empty)),
                at(0, Z::First(AmountError::Empty)),
                at(0, Z::NextAmount(AmountError::Empty)),
                at(0, Z::Next(AmountError::Empty)),
                at(0, Z::FreeFrom(AmountError::NotANumber)),
                at(1, Z::First(AmountError::NotANumber)),
                at(1, Z::NextAmount(AmountError::TooFine)),
            ]
        );
    }
}
