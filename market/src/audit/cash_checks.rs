//! What must hold of orders that are paid in cash at the door, as SQL that runs on both engines.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    CASH_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() }).collect()
}

const CASH_CHECKS: [(&str, &str, &str); 4] = [
    (
        "M4",
        "nothing is booked for an order whose cash is not here, and nothing goes back of it",
        "SELECT 1 FROM payment p JOIN orders o ON o.payment_id = p.id WHERE p.promised_at IS NOT NULL AND p.state <> 'captured' \
         AND (o.refunded_minor <> 0 OR o.open_case IS NOT NULL OR EXISTS (SELECT 1 FROM ledger_account a \
         JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
         WHERE a.kind = 'escrow' AND a.owner = o.id))",
    ),
    (
        "M5",
        "no order is released whose payment is not captured",
        "SELECT 1 FROM ledger_journal j JOIN orders o ON o.id = j.subject JOIN payment p ON p.id = o.payment_id \
         WHERE j.kind = 'release' AND j.phase = 'posted' AND p.state <> 'captured'",
    ),
    (
        "M6",
        "a promise is for one parcel, which is under way as long as it is open, and only cash is promised",
        "SELECT 1 FROM payment p WHERE (p.promised_at IS NULL) <> (p.provider <> 'cash_on_delivery') \
         OR (p.promised_at IS NOT NULL AND (SELECT COUNT(*) FROM orders o WHERE o.payment_id = p.id) <> 1) \
         OR (p.promised_at IS NOT NULL AND p.state <> 'captured' AND EXISTS (SELECT 1 FROM orders o WHERE o.payment_id = p.id \
         AND (o.state IN ('paid', 'shipped', 'delivered')) <> (p.state = 'waiting')))",
    ),
    (
        "O1",
        "a parcel comes back that nobody has paid for or taken",
        "SELECT 1 FROM order_event v JOIN orders o ON o.id = v.order_id JOIN payment p ON p.id = o.payment_id \
         WHERE v.event = 'come_back' AND (p.promised_at IS NULL OR p.state <> 'closed' OR EXISTS (SELECT 1 FROM order_event d \
         WHERE d.order_id = o.id AND d.event = 'deliver' AND d.actor_kind = 'buyer'))",
    ),
];
