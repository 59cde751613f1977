//! Maps that live as long as one search. What is looked up in them is a few bytes each time, for which the standard library's hash takes
//! longer than the looking up. This one takes a multiplication for eight bytes; it begins at a number that is another one in each process,
//! so that nobody can type words that all lie in one place.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// A map of one search.
pub type Map<K, V> = HashMap<K, V, Begin>;

/// Where hashes begin: anywhere, and at the same number as long as the process runs.
#[derive(Clone, Copy)]
pub struct Begin(u64);

impl Default for Begin {
    fn default() -> Self {
        static AT: OnceLock<u64> = OnceLock::new();
        Self(*AT.get_or_init(|| RandomState::new().hash_one(0)))
    }
}

impl BuildHasher for Begin {
    type Hasher = Hashed;

    fn build_hasher(&self) -> Hashed {
        Hashed(self.0)
    }
}

pub struct Hashed(u64);

/// An odd number whose bits lie evenly: the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hashed {
    /// Both halves of the product, so that each bit counts everywhere.
    #[inline]
    fn add(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * u128::from(STEP);
        self.0 = (product as u64) ^ ((product >> 64) as u64).rotate_left(23);
    }
}

impl Hasher for Hashed {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        eights.iter().for_each(|eight| self.add(u64::from_le_bytes(*eight)));
        if !rest.is_empty() {
            // What is left over, behind how much that is.
            self.add(rest.iter().fold(rest.len() as u64, |all, byte| (all << 8) | u64::from(*byte)));
        }
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number));
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn words_lie_all_over() {
        let begin = Begin::default();
        let words: Vec<String> = (0..40_000_u32).map(|number| format!("{:x}", number.wrapping_mul(2_654_435_761))).collect();
        let hashes: HashSet<u64> = words.iter().map(|word| begin.hash_one(word)).collect();
        assert_eq!(hashes.len(), words.len(), "no two have the same");
        // A map asks the lowest bits for a place, and the highest whether it is the right one.
        for shift in [0, 57] {
            let mut places = [0_u32; 128];
            words.iter().for_each(|word| places[(begin.hash_one(word) >> shift) as usize % 128] += 1);
            assert!(places.iter().all(|count| (200..430).contains(count)), "about 312 in each: {places:?}");
        }
        for (one, other) in [("", "\0"), ("a", "a\0"), ("\0a", "a"), ("aaaaaaaab", "aaaaaaaa")] {
            assert_ne!(begin.hash_one(one), begin.hash_one(other), "{one:?} and {other:?}");
        }
    }
}
