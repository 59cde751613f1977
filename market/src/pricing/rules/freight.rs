//! What a parcel costs to send.

use crate::kernel::{Money, MoneyError};
use crate::pricing::types::{CountsBy, FreightLine, FreightTemplate, FreightTemplateId, FreightZone, NoShipping};
use crate::shop::ShopId;

impl From<MoneyError> for NoShipping {
    fn from(_: MoneyError) -> Self {
        Self::OutOfRange
    }
}

/// The template of a listing: the one it names, else its shop's default.
#[must_use]
pub fn pick(templates: &[FreightTemplate], shop: ShopId, named: Option<FreightTemplateId>) -> Option<&FreightTemplate> {
    let of_shop = || templates.iter().filter(|template| template.shop == shop);
    of_shop().find(|template| Some(template.id) == named).or_else(|| of_shop().find(|template| template.is_default))
}

/// The zone that counts for a province: the one that names it, else the rest of the country.
#[must_use]
pub fn zone_of<'a>(template: &'a FreightTemplate, province: &str) -> Option<&'a FreightZone> {
    let named = template.zones.iter().find(|zone| zone.provinces.iter().any(|code| code == province));
    named.or_else(|| template.zones.iter().find(|zone| zone.provinces.is_empty()))
}

/// Freight of one parcel whose lines all follow one template.
///
/// # Errors
/// [`NoShipping`].
pub fn quote_freight(template: &FreightTemplate, province: &str, lines: &[FreightLine]) -> Result<Money, NoShipping> {
    match lines.first() {
        Some(line) => quote_parcel(Money::zero(line.line_total.currency()), &[(template, lines.to_vec())], province),
        None => Err(NoShipping::OutOfRange),
    }
}

/// Freight of the one parcel that a shop sends for an order, whose lines may follow several templates: the dearest first step is
/// charged once and everything else as further steps, where those are not dearer than a parcel of its own. What a template makes free adds nothing.
///
/// # Errors
/// [`NoShipping`].
pub fn quote_parcel(zero: Money, parts: &[(&FreightTemplate, Vec<FreightLine>)], province: &str) -> Result<Money, NoShipping> {
    let mut charged = Vec::new();
    for (template, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let zone = zone_of(template, province).filter(|zone| zone.ships).ok_or(NoShipping::NotThere)?;
        let goods = Money::sum(zero.currency(), lines.iter().map(|line| line.line_total))?;
        let is_free = zone.free_from.is_some_and(|from| goods.minor() >= from.minor());
        if !is_free {
            charged.push((template.id, zone, amount(template.counts_by, lines)?));
        }
    }
    // The id decides between equals, so that the same goods cost the same in any order.
    charged.sort_by_key(|(id, zone, _)| (std::cmp::Reverse(zone.first.minor()), *id));
    let mut total = zero;
    for (position, (_, zone, amount)) in charged.into_iter().enumerate() {
        let alone = parcel_of_its_own(zone, amount)?;
        let beside = zone.next.times_ratio(steps_beyond(amount, 0, zone.next_amount), 1)?;
        let is_cheaper_beside = position > 0 && beside.minor() < alone.minor();
        total = total.plus(if is_cheaper_beside { beside } else { alone })?;
    }
    Ok(total)
}

/// What the shop itself pays for one sale that goes to the rest of the country: the freight that the buyer is spared, else zero.
///
/// # Errors
/// [`NoShipping`] where the template sends nothing there.
pub fn freight_borne(template: &FreightTemplate, line: FreightLine) -> Result<Money, NoShipping> {
    let zone = zone_of(template, "").filter(|zone| zone.ships).ok_or(NoShipping::NotThere)?;
    let is_free = zone.free_from.is_some_and(|from| line.line_total.minor() >= from.minor());
    if !is_free {
        return Ok(Money::zero(line.line_total.currency()));
    }
    parcel_of_its_own(zone, amount(template.counts_by, &[line])?)
}

