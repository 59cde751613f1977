//! What the slices' tables must say of each other, as SQL that runs on both engines: each selects the rows that contradict. A
//! balance that is right by itself is not enough where another table tells another story.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    CROSS_CHECKS
        .into_iter()
        .chain(WAYS_OUT)
        .map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() })
        .collect()
}

/// The invariant, what must hold, and who breaks it.
const CROSS_CHECKS: [(&str, &str, &str); 17] = [
    (
        "M3",
        "the balance that the database keeps of a shop is the sum of what was posted, and no other account has one",
        "SELECT 1 FROM ledger_account a LEFT JOIN ledger_balance k ON k.account_id = a.id WHERE CASE WHEN a.kind = 'shop_payable' \
         THEN COALESCE(k.posted_minor, 0) <> COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_journal j \
         ON j.id = e.journal_id AND j.phase = 'posted' WHERE e.account_id = a.id), 0) ELSE k.account_id IS NOT NULL END",
    ),
    (
        "M1",
        "a promise is kept with the entries that it was made with, or broken, and never both",
        "SELECT 1 FROM ledger_journal s JOIN ledger_journal p ON p.id = s.settles \
         WHERE p.phase <> 'pending' OR s.phase = 'pending' OR s.kind <> p.kind OR s.subject <> p.subject \
         OR (s.phase = 'posted' AND ((SELECT COUNT(*) FROM ledger_entry x WHERE x.journal_id = s.id) <> \
         (SELECT COUNT(*) FROM ledger_entry y WHERE y.journal_id = p.id) OR EXISTS (SELECT 1 FROM ledger_entry x \
         WHERE x.journal_id = s.id AND NOT EXISTS (SELECT 1 FROM ledger_entry y WHERE y.journal_id = p.id \
         AND y.account_id = x.account_id AND y.amount_minor = x.amount_minor))))",
    ),
    (
        "M4",
        "what was released is what is left of the order: the rest of the frozen fee to the market, the rest to the shop",
        "SELECT 1 FROM ledger_journal j JOIN orders o ON o.id = j.subject \
         WHERE j.kind = 'release' AND j.phase = 'posted' AND ( \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = j.id AND a.kind = 'platform_fee'), 0) <> o.fee_minor - (SELECT COALESCE(SUM(r.fee_minor), 0) FROM refund r \
         WHERE r.order_id = o.id AND r.source = 'escrow') OR \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = j.id AND a.kind = 'shop_payable' AND a.owner = o.shop_id), 0) <> o.total_minor + o.market_discount_minor - o.fee_minor \
         - (SELECT COALESCE(SUM(r.amount_minor + r.market_discount_minor - r.fee_minor), 0) \
         FROM refund r WHERE r.order_id = o.id AND r.source = 'escrow'))",
    ),
    (
        "M5",
        "an order is released exactly when it was confirmed, by its buyer or by its clock, or its cash was written off",
        "SELECT 1 FROM (SELECT (CASE WHEN EXISTS (SELECT 1 FROM order_event v WHERE v.order_id = o.id \
         AND v.event IN ('confirm', 'auto_confirm', 'write_off')) THEN 1 ELSE 0 END) AS confirmed, \
         (SELECT COUNT(*) FROM ledger_journal j WHERE j.kind = 'release' AND j.subject = o.id AND j.phase = 'posted') AS released, \
         CASE WHEN o.state = 'completed' THEN 1 ELSE 0 END AS completed FROM orders o) facts \
         WHERE released <> confirmed OR released <> completed",
    ),
    (
        "M5",
        // What counted as received then is completed when its cash is here: later, and yet before, where the clock was put back meanwhile.
        "the clock confirms no order before its date, to the minute",
        "SELECT 1 FROM order_event v JOIN orders o ON o.id = v.order_id \
         WHERE v.event = 'auto_confirm' AND (o.confirm_by IS NULL OR (v.happened_at < o.confirm_by - 60000 AND NOT EXISTS \
         (SELECT 1 FROM order_event d WHERE d.order_id = o.id AND d.event = 'deliver' AND d.actor_kind = 'timer' \
         AND d.happened_at >= o.confirm_by - 60000)))",
    ),
    (
        "M5",
        "no more goes back of a payment than came in for it",
        "SELECT 1 FROM (SELECT p.id, COALESCE((SELECT SUM(r.amount_minor) FROM refund r \
         WHERE r.payment_id = p.id AND r.other_currency IS NULL), 0) AS refunded, COALESCE((SELECT SUM(e.amount_minor) FROM ledger_journal j \
         JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'clearing' AND a.currency = p.currency \
         WHERE j.subject = p.id AND j.phase = 'posted' AND j.kind IN ('capture', 'late_capture', 'wrong_amount', 'wrong_amount_out', 'cash_part')), 0) AS came \
         FROM payment p) sums WHERE refunded > came",
    ),
    (
        "M5",
        "what is owed to a buyer is what was noted as going back and has not gone back yet",
        "SELECT 1 FROM (SELECT COALESCE((SELECT SUM(r.amount_minor) FROM refund r \
         WHERE r.payment_id = p.id AND r.state IN ('waiting', 'refused') AND r.other_currency IS NULL), 0) AS noted, COALESCE((SELECT -SUM(e.amount_minor) \
         FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id \
         AND j.phase = 'posted' WHERE a.kind = 'refund_due' AND a.owner = p.id AND a.currency = p.currency), 0) AS owed FROM payment p) sums \
         WHERE noted <> owed",
    ),
    (
        "M6",
        "exactly one event of the provider paid each captured payment, and none any other",
        "SELECT 1 FROM payment p WHERE (SELECT COUNT(*) FROM payment_event v \
         WHERE v.payment_id = p.id AND v.outcome = 'paid') <> CASE WHEN p.state = 'captured' THEN 1 ELSE 0 END",
    ),
    (
        "M6",
        "money that was told and changed nothing had been told before: as much of its payment was booked, or waits for a person",
        "SELECT 1 FROM payment_event v JOIN payment p ON p.id = v.payment_id WHERE v.kind = 'captured' AND v.outcome = 'repeated' \
         AND NOT EXISTS (SELECT 1 FROM payment_event o WHERE o.payment_id = v.payment_id AND o.kind = 'captured' \
         AND o.outcome IN ('paid', 'goes_back', 'suspended', 'corrected', 'unbooked', 'noted') \
         AND COALESCE(o.told_minor, o.amount_minor) = COALESCE(v.told_minor, v.amount_minor) \
         AND COALESCE(o.told_currency, p.currency) = COALESCE(v.told_currency, p.currency))",
    ),
    (
        "M7",
        "what the books say the provider holds of each currency is what the provider told",
        "SELECT f.currency FROM (SELECT p.currency, v.amount_minor AS amount FROM payment_event v JOIN payment p ON p.id = v.payment_id \
         WHERE v.kind = 'captured' AND v.outcome IN ('paid', 'goes_back', 'suspended', 'part') AND v.amount_minor > 0 \
         UNION ALL SELECT v.told_currency, v.told_minor FROM payment_event v WHERE v.kind = 'captured' AND v.outcome = 'suspended' \
         AND v.amount_minor = 0 \
         UNION ALL SELECT COALESCE(r.other_currency, p.currency), -r.amount_minor FROM refund r JOIN payment p ON p.id = r.payment_id \
         WHERE r.state = 'done' \
         UNION ALL SELECT a.currency, -e.amount_minor FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
         JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' AND j.kind NOT IN ('unclaimed', 'unclaimed_back') \
         WHERE a.kind = 'clearing') f GROUP BY f.currency HAVING SUM(f.amount) <> 0",
    ),
    (
        "M7",
        "a line of the provider's statement and the booking that it was matched with tell the same amount",
        "SELECT 1 FROM provider_report_line l JOIN ledger_journal j ON j.id = l.journal_id \
         WHERE j.phase <> 'posted' OR l.kind NOT IN ('captured', 'refunded') OR l.amount_minor <> \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         AND a.kind = 'clearing' AND a.currency = l.currency WHERE e.journal_id = j.id), 0)",
    ),
    (
        "M8",
        "a payout that waits is promised, one that was paid is booked, one that failed is voided, one that came back is booked both ways; each for its amount",
        "SELECT 1 FROM (SELECT p.state, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id \
         JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'bank' \
         WHERE j.kind = 'payout' AND j.subject = p.id AND j.phase = 'pending'), 0) - p.amount_minor AS gap, \
         (SELECT COUNT(*) FROM ledger_journal j WHERE j.kind = 'payout' AND j.subject = p.id AND j.phase = 'posted') AS booked, \
         (SELECT COUNT(*) FROM ledger_journal j WHERE j.kind = 'payout' AND j.subject = p.id AND j.phase = 'voided') AS voided, \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id \
         JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'bank' WHERE j.kind = 'payout_returned' AND j.phase = 'posted' \
         AND j.subject = p.id), 0) - CASE WHEN p.state = 'returned' THEN p.amount_minor ELSE 0 END AS back \
         FROM payout p) facts WHERE gap <> 0 OR back <> 0 OR booked <> CASE WHEN state IN ('paid', 'returned') THEN 1 ELSE 0 END \
         OR voided <> CASE WHEN state = 'failed' THEN 1 ELSE 0 END",
    ),
    (
        "S2",
        "every paid order has taken its goods once, every cancelled one has left or returned them",
        "SELECT 1 FROM (SELECT o.state, l.quantity, o.paid_at, o.shipped_at, (SELECT COUNT(*) FROM order_event v WHERE v.order_id = o.id \
         AND v.event = 'come_back') AS back, COALESCE((SELECT SUM(b.quantity) FROM refund r \
         JOIN refund_part b ON b.refund_id = r.id AND b.is_restocked WHERE r.order_id = o.id AND b.line = l.position), 0) AS restocked, COALESCE((SELECT SUM(m.amount) \
         FROM stock_movement m WHERE m.subject = o.id AND m.variant_id = l.variant_id), 0) AS moved, \
         (SELECT COUNT(*) FROM stock_hold h WHERE h.order_id = o.id AND h.variant_id = l.variant_id \
         AND h.quantity = l.quantity AND h.state = CASE WHEN o.state = 'placed' THEN 'live' WHEN o.paid_at IS NULL \
         THEN 'released' ELSE 'claimed' END) AS holds FROM orders o JOIN order_line l ON l.order_id = o.id) facts \
         WHERE holds <> 1 OR moved <> CASE WHEN state = 'placed' OR paid_at IS NULL OR (state = 'cancelled' AND (shipped_at IS NULL OR back > 0)) \
         THEN 0 ELSE restocked - quantity END",
    ),
    (
        "S3",
        "nothing was sold after its hold had expired",
        "SELECT 1 FROM stock_hold h JOIN stock_movement m ON m.subject = h.order_id \
         AND m.variant_id = h.variant_id AND m.kind = 'sale' WHERE m.moved_at >= h.expires_at",
    ),
    (
        "O2",
        "an order's total is the sum of its lines and its freight, less what coupons took off",
        "SELECT 1 FROM orders o WHERE o.total_minor <> o.items_minor + o.freight_minor - o.shop_discount_minor - o.market_discount_minor \
         OR o.items_minor <> COALESCE((SELECT SUM(l.total_minor) FROM order_line l WHERE l.order_id = o.id), 0)",
    ),
    (
        "O2",
        "a payment's amount is the sum of its orders, all of one buyer",
        "SELECT 1 FROM payment p WHERE p.amount_minor <> COALESCE((SELECT SUM(o.total_minor) \
         FROM orders o WHERE o.payment_id = p.id AND o.buyer_id = p.buyer_id AND o.currency = p.currency), 0) \
         OR EXISTS (SELECT 1 FROM orders o WHERE o.payment_id = p.id AND o.buyer_id <> p.buyer_id)",
    ),
    (
        "O1",
        "every order was placed once, and every state that it left was entered once and left once",
        "SELECT 1 FROM orders o WHERE (SELECT COUNT(*) FROM order_event v WHERE v.order_id = o.id AND v.from_state IS NULL \
         AND v.to_state = 'placed') <> 1 UNION ALL SELECT 1 FROM order_event v WHERE v.from_state <> v.to_state AND ((SELECT COUNT(*) \
         FROM order_event b WHERE b.order_id = v.order_id AND b.to_state = v.from_state AND COALESCE(b.from_state, '') <> b.to_state) <> 1 \
         OR (SELECT COUNT(*) FROM order_event b WHERE b.order_id = v.order_id AND b.from_state = v.from_state \
         AND b.from_state <> b.to_state) <> 1)",
    ),
];

