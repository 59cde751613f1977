//! What moves a case, and how a refund is cut.

mod machine;
mod shares;

pub use machine::{on, waits_for};
pub use shares::{Component, Part, ShareError, all_of, fee_share, split};
