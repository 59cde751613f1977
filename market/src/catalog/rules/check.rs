//! What a typed listing means. Checks every field, so that a form shows all that is wrong at once.

use super::check_variants::{VariantDraft, check_options, check_variants};
use crate::attribute::TypedAttribute;
use crate::catalog::types::{
    CategoryId, ListingFieldError, ListingId, MeasureError, OptionGroup, PhotoId, PlacedPhoto, PriceError, SaveListing,
};
use crate::kernel::limits::{
    DESCRIPTION_CHARS_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX, PHOTOS_MAX, PRICE_MINOR_MAX, QUANTITY_MAX, TITLE_CHARS_MAX,
};
use crate::kernel::{AmountError, Currency, Measure, Money, TextError, Unit, clean_line, clean_text, parse_decimal};
use crate::pricing::FreightTemplateId;
use std::collections::HashSet;

/// Minor units of a whole one.
pub(super) const MINOR: i64 = 100;
/// Hundredths of a per cent in one per cent.
pub(super) const POINTS: i64 = 100;
/// A whole in hundredths of a per cent.
const WHOLE: i64 = 10_000;

/// A listing that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingDraft {
    /// Which.
    pub listing: ListingId,
    /// The version that the form was made from.
    pub version: i64,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: String,
    /// Which family or workshop made it.
    pub maker: String,
    /// Where it comes from.
    pub place: String,
    /// Where it stands in the tree; none is `other`.
    pub category: Option<CategoryId>,
    /// How it is measured and priced.
    pub measure: Measure,
    /// What a buyer chooses.
    pub options: Vec<OptionGroup>,
    /// At least one.
    pub variants: Vec<VariantDraft>,
    /// Cover first.
    pub photos: Vec<PlacedPhoto>,
    /// What packing one sale costs.
    pub packaging: Money,
    /// The producers' part of the price.
    pub producer_basis_points: i64,
    /// How freight is charged.
    pub freight_template: Option<FreightTemplateId>,
    /// As typed: what can be said is known when the category is.
    pub attributes: Vec<TypedAttribute>,
    /// Whether it spoils, where no category of it says that.
    pub is_perishable: bool,
}

/// Reads a typed listing.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn check_listing(typed: &SaveListing, currency: Currency) -> Result<ListingDraft, Vec<ListingFieldError>> {
    use ListingFieldError as E;
    let mut errors = Vec::new();
    let title = keep(clean_line(&typed.title, TITLE_CHARS_MAX).map_err(E::Title), &mut errors);
    let photos = check_photos(&typed.photos, &mut errors);
    let measure = check_measure(&typed.unit, &typed.price_per, &typed.minimum, &typed.step);
    let measure = measure.map_err(|found| errors.extend(found)).unwrap_or(Measure::PIECES);
    let options = keep(check_options(&typed.options).map_err(E::Options), &mut errors);
    let placed: Vec<PhotoId> = photos.iter().map(|placed| placed.photo).collect();
    let variants = check_variants(&typed.variants, &options, measure.unit, &placed, currency);
    let variants = variants.map_err(|found| errors.extend(found)).unwrap_or_default();
    let description = optional(clean_text(&typed.description, DESCRIPTION_CHARS_MAX), E::Description, &mut errors);
    let maker = optional(clean_line(&typed.maker, NAME_CHARS_MAX), E::Maker, &mut errors);
    let place = optional(clean_line(&typed.place, NAME_CHARS_MAX), E::Place, &mut errors);
    let packaging = or_zero(parse_decimal(&typed.packaging, MINOR, PRICE_MINOR_MAX));
    let packaging = keep(packaging.map_err(E::Packaging), &mut errors);
    let producer_basis_points = or_zero(parse_decimal(&typed.producer_share, POINTS, WHOLE));
    let producer_basis_points = keep(producer_basis_points.map_err(E::ProducerShare), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(ListingDraft {
        listing: typed.listing,
        version: typed.version,
        title,
        description,
        maker,
        place,
        category: typed.category,
        measure,
        options,
        variants,
        photos,
        packaging: Money::new(packaging, currency),
        producer_basis_points,
        freight_template: typed.freight_template,
        attributes: typed.attributes.clone(),
        is_perishable: typed.is_perishable,
    })
}

/// Reads a typed price.
///
/// # Errors
/// [`PriceError`].
pub fn check_price(text: &str, currency: Currency) -> Result<Money, PriceError> {
    match parse_decimal(text, MINOR, PRICE_MINOR_MAX) {
        Ok(0) => Err(PriceError::Zero),
        Ok(minor) => Ok(Money::new(minor, currency)),
        Err(error) => Err(PriceError::Amount(error)),
    }
}

/// Reads how something is measured: amounts are typed in the unit, and the minimum is a multiple of the step.
///
/// # Errors
/// [`ListingFieldError::Unit`], `PricePer`, `Minimum` or `Step`.
pub fn check_measure(unit: &str, price_per: &str, minimum: &str, step: &str) -> Result<Measure, Vec<ListingFieldError>> {
    use ListingFieldError as E;
    let unit = match unit.trim() {
        "" => Unit::Piece,
        code => Unit::from_code(code).ok_or_else(|| vec![E::Unit])?,
    };
    let mut errors = Vec::new();
    let price_per = keep(amount(price_per, unit, unit.steps()).map_err(E::PricePer), &mut errors);
    let step = keep(amount(step, unit, 1).map_err(E::Step), &mut errors);
    let minimum = keep(amount(minimum, unit, step).map_err(E::Minimum), &mut errors);
    if errors.is_empty() && minimum % step.max(1) != 0 {
        errors.push(E::Minimum(MeasureError::OffStep));
    }
    if errors.is_empty() { Ok(Measure { unit, price_per, minimum, step }) } else { Err(errors) }
}

fn amount(text: &str, unit: Unit, default: i64) -> Result<i64, MeasureError> {
    match parse_decimal(text, unit.steps(), QUANTITY_MAX) {
        Ok(0) => Err(MeasureError::Zero),
        Ok(steps) => Ok(steps),
        Err(AmountError::Empty) => Ok(default),
        Err(error) => Err(MeasureError::Amount(error)),
    }
}

fn check_photos(photos: &[PlacedPhoto], errors: &mut Vec<ListingFieldError>) -> Vec<PlacedPhoto> {
    let distinct: HashSet<PhotoId> = photos.iter().map(|placed| placed.photo).collect();
    if photos.len() > PHOTOS_MAX || distinct.len() < photos.len() {
        errors.push(ListingFieldError::Photos);
    }
    let mut checked = Vec::new();
    for (placed, position) in photos.iter().zip(0_u16..) {
        let error = |error| ListingFieldError::PhotoAlt { position, error };
        let alt = optional(clean_line(&placed.alt, NOTE_CHARS_MAX), error, errors);
        checked.push(PlacedPhoto { photo: placed.photo, alt });
    }
    checked
}

/// The value, or its default while the error is noted.
fn keep<T: Default, E>(result: Result<T, E>, errors: &mut Vec<E>) -> T {
    result.map_err(|error| errors.push(error)).unwrap_or_default()
}

/// Text that may be missing.
fn optional(
    result: Result<String, TextError>,
    field: impl Fn(TextError) -> ListingFieldError,
    errors: &mut Vec<ListingFieldError>,
) -> String {
    match result {
        Err(TextError::Empty) => String::new(),
        other => keep(other.map_err(field), errors),
    }
}

/// An amount that may be missing.
pub(super) const fn or_zero(result: Result<i64, AmountError>) -> Result<i64, AmountError> {
    match result {
        Err(AmountError::Empty) => Ok(0),
        other => other,
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