/// What leaves suspense, and what a provider did not give back.
const WAYS_OUT: [(&str, &str, &str); 3] = [
    (
        "M7",
        "a wrong amount leaves suspense once, in full: back to its buyer by a refund of its own, or out of what the provider holds",
        "SELECT 1 FROM (SELECT j.subject, COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'suspense' WHERE e.journal_id = j.id), 0) AS left_suspense, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'refund_due' \
         AND a.owner = j.subject WHERE e.journal_id = j.id), 0) AS owed, \
         COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.payment_id = j.subject AND r.source = 'suspense' AND r.other_currency IS NULL), 0) AS noted, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal w JOIN ledger_entry e ON e.journal_id = w.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'suspense' WHERE w.kind IN ('wrong_amount', 'cash_part') AND w.phase = 'posted' AND w.subject = j.subject), 0) AS came \
         FROM ledger_journal j WHERE j.kind = 'wrong_amount_out' AND j.phase = 'posted') f WHERE left_suspense <> came OR owed <> noted \
         UNION ALL SELECT 1 FROM refund r WHERE r.source = 'suspense' AND r.other_currency IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_journal j \
         WHERE j.kind = 'wrong_amount_out' AND j.phase = 'posted' AND j.subject = r.payment_id)",
    ),
    (
        "M4",
        "a refund is booked as its row says: by the provider and not back there, by hand from the bank account, or not yet",
        "SELECT 1 FROM (SELECT r.state, r.amount_minor, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'clearing' WHERE j.kind IN ('refund_paid', 'refund_failed') AND j.phase = 'posted' AND j.subject = r.id), 0) AS given, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'bank' WHERE j.kind = 'refund_by_hand' AND j.phase = 'posted' AND j.subject = r.id), 0) AS by_hand \
         FROM refund r WHERE r.reason <> 'desk') f WHERE given <> CASE WHEN state = 'done' THEN amount_minor ELSE 0 END \
         OR by_hand <> CASE WHEN state = 'by_hand' THEN amount_minor ELSE 0 END",
    ),
    (
        "M4",
        "what went back at the provider's own desk is booked for a line of its statement, as much of each payment as its refunds say",
        "SELECT 1 FROM (SELECT COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.payment_id = p.id \
         AND r.reason = 'desk' AND r.state = 'done'), 0) AS noted, COALESCE((SELECT SUM(e.amount_minor) FROM ledger_account a \
         JOIN ledger_entry e ON e.account_id = a.id AND e.amount_minor > 0 JOIN ledger_journal j ON j.id = e.journal_id \
         AND j.phase = 'posted' AND j.kind = 'desk_refund' WHERE a.kind = 'refund_due' AND a.owner = p.id), 0) AS booked FROM payment p) sums \
         WHERE noted <> booked UNION ALL SELECT 1 FROM ledger_journal j WHERE j.kind = 'desk_refund' \
         AND NOT EXISTS (SELECT 1 FROM provider_report_line l WHERE l.journal_id = j.id)",
    ),
];
