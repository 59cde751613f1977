//! Freight templates, quotes and take-home.

use crate::kernel::{AmountError, Money, TextError};
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// A shop's way to charge for freight.
    FreightTemplateId, "frt");

/// What a template counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CountsBy {
    /// Things.
    Piece,
    /// Grams.
    Weight,
}

impl CountsBy {
    /// The code in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Piece => "piece",
            Self::Weight => "weight",
        }
    }
    /// What a code stands for.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Piece, Self::Weight].into_iter().find(|counts_by| counts_by.code() == code)
    }
}

/// What freight costs in some provinces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreightZone {
    /// Two-digit province codes; empty is the rest of the country.
    pub provinces: Vec<String>,
    /// False where the shop sends nothing there.
    pub ships: bool,
    /// Pieces or grams that the first price covers.
    pub first_amount: i64,
    /// The price of the first step.
    pub first: Money,
    /// Pieces or grams of each further step, begun ones in full.
    pub next_amount: i64,
    /// The price of a further step.
    pub next: Money,
    /// From this total of the goods on, the shop pays.
    pub free_from: Option<Money>,
}

/// A shop's way to charge for freight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreightTemplate {
    /// Which.
    pub id: FreightTemplateId,
    /// Whose.
    pub shop: ShopId,
    /// What the shop calls it.
    pub name: String,
    /// What it counts.
    pub counts_by: CountsBy,
    /// Whether it counts for listings that name none.
    pub is_default: bool,
    /// Grows with every change.
    pub version: i64,
    /// In the shop's order.
    pub zones: Vec<FreightZone>,
}

/// One line of a parcel, as freight sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreightLine {
    /// Things to pack; a measured quantity is one.
    pub quantity_pieces: i64,
    /// What all of it weighs.
    pub weight_grams: i64,
    /// What the goods cost.
    pub line_total: Money,
}

/// Why a parcel cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NoShipping {
    /// The shop sends nothing to this province.
    #[error("the shop does not ship there")]
    NotThere,
    /// Beyond any amount that can be paid.
    #[error("the amounts are out of range")]
    OutOfRange,
}

/// What a seller is about to sell, for [`super::rules::take_home`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// What the buyer pays for the goods.
    pub price: Money,
    /// The market's fee in hundredths of a per cent.
    pub fee_basis_points: i64,
    /// Freight where the shop pays it, else zero.
    pub freight: Money,
    /// Bag, ice, box.
    pub packaging: Money,
    /// The producers' part of the price in hundredths of a per cent.
    pub producer_basis_points: i64,
}

/// Where the price goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeHome {
    /// What the buyer pays for the goods.
    pub price: Money,
    /// The market's fee.
    pub fee: Money,
    /// Freight that the shop pays.
    pub freight: Money,
    /// Packaging.
    pub packaging: Money,
    /// The producers' part.
    pub producers: Money,
    /// What stays with the seller; below zero where each sale costs her.
    pub earned: Money,
}

impl TakeHome {
    /// By how much a sale loses, where it does.
    #[must_use]
    pub fn short_by(&self) -> Option<Money> {
        let lost = Money::new(self.earned.minor().saturating_neg(), self.earned.currency());
        self.earned.is_negative().then_some(lost)
    }
}

/// A zone as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedZone {
    /// Two-digit province codes; empty is the rest of the country.
    pub provinces: Vec<String>,
    /// False where the shop sends nothing there; the amounts are not read then.
    pub ships: bool,
    /// Pieces, or kilograms.
    pub first_amount: String,
    /// In yuan.
    pub first: String,
    /// Pieces, or kilograms.
    pub next_amount: String,
    /// In yuan.
    pub next: String,
    /// In yuan; nothing typed is never free, 0 is always free.
    pub free_from: String,
}

/// A template as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveTemplate {
    /// Minted by the form.
    pub template: FreightTemplateId,
    /// The version that the form was made from; 0 for a new one.
    pub version: i64,
    /// What the shop calls it.
    pub name: String,
    /// `piece` or `weight`.
    pub counts_by: String,
    /// Whether it shall count for listings that name none.
    pub is_default: bool,
    /// One of them, without provinces, is the rest of the country.
    pub zones: Vec<TypedZone>,
}

/// What is wrong with a typed template, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemplateFieldError {
    /// The name.
    Name(TextError),
    /// Neither by piece nor by weight.
    CountsBy,
    /// No zone is the rest of the country, or more than one is.
    Rest,
    /// More zones than there are provinces.
    TooManyZones,
    /// Something within a zone.
    Zone {
        /// Which, counted from 0.
        position: u16,
        /// What.
        error: ZoneFieldError,
    },
}

/// What is wrong with a typed zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneFieldError {
    /// A code that is no province's.
    UnknownProvince,
    /// A province that another zone has already.
    ProvinceTwice,
    /// The first amount; zero counts as too fine.
    FirstAmount(AmountError),
    /// The first price.
    First(AmountError),
    /// The further amount; zero counts as too fine.
    NextAmount(AmountError),
    /// The further price.
    Next(AmountError),
    /// The total from which the shop pays.
    FreeFrom(AmountError),
}

/// Why a template is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveTemplateRefusal {
    /// What is wrong, field by field.
    Fields(Vec<TemplateFieldError>),
    /// Somebody changed it in between.
    ChangedMeanwhile,
    /// A shop has one default; make another one the default instead.
    DefaultNeeded,
    /// More than anybody can tell apart.
    TooMany,
}
