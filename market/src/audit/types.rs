//! The auditor's report.

use super::chain::ChainHead;
use serde::Serialize;

/// One invariant and how often it is violated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The invariant's code, as in the design: `M1`, `S2`, ….
    pub invariant: &'static str,
    /// What must hold, in one sentence.
    pub says: &'static str,
    /// How many rows violate it.
    pub violations: i64,
}

/// What a market says of itself to whoever watches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarketCounts {
    /// Jobs in the outbox that wait to be done; not those whose time has not come.
    pub jobs_waiting: i64,
    /// Jobs that were given up.
    pub jobs_dead: i64,
    /// Clocks that are due and have not fired.
    pub timers_overdue: i64,
    /// What payment providers told that nobody has worked on yet.
    pub words_waiting: i64,
    /// How long the oldest of it has waited, in milliseconds.
    pub words_lag_millis: i64,
    /// Money that nobody can explain yet, in minor units of the market's currency.
    pub suspense_minor: i64,
    /// Amounts in other currencies that nobody can explain yet.
    pub suspense_foreign: i64,
    /// Amounts that providers told, that cannot be booked and that nobody has looked into.
    pub amounts_unbooked: i64,
    /// What only providers' statements or only the books tell and nobody has explained, as of the last comparison.
    pub differences: i64,
    /// How long the oldest of it stands, in milliseconds.
    pub differences_millis: i64,
}

/// Everything that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Violations of all invariants together.
    pub violations: i64,
    /// Each invariant.
    pub findings: Vec<Finding>,
    /// The chains over books and log, with their last links: kept outside, they prove that nothing before was changed.
    pub chains: Vec<ChainHead>,
    /// Ends of chains that were kept outside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptHead>,
}

/// An end of a chain that was kept outside, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptHead {
    /// As it was kept.
    pub head: String,
    /// Whether the chain still has it.
    pub is_there: bool,
}

impl AuditReport {
    /// Whether nothing is violated.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.violations == 0
    }
    /// What was found, the clean invariants left out.
    pub fn broken(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.violations != 0)
    }
    /// The violations of one invariant, by its code.
    #[must_use]
    pub fn violations_of(&self, invariant: &str) -> i64 {
        self.findings.iter().filter(|finding| finding.invariant == invariant).map(|finding| finding.violations).sum()
    }
}
