//! What there is to choose and how much of it. One radio button a variant, so that the choice works without scripts and what is
//! sold out cannot be chosen; where there are two options or more, the first one makes the groups.

use crate::islands::{ChoicePrice, QuantityTotal, QuantityWords};
use app_kit::components::{FieldError, describe};
use app_kit::form::FormState;
use app_kit::format::{money, quantity, unit_name};
use app_kit::{Say, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::account::Language;
use market::catalog::{ListedVariant, ListingPage, VariantId};
use market::kernel::{Dimension, Measure, Unit, show_decimal};
use market::pricing::rules::typical_quantity;

/// Below so many of the least that is sold, the page says how much is left.
const FEW: i64 = 10;

/// Whether a buyer can have the least that is sold of it.
fn is_there(variant: &ListedVariant, measure: &Measure) -> bool {
    variant.available >= measure.minimum.max(1)
}

/// Whether anything can be bought.
pub fn is_on_sale(listing: &ListingPage) -> bool {
    listing.variants.iter().any(|variant| is_there(variant, &listing.measure))
}

/// The variant that is chosen at first: what was chosen before, else the first that is there, else the first.
pub fn chosen<'a>(listing: &'a ListingPage, before: &str) -> Option<&'a ListedVariant> {
    let before = before.parse::<VariantId>().ok();
    let there = || listing.variants.iter().filter(|variant| is_there(variant, &listing.measure));
    let again = there().find(|variant| Some(variant.variant) == before);
    again.or_else(|| there().next()).or_else(|| listing.variants.first())
}

/// How much is left, where it is little.
pub fn few_left(available: i64, measure: &Measure, lang: Language) -> Option<String> {
    let least = measure.minimum.max(measure.step).max(1);
    let few = match measure.unit.dimension() {
        Dimension::Piece => FEW,
        Dimension::Weight | Dimension::Volume | Dimension::Length => least.max(measure.price_per).saturating_mul(FEW),
    };
    (available >= measure.minimum && available <= few).then(|| {
        let amount = quantity(available, measure.unit, lang);
        say!(lang, "{amount} left", "还剩 {amount}")
    })
}

/// A radio button.
struct Chip {
    value: String,
    label: String,
    price: Option<String>,
    left: Option<String>,
    is_there: bool,
    is_chosen: bool,
}

/// Radio buttons under one legend.
struct Group {
    legend: String,
    chips: Vec<Chip>,
}

/// What the fields are drawn from.
pub struct Choose {
    groups: Vec<Group>,
    prices: Vec<ChoicePrice>,
    chosen: Option<String>,
    measure: Measure,
    typed: String,
    hint: String,
    error: Option<String>,
    lang: Language,
    on_sale: bool,
}

impl Choose {
    /// The fields of a listing, as they were sent before where they were.
    pub fn of(listing: &ListingPage, chosen: Option<VariantId>, form: &FormState, lang: Language) -> Self {
        let measure = listing.measure;
        let usual = usual(listing, chosen);
        let prices = listing.variants.iter().map(|of| ChoicePrice { variant: of.variant.to_string(), price: of.price }).collect();
        Self {
            groups: if listing.options.is_empty() { Vec::new() } else { groups(listing, chosen, lang) },
            prices,
            chosen: chosen.map(|variant| variant.to_string()),
            measure,
            typed: form.value_or("quantity", &show_decimal(usual, measure.unit.steps())).to_owned(),
            hint: hint(listing, chosen, lang),
            error: form.error("quantity").map(str::to_owned),
            lang,
            on_sale: is_on_sale(listing),
        }
    }

    /// The radio buttons, or the one variant hidden; and the quantity.
    pub fn view(self) -> AnyView {
        let Self { groups, prices, chosen, measure, typed, hint, error, lang, on_sale } = self;
        let variant = chosen.clone().unwrap_or_default();
        let choice = if groups.is_empty() {
            Either::Left(chosen.map(|value| view! { <input type="hidden" name="variant" value=value/> }))
        } else {
            Either::Right(groups.into_iter().map(|group| group.view(lang)).collect_view())
        };
        let words = QuantityWords {
            less: lang.say("Less", "减少").to_owned(),
            more: lang.say("More", "增加").to_owned(),
            unit: unit_name(measure.unit, lang).to_owned(),
            not_sold: lang.say("not sold in this amount", "不按此数量出售").to_owned(),
        };
        let label = match measure.unit.dimension() {
            Dimension::Piece => lang.say("How many", "买几件"),
            Dimension::Weight | Dimension::Volume | Dimension::Length => lang.say("How much", "买多少"),
        };
        let described = describe("quantity", true, error.is_some()).unwrap_or_default();
        let wrong = error.is_some();
        let amount = on_sale.then(|| {
            view! {
                <div class="field">
                    <label for="quantity">{label}</label>
                    <QuantityTotal measure prices chosen=variant typed described wrong lang words/>
                    <p class="hint" id="quantity-hint">{hint}</p>
                    {error.map(|error| view! { <FieldError name="quantity" error/> })}
                </div>
            }
        });
        (choice, amount.into_any()).into_any()
    }
}

