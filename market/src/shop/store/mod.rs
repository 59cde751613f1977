//! Rows of `shop`, `shop_return_address`, `shop_staff`, `identity` and `identity_look`.

pub(crate) mod identity;
pub(crate) mod look;
pub(crate) mod return_address;
pub(crate) mod shop;
pub(crate) mod staff;
