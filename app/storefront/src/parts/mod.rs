//! What several buyers' pages are made of.

mod coupons;
mod goods;
mod mark;
mod marks;
mod ordered;
mod recent;
mod said;
mod share;
mod shops;
mod ways;
mod why;

pub use coupons::{COUPON, CouponField, Coupons, TAKE_OUT, TakenOff, taken_off};
pub use goods::{GoodsGrid, RankedGrid, goods_card, per};
pub use mark::{Marker, opened, shown_as, shown_in};
pub use marks::{follow, follow_for, heart, heart_for};
pub use ordered::{Order, Ordered};
pub use recent::RecentStrip;
pub use said::{Group, Said, groups, groups_of, said_in_short, said_list};
pub use share::{absolute, share_card};
pub use shops::{NewShop, ShopTile, excerpt};
pub use ways::{Crumbs, Empty, Pager};
