//! The trade, from the cart to the bank card, on both engines: what must hold however people, providers and clocks race.
#![cfg(feature = "testkit")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod attempts;
mod audit;
mod cart;
mod case_clocks;
mod case_races;
mod cases;
mod cash;
mod cash_lost;
mod checkout;
mod database;
mod debt;
mod demand;
mod desk;
mod failed_refunds;
mod instants;
mod interest;
mod inventory;
mod order;
mod outbox;
mod payment;
mod payout;
mod random;
mod reconciliation;
mod standings;
mod street;
mod talk;
mod told;
mod walk;
mod ways_out;
mod words;
