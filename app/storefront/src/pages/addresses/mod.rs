//! `/me/addresses`: the address book, and the form for one address.

mod form;
mod list;
mod regions;
mod words;

pub use form::{change, fresh, save_changed, save_fresh};
pub use list::{list, post};
