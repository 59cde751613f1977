//! Where a sequence takes place: a market on a database of its own, which on PostgreSQL is emptied for the next sequence. One that fails
//! leaves its database as it is, and the next begins with another.

use market::kernel::Market;
use market::testkit::{Kept, TestMarket};

/// Sequences of one database: nobody sweeps out of it what was deleted, and tables in which little is left grow all the same.
const SEQUENCES_MAX: u32 = 10;

pub struct Place {
    pub kit: TestMarket,
    /// Another process on the same database, which goes on where the market's begins anew.
    pub auditor: Market,
    pub stay: Stay,
}

/// How long a database stays.
pub struct Stay {
    kept: Option<Kept>,
    sequences: u32,
}

impl Place {
    /// On a fresh database.
    pub async fn of(kit: TestMarket) -> Self {
        let stay = Stay { kept: kit.keep().await, sequences: 1 };
        Self { auditor: kit.auditor().await, kit, stay }
    }

    /// For another sequence.
    pub async fn anew(self) -> Self {
        let Self { kit, auditor, stay: Stay { kept, sequences } } = self;
        let kit = match &kept {
            Some(kept) => kit.begin_again(kept).await,
            None => kit,
        };
        Self { kit, auditor, stay: Stay { kept, sequences: sequences + 1 } }
    }

    /// After a sequence: the same where it takes another one.
    pub async fn left(self) -> Option<Self> {
        if self.stay.kept.is_some() && self.stay.sequences < SEQUENCES_MAX {
            return Some(self);
        }
        self.discard().await;
        None
    }

    /// Takes its database away.
    pub async fn discard(self) {
        self.auditor.db().close_by_ref().await.unwrap();
        if let Some(kept) = self.stay.kept {
            kept.let_go().await;
        }
        self.kit.discard().await;
    }
}
