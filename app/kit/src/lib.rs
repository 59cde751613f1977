//! What the storefront and the workbench share: words in two languages, routes, components, the state of a form; and, on the
//! server, the request's context and the document around a page. Knows no page.

pub mod browser;
#[cfg(feature = "ssr")]
pub mod cases;
pub mod components;
#[cfg(feature = "ssr")]
pub mod coupons;
pub mod form;
pub mod format;
pub mod provinces;
#[cfg(feature = "ssr")]
pub mod refunds;
#[cfg(feature = "ssr")]
pub mod request;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod rules;
mod say;
pub mod words;

pub use say::{Say, lang};
