//! What a search asks, what an index answers, and what it is fed with.

use super::said::{AttributeCounts, AttributeFilter};
use super::{Placed, SearchWords, Standing};
use crate::catalog::ListingId;
use crate::discovery::rules::PageDraw;
use crate::kernel::{Dimension, PageRequest, Timestamp};
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words; none finds everything that the filter lets through.
    pub words: Option<SearchWords>,
    /// What else must hold.
    pub filter: SearchFilter,
    /// What comes first.
    pub sort: SearchSort,
    /// Which page.
    pub page: PageRequest,
    /// A category is walked through: nothing is counted but its own goods.
    pub is_browsing: bool,
}

/// What must hold of goods beside the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// In this category or below it: its path.
    pub category: Option<String>,
    /// Not cheaper than so much, in minor units.
    pub price_from: Option<i64>,
    /// Cheaper than so much, in minor units.
    pub price_below: Option<i64>,
    /// From one of these places; none is any.
    pub places: Vec<String>,
    /// Made by one of these; none is anybody.
    pub makers: Vec<String>,
    /// Sent for free to most of the country.
    pub free_freight: bool,
    /// Something is left.
    pub in_stock: bool,
    /// Saying one of these of each attribute; none is any.
    pub attributes: Vec<AttributeFilter>,
    /// Of this shop.
    pub shop: Option<ShopId>,
}

impl SearchFilter {
    /// Whether anything is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SearchSort {
    /// What matches best.
    #[default]
    Relevance,
    /// What costs least.
    Price,
    /// What costs least for a kilogram, a litre, a metre or a piece. Such prices cannot be compared with each other: goods by weight come
    /// first, which most food is sold by, then those by volume, by length and by the piece.
    UnitPrice,
    /// What was published last.
    Newest,
    /// What was sold in most orders; the newest of what was sold equally often.
    Sold,
}

impl SearchSort {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Price, Self::UnitPrice, Self::Newest, Self::Sold];

    /// The code in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Relevance => "best",
            Self::Price => "price",
            Self::UnitPrice => "unit-price",
            Self::Newest => "newest",
            Self::Sold => "sold",
        }
    }
    /// The sort of a code; what matches best for everything else, since addresses are cut and forged.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.code() == code).unwrap_or_default()
    }
}

/// Where the bands of prices part, in minor units.
pub const PRICE_BANDS: [i64; 5] = [2_000, 5_000, 10_000, 20_000, 50_000];

/// Goods within a band of prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceBand {
    /// From so much, in minor units; none for the first band.
    pub from: Option<i64>,
    /// Below so much; none for the last band.
    pub below: Option<i64>,
    /// How many.
    pub count: u64,
}

/// How many goods each choice would leave: each facet counts as if nothing had been chosen in it, and everything in the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// A category's path and the goods right in it.
    pub categories: Vec<(String, u64)>,
    /// A place and its goods, most first; behind them what is chosen, however few goods there are.
    pub places: Vec<(String, u64)>,
    /// A maker and their goods, in the same order; goods that name none are in no count.
    pub makers: Vec<(String, u64)>,
    /// The bands of prices, cheapest first.
    pub prices: Vec<PriceBand>,
    /// Sent for free.
    pub free_freight: u64,
    /// Something is left.
    pub in_stock: u64,
    /// What is said of attributes, those that most goods speak of first.
    pub attributes: Vec<AttributeCounts>,
    /// Not everything that matches was looked at: the numbers are lower bounds. What is chosen may have been counted to the end all the same.
    pub is_at_least: bool,
}

/// One page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// In order.
    pub listings: Vec<ListingId>,
    /// Why each of them stands there.
    pub placed: Vec<Placed>,
    /// How its rotating places were drawn; none where nothing is drawn.
    pub draw: Option<PageDraw>,
    /// Whether it goes on behind a page before: a key that cannot be read is the first page.
    pub is_further: bool,
    /// The key of the last one, where more follow.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: u64,
    /// There are so many that something was left out: the total is a lower bound.
    pub is_at_least: bool,
    /// What could be chosen.
    pub facets: Facets,
    /// Too little matched what was typed, so spellings near it, initials and words that sound alike count too.
    pub is_loose: bool,
    /// What was probably meant.
    pub did_you_mean: Option<String>,
    /// The words are more than an index reads: [`SEARCH_RUNS_MAX`](crate::discovery::rules::SEARCH_RUNS_MAX) stretches, and
    /// [`SEARCH_HAN_MAX`](crate::discovery::rules::SEARCH_HAN_MAX) Chinese characters of each.
    pub is_cut: bool,
}

/// What an index answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchAnswer {
    /// It looked.
    Found(Box<SearchPage>),
    /// It is being built: so many listings of so many are in it.
    Building(u64, u64),
}

/// What an index proposes while somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// Slugs of categories.
    pub categories: Vec<String>,
    /// Goods.
    pub listings: Vec<ListingId>,
    /// Shops.
    pub shops: Vec<ShopId>,
}

/// What answers are made from at a moment. While it is the same, the same request has the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Which state of which index, with the prices that were learned from it: another number after each change, never used again.
    pub index: u64,
    /// Which settings: synonyms, weights, numbers of the ranking.
    pub settings: u64,
    /// When the turn of the draw began.
    pub turn: Timestamp,
}

/// How an index does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexHealth {
    /// Listings and shops in it.
    pub documents: u64,
    /// Seconds since it last had everything that the database has.
    pub lag_seconds: u64,
    /// Whether nothing is answered until it is built.
    pub is_building: bool,
}

impl IndexHealth {
    /// Seconds for which what came since may be missing in an order that is shown for want of a better one.
    const BEHIND_MAX: u64 = 10;

    /// Whether its order is too old to be shown where another one can be had.
    #[must_use]
    pub const fn is_far_behind(&self) -> bool {
        self.lag_seconds > Self::BEHIND_MAX
    }
}

/// A listing as an index takes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchDocument {
    /// Which.
    pub listing: ListingId,
    /// Who sells it.
    pub shop: ShopId,
    /// The shop's name.
    pub shop_name: String,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: String,
    /// Who made it.
    pub maker: String,
    /// Where it comes from.
    pub place: String,
    /// What a buyer chooses from.
    pub choices: Vec<String>,
    /// Where it stands in the tree.
    pub category_path: String,
    /// The names of its category and of those around it, in both languages.
    pub kinds: Vec<String>,
    /// The lowest price of what is there, in minor units; of everything where nothing is.
    pub price_minor: i64,
    /// The same price of a kilogram, a litre, a metre or a piece.
    pub unit_price_minor: i64,
    /// Which of these.
    pub dimension: Dimension,
    /// Sent for free to most of the country.
    pub is_free_freight: bool,
    /// Something is left.
    pub is_available: bool,
    /// In so many orders it was sold, as pages show it.
    pub sold: i64,
    /// When it was first published, in milliseconds.
    pub published_at: i64,
    /// What it says of attributes, as terms (`flavour.smoked`), in order.
    pub attributes: Vec<String>,
    /// By which number the shop's holder takes part in draws: one for all shops of the same person. None while nobody has looked at the
    /// shop's identity: a number that somebody made up has no part in what one holder has once.
    pub holder: Option<u128>,
    /// Since when that one has been open, in milliseconds.
    pub held_since: i64,
    /// How the shop works.
    pub standing: Standing,
}

/// A shop as an index takes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShopDocument {
    /// Which.
    pub shop: ShopId,
    /// Its public name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// Since when, in milliseconds.
    pub opened_at: i64,
}
