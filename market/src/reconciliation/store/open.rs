//! What is a difference between a provider's statement and our books, and open: nobody has explained it.

use super::{ITS_WAY_OUT, LINE_ALONE, OF_PARTS, OWN_RECORD, THERE_AND_BACK, at_desk, set_off};

/// The clearing entries that this provider answers for: its payments', their refunds', and what was booked from its statement; in
/// every currency.
pub(in crate::reconciliation) const BOOKED_BY: &str = "FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
    JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' LEFT JOIN refund r ON r.id = j.subject \
    LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) \
    LEFT JOIN provider_report_line l ON l.journal_id = j.id \
    WHERE a.kind = 'clearing' AND COALESCE(p.provider, l.provider) = $1";

/// Those of them that no line of a statement is, of which the database keeps a list: all that was ever booked is not looked through.
const ALONE: &str = "FROM booking_alone n CROSS JOIN ledger_journal j CROSS JOIN ledger_entry e CROSS JOIN ledger_account a \
    LEFT JOIN refund r ON r.id = j.subject LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) \
    WHERE j.id = n.journal_id AND e.journal_id = j.id AND a.id = e.account_id AND a.kind = 'clearing' AND p.provider = $1";

/// Whether the booking `j` is an amount that left suspense and the provider by one journal, or that journal: by its own statement it never
/// had that, or it went back at its desk. The two are no difference.
fn is_struck() -> String {
    format!(
        "j.kind IN ('wrong_amount', 'wrong_amount_out', 'foreign_amount', 'foreign_amount_out') \
         AND EXISTS (SELECT 1 FROM ledger_journal w JOIN ledger_entry x ON x.journal_id = w.id \
         JOIN ledger_account y ON y.id = x.account_id AND y.kind = 'clearing' \
         WHERE w.phase = 'posted' AND w.subject = j.subject AND w.kind = {ITS_WAY_OUT})"
    )
}

/// A booking may be so many milliseconds younger than the statement before it counts as missing there.
const GRACE_MILLIS: i64 = 3_600_000;

/// Whether an operator has said what the line `l` is.
pub(super) const LINE_EXPLAINED: &str =
    "EXISTS (SELECT 1 FROM explained_difference n WHERE n.provider = l.provider AND n.line_id = l.line_id)";

/// Whether the line `l` stands in the statement alone. Fees and payouts do anyway, in whatever currency: they are in nobody's books.
fn is_open_line() -> String {
    let set_off = set_off();
    format!("{LINE_ALONE} AND NOT ({THERE_AND_BACK}) AND NOT ({set_off}) AND NOT ({OWN_RECORD}) AND NOT {LINE_EXPLAINED}")
}

/// Whether the booking `j` of the provider $1, which no line is, is missing in its statement, which was read until after it.
fn is_open_booking() -> String {
    let struck = is_struck();
    format!(
        "j.made_at < (SELECT m.read_until FROM provider_report m WHERE m.provider = $1) - {GRACE_MILLIS} \
         AND NOT ({struck}) AND NOT ({OF_PARTS}) \
         AND NOT EXISTS (SELECT 1 FROM explained_difference x WHERE x.journal_id = j.id)"
    )
}

/// All that only one of the two tells, of the provider $1, the oldest first: $3 of them after the one of the time $4, which is the line $6,
/// where $5 is 0, or the booking $7. $2 is the market's currency.
pub(in crate::reconciliation) fn open_differences() -> String {
    let (desk, line, booking) = (at_desk::desk(), is_open_line(), is_open_booking());
    format!(
        "SELECT CAST(0 AS BIGINT) AS side, l.line_id, CAST(NULL AS UUID) AS journal_id, l.kind, l.reference, l.payment_id, \
         l.amount_minor AS amount, l.currency, l.happened_at AS since, CAST(CASE WHEN {desk} THEN 1 ELSE 0 END AS BIGINT) AS is_desk \
         FROM provider_report_line l WHERE l.provider = $1 AND {line} \
         AND l.happened_at >= $4 AND (l.happened_at, CAST(0 AS BIGINT), l.line_id) > ($4, $5, $6) \
         UNION ALL SELECT CAST(1 AS BIGINT), CAST(NULL AS TEXT), j.id, j.kind, CAST(NULL AS TEXT), p.id, -e.amount_minor, a.currency, \
         j.made_at, CAST(0 AS BIGINT) {ALONE} AND {booking} AND (j.made_at, CAST(1 AS BIGINT), j.id) > ($4, $5, $7) \
         ORDER BY since, side, line_id, journal_id LIMIT $3"
    )
}

