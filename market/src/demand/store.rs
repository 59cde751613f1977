//! The SQL of `sale`, `listing_sold`, `best_seller`, `bought_together` and `demand_run`.

use crate::catalog::ListingId;
use crate::kernel::{Fault, Tx};
use crate::shop::store::IS_OWN_PURCHASE;
use sea_orm::{ConnectionTrait, Statement, Value};

pub(super) fn statement(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// A list that is kept by position: what puts a listing ($3) at its position ($2) of the list $1, and what cuts the list $1 off
/// from the position $2 on.
pub(super) struct Kept {
    put: &'static str,
    cut: &'static str,
}

/// Replaces a list: each position is another row than before, or as it was.
pub(super) async fn keep(tx: &Tx, kept: &Kept, list: Value, listings: &[ListingId]) -> Result<(), Fault> {
    let mut next = 0_i64;
    for listing in listings {
        let values = vec![list.clone(), next.into(), listing.uuid().into()];
        tx.execute_raw(statement(&**tx, kept.put, values)).await?;
        next += 1;
    }
    tx.execute_raw(statement(&**tx, kept.cut, vec![list, next.into()])).await?;
    Ok(())
}

/// Whether a line `l` of an order counts as sold: its buyer has something of it, and what coupons took off that and what was given back of
/// its money alone is half of its price as listed at most. What does not count once never counts again, whatever is given back later.
pub(crate) const IS_SOLD: &str = "\
(SELECT l.quantity > COALESCE(SUM(b.quantity), 0) \
AND 2 * COALESCE(SUM(CASE WHEN b.quantity = 0 THEN b.amount_minor ELSE 0 END), 0) * l.quantity \
<= (l.total_minor - 2 * l.discount_minor) * (l.quantity - COALESCE(SUM(b.quantity), 0)) \
FROM refund r JOIN refund_part b ON b.refund_id = r.id WHERE r.order_id = l.order_id AND b.line = l.position)";

/// Writes the sales of a completed order down: whose own they are is decided now, and stays decided. Kept is what counts as sold.
pub(super) fn count() -> String {
    format!(
        "INSERT INTO sale (order_id, listing_id, payment_id, buyer_id, sold_at, changed_at, is_own, is_kept) \
         SELECT o.id, l.listing_id, o.payment_id, o.buyer_id, o.ended_at, o.ended_at, {IS_OWN_PURCHASE}, \
         SUM(CASE WHEN {IS_SOLD} THEN 1 ELSE 0 END) > 0 \
         FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1 AND o.state = 'completed' GROUP BY o.id, l.listing_id \
         ON CONFLICT (order_id, listing_id) DO NOTHING RETURNING listing_id, is_own, is_kept"
    )
}

/// Ends the sales of an order of which nothing counts as sold any more.
pub(super) fn take_back() -> String {
    format!(
        "UPDATE sale SET is_kept = FALSE, changed_at = $2 WHERE order_id = $1 AND is_kept AND NOT EXISTS (SELECT 1 FROM order_line l \
         WHERE l.order_id = sale.order_id AND l.listing_id = sale.listing_id AND {IS_SOLD}) \
         RETURNING listing_id, is_own, TRUE AS is_kept"
    )
}

pub(super) const ONE_MORE: &str = "\
INSERT INTO listing_sold (listing_id, sold, shown) VALUES ($1, 1, 1) \
ON CONFLICT (listing_id) DO UPDATE SET sold = listing_sold.sold + 1 RETURNING sold, shown";

pub(super) const ONE_LESS: &str = "\
UPDATE listing_sold SET sold = sold - 1, shown = CASE WHEN shown < sold THEN shown ELSE sold - 1 END \
WHERE listing_id = $1 RETURNING sold, shown";

pub(super) const SHOW: &str = "UPDATE listing_sold SET shown = $2 WHERE listing_id = $1";

/// What sells: by how many people bought it since a day. Each of them counts once.
pub(super) const SELLING: &str = "\
SELECT s.listing_id, l.shop_id, l.category_path, COUNT(DISTINCT s.buyer_id) AS buyers \
FROM sale s JOIN listing l ON l.id = s.listing_id AND l.state = 'published' \
WHERE s.is_kept AND NOT s.is_own AND s.sold_at >= $1 GROUP BY s.listing_id, l.shop_id, l.category_path \
HAVING COUNT(DISTINCT s.buyer_id) >= $2 ORDER BY buyers DESC, s.listing_id DESC LIMIT $3";

pub(super) const BEST: &str = "SELECT scope, position, listing_id FROM best_seller ORDER BY scope, position";

pub(super) const BEST_OF_SCOPE: Kept = Kept {
    put: "INSERT INTO best_seller (scope, position, listing_id) VALUES ($1, $2, $3) \
          ON CONFLICT (scope, position) DO UPDATE SET listing_id = excluded.listing_id",
    cut: "DELETE FROM best_seller WHERE scope = $1 AND position >= $2",
};

/// What changed since an instant, and what counts of the same baskets.
pub(super) const TOUCHED: &str = "\
SELECT t.listing_id FROM (SELECT c.listing_id FROM sale c WHERE c.changed_at >= $1 \
UNION SELECT s.listing_id FROM sale c JOIN sale s ON s.payment_id = c.payment_id AND s.is_kept AND NOT s.is_own \
WHERE c.changed_at >= $1) t WHERE t.listing_id > $2 ORDER BY t.listing_id LIMIT $3";

/// All listings that were ever counted.
pub(super) const COUNTED: &str = "SELECT c.listing_id FROM listing_sold c WHERE c.listing_id > $1 ORDER BY c.listing_id LIMIT $2";

/// What else was in the newest baskets of a listing, by how many people had both.
pub(super) const TOGETHER: &str = "\
SELECT o.listing_id, COUNT(DISTINCT o.buyer_id) AS together, c.sold FROM \
(SELECT s.payment_id FROM sale s WHERE s.listing_id = $1 AND s.is_kept AND NOT s.is_own ORDER BY s.sold_at DESC LIMIT $2) mine \
JOIN sale o ON o.payment_id = mine.payment_id AND o.is_kept AND NOT o.is_own AND o.listing_id <> $1 \
JOIN listing_sold c ON c.listing_id = o.listing_id GROUP BY o.listing_id, c.sold \
HAVING COUNT(DISTINCT o.buyer_id) >= $3 ORDER BY together DESC, o.listing_id DESC LIMIT $4";

pub(super) const COMPANIONS: &str = "SELECT other_id AS listing_id FROM bought_together WHERE listing_id = $1 ORDER BY position";

pub(super) const COMPANIONS_OF_LISTING: Kept = Kept {
    put: "INSERT INTO bought_together (listing_id, position, other_id) VALUES ($1, $2, $3) \
          ON CONFLICT (listing_id, position) DO UPDATE SET other_id = excluded.other_id",
    cut: "DELETE FROM bought_together WHERE listing_id = $1 AND position >= $2",
};

pub(super) const RAN: &str = "\
INSERT INTO demand_run (name, ran_at, support) VALUES ($1, $2, $3) \
ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at, support = excluded.support";

pub(super) const LAST_RUN: &str = "SELECT ran_at, support FROM demand_run WHERE name = $1";
