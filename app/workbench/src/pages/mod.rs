//! One file a page: its data, its view, and (on the server) its handlers in the file of the same name under `serve/`.

pub mod attribute;
pub mod case;
pub mod cases;
pub mod cash;
pub mod categories;
pub mod dispute;
pub mod disputes;
pub mod freight;
pub mod identities;
pub mod identity;
pub mod insights;
pub mod listing;
pub mod listings;
pub mod money;
pub mod open_shop;
pub mod order;
pub mod orders;
pub mod payout_batch;
pub mod payouts;
pub mod reconciliation;
pub mod search;
pub mod settings;
pub mod shops;
mod states;
pub mod today;
mod unbooked;
pub mod ways_out;
