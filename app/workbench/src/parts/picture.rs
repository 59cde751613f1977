//! Where the small picture of goods is.

use app_kit::routes;
use market::catalog::{Photo, PhotoState};

/// What stands where there is no picture.
pub const PLACEHOLDER: &str = "/placeholder.svg";

/// The address of a photo's smallest size.
#[must_use]
pub fn picture(photo: &Photo) -> String {
    let ready = photo.state == PhotoState::Ready;
    photo.renditions.first().filter(|_| ready).map_or_else(|| PLACEHOLDER.to_owned(), |size| routes::photo(&size.webp))
}
