//! What may change, and news of it.

use crate::catalog::ListingId;
use crate::shop::ShopId;

/// Something that buyers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A listing: its words, prices, photos, or how much of it there is.
    Listing(ListingId),
    /// A shop: its profile, or what it asks for freight.
    Shop(ShopId),
    /// Which goods and shops there are at all, and where they stand: every list may be another one now.
    Lists,
    /// The category tree or the numbers in force: every page may be another one now.
    Market,
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number: later ones have higher numbers. On PostgreSQL they do not become visible in their order.
    pub sequence: i64,
    /// What changed.
    pub subject: Subject,
    /// Whoever has read up to this horizon has read it.
    pub place: i64,
}

/// What was not read before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The changes. On PostgreSQL those beyond the horizon are told again the next time, so that none is missed that was written
    /// before them and committed after.
    pub changes: Vec<Change>,
    /// From where to read on: everything before it has been told.
    pub horizon: i64,
    /// Whether there was more to tell than was asked for: reading on from the horizon tells it.
    pub more: bool,
}
