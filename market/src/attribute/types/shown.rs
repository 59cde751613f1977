//! What a product's page says.

use serde::{Deserialize, Serialize};

/// What a listing says, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAttribute {
    /// The attribute in English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// What is said.
    pub value: ShownValue,
}

/// The words or the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShownValue {
    /// A choice.
    Choice {
        /// In English.
        name_en: String,
        /// In Chinese.
        name_zh: String,
    },
    /// A number.
    Number {
        /// Smallest steps.
        amount: i64,
        /// Smallest steps of one unit.
        steps: i64,
        /// The unit in English; may be empty.
        unit_en: String,
        /// In Chinese.
        unit_zh: String,
    },
    /// Yes or no.
    Flag(bool),
}
