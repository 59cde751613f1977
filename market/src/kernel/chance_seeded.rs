//! What is random in an id, for tests: drawn from a seed where one asks for it, so that every run of it makes the same ids.

use std::cell::Cell;

thread_local! {
    static STATE: Cell<Option<u64>> = const { Cell::new(None) };
}

/// From now on the ids that this thread makes follow from the seed; none: from the machine's randomness again.
pub fn seed_ids(seed: Option<u64>) {
    STATE.set(seed);
}

/// The next ten bytes (splitmix64), where there is a seed.
pub(super) fn drawn() -> Option<[u8; 10]> {
    let mut bytes = [0_u8; 10];
    for part in bytes.chunks_mut(8) {
        let state = STATE.get()?.wrapping_add(0x9E37_79B9_7F4A_7C15);
        STATE.set(Some(state));
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        part.iter_mut().zip(mixed.to_le_bytes()).for_each(|(to, from)| *to = from);
    }
    Some(bytes)
}
