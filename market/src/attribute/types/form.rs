//! An attribute as an operator types it, and what can be wrong with it field by field.

use crate::kernel::{AmountError, TextError};

/// An attribute as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveAttribute {
    /// The version that the form was made from; 0 for a new one.
    pub version: i64,
    /// Its name in addresses; read for a new one only, as the kind.
    pub slug: String,
    /// The kind's code.
    pub kind: String,
    /// In English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// What a number counts, in English; may be empty.
    pub unit_en: String,
    /// In Chinese.
    pub unit_zh: String,
    /// Digits behind the point of a number.
    pub decimals: String,
    /// Where the ranges of a number's filter part, with commas between them; empty is no filter.
    pub bands: String,
    /// A choice a line: `slug | English | 中文`. One that is left out is retired.
    pub choices: String,
    /// Goods are published only with it.
    pub is_required: bool,
    /// Buyers narrow results down by it.
    pub is_filter: bool,
    /// Asked and shown no longer.
    pub is_retired: bool,
}

/// What is wrong with a typed attribute, and in which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeFieldError {
    /// Its name in addresses.
    Slug(SlugError),
    /// There is no such kind.
    Kind,
    /// The English name.
    NameEn(TextError),
    /// The Chinese name.
    NameZh(TextError),
    /// The English unit.
    UnitEn(TextError),
    /// The Chinese unit.
    UnitZh(TextError),
    /// Not 0 to 3 digits.
    Decimals,
    /// The ranges.
    Bands(BandsError),
    /// The choices.
    Choices(ChoicesError),
}

/// What is wrong with a name in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// Nothing, or too much.
    Length {
        /// Characters that fit.
        maximum: usize,
    },
    /// Something else than a to z, 0 to 9 and hyphens between them.
    Character,
    /// Another attribute has it.
    Taken,
}

/// What is wrong with the ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandsError {
    /// Not a number.
    Amount(AmountError),
    /// They do not grow.
    Order,
    /// More than a page shows.
    TooMany {
        /// Numbers that fit.
        maximum: usize,
    },
}

/// What is wrong with the choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoicesError {
    /// There is nothing to choose.
    None,
    /// More than a page shows.
    TooMany {
        /// Choices that fit.
        maximum: usize,
    },
    /// A line has no English and Chinese name, or one is too long.
    Line {
        /// From 1.
        line: usize,
    },
    /// A line's name in addresses is none.
    Slug {
        /// From 1.
        line: usize,
    },
    /// Two lines have the same name in addresses.
    Twice {
        /// The second of them, from 1.
        line: usize,
    },
}

/// Why an attribute is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveAttributeRefusal {
    /// What is wrong, in the order of the form.
    Fields(Vec<AttributeFieldError>),
    /// Somebody changed it since the form was made.
    ChangedMeanwhile,
    /// The category, or the market, has as many as its pages can show.
    TooMany {
        /// So many.
        maximum: usize,
    },
}

impl SaveAttributeRefusal {
    /// One field is wrong.
    #[must_use]
    pub fn field(error: AttributeFieldError) -> Self {
        Self::Fields(vec![error])
    }
}
