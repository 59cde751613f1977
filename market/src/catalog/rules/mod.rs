//! The pure decisions: what a typed listing means, what may be published, what a quantity weighs.

mod check;
mod check_variants;
mod publish;
mod show;
mod tree;
mod weigh;

pub use check::{ListingDraft, check_listing, check_measure, check_price};
pub use check_variants::VariantDraft;
pub use publish::{NEW_AGAIN_DAYS, PublishRefusal, bare_title, may_publish, upload_name};
pub use show::form_of;
pub use tree::{CategorySeed, OTHER, default_tree, levels, spoils};
pub use weigh::{freight_line, may_be_measured, pieces_of, weight_of};
