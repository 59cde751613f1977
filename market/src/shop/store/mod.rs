//! Rows of `shop`, `shop_return_address`, `shop_staff`, `identity` and `identity_look`.

pub(crate) mod identity;
pub(crate) mod look;
pub(crate) mod return_address;
pub(crate) mod shop;
pub(crate) mod staff;

/// The state of an identity that another one stands in the place of.
pub(super) const REPLACED: &str = "replaced";

/// A place more behind an ID number, where fewer than so many are taken.
pub(super) const TAKE_PLACE: &str = "\
INSERT INTO identity_holder (id_number_index, shops) VALUES ($1, 1) \
ON CONFLICT (id_number_index) DO UPDATE SET shops = identity_holder.shops + 1 WHERE identity_holder.shops < $2";

pub(super) const GIVE_PLACE_BACK: &str = "UPDATE identity_holder SET shops = shops - 1 WHERE id_number_index = $1 AND shops > 0";

/// A shop takes cash at the door, or not any more.
pub(super) const TAKE_CASH: &str =
    "INSERT INTO shop_cash (shop_id, set_by, since) VALUES ($1, $2, $3) ON CONFLICT (shop_id) DO NOTHING";

pub(super) const TAKE_NO_CASH: &str = "DELETE FROM shop_cash WHERE shop_id = $1";

pub(super) const HEAD: &str = "SELECT handle, name, verification FROM shop WHERE id = $1";

pub(super) const OTHER_SHOPS: &str = "\
SELECT s.handle FROM identity i JOIN shop s ON s.id = i.shop_id \
WHERE i.id_number_index = $1 AND i.shop_id <> $2 AND i.state <> 'replaced' ORDER BY s.opened_at, s.id LIMIT $3";

/// Whether the buyer of an order `o` belongs to its shop: works there or ever did, or owns another shop behind which the same person
/// stands. What they buy is no sale, and proves nothing, wherever either is counted.
pub(crate) const IS_OWN_PURCHASE: &str = "(\
EXISTS (SELECT 1 FROM shop_staff w WHERE w.shop_id = o.shop_id AND w.person_id = o.buyer_id) \
OR EXISTS (SELECT 1 FROM identity mine JOIN identity other ON other.id_number_index = mine.id_number_index \
AND other.state <> 'replaced' JOIN shop_staff w ON w.shop_id = other.shop_id AND w.role = 'owner' AND w.person_id = o.buyer_id \
WHERE mine.shop_id = o.shop_id AND mine.state <> 'replaced'))";

/// The same of a case `c`, which has the shop and the buyer of its order.
pub(crate) fn is_case_of_own_purchase() -> String {
    IS_OWN_PURCHASE.replace("o.shop_id", "c.shop_id").replace("o.buyer_id", "c.buyer_id")
}

/// The same of the shop $1 and the person $2, whoever bought there.
pub(super) fn belongs_sql() -> String {
    format!("SELECT 1 AS one WHERE {}", IS_OWN_PURCHASE.replace("o.shop_id", "$1").replace("o.buyer_id", "$2"))
}