fn parcel_of_its_own(zone: &FreightZone, amount: i64) -> Result<Money, NoShipping> {
    let further = zone.next.times_ratio(steps_beyond(amount, zone.first_amount, zone.next_amount), 1)?;
    Ok(zone.first.plus(further)?)
}

fn amount(counts_by: CountsBy, lines: &[FreightLine]) -> Result<i64, NoShipping> {
    lines
        .iter()
        .map(|line| if counts_by == CountsBy::Piece { line.quantity_pieces } else { line.weight_grams })
        .try_fold(0_i64, |sum, part| sum.checked_add(part.max(0)))
        .ok_or(NoShipping::OutOfRange)
}

/// Begun steps count in full.
fn steps_beyond(amount: i64, covered: i64, step: i64) -> i64 {
    let beyond = amount.saturating_sub(covered).max(0);
    let step = step.max(1);
    beyond / step + i64::from(beyond % step > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Timestamp;
    use crate::pricing::rules::default_template;
    use proptest::prelude::*;

    fn zone(provinces: &[&str], first: (i64, i64), next: (i64, i64)) -> FreightZone {
        FreightZone {
            provinces: provinces.iter().map(ToString::to_string).collect(),
            ships: true,
            first_amount: first.0,
            first: Money::fen(first.1),
            next_amount: next.0,
            next: Money::fen(next.1),
            free_from: None,
        }
    }

    fn template(counts_by: CountsBy, zones: Vec<FreightZone>) -> FreightTemplate {
        let at = Timestamp::from_millis(1);
        let id = FreightTemplateId::mint(at);
        FreightTemplate { id, shop: ShopId::mint(at), name: "x".into(), counts_by, is_default: true, version: 1, zones }
    }

    fn line(pieces: i64, grams: i64, fen: i64) -> FreightLine {
        FreightLine { quantity_pieces: pieces, weight_grams: grams, line_total: Money::fen(fen) }
    }

    #[test]
    fn begun_kilograms_count_in_full() {
        let by_weight = template(CountsBy::Weight, vec![zone(&[], (1000, 800), (1000, 300))]);
        for (grams, expected) in [(1, 800), (1000, 800), (1001, 1100), (2000, 1100), (2001, 1400)] {
            assert_eq!(quote_freight(&by_weight, "43", &[line(1, grams, 2000)]), Ok(Money::fen(expected)), "{grams} g");
        }
        let two_lines = [line(1, 600, 100), line(1, 600, 100)];
        assert_eq!(quote_freight(&by_weight, "43", &two_lines), Ok(Money::fen(1100)), "the parcel counts, not the line");
    }

    #[test]
    fn pieces_are_counted_where_the_shop_counts_pieces() {
        let by_piece = template(CountsBy::Piece, vec![zone(&[], (2, 500), (3, 100))]);
        for (pieces, expected) in [(1, 500), (2, 500), (3, 600), (5, 600), (6, 700)] {
            assert_eq!(quote_freight(&by_piece, "11", &[line(pieces, 9_000_000, 1)]), Ok(Money::fen(expected)), "{pieces}");
        }
    }

    #[test]
    fn a_province_with_a_zone_of_its_own_pays_that_one() {
        let mut far = zone(&["65", "54"], (1000, 2000), (1000, 1500));
        let mut nowhere = zone(&["71"], (1, 0), (1, 0));
        nowhere.ships = false;
        let shop = template(CountsBy::Weight, vec![far.clone(), zone(&[], (1000, 800), (1000, 300)), nowhere]);
        assert_eq!(quote_freight(&shop, "65", &[line(1, 1500, 100)]), Ok(Money::fen(3500)));
        assert_eq!(quote_freight(&shop, "43", &[line(1, 1500, 100)]), Ok(Money::fen(1100)));
        assert_eq!(quote_freight(&shop, "71", &[line(1, 1500, 100)]), Err(NoShipping::NotThere));
        far.provinces.clear();
        let only_far = template(CountsBy::Weight, vec![zone(&["65"], (1, 1), (1, 1))]);
        assert_eq!(quote_freight(&only_far, "43", &[line(1, 1, 1)]), Err(NoShipping::NotThere));
    }

    #[test]
    fn freight_is_free_from_the_total_that_the_shop_names() {
        let mut free = zone(&[], (1000, 800), (1000, 300));
        free.free_from = Some(Money::fen(8800));
        let shop = template(CountsBy::Weight, vec![free]);
        assert_eq!(quote_freight(&shop, "43", &[line(1, 5000, 8799)]), Ok(Money::fen(2000)));
        assert_eq!(quote_freight(&shop, "43", &[line(1, 2500, 4400), line(1, 2500, 4400)]), Ok(Money::fen(0)));
        assert_eq!(freight_borne(&shop, line(1, 5000, 8800)), Ok(Money::fen(2000)), "somebody pays it all the same");
        assert_eq!(freight_borne(&shop, line(1, 5000, 8799)), Ok(Money::fen(0)));
    }

    #[test]
    fn one_parcel_pays_the_dearest_first_step_once() {
        let meat = template(CountsBy::Weight, vec![zone(&[], (1000, 800), (1000, 300))]);
        let jars = template(CountsBy::Piece, vec![zone(&[], (1, 1200), (1, 400))]);
        let parts = [(&meat, vec![line(1, 1500, 100)]), (&jars, vec![line(2, 0, 100)])];
        // 12 for the first jar, 4 for the second, 2 × 3 for the begun kilograms of meat.
        assert_eq!(quote_parcel(Money::fen(0), &parts, "43"), Ok(Money::fen(1200 + 400 + 600)));
        assert_eq!(quote_parcel(Money::fen(0), &[], "43"), Ok(Money::fen(0)));
    }

    proptest! {
        #[test]
        fn more_goods_never_cost_less_freight(grams in 1_i64..1_000_000, more in 0_i64..1_000_000, first in 0_i64..10_000, next in 0_i64..10_000) {
            let shop = template(CountsBy::Weight, vec![zone(&[], (1000, first), (500, next))]);
            let less = quote_freight(&shop, "43", &[line(1, grams, 1)]).unwrap();
            let greater = quote_freight(&shop, "43", &[line(1, grams + more, 1)]).unwrap();
            prop_assert!(greater.minor() >= less.minor());
        }

        #[test]
        fn one_parcel_never_costs_more_than_two(a in 1_i64..100_000, b in 1_i64..100_000, next in 0_i64..2_000) {
            let shop = default_template(ShopId::mint(Timestamp::from_millis(1)), FreightTemplateId::mint(Timestamp::from_millis(1)), Money::fen(0).currency());
            let dearer = template(CountsBy::Weight, vec![zone(&[], (1000, 900), (1000, next))]);
            let (one, two) = (vec![line(1, a, 1)], vec![line(1, b, 1)]);
            let together = quote_parcel(Money::fen(0), &[(&shop, one.clone()), (&dearer, two.clone())], "43").unwrap();
            let swapped = quote_parcel(Money::fen(0), &[(&dearer, two.clone()), (&shop, one.clone())], "43").unwrap();
            let apart = quote_freight(&shop, "43", &one).unwrap().minor() + quote_freight(&dearer, "43", &two).unwrap().minor();
            prop_assert_eq!(together, swapped);
            prop_assert!(together.minor() <= apart);
        }

        #[test]
        fn huge_amounts_are_a_refusal_and_not_a_panic(grams in any::<i64>(), pieces in any::<i64>(), fen in any::<i64>()) {
            let shop = template(CountsBy::Weight, vec![zone(&[], (1, i64::MAX), (1, i64::MAX))]);
            let _ = quote_freight(&shop, "43", &[line(pieces, grams, fen), line(pieces, grams, fen)]);
        }
    }
}
