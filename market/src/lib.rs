//! The domain of Shanhuo, one folder a slice. Without features: types and pure rules, for the server and the browser. With `db`:
//! the commands and queries over them. With `testkit`: what tests are made of.

pub mod account;
pub mod address;
pub mod aftersales;
#[cfg(feature = "db")]
pub(crate) mod attempt;
pub mod attribute;
#[cfg(feature = "db")]
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod change;
pub mod checkout;
pub mod coupon;
pub mod demand;
pub mod discovery;
pub mod interest;
#[cfg(feature = "db")]
pub mod inventory;
pub mod kernel;
pub mod ledger;
pub mod order;
pub mod outbox;
pub mod payment;
pub mod policy;
pub mod pricing;
pub mod reconciliation;
pub mod shop;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod timer;
