//! The pure decisions: what a typed coupon means, and what coupons take off a cart.

mod check;
mod reckon;

pub use check::{CheckedCoupon, check, code};
pub use reckon::{Basket, Reckoned, ShopCut, reckon};
