//! Coupons, what was typed to make one, and why one takes nothing off.

use crate::kernel::{AmountError, Money, Span, TextError, Timestamp};
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// What takes something off the price of goods.
    CouponId, "cpn");

/// A shorter code would be found by trying, however few tries there are.
pub const CODE_CHARS_MIN: usize = 3;
/// A code is read from a leaflet and typed on a phone.
pub const CODE_CHARS_MAX: usize = 20;
/// Coupons that a shop has open at once, and the market; more than anybody can tell apart.
pub const COUPONS_OPEN_MAX: u64 = 50;
/// A coupon runs for a year at most: what lies in drawers for longer is a debt that nobody remembers.
pub const COUPON_RUN_MAX: Span = Span::days(366);
/// More uses than a coupon ever sees.
pub const USES_MAX: i64 = 1_000_000;

/// Who gives what a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Funder {
    /// A shop, on its own goods.
    Shop(ShopId),
    /// The market, on all goods of a cart.
    Market,
}

impl Funder {
    /// The shop, where it is one.
    #[must_use]
    pub const fn shop(self) -> Option<ShopId> {
        match self {
            Self::Shop(shop) => Some(shop),
            Self::Market => None,
        }
    }
}

/// How much a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Discount {
    /// So much.
    Amount(Money),
    /// So much of what the goods cost.
    Percent {
        /// In hundredths of a per cent.
        basis_points: i64,
        /// At most so much.
        most: Option<Money>,
    },
}

/// What a coupon promises. Never changes: whoever wants other terms ends it and makes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// How much it takes off.
    pub discount: Discount,
    /// For how much goods have to be bought; zero where for any.
    pub minimum: Money,
    /// Since when it counts.
    pub from: Timestamp,
    /// From when on it is over.
    pub until: Timestamp,
    /// How often it can be used in all; none where as often as people want.
    pub quota: Option<i64>,
    /// How often one buyer can use it.
    pub per_buyer: i64,
}

/// Whether a coupon can still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CouponState {
    /// As its terms say.
    Open,
    /// Whoever made it has ended it.
    Ended,
}

impl CouponState {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Ended].into_iter().find(|state| state.code() == code)
    }
}

/// A coupon in the list of whoever made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRow {
    /// Which.
    pub id: CouponId,
    /// What buyers type.
    pub code: String,
    /// Who gives what it takes off.
    pub funder: Funder,
    /// What it promises.
    pub terms: Terms,
    /// Whether it can still be used.
    pub state: CouponState,
    /// Checkouts that have it now.
    pub used: i64,
    /// What it took off these.
    pub given: Money,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

/// A coupon that lies in a cart, with what decides whether it counts there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartCoupon {
    /// Which.
    pub id: CouponId,
    /// What the buyer typed.
    pub code: String,
    /// Who gives what it takes off.
    pub funder: Funder,
    /// The shop's name; none where it is the market's.
    pub shop: Option<String>,
    /// What it promises.
    pub terms: Terms,
    /// Whether it can still be used.
    pub state: CouponState,
    /// Checkouts that have it now.
    pub used: i64,
    /// Those of them that are this buyer's.
    pub used_by_buyer: i64,
}

/// A coupon that lies in a cart, and what it does there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedCoupon {
    /// Which.
    pub id: CouponId,
    /// What the buyer typed.
    pub code: String,
    /// Who gives what it takes off.
    pub funder: Funder,
    /// The shop's name; none where it is the market's.
    pub shop: Option<String>,
    /// What it promises.
    pub terms: Terms,
    /// How much it takes off, or why nothing.
    pub takes_off: Result<Money, CouponRefusal>,
}

/// Why a coupon takes nothing off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CouponRefusal {
    /// There is no such code.
    Unknown,
    /// So many codes that there are not were typed in this place that none is looked up.
    TooMany {
        /// When the next one is.
        retry_at: Timestamp,
    },
    /// It does not count yet.
    NotBegun {
        /// Since when it will.
        from: Timestamp,
    },
    /// Its time is over, or whoever made it has ended it.
    Over,
    /// It was used as often as it can be.
    UsedUp,
    /// This buyer has used it as often as one may.
    UsedByYou,
    /// None of the shop's goods are in the cart; without a shop, nothing is.
    NotInCart {
        /// The shop's name.
        shop: Option<String>,
    },
    /// It counts from a sum on that is not reached: at this shop, or, without one, in the whole cart.
    SpendMore {
        /// The shop's name.
        shop: Option<String>,
        /// What is missing.
        more: Money,
    },
    /// It was made when the market settled in another currency.
    OtherCurrency,
    /// There is nothing that it could take off: something is paid for every order, and the market's fee of it.
    Nothing,
}

/// A coupon as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeCoupon {
    /// Made by the form: the coupon's id-to-be and the attempt's idempotency key.
    pub coupon: CouponId,
    /// What buyers type, in any case.
    pub code: String,
    /// `amount` or `percent`.
    pub kind: String,
    /// In yuan; read where `kind` says so.
    pub amount: String,
    /// Per cent; read where `kind` says so.
    pub percent: String,
    /// At most so many yuan off; read with `percent`; nothing typed is no most.
    pub most: String,
    /// In yuan; nothing typed is none.
    pub minimum: String,
    /// Since when it counts; none where nothing that is a time was typed.
    pub from: Option<Timestamp>,
    /// From when on it is over; none as above.
    pub until: Option<Timestamp>,
    /// How often in all; nothing typed is as often as people want.
    pub quota: String,
    /// How often one buyer; nothing typed is once.
    pub per_buyer: String,
}

/// What is wrong with a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CodeError {
    /// Fewer than [`CODE_CHARS_MIN`].
    #[error("too short")]
    TooShort,
    /// More than [`CODE_CHARS_MAX`].
    #[error("too long")]
    TooLong,
    /// Not letters from A to Z, digits and hyphens alone.
    #[error("other characters than A to Z, 0 to 9 and hyphens")]
    Characters,
}

/// What is wrong with a typed coupon, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CouponFieldError {
    /// The code.
    Code(CodeError),
    /// Neither an amount nor per cent.
    Kind,
    /// The amount; zero counts as empty.
    Amount(AmountError),
    /// The per cent; zero counts as empty, and a hundred as too large.
    Percent(AmountError),
    /// The most; zero counts as empty.
    Most(AmountError),
    /// The minimum.
    Minimum(AmountError),
    /// Since when is no time.
    From,
    /// Until when is no time, is over, or comes before it begins.
    Until,
    /// It would run for longer than [`COUPON_RUN_MAX`].
    TooLong,
    /// How often in all; zero counts as empty.
    Quota(AmountError),
    /// How often one buyer; zero counts as empty.
    PerBuyer(AmountError),
}

/// Why no coupon is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MakeCouponRefusal {
    /// What is wrong, field by field.
    Fields(Vec<CouponFieldError>),
    /// Another coupon of the market has this code, or had it.
    CodeTaken,
    /// As many are open as may be at once.
    TooMany {
        /// So many.
        most: u64,
    },
    /// An operator says why.
    Reason(TextError),
}

/// Why a coupon of the market is not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndCouponRefusal {
    /// An operator says why.
    Reason(TextError),
}
