//! What must hold of orders that are paid in cash at the door, as SQL that runs on both engines.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    CASH_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() }).collect()
}

const CASH_CHECKS: [(&str, &str, &str); 8] = [
    (
        "M4",
        "nothing is booked for an order whose cash is not here and was not written off, and nothing goes back of it",
        "SELECT 1 FROM payment p JOIN orders o ON o.payment_id = p.id WHERE p.promised_at IS NOT NULL AND p.state <> 'captured' \
         AND (o.refunded_minor <> 0 OR o.open_case IS NOT NULL OR (EXISTS (SELECT 1 FROM ledger_account a \
         JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
         WHERE a.kind = 'escrow' AND a.owner = o.id) AND NOT EXISTS (SELECT 1 FROM ledger_journal l WHERE l.kind = 'cash_lost' \
         AND l.subject = p.id)))",
    ),
    (
        "M5",
        "no order is released whose payment is neither captured nor written off",
        "SELECT 1 FROM ledger_journal j JOIN orders o ON o.id = j.subject JOIN payment p ON p.id = o.payment_id \
         WHERE j.kind = 'release' AND j.phase = 'posted' AND p.state <> 'captured' \
         AND NOT EXISTS (SELECT 1 FROM ledger_journal l WHERE l.kind = 'cash_lost' AND l.subject = p.id)",
    ),
    (
        "M4",
        "the market pays for an order in full, once, where an operator wrote its cash off, and has that back when the cash is here",
        "SELECT 1 FROM (SELECT p.state, p.promised_at, o.total_minor, \
         (SELECT COUNT(*) FROM order_event v WHERE v.order_id = o.id AND v.event = 'write_off' AND v.actor_kind = 'operator') AS written, \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'platform_fee' WHERE j.kind = 'cash_lost' AND j.phase = 'posted' AND j.subject = p.id), 0) AS lost, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'platform_fee' WHERE j.kind = 'cash_found' AND j.phase = 'posted' AND j.subject = p.id), 0) AS found \
         FROM payment p JOIN orders o ON o.payment_id = p.id) f WHERE lost <> written * total_minor \
         OR (written > 0 AND promised_at IS NULL) OR found <> CASE WHEN state = 'captured' THEN lost ELSE 0 END",
    ),
    (
        "M7",
        "cash that came in parts is whole with the last of them, and has paid its order",
        "SELECT 1 FROM (SELECT p.state, p.amount_minor, COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal w JOIN ledger_entry e \
         ON e.journal_id = w.id JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'suspense' \
         WHERE w.subject = p.id AND w.phase = 'posted' AND w.kind IN ('wrong_amount', 'cash_part')), 0) AS came \
         FROM ledger_journal j JOIN payment p ON p.id = j.subject WHERE j.kind = 'cash_part' AND j.phase = 'posted') f \
         WHERE came <> amount_minor OR state <> 'captured' \
         UNION ALL SELECT 1 FROM (SELECT p.state, p.amount_minor, COALESCE((SELECT SUM(v.amount_minor) FROM payment_event v \
         WHERE v.payment_id = p.id AND (v.outcome IN ('paid', 'part') OR (v.outcome = 'suspended' AND EXISTS (SELECT 1 FROM ledger_journal w \
         WHERE w.kind = 'cash_part' AND w.phase = 'posted' AND w.subject = p.id)))), 0) AS told FROM payment p WHERE p.promised_at IS NOT NULL) t \
         WHERE told <> CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END",
    ),
    (
        "M7",
        "a transfer that was typed wrong is taken back by a record of its own, to the fen",
        "SELECT v.payment_id FROM payment_event v WHERE v.outcome = 'withdrawn' GROUP BY v.payment_id HAVING SUM(v.amount_minor) <> 0",
    ),
    (
        "M6",
        "a promise is for one parcel, which is under way as long as it is open, and only cash is promised",
        "SELECT 1 FROM payment p WHERE (p.promised_at IS NULL) <> (p.provider <> 'cash_on_delivery') \
         OR (p.promised_at IS NOT NULL AND (SELECT COUNT(*) FROM orders o WHERE o.payment_id = p.id) <> 1) \
         OR (p.promised_at IS NOT NULL AND p.state <> 'captured' AND EXISTS (SELECT 1 FROM orders o WHERE o.payment_id = p.id \
         AND (o.state IN ('paid', 'shipped', 'delivered')) <> (p.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM ledger_journal l \
         WHERE l.kind = 'cash_lost' AND l.subject = p.id))))",
    ),
    (
        "O1",
        "a parcel comes back that nobody has paid for or taken",
        "SELECT 1 FROM order_event v JOIN orders o ON o.id = v.order_id JOIN payment p ON p.id = o.payment_id \
         WHERE v.event = 'come_back' AND (p.promised_at IS NULL OR p.state <> 'closed' OR EXISTS (SELECT 1 FROM order_event d \
         WHERE d.order_id = o.id AND d.event IN ('deliver', 'receive') AND d.actor_kind = 'buyer'))",
    ),
    (
        "O1",
        "a step that leads nowhere is the buyer's word, said once after the clock had spoken",
        "SELECT 1 FROM order_event v WHERE v.from_state = v.to_state AND (v.actor_kind <> 'buyer' \
         OR (SELECT COUNT(*) FROM order_event b WHERE b.order_id = v.order_id AND b.event IN ('deliver', 'receive') \
         AND b.actor_kind = 'buyer') <> 1 OR NOT EXISTS (SELECT 1 FROM order_event d WHERE d.order_id = v.order_id \
         AND d.event = 'deliver' AND d.actor_kind = 'timer'))",
    ),
];
