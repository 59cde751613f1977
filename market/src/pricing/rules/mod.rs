//! The pure decisions: fee, freight, take-home, and what a typed template means.

mod freight;
mod take_home;
mod template;

pub use freight::{freight_borne, pick, quote_freight, quote_parcel, zone_of};
pub use take_home::{fee, take_home, typical_quantity};
pub use template::{CheckedTemplate, PROVINCES, check_template, default_template, show_zone};