/// How many differences the provider $1 has, and since when the oldest of them.
pub(in crate::reconciliation) fn count_of_open() -> String {
    let (line, booking) = (is_open_line(), is_open_booking());
    format!(
        "SELECT COUNT(*) AS found, MIN(d.since) AS since FROM (SELECT l.happened_at AS since FROM provider_report_line l \
         WHERE l.provider = $1 AND {line} UNION ALL SELECT j.made_at {ALONE} AND {booking}) d"
    )
}

/// Whether there is a line $2 of the provider $1, and whether it is open.
pub(in crate::reconciliation) fn line_is_open() -> String {
    let open = is_open_line();
    format!(
        "SELECT COUNT(*) AS there, CAST(COALESCE(SUM(CASE WHEN {open} THEN 1 ELSE 0 END), 0) AS BIGINT) AS open \
         FROM provider_report_line l WHERE l.provider = $1 AND l.line_id = $2"
    )
}

/// Whether there is a booking $2 that the provider $1 answers for, and whether it is open.
pub(in crate::reconciliation) fn booking_is_open() -> String {
    let open = is_open_booking();
    format!(
        "SELECT COUNT(*) AS there, CAST(COALESCE(SUM(CASE WHEN l.line_id IS NULL AND {open} THEN 1 ELSE 0 END), 0) AS BIGINT) AS open \
         {BOOKED_BY} AND j.id = $2"
    )
}

/// What operators have explained of the provider $1, the latest first: at most $2.
pub(in crate::reconciliation) const EXPLAINED_DIFFERENCES: &str = "\
SELECT CAST(0 AS BIGINT) AS side, l.line_id, l.kind, l.reference, l.payment_id, l.amount_minor AS amount, l.currency, \
l.happened_at AS since, n.reason, s.name AS by_whom, n.explained_at, n.id AS told_as FROM explained_difference n \
JOIN provider_report_line l ON l.provider = n.provider AND l.line_id = n.line_id JOIN person s ON s.id = n.person_id \
WHERE n.provider = $1 UNION ALL SELECT CAST(1 AS BIGINT), CAST(NULL AS TEXT), j.kind, CAST(NULL AS TEXT), p.id, \
-e.amount_minor, a.currency, j.made_at, n.reason, s.name, n.explained_at, n.id FROM explained_difference n \
JOIN person s ON s.id = n.person_id JOIN ledger_journal j ON j.id = n.journal_id JOIN ledger_entry e ON e.journal_id = j.id \
JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'clearing' LEFT JOIN refund r ON r.id = j.subject \
LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) WHERE n.provider = $1 \
ORDER BY explained_at DESC, told_as DESC LIMIT $2";

/// What neither is open nor was explained, of each provider and currency, as rows of `provider`, `currency` and `amount`: bookings that a
/// line is or that were struck, and, the other way round, lines that a booking is or that make up for each other. A transfer in parts is
/// neither: its parts have left suspense as a whole, which no line is.
pub(crate) fn out_of_sight() -> String {
    let (struck, set_off) = (is_struck(), set_off());
    format!(
        "SELECT COALESCE(p.provider, l.provider) AS provider, a.currency, e.amount_minor AS amount FROM ledger_account a \
         JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
         LEFT JOIN refund r ON r.id = j.subject LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) \
         LEFT JOIN provider_report_line l ON l.journal_id = j.id WHERE a.kind = 'clearing' AND (l.line_id IS NOT NULL OR ({struck}) \
         OR j.kind = 'cash_part') \
         UNION ALL SELECT l.provider, l.currency, -l.amount_minor FROM provider_report_line l WHERE NOT ({OWN_RECORD}) \
         AND (l.journal_id IS NOT NULL OR ({THERE_AND_BACK}) OR ({set_off}))"
    )
}
