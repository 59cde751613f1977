//! What makes two sendings of a form the same.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A digest of what is asked for. Each piece goes in with its length, so that two contents never look like two others.
pub(crate) struct Content(Sha256);

impl Content {
    /// A deed on this thing.
    pub(crate) fn of(subject: Uuid) -> Self {
        Self(Sha256::new()).bytes(subject.as_bytes())
    }
    /// With these words or this code.
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }
    /// With this number; none is no number.
    pub(crate) fn number(self, number: Option<i64>) -> Self {
        match number {
            Some(number) => self.bytes(&number.to_be_bytes()),
            None => self.bytes(&[]),
        }
    }
    /// With this other thing.
    pub(crate) fn id(self, id: Uuid) -> Self {
        self.bytes(id.as_bytes())
    }
    /// With these bytes: of what must not be found by trying, a keyed digest.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Self {
        Self(self.0.chain_update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes()).chain_update(bytes))
    }

    pub(super) fn digest(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_differ_wherever_a_piece_does() {
        let of = |subject: u128| Content::of(Uuid::from_u128(subject));
        let digests = [
            of(1).digest(),
            of(2).digest(),
            of(1).text("ab").text("c").digest(),
            of(1).text("a").text("bc").digest(),
            of(1).text("abc").digest(),
            of(1).number(Some(0)).digest(),
            of(1).number(None).digest(),
            of(1).id(Uuid::from_u128(2)).digest(),
        ];
        for (at, one) in digests.iter().enumerate() {
            assert_eq!(digests.iter().position(|other| other == one), Some(at));
        }
        assert_eq!(of(1).text("a").digest(), of(1).text("a").digest());
    }
}
