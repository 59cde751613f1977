//! What the draws of places begin with.

use market::db_test;
use market::discovery::queries::seed_of;
use market::discovery::rules::Turn;
use market::kernel::{Keyring, KeyringError, Market, MarketParts};
use market::testkit::TestKeyring;
use std::sync::Arc;

/// Keys that are not those of the market.
struct OtherKeys;

impl Keyring for OtherKeys {
    fn seal(&self, _: &str, _: &[u8]) -> Result<Vec<u8>, KeyringError> {
        Err(KeyringError)
    }
    fn open(&self, _: &str, _: &[u8]) -> Result<Vec<u8>, KeyringError> {
        Err(KeyringError)
    }
    fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        TestKeyring.blind_index(&format!("other {purpose}"), plain)
    }
}

db_test!(
    async fn a_turns_seed_is_the_same_until_the_keys_are_others(kit) {
        let turn = Turn::at(kit.market.now(), 1);
        let seed = seed_of(&kit.market, turn);
        assert_eq!(seed_of(&kit.twin().await, turn), seed, "on every node");
        assert_ne!(seed_of(&kit.market, turn.before(1)), seed);
        let (writer, reader) = (kit.market.db().clone(), kit.market.db().clone());
        let (clock, keyring, currency) = (kit.clock.clone(), Arc::new(OtherKeys), kit.market.currency());
        let other = Market::new(MarketParts { writer, reader, clock, keyring, currency });
        assert_ne!(seed_of(&other, turn), seed, "whoever knows the turn alone knows nothing");
    }
);
