//! The pure decisions: what an operator's form means, what a listing may say, and by which terms it is found.

mod definition;
mod facet;
mod value;

#[cfg(test)]
pub use definition::sample;
pub use definition::{AttributeDraft, ChoiceDraft, check_attribute, form_of};
pub use facet::{Facet, facet_term, facets};
pub use value::{Checked, check_value, check_values, typed_value};
