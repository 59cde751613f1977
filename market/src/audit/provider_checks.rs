//! What must hold of each provider by itself, as SQL that runs on both engines: all of them share one account, so that what one has too
//! much of could hide what another lacks. And of its own statement beside the books.

use super::invariants::Invariant;
use crate::reconciliation;

/// What the books say that providers hold, and which of them: by the payment, or by the line of a statement that the booking is.
const HELD: &str = "FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
    JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' LEFT JOIN refund r ON r.id = j.subject \
    LEFT JOIN payment p ON p.id = COALESCE(r.payment_id, j.subject) LEFT JOIN provider_report_line l ON l.journal_id = j.id \
    WHERE a.kind = 'clearing'";

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    let out_of_sight = reconciliation::out_of_sight();
    vec![
        Invariant {
            code: "M3",
            says: "no single provider holds less than nothing of any currency",
            violators: format!(
                "SELECT 1 FROM (SELECT COALESCE(p.provider, l.provider) AS provider, a.currency, e.amount_minor {HELD}) f \
                 GROUP BY f.provider, f.currency HAVING SUM(f.amount_minor) < 0"
            ),
        },
        Invariant {
            code: "M7",
            says: "of every booking of what providers hold it is known which of them that is, and no other's line is tied to it",
            violators: format!("SELECT j.id {HELD} AND (COALESCE(p.provider, l.provider) IS NULL OR p.provider <> l.provider)"),
        },
        Invariant {
            code: "M7",
            says: "each provider's books and its own statement differ by what stands among the differences, and by nothing else",
            violators: format!("SELECT 1 FROM ({out_of_sight}) f GROUP BY f.provider, f.currency HAVING SUM(f.amount) <> 0"),
        },
        Invariant {
            code: "M7",
            says: "the bookings that no line of a statement is are those of which it is asked whether they are differences",
            violators: format!(
                "SELECT 1 FROM booking_alone n WHERE EXISTS (SELECT 1 FROM provider_report_line l WHERE l.journal_id = n.journal_id) \
                 UNION ALL SELECT 1 {HELD} AND l.line_id IS NULL AND NOT EXISTS (SELECT 1 FROM booking_alone n WHERE n.journal_id = j.id)"
            ),
        },
    ]
}
