//! Stock and the goods that are put aside for unpaid orders. Knows no prices. Only conditional UPDATEs in id order change stock,
//! so that two carts with the same goods in another order cannot deadlock and nothing is sold twice.

#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod steps_tests;
#[cfg(feature = "db")]
mod store;
mod types;

#[cfg(feature = "db")]
pub(crate) use steps::HoldRequest;
pub use types::{Level, MovementKind};
