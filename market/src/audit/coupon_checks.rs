//! What coupons, orders and books must say of each other, as SQL that runs on both engines.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    COUPON_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() }).collect()
}

const COUPON_CHECKS: [(&str, &str, &str); 5] = [
    (
        "C1",
        "a coupon counts its uses that were not given back and what they took off, never more than there are, and no buyer has more of them \
         than one may",
        "SELECT 1 FROM coupon c WHERE c.used > c.quota \
         OR c.used <> (SELECT COUNT(*) FROM coupon_use u WHERE u.coupon_id = c.id AND u.given_back_at IS NULL) \
         OR c.given_minor <> COALESCE((SELECT SUM(u.amount_minor) FROM coupon_use u WHERE u.coupon_id = c.id AND u.given_back_at IS NULL), 0) \
         UNION ALL SELECT 1 FROM coupon_use u JOIN coupon c ON c.id = u.coupon_id WHERE u.given_back_at IS NULL \
         GROUP BY u.coupon_id, u.buyer_id, c.per_buyer HAVING COUNT(*) > c.per_buyer",
    ),
    (
        "C1",
        "what a shop's coupon took off is in its own order, what the market's took off is in all of them, and nothing was taken off without one",
        "SELECT 1 FROM (SELECT o.shop_discount_minor, COALESCE((SELECT SUM(u.amount_minor) FROM coupon_use u JOIN coupon c ON c.id = u.coupon_id \
         WHERE u.payment_id = o.payment_id AND c.shop_id = o.shop_id), 0) AS given FROM orders o) f WHERE shop_discount_minor <> given \
         UNION ALL SELECT 1 FROM (SELECT COALESCE((SELECT SUM(o.market_discount_minor) FROM orders o WHERE o.payment_id = p.id), 0) AS taken, \
         COALESCE((SELECT SUM(u.amount_minor) FROM coupon_use u JOIN coupon c ON c.id = u.coupon_id AND c.shop_id IS NULL \
         WHERE u.payment_id = p.id), 0) AS given FROM payment p) f WHERE taken <> given \
         UNION ALL SELECT 1 FROM coupon_use u JOIN payment p ON p.id = u.payment_id WHERE p.buyer_id <> u.buyer_id",
    ),
    (
        "C1",
        "a coupon is its buyer's again where nobody paid, or where whatever it was used for ended unshipped, and nowhere else",
        "SELECT 1 FROM (SELECT u.given_back_at, p.state, (SELECT COUNT(*) FROM orders o WHERE o.payment_id = u.payment_id \
         AND (o.shop_id = c.shop_id OR (c.shop_id IS NULL AND o.market_discount_minor > 0)) \
         AND (o.state <> 'cancelled' OR o.shipped_at IS NOT NULL)) AS alive \
         FROM coupon_use u JOIN coupon c ON c.id = u.coupon_id JOIN payment p ON p.id = u.payment_id) f \
         WHERE (given_back_at IS NULL) <> (state <> 'closed' AND alive > 0)",
    ),
    (
        "O2",
        "what coupons took off an order is what they took off its lines",
        "SELECT 1 FROM orders o WHERE o.shop_discount_minor + o.market_discount_minor <> \
         COALESCE((SELECT SUM(l.discount_minor) FROM order_line l WHERE l.order_id = o.id), 0)",
    ),
    (
        "M4",
        "the market has given to its coupons what they took off the orders that were paid or written off, less what came back with refunds",
        "SELECT 1 FROM (SELECT COALESCE((SELECT SUM(e.amount_minor) FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
         JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' WHERE a.kind = 'promotion'), 0) AS given, \
         COALESCE((SELECT SUM(o.market_discount_minor - o.refunded_market_discount_minor) FROM orders o JOIN payment p ON p.id = o.payment_id \
         WHERE p.state = 'captured' OR p.id IN (SELECT l.subject FROM ledger_journal l WHERE l.kind = 'cash_lost' AND l.phase = 'posted')), 0) \
         AS had) f WHERE given <> had",
    ),
];
