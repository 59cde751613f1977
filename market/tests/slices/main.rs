//! What each slice beside the trade does and answers, on both engines. One program, because each has to be linked with everything.
#![cfg(feature = "testkit")]

mod account;
mod address;
mod attribute;
mod catalog;
mod change;
mod discovery;
mod guesses;
mod identity;
mod lists;
mod perishable;
mod policy;
mod pricing;
mod proposals;
mod relisted;
mod schema;
mod shop;
mod strangers;
mod uploads;
