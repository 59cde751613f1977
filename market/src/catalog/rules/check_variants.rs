//! What typed options and variants mean.

use super::check::{check_price, or_zero};
use crate::catalog::types::{
    ChoiceError, ListingFieldError, OptionGroup, OptionsError, PhotoId, TypedVariant, VariantFieldError, VariantId,
};
use crate::kernel::limits::{NAME_CHARS_MAX, OPTIONS_MAX, QUANTITY_MAX, VARIANTS_MAX};
use crate::kernel::{Currency, Money, TextError, Unit, clean_line, parse_decimal};
use std::collections::HashSet;

/// A variant that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantDraft {
    /// Which.
    pub variant: VariantId,
    /// One value of each option, in the options' order.
    pub choices: Vec<String>,
    /// For `price_per` smallest steps.
    pub price: Money,
    /// In smallest steps.
    pub stock: i64,
    /// The stock when the form was made; none for a new variant.
    pub seen_stock: Option<i64>,
    /// What one unit weighs.
    pub weight_grams: i64,
    /// The shop's own number.
    pub code: String,
    /// The picture that shows it.
    pub photo: Option<PhotoId>,
}

/// Reads the options.
pub(super) fn check_options(typed: &[OptionGroup]) -> Result<Vec<OptionGroup>, OptionsError> {
    if typed.len() > OPTIONS_MAX || typed.iter().any(|group| group.values.len() > VARIANTS_MAX) {
        return Err(OptionsError::TooMany);
    }
    let mut names = HashSet::new();
    let mut checked = Vec::new();
    for group in typed {
        let name = clean_line(&group.name, NAME_CHARS_MAX).map_err(OptionsError::Name)?;
        if !names.insert(name.to_lowercase()) {
            return Err(OptionsError::NameTwice);
        }
        if group.values.is_empty() {
            return Err(OptionsError::NoValues);
        }
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for value in &group.values {
            let value = clean_line(value, NAME_CHARS_MAX).map_err(OptionsError::Value)?;
            if !seen.insert(value.to_lowercase()) {
                return Err(OptionsError::ValueTwice);
            }
            values.push(value);
        }
        checked.push(OptionGroup { name, values });
    }
    Ok(checked)
}

/// Reads the variants: each stands for its own choice of one value of each option.
pub(super) fn check_variants(
    typed: &[TypedVariant],
    options: &[OptionGroup],
    unit: Unit,
    photos: &[PhotoId],
    currency: Currency,
) -> Result<Vec<VariantDraft>, Vec<ListingFieldError>> {
    if typed.is_empty() {
        return Err(vec![ListingFieldError::Variants(ChoiceError::None)]);
    }
    if typed.len() > VARIANTS_MAX {
        return Err(vec![ListingFieldError::Variants(ChoiceError::TooMany)]);
    }
    let mut errors = Vec::new();
    let mut checked = Vec::new();
    let (mut ids, mut chosen) = (HashSet::new(), HashSet::new());
    for (variant, position) in typed.iter().zip(0_u16..) {
        let (draft, found) = check_variant(variant, unit, photos, currency);
        errors.extend(found.into_iter().map(|error| ListingFieldError::Variant { position, error }));
        let fits = draft.choices.len() == options.len()
            && draft.choices.iter().zip(options).all(|(choice, group)| group.values.contains(choice));
        if !fits {
            errors.push(ListingFieldError::Variants(ChoiceError::Mismatch));
        } else if !chosen.insert(draft.choices.clone()) || !ids.insert(draft.variant) {
            errors.push(ListingFieldError::Variants(ChoiceError::Twice));
        }
        checked.push(draft);
    }
    errors.dedup();
    if errors.is_empty() { Ok(checked) } else { Err(errors) }
}

fn check_variant(
    typed: &TypedVariant,
    unit: Unit,
    photos: &[PhotoId],
    currency: Currency,
) -> (VariantDraft, Vec<VariantFieldError>) {
    use VariantFieldError as E;
    let mut errors = Vec::new();
    let price = check_price(&typed.price, currency).map_err(|error| errors.push(E::Price(error)));
    let stock = parse_decimal(&typed.stock, unit.steps(), QUANTITY_MAX).map_err(|error| errors.push(E::Stock(error)));
    let weight = or_zero(parse_decimal(&typed.weight, 1, QUANTITY_MAX)).map_err(|error| errors.push(E::Weight(error)));
    let code = match clean_line(&typed.code, NAME_CHARS_MAX) {
        Ok(code) => code,
        Err(TextError::Empty) => String::new(),
        Err(error) => {
            errors.push(E::Code(error));
            String::new()
        }
    };
    if typed.photo.is_some_and(|photo| !photos.contains(&photo)) {
        errors.push(E::Photo);
    }
    let choices = typed.choices.iter().map(|choice| clean_line(choice, NAME_CHARS_MAX).unwrap_or_default()).collect();
    let draft = VariantDraft {
        variant: typed.variant,
        choices,
        price: price.unwrap_or_else(|()| Money::zero(currency)),
        stock: stock.unwrap_or(0),
        seen_stock: typed.seen_stock,
        weight_grams: weight.unwrap_or(0),
        code,
        photo: typed.photo,
    };
    (draft, errors)
}
