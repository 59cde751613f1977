//! What browsing pages read across slices: a product with its shop and freight in one query, what home puts forward, and what an
//! index is fed with.

mod documents;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod documents_tests;
mod goods;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod home_tests;
mod product;
mod proposals;
mod ranking;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod ranking_tests;
mod seen;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod seen_tests;
mod sellers;
mod settings;
mod shops;
mod sizes;
mod stories;

pub use documents::{
    DOCUMENTS_MAX, Step, documents, documents_after, documents_of, published, sellers_of, shop_document, shops_after, tree,
};
pub use goods::home_goods;
pub use product::{Gone, gone, product};
pub use proposals::proposals;
pub use ranking::{seed_of, settings_at, settings_changes, settings_since, turn_lengths};
pub use seen::{ShopsSeen, shops_seen};
pub use sellers::holder_of;
pub use settings::search_settings;
pub use shops::{home_shops, shop, shops_of};
pub use sizes::sizes;

pub(super) use stories::{ChosenStory, chosen_story, next_story};
