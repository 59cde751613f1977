//! Rows of `provider_report` and `provider_report_line`.

use super::types::DeskRefusal;
use crate::kernel::{Fault, Tx};
use crate::payment::tells_of;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

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

/// Changes nothing, and keeps others out until the transaction ends.
pub(super) const LOCK: &str = "UPDATE provider_report SET read_until = read_until WHERE provider = $1";

/// Lines without a booking, each with one that is like it and that no line has taken.
pub(super) const CANDIDATES: &str = "\
SELECT l.line_id, j.id AS journal_id FROM provider_report_line l \
JOIN ledger_journal j ON j.phase = 'posted' AND ((l.kind = 'captured' AND j.subject = l.payment_id \
AND j.kind IN ('capture', 'late_capture', 'wrong_amount', 'foreign_amount')) \
OR (l.kind = 'refunded' AND j.subject = l.refund_id AND j.kind IN ('refund_paid', 'refund_failed'))) \
JOIN payment p ON p.id = l.payment_id AND p.provider = l.provider \
JOIN ledger_entry e ON e.journal_id = j.id AND e.amount_minor = l.amount_minor \
JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'clearing' AND a.currency = l.currency \
WHERE l.provider = $1 AND l.journal_id IS NULL \
AND NOT EXISTS (SELECT 1 FROM provider_report_line o WHERE o.journal_id = j.id) \
AND NOT (j.kind IN ('wrong_amount', 'foreign_amount') AND EXISTS (SELECT 1 FROM ledger_journal w JOIN ledger_entry x \
ON x.journal_id = w.id AND x.account_id = e.account_id WHERE w.kind = j.kind || '_out' AND w.phase = 'posted' AND w.subject = j.subject)) \
AND NOT (j.kind = 'capture' AND EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = j.subject)) \
ORDER BY l.happened_at, l.line_id LIMIT $2";

/// Lines of the market's own record of cash that are no booking's alone, and no difference: two parts of a whole, and what was typed wrong
/// and taken back.
pub(super) const OWN_RECORD: &str = "\
EXISTS (SELECT 1 FROM payment_event v WHERE v.provider = l.provider AND v.event_id = l.line_id AND v.payment_id = l.payment_id \
AND (v.outcome = 'withdrawn' OR (v.outcome IN ('suspended', 'paid') \
AND EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = v.payment_id))))";

/// Bookings of such a whole.
pub(super) const OF_PARTS: &str = "\
j.kind IN ('capture', 'cash_part') AND EXISTS (SELECT 1 FROM ledger_journal w WHERE w.kind = 'cash_part' AND w.subject = j.subject)";

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
AND s.currency = l.currency AND s.amount_minor = l.amount_minor AND s.journal_id IS NULL \
AND (s.happened_at < l.happened_at OR (s.happened_at = l.happened_at AND s.line_id < l.line_id))) \
- (SELECT COUNT(*) FROM provider_report_line o WHERE o.provider = l.provider AND o.reference = l.reference AND o.kind = 'refunded' \
AND o.currency = l.currency AND o.amount_minor = -l.amount_minor AND o.journal_id IS NULL) \
BETWEEN 0 AND (SELECT COUNT(*) FROM provider_report_line u JOIN ledger_journal j ON j.id = u.journal_id AND j.kind = 'unclaimed' \
WHERE u.provider = l.provider AND u.reference = l.reference AND u.currency = l.currency AND u.amount_minor = -l.amount_minor) \
- (SELECT COUNT(*) FROM provider_report_line b JOIN ledger_journal j ON j.id = b.journal_id AND j.kind = 'unclaimed_back' \
WHERE b.provider = l.provider AND b.reference = l.reference AND b.currency = l.currency AND b.amount_minor = l.amount_minor) - 1";

