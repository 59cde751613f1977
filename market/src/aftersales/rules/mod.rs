//! What can be asked, what moves a case and when, and how a refund is cut.

mod asking;
mod clocks;
mod machine;
mod perishable;
mod shares;
mod wanted;

pub use asking::{OpenUntil, VAIN_MAX, ask_from, ask_until, completed_at, is_enough, kinds, may_ask, open_until};
pub use clocks::{remind_at, reminded, time_for, when_over};
pub use machine::{on, waits_for, whose_turn};
pub use perishable::{Ends, kinds_of_line, may_ask_of_perishable};
pub use shares::{Component, Part, ShareError, all_of, fee_share, split};
pub use wanted::{Bought, WantedError, may_come};