/// What stands in the field at first: what the price is for, or less where there is less.
fn usual(listing: &ListingPage, chosen: Option<VariantId>) -> i64 {
    let measure = &listing.measure;
    let usual = typical_quantity(measure);
    let available =
        listing.variants.iter().find(|variant| Some(variant.variant) == chosen).map_or(0, |variant| variant.available);
    let whole = available - available.rem_euclid(measure.step.max(1));
    if usual > whole && whole >= measure.minimum { whole } else { usual }
}

/// From how much, in which steps, and how much is left of the only variant.
fn hint(listing: &ListingPage, chosen: Option<VariantId>, lang: Language) -> String {
    let measure = &listing.measure;
    let least = in_small(measure.minimum, measure.unit, lang);
    let step = in_small(measure.step, measure.unit, lang);
    let mut hint = match (measure.unit.dimension(), measure.minimum, measure.step) {
        (Dimension::Piece, 0..=1, 0..=1) => String::new(),
        (Dimension::Weight, _, 1) => say!(lang, "From {least}, to the gram.", "{least}起，精确到克。"),
        _ => say!(lang, "From {least}, in steps of {step}.", "{least}起，每次加 {step}。"),
    };
    if listing.options.is_empty() {
        let only = listing.variants.iter().find(|variant| Some(variant.variant) == chosen);
        if let Some(left) = only.and_then(|variant| few_left(variant.available, measure, lang)) {
            if !hint.is_empty() {
                hint.push_str(lang.say(" ", ""));
            }
            hint.push_str(&left);
            hint.push_str(lang.say(".", "。"));
        }
    }
    hint
}

/// An amount in the field's unit and, where it is a fraction of that, in the smallest one: `0.1 jin (50 g)`.
fn in_small(amount: i64, unit: Unit, lang: Language) -> String {
    let said = quantity(amount, unit, lang);
    let smallest = match unit.dimension() {
        Dimension::Piece => Unit::Piece,
        Dimension::Weight => Unit::Gram,
        Dimension::Volume => Unit::Millilitre,
        Dimension::Length => Unit::Millimetre,
    };
    if amount % unit.steps() == 0 {
        return said;
    }
    let small = quantity(amount, smallest, lang);
    say!(lang, "{said} ({small})", "{said}（{small}）")
}

fn groups(listing: &ListingPage, chosen: Option<VariantId>, lang: Language) -> Vec<Group> {
    let same_price =
        listing.variants.iter().all(|variant| Some(variant.price) == listing.variants.first().map(|first| first.price));
    let chip = |variant: &ListedVariant, choices: &[String]| Chip {
        value: variant.variant.to_string(),
        label: choices.join(" · "),
        price: (!same_price).then(|| money(variant.price, lang)),
        left: few_left(variant.available, &listing.measure, lang),
        is_there: is_there(variant, &listing.measure),
        is_chosen: Some(variant.variant) == chosen,
    };
    let names: Vec<&str> = listing.options.iter().map(|option| option.name.as_str()).collect();
    let [first, rest @ ..] = names.as_slice() else { return Vec::new() };
    if rest.is_empty() {
        let chips = listing.variants.iter().map(|variant| chip(variant, &variant.choices)).collect();
        return vec![Group { legend: (*first).to_owned(), chips }];
    }
    let values = listing.options.first().map(|option| option.values.as_slice()).unwrap_or_default();
    let group = |value: &String| {
        let of_value = listing.variants.iter().filter(|variant| variant.choices.first() == Some(value));
        let chips = of_value.map(|variant| chip(variant, variant.choices.get(1..).unwrap_or_default())).collect();
        let rest = rest.join(" · ");
        Group { legend: say!(lang, "{first} {value}: {rest}", "{first} {value}：{rest}"), chips }
    };
    values.iter().map(group).filter(|group: &Group| !group.chips.is_empty()).collect()
}

impl Group {
    fn view(self, lang: Language) -> AnyView {
        let chips = self.chips.into_iter().map(|chip| {
            let note = if chip.is_there { chip.left } else { Some(lang.say("sold out", "售完").to_owned()) };
            view! {
                <label class="chip">
                    <input type="radio" name="variant" value=chip.value checked=chip.is_chosen disabled=!chip.is_there required/>
                    <span>{chip.label}{chip.price.map(|price| view! { " "<small>{price}</small> })}{note.map(|note| view! { " "<small>{note}</small> })}</span>
                </label>
            }
        });
        view! { <fieldset class="chips"><legend>{self.legend}</legend>{chips.collect_view()}</fieldset> }.into_any()
    }
}

#[cfg(test)]
mod tests;
