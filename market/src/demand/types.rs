//! What jobs make lists of.

use crate::catalog::ListingId;
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
