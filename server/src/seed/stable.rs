//! Ids of the demo: the same for the same word in every run, so that a second run finds what the first one made.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// All stable ids carry this time, 2026-01-01: what sorts by age has a column of its own for it.
const BORN_MILLIS: u64 = 1_767_225_600_000;
/// Random bits of a UUIDv7, as bytes.
const TAIL_BYTES: usize = 10;

/// The id of one thing: `stable("listing", "salted-pork")`.
pub fn stable(kind: &str, key: &str) -> Uuid {
    let digest = Sha256::new().chain_update("shanhuo demo").chain_update(kind).chain_update([0]).chain_update(key).finalize();
    let mut tail = [0_u8; TAIL_BYTES];
    for (to, from) in tail.iter_mut().zip(digest) {
        *to = from;
    }
    Builder::from_unix_timestamp_millis(BORN_MILLIS, &tail).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::stable;

    #[test]
    fn the_same_word_is_the_same_id_and_another_is_not() {
        assert_eq!(stable("listing", "kiwi"), stable("listing", "kiwi"));
        assert_ne!(stable("listing", "kiwi"), stable("photo", "kiwi"));
        assert_ne!(stable("listing", "kiwi"), stable("listing", "kiw"));
        assert_eq!(stable("listing", "kiwi").get_version_num(), 7);
    }
}
