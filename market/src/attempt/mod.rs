//! That a form sent twice does its work once. Every form that moves money, or decides about it, carries the id of its sending; the
//! command writes the id with a digest of what was asked for into its own transaction, so that the deed and its mark are there
//! together or not at all. Checkouts, cases, shops and identities need no mark: their own rows bear the attempt's id (decision 0012).

mod content;
pub(crate) mod steps;
mod store;

pub(crate) use content::Content;
