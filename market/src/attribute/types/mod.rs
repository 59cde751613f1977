//! The nouns of attributes.

mod form;
mod noun;
mod shown;

pub use form::{AttributeFieldError, BandsError, ChoicesError, SaveAttribute, SaveAttributeRefusal, SlugError};
pub use noun::{
    Attribute, AttributeChoice, AttributeChoiceId, AttributeError, AttributeId, AttributeKind, AttributeValue, Attributes,
    TypedAttribute,
};
pub use shown::{ShownAttribute, ShownValue};
