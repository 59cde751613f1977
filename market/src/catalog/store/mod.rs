//! Rows of `category`, `listing`, `variant` and `photo`, and how they become types.

pub(super) mod category;
pub(super) mod listing;
pub(super) mod photo;
pub(super) mod variant;

use super::types::{Photo, PhotoId, PhotoState, Rendition};
use crate::kernel::{Fault, Measure, Unit};
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Reads a JSON column.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(Fault::broken)
}

/// Writes a JSON column.
pub(super) fn write<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(Fault::broken)
}

/// The unit of a row.
pub(super) fn unit(code: &str) -> Result<Unit, Fault> {
    Unit::from_code(code).ok_or_else(|| Fault::broken(format!("listing of unknown unit {code}")))
}

/// The measure of a row.
pub(super) fn measure(code: &str, price_per: i64, minimum: i64, step: i64) -> Result<Measure, Fault> {
    Ok(Measure { unit: unit(code)?, price_per, minimum, step })
}

/// The photo of a row.
pub(super) fn photo(id: Uuid, state: &str, alt: String, renditions: &str) -> Result<Photo, Fault> {
    let state = PhotoState::from_code(state).ok_or_else(|| Fault::broken(format!("photo of unknown state {state}")))?;
    let renditions: Vec<Rendition> = read(renditions)?;
    Ok(Photo { id: PhotoId::from_uuid(id), state, alt, renditions })
}

/// Whether the goods of a listing `l` spoil: as the nearest of its categories says that says anything, or as the listing does.
macro_rules! is_perishable {
    () => {
        "COALESCE((SELECT COALESCE(NULLIF(c.spoils, 'listing'), NULLIF(b.spoils, 'listing'), \
         NULLIF(a.spoils, 'listing')) = 'always' FROM category c LEFT JOIN category b ON b.id = c.parent_id LEFT JOIN category a ON a.id = b.parent_id \
         WHERE c.id = l.category_id), l.is_perishable) AS is_perishable"
    };
}
pub(crate) use is_perishable;

/// What can be bought; of which variants follows.
pub(super) const OFFERS: &str = concat!(
    "\
SELECT v.id AS variant_id, v.listing_id, l.shop_id, s.handle, s.name AS shop_name, l.title, v.choices, l.unit, l.price_per, \
l.minimum, l.step, v.price_minor, v.weight_grams, k.on_hand - k.held AS available, l.state, v.is_active, l.packaging_minor, \
l.producer_basis_points, l.freight_template_id, ",
    is_perishable!(),
    ", COALESCE(own.renditions, cover.renditions, '[]') AS renditions \
FROM variant v JOIN listing l ON l.id = v.listing_id JOIN shop s ON s.id = l.shop_id JOIN stock k ON k.variant_id = v.id \
LEFT JOIN photo own ON own.id = v.photo_id AND own.state = 'ready' \
LEFT JOIN photo cover ON cover.id = l.cover_photo_id AND cover.state = 'ready' \
WHERE"
);

/// Along the index of the category's page, so that a step costs the same at the end as at the beginning.
pub(super) const NEXT_IN_CATEGORY: &str = "\
SELECT l.id, l.published_at FROM listing l WHERE l.state = 'published' AND l.category_path = $1 \
AND (l.published_at, l.id) > ($2, $3) ORDER BY l.published_at, l.id LIMIT $4";

/// What a shop has shown of a category and took off sale after $4, of the listings that it began last of those that it has ever shown: along
/// their index, so that a shop with more of them waits no longer. A draft takes no place among them: it costs nothing, and a thousand would
/// hide the rest.
pub(super) const TAKEN_OFF: &str = "\
SELECT f.title, f.published_at FROM (SELECT l.title, l.category_id, l.state, l.updated_at, l.published_at FROM listing l \
WHERE l.shop_id = $1 AND l.published_at IS NOT NULL ORDER BY l.created_at DESC, l.id DESC LIMIT $2) f \
WHERE f.category_id = $3 AND f.state IN ('hidden', 'removed') AND f.updated_at > $4";

/// How much there is of a listing's variants that can be chosen.
pub(super) const ON_HAND: &str = "\
SELECT CAST(COALESCE(SUM(k.on_hand), 0) AS BIGINT) AS on_hand \
FROM variant v JOIN stock k ON k.variant_id = v.id WHERE v.listing_id = $1 AND v.is_active";
