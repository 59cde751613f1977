//! A listing as its form shows it for changing.

use super::check::{MINOR, POINTS};
use crate::catalog::types::{ListingForEdit, PlacedPhoto, SaveListing, TypedVariant};
use crate::kernel::show_decimal;

/// The form of a stored listing: sent back unchanged, it changes nothing.
#[must_use]
pub fn form_of(listing: &ListingForEdit) -> SaveListing {
    let unit = listing.measure.unit;
    let amount = |steps: i64| show_decimal(steps, unit.steps());
    let or_empty = |value: i64, steps: i64| if value == 0 { String::new() } else { show_decimal(value, steps) };
    SaveListing {
        listing: listing.listing,
        version: listing.version,
        title: listing.title.clone(),
        description: listing.description.clone(),
        maker: listing.maker.clone(),
        place: listing.place.clone(),
        category: Some(listing.category),
        unit: unit.code().to_owned(),
        price_per: amount(listing.measure.price_per),
        minimum: amount(listing.measure.minimum),
        step: amount(listing.measure.step),
        options: listing.options.clone(),
        variants: listing
            .variants
            .iter()
            .map(|variant| TypedVariant {
                variant: variant.variant,
                choices: variant.choices.clone(),
                price: show_decimal(variant.price.minor(), MINOR),
                stock: amount(variant.on_hand),
                seen_stock: Some(variant.on_hand),
                weight: or_empty(variant.weight_grams, 1),
                code: variant.code.clone(),
                photo: variant.photo,
            })
            .collect(),
        photos: listing.photos.iter().map(|photo| PlacedPhoto { photo: photo.id, alt: photo.alt.clone() }).collect(),
        packaging: or_empty(listing.packaging.minor(), MINOR),
        producer_share: or_empty(listing.producer_basis_points, POINTS),
        freight_template: listing.freight_template,
        attributes: listing.attributes.clone(),
        is_perishable: listing.is_perishable,
    }
}
