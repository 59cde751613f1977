//! What a shop does with its listings, and what an operator does with the tree.

mod age;
mod categories;
mod forget;
mod photos;
mod publish;
mod rename;
mod save;
mod spoiling;
mod write;

pub use categories::seed_categories;
pub use forget::{expect_upload, forget_photo};
pub use photos::{describe_photo, order_photos, photo_refused, photo_rendered, receive_photo};
pub use publish::{hide_listing, publish_listing, remove_listing};
pub use rename::{CategoryFieldError, rename_category, tell_category};
pub use save::save_listing;
pub use spoiling::set_spoiling;
