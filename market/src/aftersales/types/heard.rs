//! How much both sides have said in a case, and what somebody has not read of it who decides.

use super::CaseRefusal;
use serde::{Deserialize, Serialize};

/// How many entries of a case's timeline are whose: all that a side has done, said and shown. The timeline only grows, so that the
/// same numbers are the same entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The buyer's.
    pub buyer: u64,
    /// The shop's.
    pub shop: u64,
}

impl Heard {
    /// Why somebody who has read so much decides nothing where there is `all` that; none where it is all. Whoever says to have read
    /// more than there is has not read this case.
    #[must_use]
    pub const fn refused(self, all: Self) -> Option<CaseRefusal> {
        let (buyer, shop) = (self.buyer != all.buyer, self.shop != all.shop);
        if buyer || shop { Some(CaseRefusal::Unheard { buyer, shop }) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_read_all_of_it_decides_and_nobody_else() {
        let all = Heard { buyer: 3, shop: 2 };
        for (read, expected) in [
            ((3, 2), None),
            ((2, 2), Some((true, false))),
            ((3, 1), Some((false, true))),
            ((0, 0), Some((true, true))),
            // As many, but not the same; and more than anybody can have said.
            ((2, 3), Some((true, true))),
            ((u64::MAX, 2), Some((true, false))),
        ] {
            let refusal = Heard { buyer: read.0, shop: read.1 }.refused(all);
            assert_eq!(refusal, expected.map(|(buyer, shop)| CaseRefusal::Unheard { buyer, shop }), "{read:?}");
        }
    }
}
