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
