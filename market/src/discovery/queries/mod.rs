//! What browsing pages read across slices: a product with its shop and freight in one query, and what home puts forward.

mod product;
mod shops;

pub use product::{Gone, gone, product};
pub use shops::{just_opened, shop, story_of_today};
