//! The pages of sellers, couriers and operators. The server draws them; the forms in them that check while somebody types
//! (`forms/`) are drawn again by the browser, from the data beside them. Links and forms are plain: everything works before
//! that, too.

// A view is one type of all its elements; pages nest deeper than the compiler expects of types.
#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
mod desk;
mod forms;
#[cfg(feature = "ssr")]
mod pages;
mod parts;
#[cfg(feature = "ssr")]
mod serve;
mod words;

pub use forms::{Form, FormData, LiveForm};
#[cfg(feature = "ssr")]
pub use serve::routes;
