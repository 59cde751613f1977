//! Choices and refusals, drawn.

use super::*;
use crate::pages::product::sample::{PORK, listing, variant};
use app_kit::request::render;

fn drawn(listing: &ListingPage, form: &FormState) -> String {
    let chosen = chosen(listing, form.value("variant")).map(|variant| variant.variant);
    render(Language::En, FormState::default(), || Choose::of(listing, chosen, form, Language::En).view())
}

fn radios(html: &str) -> Vec<&str> {
    html.split("<input type=\"radio\"").skip(1).map(|rest| rest.split('>').next().unwrap_or_default()).collect()
}

#[test]
fn a_single_variant_is_not_chosen_but_sent() {
    let pork = listing(PORK, &[], vec![variant(&[], 4000, 8500)]);
    let html = drawn(&pork, &FormState::default());
    assert!(radios(&html).is_empty());
    let id = pork.variants[0].variant;
    assert!(html.contains(&format!("<input type=\"hidden\" name=\"variant\" value=\"{id}\"")), "{html}");
    assert!(html.contains("From 50 g, in steps of 10 g."), "{html}");
}

#[test]
fn what_is_sold_out_cannot_be_chosen() {
    let dress = listing(Measure::PIECES, &[("Size", &["S", "M"])], vec![variant(&["S"], 9900, 0), variant(&["M"], 9900, 50)]);
    let html = drawn(&dress, &FormState::default());
    let radios = radios(&html);
    assert!(radios[0].contains("disabled") && !radios[0].contains("checked"), "{html}");
    assert!(!radios[1].contains("disabled") && radios[1].contains("checked"), "{html}");
    assert!(html.contains("sold out"));
    assert!(!html.contains("<small>CN¥99"), "one price for all is said once, above");
}

#[test]
fn two_options_make_a_group_for_each_value_of_the_first() {
    let options: [(&str, &[&str]); 2] = [("Colour", &["Rosy", "White"]), ("Size", &["S", "M"])];
    let variants = vec![variant(&["Rosy", "S"], 9900, 5), variant(&["Rosy", "M"], 9900, 50), variant(&["White", "S"], 12900, 50)];
    let dress = listing(Measure::PIECES, &options, variants);
    let html = drawn(&dress, &FormState::default());
    assert_eq!(html.matches("<legend>").count(), 2);
    assert!(html.contains("Colour White: Size"), "{html}");
    assert_eq!(radios(&html).len(), 3);
    assert!(html.contains("CN¥129.00") && html.contains("5 pcs left"), "{html}");
}

#[test]
fn what_was_sent_stays_with_what_is_wrong_about_it() {
    let pork =
        listing(PORK, &[("Cut", &["Belly", "Leg"])], vec![variant(&["Belly"], 4000, 9_000), variant(&["Leg"], 3000, 9_000)]);
    let leg = pork.variants[1].variant.to_string();
    let form =
        FormState::filled([("variant", leg.as_str()), ("quantity", "0.5x\"")]).with_error("quantity", "This is not a number");
    let html = drawn(&pork, &form);
    assert!(html.contains("value=\"0.5x&quot;\""), "{html}");
    assert!(html.contains("id=\"quantity-error\"") && html.contains("aria-invalid=\"true\""), "{html}");
    assert!(radios(&html)[1].contains("checked"));
}

#[test]
fn where_nothing_is_left_there_is_no_field_to_fill_in() {
    let pork = listing(PORK, &[], vec![variant(&[], 4000, 49)]);
    assert!(!is_on_sale(&pork));
    assert!(!drawn(&pork, &FormState::default()).contains("id=\"quantity\""));
}

#[test]
fn small_amounts_are_said_in_grams_too() {
    let by_jin = Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 };
    let of = |measure, lang| {
        let pork = listing(measure, &[], vec![variant(&[], 4000, 900_000)]);
        hint(&pork, None, lang)
    };
    assert_eq!(of(by_jin, Language::En), "From 0.1 jin (50 g), to the gram.");
    assert_eq!(of(by_jin, Language::Zh), "0.1 斤（50 克）起，精确到克。");
    assert_eq!(of(Measure { minimum: 500, step: 250, ..by_jin }, Language::En), "From 1 jin, in steps of 0.5 jin (250 g).");
    assert_eq!(of(Measure::PIECES, Language::En), "");
}

#[test]
fn little_is_said_to_be_little() {
    for (available, measure, expected) in [
        (3, Measure::PIECES, Some("3 pcs left")),
        (11, Measure::PIECES, None),
        (0, Measure::PIECES, None),
        (900, PORK, Some("900 g left")),
        (5_001, PORK, None),
    ] {
        assert_eq!(few_left(available, &measure, Language::En).as_deref(), expected, "{available}");
    }
}

#[test]
fn the_field_never_asks_for_more_than_there_is() {
    let of = |available| {
        let pork = listing(PORK, &[], vec![variant(&[], 4000, available)]);
        usual(&pork, pork.variants.first().map(|variant| variant.variant))
    };
    assert_eq!((of(9_000), of(125), of(40)), (500, 120, 500));
}
