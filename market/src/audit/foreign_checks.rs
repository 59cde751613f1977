//! What must hold of money that came in another currency than was asked for, as SQL that runs on both engines. The checks of the trade
//! count in the market's own.

use super::invariants::Invariant;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    FOREIGN_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() }).collect()
}

const FOREIGN_CHECKS: [(&str, &str, &str); 4] = [
    (
        "M7",
        "what is held in another currency was told so of its payment, and is the provider's, in suspense or its buyer's, nobody else's",
        "SELECT 1 FROM ledger_journal j JOIN payment p ON p.id = j.subject JOIN ledger_entry e ON e.journal_id = j.id \
         JOIN ledger_account a ON a.id = e.account_id WHERE j.kind IN ('foreign_amount', 'foreign_amount_out') \
         AND (a.currency = p.currency OR a.kind NOT IN ('clearing', 'suspense', 'refund_due') OR NOT EXISTS \
         (SELECT 1 FROM payment_event v WHERE v.payment_id = p.id AND v.outcome IN ('suspended', 'corrected') \
         AND v.told_currency = a.currency AND v.told_minor IN (e.amount_minor, -e.amount_minor)))",
    ),
    (
        "M7",
        "money in another currency leaves suspense once, in full: back to its buyer by a refund of its own, or out of what the provider holds",
        "SELECT 1 FROM (SELECT COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'suspense' WHERE e.journal_id = j.id), 0) AS left_suspense, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'refund_due' \
         AND a.owner = j.subject WHERE e.journal_id = j.id), 0) AS owed, \
         COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.payment_id = j.subject AND r.other_currency IS NOT NULL), 0) AS noted, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_journal w JOIN ledger_entry e ON e.journal_id = w.id JOIN ledger_account a \
         ON a.id = e.account_id AND a.kind = 'suspense' WHERE w.kind = 'foreign_amount' AND w.phase = 'posted' AND w.subject = j.subject), 0) AS came \
         FROM ledger_journal j WHERE j.kind = 'foreign_amount_out' AND j.phase = 'posted') f WHERE left_suspense <> came OR owed <> noted \
         UNION ALL SELECT 1 FROM refund r WHERE r.other_currency IS NOT NULL AND (r.source <> 'suspense' OR NOT EXISTS \
         (SELECT 1 FROM ledger_journal j WHERE j.kind = 'foreign_amount_out' AND j.phase = 'posted' AND j.subject = r.payment_id))",
    ),
    (
        "M5",
        "what is owed to a buyer in another currency is what was noted as going back in it and has not gone back yet",
        "SELECT 1 FROM (SELECT COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.payment_id = a.owner \
         AND r.other_currency = a.currency AND r.state IN ('waiting', 'refused')), 0) AS noted, \
         COALESCE((SELECT -SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
         WHERE e.account_id = a.id), 0) AS owed FROM ledger_account a JOIN payment p ON p.id = a.owner \
         WHERE a.kind = 'refund_due' AND a.currency <> p.currency) f WHERE noted <> owed",
    ),
    (
        "M5",
        "a refund is booked in the currency that its row says",
        "SELECT 1 FROM refund r JOIN payment p ON p.id = r.payment_id JOIN ledger_journal j ON j.subject = r.id \
         JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a ON a.id = e.account_id \
         WHERE j.kind IN ('refund_paid', 'refund_failed', 'refund_by_hand') AND a.currency <> COALESCE(r.other_currency, p.currency)",
    ),
];
