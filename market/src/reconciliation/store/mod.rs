//! Rows of `provider_report` and `provider_report_line`.

mod at_desk;
mod open;

pub(super) use at_desk::{desk_line, known_at_desk, that_refund, tie_line, untied};
pub(crate) use open::out_of_sight;
pub(super) use open::{BOOKED_BY, EXPLAINED_DIFFERENCES, booking_is_open, count_of_open, line_is_open, open_differences};

use crate::payment::{is_of_line, tells_of};

pub mod report {
    //! How far statements were read.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_report")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        pub read_until: i64,
        /// How many differences there were when the two were compared last, and since when the oldest of them.
        pub differences: i64,
        pub differences_since: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod line {
    //! Their lines.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_report_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_id: String,
        pub kind: String,
        pub reference: Option<String>,
        pub payment_id: Option<Uuid>,
        pub refund_id: Option<Uuid>,
        pub amount_minor: i64,
        pub currency: String,
        pub happened_at: i64,
        pub journal_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod explained {
    //! What operators found out about lines without a booking, and about bookings without a line.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "explained_difference")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub provider: String,
        pub line_id: Option<String>,
        pub journal_id: Option<Uuid>,
        pub person_id: Uuid,
        pub reason: String,
        pub explained_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Changes nothing, and keeps others out until the transaction ends.
pub(super) const LOCK: &str = "UPDATE provider_report SET read_until = read_until WHERE provider = $1";

/// A line `l` that is no booking, and no fee or payout, which never is one: as in the index over such lines. Here and below `= TRUE` says
/// nothing to people: without it, SQLite looks for lines without a booking by the unique key of bookings, where all fees stand in one place.
const LINE_ALONE: &str = "(l.journal_id IS NULL) = TRUE AND l.kind IN ('captured', 'refunded', 'other')";

/// Lines without a booking, each with one that is like it and that no line has taken. What an operator recorded and no book took, or only
/// with others, is no booking's.
pub(super) const CANDIDATES: &str = "\
SELECT l.line_id, j.id AS journal_id FROM provider_report_line l \
JOIN ledger_journal j ON j.phase = 'posted' AND ((l.kind = 'captured' AND j.subject = l.payment_id \
AND j.kind IN ('capture', 'late_capture', 'wrong_amount', 'foreign_amount')) \
OR (l.kind = 'refunded' AND j.subject = l.refund_id AND j.kind IN ('refund_paid', 'refund_failed'))) \
JOIN payment p ON p.id = l.payment_id AND p.provider = l.provider \
JOIN ledger_entry e ON e.journal_id = j.id AND e.amount_minor = l.amount_minor \
JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'clearing' AND a.currency = l.currency \
WHERE l.provider = $1 AND (l.journal_id IS NULL) = TRUE AND l.kind IN ('captured', 'refunded', 'other') \
AND NOT EXISTS (SELECT 1 FROM provider_report_line o WHERE o.journal_id = j.id) \
AND NOT (j.kind IN ('wrong_amount', 'foreign_amount') AND EXISTS (SELECT 1 FROM ledger_journal w JOIN ledger_entry x \
ON x.journal_id = w.id AND x.account_id = e.account_id WHERE w.kind = j.kind || '_out' AND w.phase = 'posted' AND w.subject = j.subject)) \
AND NOT (j.kind = 'capture' AND (EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = j.subject) \
OR EXISTS (SELECT 1 FROM payment_event u WHERE u.payment_id = j.subject AND u.outcome = 'part'))) \
AND NOT EXISTS (SELECT 1 FROM payment_event v WHERE v.provider = l.provider AND v.event_id = l.line_id \
AND (v.outcome IN ('unbooked', 'noted', 'part', 'withdrawn') OR (v.outcome = 'paid' AND v.amount_minor <> p.amount_minor))) \
ORDER BY l.happened_at, l.line_id LIMIT $2";

/// Lines of the market's own record of cash that are no booking's alone, and no difference: parts of a whole, of which one may have been in
/// suspense, and what was typed wrong and taken back.
pub(super) const OWN_RECORD: &str = "\
EXISTS (SELECT 1 FROM payment_event v WHERE v.provider = l.provider AND v.event_id = l.line_id AND v.payment_id = l.payment_id \
AND (v.outcome IN ('withdrawn', 'part') OR (v.outcome IN ('suspended', 'paid') \
AND EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = v.payment_id)) OR (v.outcome = 'paid' \
AND EXISTS (SELECT 1 FROM payment_event u WHERE u.payment_id = v.payment_id AND u.outcome = 'part'))))";

/// Bookings of such a whole.
pub(super) const OF_PARTS: &str = "\
(j.kind = 'cash_part' OR (j.kind = 'capture' \
AND (EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = j.subject) \
OR EXISTS (SELECT 1 FROM payment_event u WHERE u.payment_id = j.subject AND u.outcome = 'part'))))";

pub(super) const SETTLE: &str = "\
UPDATE provider_report_line SET journal_id = $3 WHERE provider = $1 AND line_id = $2 AND journal_id IS NULL \
AND NOT EXISTS (SELECT 1 FROM provider_report_line o WHERE o.journal_id = $3)";

pub(super) const BOOKED: &str = "SELECT id FROM ledger_journal WHERE kind = $1 AND subject = $2 AND phase = 'posted'";

/// Money that came in and names no payment that this provider takes for us.
pub(super) const UNCLAIMED: &str = "\
l.kind = 'captured' AND l.amount_minor > 0 \
AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = l.payment_id AND p.provider = l.provider)";

/// Unclaimed money, and all of it, that went back to where it came from by somebody's hand: as often as it came, of lines that came
/// together the first that did not come back on their way.
pub(super) const UNCLAIMED_BACK: &str = "\
l.kind = 'refunded' AND l.amount_minor < 0 \
AND (SELECT COUNT(*) FROM provider_report_line s WHERE s.provider = l.provider AND s.reference = l.reference AND s.kind = 'refunded' \
AND s.currency = l.currency AND s.amount_minor = l.amount_minor AND (s.journal_id IS NULL) = TRUE \
AND (s.happened_at < l.happened_at OR (s.happened_at = l.happened_at AND s.line_id < l.line_id))) \
- (SELECT COUNT(*) FROM provider_report_line o WHERE o.provider = l.provider AND o.reference = l.reference AND o.kind = 'refunded' \
AND o.currency = l.currency AND o.amount_minor = -l.amount_minor AND (o.journal_id IS NULL) = TRUE) \
BETWEEN 0 AND (SELECT COUNT(*) FROM provider_report_line u JOIN ledger_journal j ON j.id = u.journal_id AND j.kind = 'unclaimed' \
WHERE u.provider = l.provider AND u.reference = l.reference AND u.currency = l.currency AND u.amount_minor = -l.amount_minor) \
- (SELECT COUNT(*) FROM provider_report_line b JOIN ledger_journal j ON j.id = b.journal_id AND j.kind = 'unclaimed_back' \
WHERE b.provider = l.provider AND b.reference = l.reference AND b.currency = l.currency AND b.amount_minor = l.amount_minor) - 1";

/// By which kind of journal an amount of `j` that was not asked for leaves suspense.
const ITS_WAY_OUT: &str = "CASE WHEN j.kind LIKE 'foreign_amount%' THEN 'foreign_amount_out' ELSE 'wrong_amount_out' END";

/// Money of nobody that came, and went back whole: neither line waits for anybody. Beside the line `l` and its journal `j`: each line of
/// one way is set off against one of the other, the oldest first.
const ITS_OTHER_WAY: &str = "\
(SELECT COUNT(*) FROM provider_report_line s JOIN ledger_journal w ON w.id = s.journal_id AND w.kind = j.kind \
WHERE s.provider = l.provider AND s.reference = l.reference AND s.currency = l.currency AND s.amount_minor = l.amount_minor \
AND (s.happened_at < l.happened_at OR (s.happened_at = l.happened_at AND s.line_id < l.line_id))) \
< (SELECT COUNT(*) FROM provider_report_line o JOIN ledger_journal w ON w.id = o.journal_id \
AND w.kind = CASE j.kind WHEN 'unclaimed' THEN 'unclaimed_back' WHEN 'unclaimed_back' THEN 'unclaimed' END \
WHERE o.provider = l.provider AND o.reference = l.reference AND o.currency = l.currency AND o.amount_minor = -l.amount_minor)";

/// What is in suspense still: the account `a`, the entry `e` of the journal `j`, and the payment `p` or the line `l` that it is of.
pub(super) fn in_suspense() -> String {
    format!(
        "FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
         JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
         LEFT JOIN payment p ON p.id = j.subject LEFT JOIN provider_report_line l ON l.journal_id = j.id \
         WHERE a.kind = 'suspense' \
         AND NOT EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = {ITS_WAY_OUT} AND w.phase = 'posted' AND w.subject = j.subject) \
         AND NOT ({ITS_OTHER_WAY})"
    )
}

/// A refund, of ours or of the provider's own desk, that left the provider and came back before it had arrived: the books know of neither.
/// Each line of one way is set off against one of the other, the oldest first.
const THERE_AND_BACK: &str = "\
l.kind = 'refunded' AND (SELECT COUNT(*) FROM provider_report_line s WHERE s.provider = l.provider AND s.reference = l.reference \
AND (s.refund_id = l.refund_id OR (s.refund_id IS NULL AND l.refund_id IS NULL)) AND s.kind = 'refunded' AND s.currency = l.currency \
AND (s.journal_id IS NULL) = TRUE AND s.amount_minor = l.amount_minor \
AND (s.happened_at < l.happened_at OR (s.happened_at = l.happened_at AND s.line_id < l.line_id))) \
< (SELECT COUNT(*) FROM provider_report_line o WHERE o.provider = l.provider AND o.reference = l.reference \
AND (o.refund_id = l.refund_id OR (o.refund_id IS NULL AND l.refund_id IS NULL)) AND o.kind = 'refunded' AND o.currency = l.currency \
AND (o.journal_id IS NULL) = TRUE AND o.amount_minor = -l.amount_minor)";

/// A line without a booking that names no refund of ours.
const NAMES_NONE_OF_OURS: &str = "(s.journal_id IS NULL) = TRUE AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = s.refund_id)";

/// Money of an object that the books do not have, such as a second capture of a payment, which went back whole at the provider's own desk:
/// no line of it waits for anybody.
fn set_off() -> String {
    let of_it = format!(
        "FROM provider_report_line s WHERE s.provider = l.provider AND s.reference = l.reference AND s.currency = l.currency \
         AND {NAMES_NONE_OF_OURS}"
    );
    format!(
        "l.kind IN ('captured', 'refunded') AND EXISTS (SELECT 1 {of_it} AND s.line_id = l.line_id) \
         AND EXISTS (SELECT 1 {of_it} AND s.kind = 'captured') AND EXISTS (SELECT 1 {of_it} AND s.kind = 'refunded') \
         AND (SELECT SUM(s.amount_minor) {of_it} AND s.kind IN ('captured', 'refunded')) = 0"
    )
}

/// What was told and cannot be booked, and went back whole at the provider's own desk: the event, and the line that brought it.
pub(super) fn unbooked_back() -> String {
    let (about, set_off) = (tells_of("v.event_id", "l.reference"), set_off());
    let taken = is_of_line("v.event_id", "l.line_id");
    format!(
        "SELECT v.event_id, v.payment_id, l.line_id FROM payment_event v JOIN provider_report_line l ON l.provider = v.provider \
         AND l.payment_id = v.payment_id AND l.kind = 'captured' AND l.amount_minor = v.told_minor AND l.currency = v.told_currency \
         AND ({about} OR {taken}) WHERE v.provider = $1 AND v.outcome = 'unbooked' AND {set_off} ORDER BY v.event_id LIMIT $2"
    )
}

/// What was held in suspense, and all of it, that went back at the provider's own desk: of which payment, as which kind of journal, and by
/// which line. `CROSS JOIN` says nothing to people: without it SQLite begins with all that was ever taken.
pub(super) fn held_back() -> String {
    format!(
        "SELECT l.line_id, l.currency, -l.amount_minor AS amount, j.subject AS payment_id, j.kind FROM provider_report_line l \
         CROSS JOIN provider_report_line c CROSS JOIN ledger_journal j \
         WHERE l.provider = $1 AND {LINE_ALONE} AND l.kind = 'refunded' AND l.amount_minor < 0 \
         AND c.provider = l.provider AND c.reference = l.reference AND c.kind = 'captured' \
         AND c.currency = l.currency AND c.amount_minor = -l.amount_minor \
         AND j.id = c.journal_id AND j.kind IN ('wrong_amount', 'foreign_amount') \
         AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = l.refund_id) AND NOT EXISTS (SELECT 1 FROM ledger_journal w \
         WHERE w.kind = j.kind || '_out' AND w.subject = j.subject) AND NOT ({THERE_AND_BACK}) \
         ORDER BY l.happened_at, l.line_id LIMIT $2"
    )
}

/// Lines without a booking of which this holds.
pub(super) fn strays(which: &str) -> String {
    format!(
        "SELECT l.line_id, l.amount_minor FROM provider_report_line l WHERE l.provider = $1 AND {LINE_ALONE} \
         AND l.currency = $2 AND {which} ORDER BY l.happened_at, l.line_id LIMIT $3"
    )
}