/// By which kind of journal an amount of `j` that was not asked for leaves suspense.
pub(super) const ITS_WAY_OUT: &str =
    "CASE WHEN j.kind LIKE 'foreign_amount%' THEN 'foreign_amount_out' ELSE 'wrong_amount_out' END";

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
pub(super) const THERE_AND_BACK: &str = "\
l.kind = 'refunded' AND (SELECT COUNT(*) FROM provider_report_line s WHERE s.provider = l.provider AND s.reference = l.reference \
AND (s.refund_id = l.refund_id OR (s.refund_id IS NULL AND l.refund_id IS NULL)) AND s.kind = 'refunded' AND s.currency = l.currency \
AND s.journal_id IS NULL AND s.amount_minor = l.amount_minor \
AND (s.happened_at < l.happened_at OR (s.happened_at = l.happened_at AND s.line_id < l.line_id))) \
< (SELECT COUNT(*) FROM provider_report_line o WHERE o.provider = l.provider AND o.reference = l.reference \
AND (o.refund_id = l.refund_id OR (o.refund_id IS NULL AND l.refund_id IS NULL)) AND o.kind = 'refunded' AND o.currency = l.currency \
AND o.journal_id IS NULL AND o.amount_minor = -l.amount_minor)";

/// A line without a booking that names no refund of ours.
const NAMES_NONE_OF_OURS: &str = "s.journal_id IS NULL AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = s.refund_id)";

/// Money of an object that the books do not have, such as a second capture of a payment, which went back whole at the provider's own desk:
/// no line of it waits for anybody.
pub(super) fn set_off() -> String {
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
    format!(
        "SELECT v.event_id, v.payment_id, l.line_id FROM payment_event v JOIN provider_report_line l ON l.provider = v.provider \
         AND l.payment_id = v.payment_id AND l.kind = 'captured' AND l.amount_minor = v.told_minor AND l.currency = v.told_currency \
         AND {about} WHERE v.provider = $1 AND v.outcome = 'unbooked' AND {set_off} ORDER BY v.event_id LIMIT $2"
    )
}

/// What was held in suspense, and all of it, that went back at the provider's own desk: of which payment, as which kind of journal, and by
/// which line.
pub(super) fn held_back() -> String {
    format!(
        "SELECT l.line_id, l.currency, -l.amount_minor AS amount, j.subject AS payment_id, j.kind FROM provider_report_line l \
         JOIN provider_report_line c ON c.provider = l.provider AND c.reference = l.reference AND c.kind = 'captured' \
         AND c.currency = l.currency AND c.amount_minor = -l.amount_minor \
         JOIN ledger_journal j ON j.id = c.journal_id AND j.kind IN ('wrong_amount', 'foreign_amount') \
         WHERE l.provider = $1 AND l.journal_id IS NULL AND l.kind = 'refunded' AND l.amount_minor < 0 \
         AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = l.refund_id) AND NOT EXISTS (SELECT 1 FROM ledger_journal w \
         WHERE w.kind = j.kind || '_out' AND w.subject = j.subject) AND NOT ({THERE_AND_BACK}) \
         ORDER BY l.happened_at, l.line_id LIMIT $2"
    )
}

/// Money of another object than the one that paid: by the line that is booked as the payment's capture, by the object's own line, or by
/// what was told of the object.
fn other_money() -> String {
    let about = tells_of("v.event_id", "l.reference");
    let told = format!(
        "FROM payment_event v WHERE v.provider = l.provider AND v.payment_id = l.payment_id AND v.kind = 'captured' AND {about}"
    );
    format!(
        "EXISTS (SELECT 1 FROM ledger_journal k JOIN provider_report_line c ON c.journal_id = k.id AND c.reference <> l.reference \
         WHERE k.subject = l.payment_id AND k.kind IN ('capture', 'late_capture')) \
         OR EXISTS (SELECT 1 FROM provider_report_line c LEFT JOIN ledger_journal k ON k.id = c.journal_id \
         WHERE c.provider = l.provider AND c.reference = l.reference AND c.kind = 'captured' \
         AND (k.id IS NULL OR k.kind NOT IN ('capture', 'late_capture'))) \
         OR (EXISTS (SELECT 1 {told} AND v.outcome IN ('suspended', 'unbooked', 'noted')) \
         AND NOT EXISTS (SELECT 1 {told} AND v.outcome IN ('paid', 'goes_back')))"
    )
}

