//! What can be said of goods beside their words: attributes that an operator sets for a category and those below it, and what each
//! listing says. Owns the definitions and the values; the category tree and the listings are the `catalog`'s, counting them is the
//! search index's.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::{
    Attribute, AttributeChoice, AttributeChoiceId, AttributeError, AttributeFieldError, AttributeId, AttributeKind,
    AttributeValue, Attributes, BandsError, ChoicesError, SaveAttribute, SaveAttributeRefusal, ShownAttribute, ShownValue,
    SlugError, TypedAttribute,
};
