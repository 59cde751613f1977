//! The chain over what nobody may change: the journals of the books and the log of deeds. Each link's digest covers its row and
//! the link before it, so that a row that was edited, removed or put elsewhere past the database's triggers is found. Links are
//! made shortly after the rows, by a job, and not in the commands: a chain has one end, and commands would queue for it.
//!
//! Who can write into the database can also make the whole chain anew. The report therefore names the last link: whoever keeps
//! it outside knows that everything before it is as it was.

mod links;
mod rows;
mod store;

pub use links::{Reach, seal, verify};

use serde::Serialize;

/// One of the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Chain {
    /// Journals with their entries.
    Ledger,
    /// The log of deeds.
    AuditLog,
}

impl Chain {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ledger, Self::AuditLog];

    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::AuditLog => "audit_log",
        }
    }
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainHead {
    /// Which.
    pub chain: &'static str,
    /// How many links it has.
    pub links: i64,
    /// The last digest, in hexadecimal; empty where there is none.
    pub digest: String,
    /// Links that do not fit to their rows or to the link before them.
    pub broken: i64,
}
