//! When something went wrong: a buyer asks for money back or for the same goods once more, the shop answers, an operator settles what the
//! two cannot. Owns the cases, what was said and shown in them, and how a refund is cut into parts. Does not own the order's machine, the
//! shelf or the books: it stands beside an order and asks them, within its own transactions.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod commands_tests;
#[cfg(feature = "db")]
pub mod evidence;
#[cfg(feature = "db")]
mod port;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;
mod views;

#[cfg(feature = "db")]
pub use port::EvidenceInbox;
pub use types::{
    Actor, AskCase, AskRefusal, CaseEvent, CaseId, CaseKind, CaseReason, CaseRefusal, CaseState, EvidenceId, Heard, Party,
    PerishableRefusal,
};
pub use views::{
    AskableLine, AskableOrder, CameView, CaseRow, CaseSums, CaseView, EventView, EvidenceView, OtherVariant, PartView, WantedView,
};
