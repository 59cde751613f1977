//! Somebody who acts for a shop. Only this crate makes the value, out of a row of `shop_staff`.

use super::types::{Role, ShopId};
use crate::account::PersonId;

/// A person who works in a shop today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShopStaff {
    pub(crate) shop: ShopId,
    pub(crate) person: PersonId,
    pub(crate) role: Role,
}

impl ShopStaff {
    /// The shop.
    #[must_use]
    pub const fn shop(&self) -> ShopId {
        self.shop
    }
    /// Who acts.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }
    /// As what.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
    /// Whether they may change the shop itself: its profile, its people, the identity behind it.
    #[must_use]
    pub const fn may_manage(&self) -> bool {
        matches!(self.role, Role::Owner)
    }
    /// Whether they may change listings, stock and freight.
    #[must_use]
    pub const fn may_list(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Listing)
    }
    /// Whether they may pack and ship.
    #[must_use]
    pub const fn may_ship(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Packing)
    }
    /// Whether they may answer buyers.
    #[must_use]
    pub const fn may_answer(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Answering)
    }
    /// Whether they may see what the shop earns.
    #[must_use]
    pub const fn may_see_money(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Money)
    }
}
