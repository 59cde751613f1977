//! What tests of commands are made of: a market on either engine, a clock that tests move, a keyring, and (beside the slices'
//! own tests) builders. Never part of the product.

#![expect(clippy::expect_used, reason = "what cannot be built fails its test, and says what it was")]

mod clock;
mod coupons;
mod engine;
mod goods;
mod hostile;
mod keyring;
mod logged;
mod people;
mod provider;
mod trade;

pub use crate::kernel::seed_ids;
pub use clock::TestClock;
pub use coupons::HOME;
pub use engine::{Frozen, Kept, TestMarket};
pub use goods::{ListingBuilder, TestListing, bare_form, rendered};
pub use hostile::HOSTILE;
pub use keyring::TestKeyring;
pub use logged::LoggedErrors;
pub use people::{PersonBuilder, ShopBuilder};
pub use provider::{PROVIDER, captured_event};
pub use trade::REGION;

/// Declares one test that runs on SQLite and on PostgreSQL:
/// `db_test!(async fn the_last_item_is_sold_once(kit) { … });` where `kit` is a [`TestMarket`].
///
/// The PostgreSQL half needs `SHANHUO_TEST_POSTGRES`, the address of a cluster in which databases may be made; `cargo dev test`
/// starts one. Without it that half says so and passes.
#[macro_export]
macro_rules! db_test {
    ($(#[$meta:meta])* async fn $name:ident($kit:ident) $body:block) => {
        mod $name {
            use super::*;
            async fn check($kit: $crate::testkit::TestMarket) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                check($crate::testkit::TestMarket::sqlite().await).await;
            }
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                match $crate::testkit::TestMarket::postgres().await {
                    Some(kit) => check(kit).await,
                    None => eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL"),
                }
            }
        }
    };
}
