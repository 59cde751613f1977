//! What several pages of the workbench show.

#[cfg(feature = "ssr")]
mod crumbs;
#[cfg(feature = "ssr")]
mod done;
mod due;
mod picture;
#[cfg(feature = "ssr")]
mod verification;

#[cfg(feature = "ssr")]
pub use crumbs::Crumbs;
#[cfg(feature = "ssr")]
pub use done::{DONE, Done, DoneHere, JustDone};
pub use due::due;
pub use picture::{PLACEHOLDER, picture};
#[cfg(feature = "ssr")]
pub use verification::VerificationBadge;
