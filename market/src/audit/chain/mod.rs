//! The chain over what nobody may change: the journals of the books and the log of deeds. Each link's digest covers its row and
//! the link before it, so that a row that was edited, removed or put elsewhere past the database's triggers is found. Links are
//! made shortly after the rows, by a job, and not in the commands: a chain has one end, and commands would queue for it.
//!
//! Who can write into the database can also make the whole chain anew, or cut it short together with its rows. The report therefore
//! names the last link: whoever keeps it outside knows that everything before it is as it was, and still there (decision 0024).

mod head;
mod links;
mod rows;
mod store;

pub(super) use head::NOTE_HEAD;
pub use head::{Head, NoHead, has, note_head};
pub use links::{Reach, seal, seal_all, verify};

use serde::Serialize;

/// One of the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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
    pub chain: Chain,
    /// How many links it has.
    pub links: i64,
    /// The last digest, in hexadecimal; empty where there is none.
    pub digest: String,
    /// Links that do not fit to their rows or to the link before them.
    pub broken: i64,
}

impl ChainHead {
    /// The end as it is kept outside.
    #[must_use]
    pub fn head(&self) -> Head {
        Head { chain: self.chain, links: self.links, digest: self.digest.clone() }
    }
}
