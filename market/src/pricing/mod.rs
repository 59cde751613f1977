//! What things cost beside their price: freight templates, the market's fee, and what a seller really earns. Does not know the
//! price of a variant (`catalog` does) nor who pays what when (`checkout`, `ledger`).

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
    CountsBy, FreightLine, FreightTemplate, FreightTemplateId, FreightZone, NoShipping, Sale, SaveTemplate, SaveTemplateRefusal,
    TakeHome, TemplateFieldError, TypedZone, ZoneFieldError,
};
