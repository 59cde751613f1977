//! What is said to be sold is what orders say, as SQL that runs on both engines.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    SOLD_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() }).collect()
}

const SOLD_CHECKS: [(&str, &str, &str); 3] = [
    (
        "S4",
        "goods are sold once for each completed order, as long as something of them is kept for at least half of its price, and for no \
         other order",
        "SELECT 1 FROM (SELECT f.order_id, f.listing_id, MAX(CASE WHEN f.kept > 0 \
         AND 2 * f.alone * f.quantity <= (f.total_minor - 2 * f.discount_minor) * f.kept THEN 1 ELSE 0 END) AS counts \
         FROM (SELECT l.order_id, l.listing_id, l.quantity, l.total_minor, l.discount_minor, \
         l.quantity - COALESCE((SELECT SUM(b.quantity) FROM refund r JOIN refund_part b ON b.refund_id = r.id \
         WHERE r.order_id = l.order_id AND b.line = l.position), 0) AS kept, \
         COALESCE((SELECT SUM(b.amount_minor) FROM refund r JOIN refund_part b ON b.refund_id = r.id AND b.quantity = 0 \
         WHERE r.order_id = l.order_id AND b.line = l.position), 0) AS alone \
         FROM order_line l JOIN orders o ON o.id = l.order_id AND o.state = 'completed') f GROUP BY f.order_id, f.listing_id) g \
         LEFT JOIN sale s ON s.order_id = g.order_id AND s.listing_id = g.listing_id \
         WHERE s.order_id IS NULL OR s.is_kept <> (g.counts > 0) UNION ALL SELECT 1 FROM sale s WHERE NOT EXISTS \
         (SELECT 1 FROM orders o JOIN order_line l ON l.order_id = o.id AND l.listing_id = s.listing_id \
         WHERE o.id = s.order_id AND o.state = 'completed' AND o.buyer_id = s.buyer_id AND o.payment_id = s.payment_id)",
    ),
    (
        "S4",
        "who works in a shop does not count among those who buy there",
        "SELECT 1 FROM sale s JOIN orders o ON o.id = s.order_id JOIN shop_staff t ON t.shop_id = o.shop_id \
         AND t.person_id = o.buyer_id WHERE NOT s.is_own AND t.since <= s.sold_at AND (t.ended_at IS NULL OR t.ended_at > s.sold_at)",
    ),
    (
        "S4",
        "a listing was sold as often as its sales say, and shown as its first two digits",
        "SELECT 1 FROM listing_sold c WHERE c.sold <> (SELECT COUNT(*) FROM sale s WHERE s.listing_id = c.listing_id \
         AND s.is_kept AND NOT s.is_own) OR c.shown > c.sold OR (c.sold < 100 AND c.shown <> c.sold) \
         OR (c.sold - c.shown) * 10 >= c.sold + 1 UNION ALL SELECT 1 FROM sale s WHERE s.is_kept AND NOT s.is_own \
         AND NOT EXISTS (SELECT 1 FROM listing_sold c WHERE c.listing_id = s.listing_id)",
    ),
];
