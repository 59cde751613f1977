//! The trade, from the cart to the bank card, on both engines: what must hold however people, providers and clocks race.
#![cfg(feature = "testkit")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod attempts;
mod audit;
mod before_shipping;
mod cart;
mod case_asks;
mod case_clocks;
mod case_races;
mod cases;
mod cash;
mod cash_lost;
mod cash_promised;
mod cash_refused;
mod cash_remitted;
mod checkout;
mod clocks_back;
mod database;
mod debt;
mod demand;
mod desk;
mod failed_refunds;
mod foreign_money;
mod histories;
mod instants;
mod interest;
mod inventory;
mod look_ups;
mod order;
mod other_amounts;
mod outbox;
mod payment;
mod payout;
mod random;
mod reconciliation;
mod reminders;
mod sale;
mod standings;
mod statement_read;
mod street;
mod talk;
mod told;
mod walk;
mod ways_out;
mod words;
mod wrongs;
