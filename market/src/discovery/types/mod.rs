//! What browsing pages show, and what a search asks and answers.

mod ranking;
mod said;
mod search;
mod settings;

pub use ranking::{
    FORMULA_VERSION, Ground, PlaceKind, Placed, Quality, RankingNumber, Reason, SALES_MAX, ShopSize, Shown, Standing, Terms, Why,
};
pub use said::{AttributeCounts, AttributeFilter};
pub use search::{
    Edition, Facets, IndexHealth, PRICE_BANDS, PriceBand, SearchAnswer, SearchDocument, SearchFilter, SearchPage, SearchRequest,
    SearchSort, ShopDocument, Suggested,
};
pub use settings::{Boost, Changed, SearchSettings, SettingsChange};

use crate::catalog::{Category, ListingCard, ListingId, ListingPage, Photo};
use crate::demand::PutForward;
use crate::kernel::Timestamp;
use crate::pricing::FreightTemplate;
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// A shop among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopCard {
    /// Which.
    pub shop: ShopId,
    /// Its address.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// Where it is; may be empty.
    pub place: String,
    /// What it says of itself; may be empty.
    pub story: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// The cover of its newest goods; none before there is one that can be shown.
    pub picture: Option<Photo>,
    /// Its newest goods: when they change, the picture may be another one.
    pub cover_of: Option<ListingId>,
}

/// The goods that the home page puts forward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeGoods {
    /// Of the newest ones, as [`crate::discovery::rules::home_goods`] chooses them.
    pub newest: Vec<ListingCard>,
    /// Whether there are others.
    pub has_more: bool,
    /// What most people bought lately; some of it may be among the newest.
    pub best: PutForward,
}

/// What is proposed while somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Slugs of categories.
    pub categories: Vec<String>,
    /// Goods.
    pub goods: Vec<ProposedGoods>,
    /// Shops.
    pub shops: Vec<ProposedShop>,
}

/// What is said of goods that are proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedGoods {
    /// Which.
    pub listing: ListingId,
    /// What they are called.
    pub title: String,
}

/// What is said of a shop that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedShop {
    /// Which.
    pub shop: ShopId,
    /// Its address.
    pub handle: String,
    /// Its public name.
    pub name: String,
}

/// The shops that the home page puts forward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeShops {
    /// Those that opened last, the last one first.
    pub opened: Vec<ShopCard>,
    /// The one that tells its story; it may be one of the others.
    pub story: Option<ShopCard>,
}

/// A listing on its own page, with what the page says of its shop and of sending it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The goods.
    pub listing: ListingPage,
    /// Where the shop is; may be empty.
    pub shop_place: String,
    /// What the shop says of itself; may be empty.
    pub shop_story: String,
    /// Since when there is the shop.
    pub shop_opened_at: Timestamp,
    /// How freight is charged for it; none where the shop sends nothing yet.
    pub freight: Option<FreightTemplate>,
    /// In so many orders it was sold; see [`crate::demand::rules::shown`].
    pub sold: i64,
    /// Whether other goods are known that are bought together with it.
    pub has_companions: bool,
}

/// Words to search for: at least one, none of them empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchWords(pub(in crate::discovery) Vec<String>);

impl SearchWords {
    /// The words, as they were typed.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }
}

/// The whole category tree, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(Vec<Category>);

impl Tree {
    /// The tree of these categories; siblings keep their order.
    #[must_use]
    pub const fn new(categories: Vec<Category>) -> Self {
        Self(categories)
    }
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Category] {
        &self.0
    }
    /// Those at the top.
    pub fn roots(&self) -> impl Iterator<Item = &Category> {
        self.0.iter().filter(|category| category.parent.is_none())
    }
    /// Those right under one.
    pub fn children<'a>(&'a self, of: &'a Category) -> impl Iterator<Item = &'a Category> {
        self.0.iter().filter(|category| category.parent == Some(of.id))
    }
    /// The one of this slug.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.slug == slug)
    }
    /// The categories along a path, from the root down; a segment that is no longer there is left out.
    pub fn trail<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Category> {
        path.split('/').filter_map(|slug| self.find(slug))
    }
}
