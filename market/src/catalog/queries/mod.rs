//! What pages read of the catalogue. Every list has a limit, and pages of buyers walk an index.

mod cards;
mod page;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod plan_tests;
mod seller;
mod tree;

pub(crate) use cards::cards_where;
pub use cards::{cards_of, in_category, is_key, newest, of_shop};
pub use page::{listing_page, offers, offers_on_sale};
pub use seller::{listing_for_edit, photos, seller_listings, upload};
pub use tree::categories;

pub(super) use seller::load_for_edit;
