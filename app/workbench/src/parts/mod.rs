//! What several pages of the workbench show.

mod crumbs;
mod identity_fields;
mod verification;

pub use crumbs::Crumbs;
pub use identity_fields::{IdentityFields, identity_checks};
pub use verification::VerificationBadge;
