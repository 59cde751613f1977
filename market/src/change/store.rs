//! The statements that write to `change`; what reads it is in `queries.rs`.

use crate::kernel::placeholders;

/// The number of the newest; none where nothing was ever told.
pub(super) const NEWEST: &str = "SELECT MAX(sequence) AS newest FROM change";

/// Removes everything up to a number.
pub(super) const FORGET: &str = "DELETE FROM change WHERE sequence <= $1";

/// Tells that lists stand in another order.
pub(super) const TELL_LISTS: &str = "INSERT INTO change (kind, subject) VALUES ('lists', NULL)";

/// Tells of something that any page may show.
pub(super) const TELL_MARKET: &str = "INSERT INTO change (kind, subject) VALUES ('market', NULL)";

/// Tells of all shops of whoever holds this one, itself among them.
pub(super) const TELL_SHOPS_OF_HOLDER: &str = "\
INSERT INTO change (kind, subject) SELECT 'shop', other.shop_id FROM identity mine JOIN identity other \
ON other.id_number_index = mine.id_number_index AND other.state <> 'replaced' WHERE mine.shop_id = $1 AND mine.state <> 'replaced'";

/// Tells of those of so many listings that there are.
pub(super) fn tell_listings(count: usize) -> String {
    let inside = placeholders(1, count);
    format!("INSERT INTO change (kind, subject) SELECT 'listing', l.id FROM listing l WHERE l.id IN ({inside})")
}
