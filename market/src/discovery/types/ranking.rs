//! What decides a place in a list: the numbers that an operator sets, the terms of the formula, and the reasons that are told.

use super::{Boost, SearchSort};
use crate::catalog::ListingId;
use serde::{Deserialize, Serialize};

/// Which formula ranks. It grows with every change of `rules/ranking.rs`, of what a match is, or of what is counted of a shop's
/// work, that changes an order, and is shown on the rules' page.
pub const FORMULA_VERSION: u32 = 4;

/// A number of the ranking that an operator sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RankingNumber {
    /// What the best quality adds to a match, in percent.
    Quality,
    /// What goods that came today have more, in percent.
    Freshness,
    /// Days after which half of that is left.
    FreshnessHalfDays,
    /// What a usual price adds, in percent.
    PriceFit,
    /// Places of a page that rotate among new and small shops.
    Slots,
    /// A shop is new for so many days.
    NewDays,
    /// A shop is small with fewer sales than this.
    SmallSales,
    /// Hours after which the places are drawn anew.
    TurnHours,
    /// How well goods must match to take part in a draw, in percent of the best match.
    MatchFloor,
}

impl RankingNumber {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Quality,
        Self::Freshness,
        Self::FreshnessHalfDays,
        Self::PriceFit,
        Self::Slots,
        Self::NewDays,
        Self::SmallSales,
        Self::TurnHours,
        Self::MatchFloor,
    ];

    /// The name in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quality => "rank_quality",
            Self::Freshness => "rank_freshness",
            Self::FreshnessHalfDays => "rank_half_days",
            Self::PriceFit => "rank_price_fit",
            Self::Slots => "slots",
            Self::NewDays => "new_days",
            Self::SmallSales => "small_sales",
            Self::TurnHours => "turn_hours",
            Self::MatchFloor => "match_floor",
        }
    }
    /// What counts where nobody set anything.
    #[must_use]
    pub const fn default_value(self) -> i64 {
        match self {
            Self::Quality => 20,
            Self::Freshness | Self::PriceFit => 5,
            Self::FreshnessHalfDays => 30,
            Self::Slots => 2,
            Self::NewDays => 90,
            Self::SmallSales => 20,
            Self::TurnHours => 1,
            Self::MatchFloor => 50,
        }
    }
    /// The least and the most that may be set.
    #[must_use]
    pub const fn range(self) -> (i64, i64) {
        match self {
            Self::Quality | Self::Freshness | Self::PriceFit | Self::MatchFloor => (0, 100),
            Self::FreshnessHalfDays => (1, 365),
            // A third of a page; beyond it the list is a lottery.
            Self::Slots => (0, 8),
            Self::NewDays => (0, 730),
            Self::SmallSales => (0, 1_000),
            Self::TurnHours => (1, 24),
        }
    }
}

/// What is known of how a shop works. Counts of the last half year, but for `sales`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// Paid orders that were sent or should have been.
    pub orders: i64,
    /// Those that left within a day of their payment.
    pub shipped_fast: i64,
    /// Those of which money went back after a case.
    pub troubled: i64,
    /// Cases that asked the shop, but for what its own people bought, for what was taken back before an answer, and for what waits
    /// for one that can still come in time.
    pub cases: i64,
    /// Those that it answered itself within [`ANSWER_HOURS`](super::super::rules::ANSWER_HOURS).
    pub answered: i64,
    /// Orders that were paid and kept, ever, by whoever holds the shop, in all their shops; at most [`SALES_MAX`]. Whose own purchase counts
    /// for nothing, and what was given back, is decided as for [`SearchDocument::sold`](super::SearchDocument::sold), which counts the
    /// completed ones of them, listing by listing.
    pub sales: i64,
}

/// Beyond so many sales nobody counts for a place any more.
pub const SALES_MAX: i64 = 1_000;

/// How a shop works, each in thousandths. Where little is known, each is near what is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quality {
    /// Sends within a day.
    pub ships: u16,
    /// Sells without money going back.
    pub keeps: u16,
    /// Answers cases in time.
    pub answers: u16,
    /// What buyers say. There are no reviews yet: everybody's is the usual one.
    pub reviews: u16,
}

/// Everything that decides about a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How well the words match, as a number of [`super::super::rules::TEXT_ONE`]s; one where there are no words.
    pub text: u64,
    /// How the shop works.
    pub quality: Quality,
    /// How new the goods are, in thousandths.
    pub freshness: u16,
    /// How usual the price is, in thousandths; none where nobody knows what is usual, which counts as all of it.
    pub price_fit: Option<u16>,
}

/// What kind of a place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PlaceKind {
    /// By the formula.
    Ranked,
    /// Drawn among new and small shops.
    Rotating,
    /// Paid for. Nothing can be paid for; where it ever can, it says so.
    Paid,
    /// In a list of what came last: on the home page, among all goods, or in a category that cannot be ranked for a moment.
    Newest,
    /// Among what most people bought lately: on the home page, or in a category.
    Best,
    /// In an order that the reader chose.
    Sorted,
}

impl PlaceKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Ranked, Self::Rotating, Self::Paid, Self::Newest, Self::Best, Self::Sorted];

    /// The name in rows and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ranked => "ranked",
            Self::Rotating => "rotating",
            Self::Paid => "paid",
            Self::Newest => "newest",
            Self::Best => "best",
            Self::Sorted => "sorted",
        }
    }
    /// The kind of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How large a shop is, by whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ShopSize {
    /// Its holder's first shop opened a short time ago.
    New,
    /// Its holder has sold little yet.
    Small,
    /// All others.
    Established,
}

impl ShopSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::New, Self::Small, Self::Established];

    /// The name in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Small => "small",
            Self::Established => "established",
        }
    }
    /// The size of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }
}

/// Why goods are in a list at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// They match the words.
    Words,
    /// They are in the category that is walked through.
    Category,
    /// They meet what was chosen, where nothing was typed.
    Choices,
}

impl Ground {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Words, Self::Category, Self::Choices];
}

/// A reason for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The place was drawn, and the shop is of this size.
    Drawn(ShopSize),
    /// The place is paid for.
    Paid,
    /// A word matched in this way.
    Says(Boost, String),
    /// The shop sends mostly within a day.
    Ships,
    /// Hardly any money went back after a case.
    Keeps,
    /// The goods are new here.
    Fresh,
    /// The price is a usual one, and it is known what is usual.
    PriceFits,
    /// Nothing of all that: they are in the list, and nothing puts them forward.
    Only(Ground),
    /// The reader chose this order, and this is the number that decides in it: a price in minor units, a moment in milliseconds, orders.
    Ordered(SearchSort, i64),
}

/// Why goods stand where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// What kind of a place, and how large the shop is; none where the reader chose an order, in which nothing is earned or given.
    pub place: Option<(PlaceKind, ShopSize)>,
    /// The few reasons that decided, the weightiest first; at least one.
    pub reasons: Vec<Reason>,
}

impl Why {
    /// As what kind of a place it is counted.
    #[must_use]
    pub fn kind(&self) -> PlaceKind {
        self.place.map_or(PlaceKind::Sorted, |(kind, _)| kind)
    }
}

/// Goods in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub listing: ListingId,
    /// Why here.
    pub why: Why,
}

/// Goods in their place, as it is counted. How large the shop is is taken from no address: it is looked up when the sums are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shown {
    /// Which.
    pub listing: ListingId,
    /// What kind of a place.
    pub place: PlaceKind,
}
