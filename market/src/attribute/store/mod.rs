//! Rows of `attribute`, `attribute_choice` and `listing_attribute`, and how they become types.

pub(super) mod attribute;
pub(super) mod choice;
pub(super) mod value;

use super::types::{Attribute, AttributeChoice, AttributeChoiceId, AttributeId, AttributeKind, AttributeValue};
use crate::catalog::CategoryId;
use crate::kernel::Fault;

/// The kind of a row.
pub(super) fn kind(code: &str) -> Result<AttributeKind, Fault> {
    AttributeKind::from_code(code).ok_or_else(|| Fault::broken(format!("attribute of unknown kind {code}")))
}

/// The ranges of a row.
pub(super) fn bands(json: &str) -> Result<Vec<i64>, Fault> {
    serde_json::from_str(json).map_err(Fault::broken)
}

/// The attribute of a row, with those of the choices that are its.
pub(super) fn attribute(row: attribute::Model, choices: &[choice::Model]) -> Result<Attribute, Fault> {
    let own = choices.iter().filter(|choice| choice.attribute_id == row.id);
    Ok(Attribute {
        id: AttributeId::from_uuid(row.id),
        category: CategoryId::from_uuid(row.category_id),
        kind: kind(&row.kind)?,
        bands: bands(&row.bands)?,
        choices: own
            .map(|choice| AttributeChoice {
                id: AttributeChoiceId::from_uuid(choice.id),
                slug: choice.slug.clone(),
                name_en: choice.name_en.clone(),
                name_zh: choice.name_zh.clone(),
                is_retired: choice.is_retired,
            })
            .collect(),
        slug: row.slug,
        name_en: row.name_en,
        name_zh: row.name_zh,
        unit_en: row.unit_en,
        unit_zh: row.unit_zh,
        steps: row.steps,
        is_required: row.is_required,
        is_filter: row.is_filter,
        is_retired: row.is_retired,
        version: row.version,
    })
}

/// The value of a row; the table has no row without one.
pub(super) fn value(row: &value::Model) -> (AttributeId, AttributeValue) {
    let choice = row.choice_id.map(|id| AttributeValue::Choice(AttributeChoiceId::from_uuid(id)));
    let value = choice.unwrap_or(AttributeValue::Number(row.number.unwrap_or(0)));
    (AttributeId::from_uuid(row.attribute_id), value)
}

/// Those of the categories along a path, from the top of the tree down.
pub(super) const ALONG: &str = "\
SELECT a.* FROM attribute a JOIN category c ON c.id = a.category_id \
WHERE c.path = $1 OR $1 LIKE c.path || '/%' ORDER BY LENGTH(c.path), a.id";
