//! Carts, lines and what changed since they were filled.

use crate::account::Buyer;
use crate::catalog::{Offer, VariantId};
use crate::kernel::{Money, QuantityError};
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// One line of a cart.
    CartLineId, "crl");

/// The secret by which a guest's browser finds its cart. Only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct GuestToken(String);

impl std::fmt::Debug for GuestToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GuestToken(…)")
    }
}

impl GuestToken {
    /// A token as a browser sends it; none for what we never gave out.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }
    /// The token as the browser keeps it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Whose cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CartOwner {
    /// A person's, on all their devices.
    Person(Buyer),
    /// A browser's, until its owner signs in.
    Guest(GuestToken),
}

/// What is different from when the buyer last looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineChange {
    /// The price.
    PriceChanged {
        /// What they saw.
        was: Money,
        /// What it is now.
        now: Money,
    },
    /// There is none left.
    SoldOut,
    /// There is less than they want, in smallest steps.
    LessLeft {
        /// What is left.
        left: i64,
    },
    /// The shop took it down.
    NotOnSale,
    /// The shop changed how much one may buy.
    QuantityRule(QuantityError),
    /// It comes to more than a line may.
    TooDear,
}

/// One line of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Which.
    pub id: CartLineId,
    /// What, as it is now.
    pub offer: Offer,
    /// Smallest steps.
    pub quantity: i64,
    /// What it cost when the buyer last looked.
    pub seen: Money,
    /// What it costs now, all of it.
    pub total: Money,
    /// What is different; empty where nothing is.
    pub changes: Vec<LineChange>,
}

impl CartLine {
    /// Whether it cannot be bought as it stands, even if the buyer agrees to everything.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.changes.iter().any(|change| !matches!(change, LineChange::PriceChanged { .. }))
    }
}

/// The lines of one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartShop {
    /// Which shop.
    pub shop: ShopId,
    /// Its address.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// In the order in which they were added.
    pub lines: Vec<CartLine>,
    /// What the goods cost together.
    pub items: Money,
}

/// A whole cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    /// By shop.
    pub shops: Vec<CartShop>,
    /// What all goods cost together.
    pub items: Money,
}

impl CartView {
    /// All lines.
    pub fn lines(&self) -> impl Iterator<Item = &CartLine> {
        self.shops.iter().flat_map(|shop| &shop.lines)
    }
    /// Whether anything differs from what the buyer last saw.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.lines().any(|line| !line.changes.is_empty())
    }
    /// What spoils of it.
    pub fn perishable(&self) -> impl Iterator<Item = VariantId> {
        self.lines().filter(|line| line.offer.is_perishable).map(|line| line.offer.variant)
    }
    /// Whether something cannot be bought as it stands.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.lines().any(CartLine::is_blocked)
    }
}

/// What a cart line is to the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which line.
    pub line: CartLineId,
    /// Which variant.
    pub variant: VariantId,
    /// Smallest steps.
    pub quantity: i64,
    /// The price that the buyer saw, in minor units.
    pub seen_minor: i64,
}

/// Why something is not put into a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CartRefusal {
    /// It cannot be bought (any more).
    NotOnSale,
    /// There is not so much; so many smallest steps are left.
    NotEnough {
        /// What is left.
        left: i64,
    },
    /// Less than the minimum, or off the step.
    Quantity(QuantityError),
    /// It comes to more than a line may.
    TooDear,
    /// The cart holds no more lines.
    CartFull,
}
