//! The buyers' pages: drawn on the server with their data at hand, plain links and forms, and a few small islands that the
//! browser brings to life afterwards. Only the islands are in the WebAssembly.

// A page is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
mod frame;
pub mod islands;
#[cfg(feature = "ssr")]
mod kept;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod parts;

#[cfg(feature = "ssr")]
pub use pages::{calm_page, is_kept, routes};
