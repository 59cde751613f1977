//! What several buyers' pages are made of.

mod goods;
mod said;
mod share;
mod shops;
mod ways;

pub use goods::{GoodsGrid, per};
pub use said::{Group, Said, groups, groups_of, said_list};
pub use share::{absolute, share_card};
pub use shops::{NewShop, ShopTile, excerpt};
pub use ways::{Crumbs, Empty, Pager};
