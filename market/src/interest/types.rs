//! Favourites and followed shops as their pages show them.

use crate::catalog::{ListingCard, ListingId};
use crate::discovery::ShopCard;
use crate::kernel::Timestamp;

/// Goods that somebody keeps in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favourite {
    /// Which.
    pub listing: ListingId,
    /// What they were called then.
    pub title: String,
    /// Since when.
    pub kept_at: Timestamp,
    /// As they are now; none where they are no longer on sale.
    pub card: Option<ListingCard>,
}

/// A shop that somebody follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedShop {
    /// Which.
    pub shop: ShopCard,
    /// Since when.
    pub since: Timestamp,
    /// Its newest goods.
    pub newest: Vec<ListingCard>,
}

/// Why goods do not become a favourite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepRefusal {
    /// There are as many as anybody can look through.
    Full,
}

/// Why a shop is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowRefusal {
    /// There are as many as anybody can look through.
    Full,
}