/// What keeps a line of the provider's own desk from being taken into the books, the first that holds. $2 is the market's currency.
/// While a refund of the payment is owed in the same currency, the line may be that one, made by hand, and it must not be taken from the
/// order twice; what came back to the provider stands as a line of its own, and nobody has it: the oldest came back first, so that what was
/// given once more can be taken in.
fn desk_reasons() -> [(DeskRefusal, String); 8] {
    let reason = |refusal, holds: &str| (refusal, holds.to_owned());
    [
        reason(DeskRefusal::ChangedMeanwhile, "l.journal_id IS NOT NULL"),
        reason(DeskRefusal::NoRefund, "l.kind <> 'refunded' OR l.amount_minor >= 0"),
        reason(DeskRefusal::OtherCurrency, "l.currency <> $2"),
        reason(DeskRefusal::NamesOurs, "EXISTS (SELECT 1 FROM refund r WHERE r.id = l.refund_id)"),
        reason(
            DeskRefusal::NotCaptured,
            "NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = l.payment_id AND p.provider = l.provider AND p.state = 'captured')",
        ),
        (DeskRefusal::OtherMoney, other_money()),
        reason(
            DeskRefusal::RefundOwed,
            "EXISTS (SELECT 1 FROM refund r WHERE r.payment_id = l.payment_id AND r.state IN ('waiting', 'refused') \
             AND r.other_currency IS NULL)",
        ),
        reason(DeskRefusal::CameBack, THERE_AND_BACK),
    ]
}

/// Whether a line is money of a payment of ours that went back at the provider's own desk, and can be taken into the books.
pub(super) fn desk() -> String {
    let kept: Vec<String> = desk_reasons().iter().map(|(_, holds)| format!("NOT ({holds})")).collect();
    kept.join(" AND ")
}

/// Of which payment, and how much.
pub(super) struct DeskLine {
    pub(super) payment: Uuid,
    pub(super) amount: i64,
}

/// Such a line, or what keeps it from being taken in; none where the statement has no line of this id.
pub(super) async fn desk_line(tx: &Tx, provider: &str, line_id: &str) -> Result<Option<Result<DeskLine, DeskRefusal>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        payment_id: Option<Uuid>,
        amount: i64,
        reason: i64,
    }
    let reasons = desk_reasons();
    let cases: String = reasons.iter().zip(0_i64..).map(|((_, holds), at)| format!("WHEN {holds} THEN {at} ")).collect();
    let sql = format!(
        "SELECT l.payment_id, -l.amount_minor AS amount, CAST(CASE {cases}ELSE -1 END AS BIGINT) AS reason \
         FROM provider_report_line l WHERE l.provider = $1 AND l.line_id = $3"
    );
    let values = [provider.into(), tx.currency().code().into(), line_id.into()];
    let found = Row::find_by_statement(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).one(&**tx).await?;
    Ok(found.map(|row| {
        let kept = usize::try_from(row.reason).ok().and_then(|at| reasons.get(at));
        match (kept, row.payment_id) {
            (Some((reason, _)), _) => Err(*reason),
            (None, Some(payment)) => Ok(DeskLine { payment, amount: row.amount }),
            // What belongs to a payment of ours names it.
            (None, None) => Err(DeskRefusal::NotCaptured),
        }
    }))
}

/// Lines without a booking of which this holds.
pub(super) fn strays(which: &str) -> String {
    format!(
        "SELECT l.line_id, l.amount_minor FROM provider_report_line l WHERE l.provider = $1 AND l.journal_id IS NULL \
         AND l.currency = $2 AND {which} ORDER BY l.happened_at, l.line_id LIMIT $3"
    )
}
