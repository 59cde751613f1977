//! The pages of sellers, couriers and operators. The server draws a page from its data and puts the data beside it; the browser
//! draws the same page from the same data and brings it to life. Links and forms are plain: everything works before that, too.

// A view is one type of all its elements; pages nest deeper than the compiler expects of types.
#![recursion_limit = "512"]

mod app;
mod desk;
mod live;
mod pages;
mod parts;
#[cfg(feature = "ssr")]
mod serve;
mod words;

pub use app::{App, Page, PageData};
#[cfg(feature = "ssr")]
pub use serve::routes;
