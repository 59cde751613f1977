//! Random tokens and codes, and the digests that the database holds instead of them.

use super::types::SessionToken;
use crate::kernel::{Fault, Keyring};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The alphabet of base64url (RFC 4648, section 5): what a cookie takes without quotes.
const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A fresh session token: 32 random bytes.
pub(crate) fn token() -> Result<SessionToken, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(Fault::broken)?;
    Ok(SessionToken(base64url(&bytes)))
}

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain([0, 0].iter()).take(3).fold(0_u32, |group, byte| (group << 8) | u32::from(*byte));
        for position in 0..=chunk.len() {
            let shift = 18_u32.saturating_sub(u32::try_from(position).unwrap_or(0) * 6);
            let index = usize::try_from((group >> shift) & 63).unwrap_or(0);
            text.push(BASE64URL.get(index).map_or('A', |letter| char::from(*letter)));
        }
    }
    text
}

/// `digits` random decimal digits, each as likely as the others.
pub(crate) fn digits(digits: usize) -> Result<String, Fault> {
    let mut text = String::with_capacity(digits);
    while text.len() < digits {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(Fault::broken)?;
        // 250 is the largest multiple of ten in a byte: dropping the rest keeps the ten digits equally likely.
        let fair = bytes.iter().filter(|byte| **byte < 250).filter_map(|byte| char::from_digit(u32::from(byte % 10), 10));
        text.extend(fair.take(digits - text.len()));
    }
    Ok(text)
}

/// What the database holds of a session token.
pub(crate) fn token_digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What the database holds of a code. The code's id makes equal codes look different.
pub(crate) fn code_digest(id: Uuid, code: &str) -> Vec<u8> {
    Sha256::new().chain_update(id.as_bytes()).chain_update(code.as_bytes()).finalize().to_vec()
}

/// The name of a rate limit's bucket: what is limited and for whom, unreadable.
pub(crate) fn bucket(what: &str, whom: &str) -> String {
    let digest = Sha256::new().chain_update(what.as_bytes()).chain_update([0]).chain_update(whom.as_bytes()).finalize();
    base64url(&digest)
}

/// The same of what is kept for long beside the addresses that it is about: without the key nobody finds out for whom by trying all
/// network addresses.
pub(crate) fn keyed_bucket(keyring: &dyn Keyring, what: &str, whom: &str) -> String {
    base64url(&keyring.blind_index(what, whom.as_bytes()))
}

/// Equality whose duration does not tell where two digests differ.
pub(crate) fn same_digest(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0_u8, |difference, (l, r)| difference | (l ^ r)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_43_characters_that_a_cookie_takes() {
        let first = token().unwrap();
        assert_eq!(first.reveal().len(), 43);
        assert!(first.reveal().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        assert_ne!(first, token().unwrap());
        assert_eq!(format!("{first:?}"), "SessionToken(…)");
        assert_eq!(base64url(b"\xfb\xff\xfe any"), "-__-IGFueQ");
    }

    #[test]
    fn a_code_has_as_many_digits_as_asked() {
        for _ in 0..100 {
            let code = digits(6).unwrap();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn equal_codes_of_two_requests_look_different() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!(!same_digest(&code_digest(one, "123456"), &code_digest(other, "123456")));
        assert!(same_digest(&code_digest(one, "123456"), &code_digest(one, "123456")));
    }
}
