//! Attributes, their choices, and values.

use crate::account::Language;
use crate::catalog::{Category, CategoryId};
use crate::kernel::AmountError;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// Something that can be said of goods.
    AttributeId, "att");
crate::id_type!(
    /// One of the things that can be said.
    AttributeChoiceId, "atc");

/// How something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttributeKind {
    /// One of a list.
    Choice,
    /// A number of a unit.
    Number,
    /// Yes or no.
    Flag,
}

impl AttributeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Choice, Self::Number, Self::Flag];

    /// The code in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Number => "number",
            Self::Flag => "flag",
        }
    }
    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One of the things that can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeChoice {
    /// Which.
    pub id: AttributeChoiceId,
    /// Its name in addresses and in the index, unique within its attribute; it never changes.
    pub slug: String,
    /// In English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// No longer offered; goods that have it keep it.
    pub is_retired: bool,
}

impl AttributeChoice {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_en, &self.name_zh)
    }
}

/// Something that can be said of the goods of a category and of those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Which.
    pub id: AttributeId,
    /// Of which category's goods.
    pub category: CategoryId,
    /// Its name in addresses and in the index, unique in the market; it never changes.
    pub slug: String,
    /// How it is said; it never changes.
    pub kind: AttributeKind,
    /// In English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// What a number counts, in English; may be empty.
    pub unit_en: String,
    /// The same in Chinese.
    pub unit_zh: String,
    /// Smallest steps of one unit: 1, 10, 100 or 1000.
    pub steps: i64,
    /// Where the ranges of a number's filter part, in smallest steps, ascending; none is no filter.
    pub bands: Vec<i64>,
    /// What can be said, in the operator's order, with what is retired.
    pub choices: Vec<AttributeChoice>,
    /// Goods are published only with it.
    pub is_required: bool,
    /// Buyers narrow results down by it.
    pub is_filter: bool,
    /// Asked and shown no longer; what goods say of it is kept.
    pub is_retired: bool,
    /// Grows with every change.
    pub version: i64,
}

impl Attribute {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_en, &self.name_zh)
    }
    /// The unit in a language; may be empty.
    #[must_use]
    pub fn unit(&self, language: Language) -> &str {
        language.pick(&self.unit_en, &self.unit_zh)
    }
    /// The name of its field in forms.
    #[must_use]
    pub fn field(&self) -> String {
        format!("attribute-{}", self.id)
    }
}

/// What an operator set for the whole market.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<Attribute>);

impl Attributes {
    /// Of these; each category's own keep their order.
    #[must_use]
    pub const fn new(all: Vec<Attribute>) -> Self {
        Self(all)
    }
    /// All of them, with what is retired.
    #[must_use]
    pub fn all(&self) -> &[Attribute] {
        &self.0
    }
    /// What goods can say that stand at the end of a trail, from the root down; nothing retired.
    pub fn along<'a>(&'a self, trail: impl Iterator<Item = &'a Category> + 'a) -> impl Iterator<Item = &'a Attribute> + 'a {
        trail.flat_map(|category| self.0.iter().filter(|attribute| attribute.category == category.id && !attribute.is_retired))
    }
    /// The one of this slug that buyers may choose by.
    #[must_use]
    pub fn filter(&self, slug: &str) -> Option<&Attribute> {
        self.0.iter().find(|attribute| attribute.slug == slug && attribute.is_filter && !attribute.is_retired)
    }
}

/// What a listing says, as its form has it: the id of a choice, a number as typed, `1` or `0`; nothing where it says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAttribute {
    /// Of which attribute.
    pub attribute: AttributeId,
    /// What.
    pub value: String,
}

/// What a listing says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeValue {
    /// One of the choices.
    Choice(AttributeChoiceId),
    /// So many smallest steps; 0 or 1 where the question is yes or no.
    Number(i64),
}

/// What is wrong with what a listing says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeError {
    /// It has to be said.
    Missing,
    /// There is no such choice, or it is no longer offered.
    NotOffered,
    /// Not a number of this unit.
    Amount(AmountError),
}
