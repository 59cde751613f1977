//! A keyring that binds a value to its place, as the real one does, without hiding it.

use crate::kernel::{Keyring, KeyringError};
use sha2::{Digest, Sha256};

/// Prefixes the plain text with a digest of the place and the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct TestKeyring;

fn tag(place: &str, plain: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(place.as_bytes()).chain_update([0]).chain_update(plain).finalize().to_vec()
}

impl Keyring for TestKeyring {
    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let mut sealed = tag(place, plain);
        sealed.extend_from_slice(plain);
        Ok(sealed)
    }
    fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let (seen, plain) = sealed.split_at_checked(32).ok_or(KeyringError)?;
        if tag(place, plain) == seen { Ok(plain.to_vec()) } else { Err(KeyringError) }
    }
    fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        tag(purpose, plain)
    }
}
