//! What jobs make lists of, and what pages show of the lists.

use crate::catalog::{ListingCard, ListingId};
use crate::shop::ShopId;

/// How many people bought a listing lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selling {
    /// Which.
    pub listing: ListingId,
    /// Whose.
    pub shop: ShopId,
    /// Where it stands in the tree.
    pub category_path: String,
}

/// Goods that were bought together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Companion {
    /// Which.
    pub listing: ListingId,
    /// So many people bought both at once.
    pub together: i64,
    /// In so many orders it was sold at all.
    pub sold: i64,
}

/// What a list of a job puts forward now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutForward {
    /// What can be bought, in the list's order, and no more than was asked for.
    pub cards: Vec<ListingCard>,
    /// All that the list keeps, those too that are left out: one that is restocked or published again is shown then, and a page that
    /// is kept in memory has to be told of it.
    pub kept: Vec<ListingId>,
}

impl PutForward {
    /// Of all that a list keeps, `most` that can be bought.
    #[must_use]
    pub fn of(all: Vec<ListingCard>, most: usize) -> Self {
        let kept = all.iter().map(|card| card.listing).collect();
        let cards = all.into_iter().filter(|card| card.is_available).take(most).collect();
        Self { cards, kept }
    }
}
