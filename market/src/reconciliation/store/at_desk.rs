//! Lines of the provider's own desk: what keeps them from being taken into the books, and which refund of ours they may be.

use super::open::LINE_EXPLAINED;
use super::{THERE_AND_BACK, set_off};
use crate::kernel::{Fault, Tx};
use crate::payment::tells_of;
use crate::reconciliation::types::DeskRefusal;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

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
fn desk_reasons() -> [(DeskRefusal, String); 9] {
    let reason = |refusal, holds: &str| (refusal, holds.to_owned());
    [
        (DeskRefusal::ChangedMeanwhile, format!("l.journal_id IS NOT NULL OR {LINE_EXPLAINED}")),
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
        reason(
            DeskRefusal::PaidByHand,
            "EXISTS (SELECT 1 FROM refund r WHERE r.payment_id = l.payment_id AND r.state = 'by_hand' AND r.other_currency IS NULL \
             AND r.amount_minor = -l.amount_minor AND r.done_at >= l.happened_at)",
        ),
        reason(DeskRefusal::CameBack, THERE_AND_BACK),
    ]
}

/// Whether a line `l` of the provider's own desk may be a refund `r` of ours that somebody made there: so much of the same payment, and no
/// other money of it, unless that is what goes back. $2 is the market's currency.
fn that_money() -> String {
    let other_money = other_money();
    format!(
        "r.payment_id = l.payment_id AND r.amount_minor = -l.amount_minor AND COALESCE(r.other_currency, $2) = l.currency \
         AND EXISTS (SELECT 1 FROM payment p WHERE p.id = r.payment_id AND p.provider = l.provider) \
         AND (r.source = 'suspense' OR NOT ({other_money}))"
    )
}

/// The same, of a refund that is owed still. The books know one arrival of each: what came back is none of these any more.
pub(in crate::reconciliation) fn that_refund() -> String {
    let that_money = that_money();
    format!(
        "{that_money} AND r.state IN ('waiting', 'refused') \
         AND NOT EXISTS (SELECT 1 FROM ledger_journal k WHERE k.subject = r.id AND k.kind = 'refund_failed')"
    )
}

/// What keeps a line from being the refund $4 of ours, the first that holds.
fn tie_reasons() -> [(DeskRefusal, String); 6] {
    let that_refund = that_refund();
    let reason = |refusal, holds: &str| (refusal, holds.to_owned());
    [
        (DeskRefusal::ChangedMeanwhile, format!("l.journal_id IS NOT NULL OR {LINE_EXPLAINED}")),
        reason(DeskRefusal::NoRefund, "l.kind <> 'refunded' OR l.amount_minor >= 0"),
        reason(DeskRefusal::NamesOurs, "EXISTS (SELECT 1 FROM refund r WHERE r.id = l.refund_id)"),
        reason(DeskRefusal::CameBack, THERE_AND_BACK),
        reason(
            DeskRefusal::ChangedMeanwhile,
            "EXISTS (SELECT 1 FROM refund r WHERE r.id = $4 AND r.payment_id = l.payment_id AND r.state NOT IN ('waiting', 'refused'))",
        ),
        (DeskRefusal::NotThatRefund, format!("NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = $4 AND {that_refund})")),
    ]
}

/// Whether a line is money of a payment of ours that went back at the provider's own desk, and can be taken into the books.
pub(in crate::reconciliation) fn desk() -> String {
    let kept: Vec<String> = desk_reasons().iter().map(|(_, holds)| format!("NOT ({holds})")).collect();
    kept.join(" AND ")
}

/// Of which payment, and how much.
pub(in crate::reconciliation) struct DeskLine {
    pub(in crate::reconciliation) payment: Uuid,
    pub(in crate::reconciliation) amount: i64,
}

/// What was found of a line: none where the statement has no line of this id.
type Asked = Option<Result<DeskLine, DeskRefusal>>;

/// Such a line, or what keeps it from being taken in.
pub(in crate::reconciliation) async fn desk_line(tx: &Tx, provider: &str, line_id: &str) -> Result<Asked, Fault> {
    ask(tx, (provider, line_id), &desk_reasons(), None).await
}

/// A line that is this refund of ours, or what keeps it from being that.
pub(in crate::reconciliation) async fn tie_line(tx: &Tx, provider: &str, line_id: &str, refund: Uuid) -> Result<Asked, Fault> {
    ask(tx, (provider, line_id), &tie_reasons(), Some(refund)).await
}

async fn ask(
    tx: &Tx,
    (provider, line_id): (&str, &str),
    reasons: &[(DeskRefusal, String)],
    refund: Option<Uuid>,
) -> Result<Asked, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        payment_id: Option<Uuid>,
        amount: i64,
        reason: i64,
    }
    let cases: String = reasons.iter().zip(0_i64..).map(|((_, holds), at)| format!("WHEN {holds} THEN {at} ")).collect();
    let sql = format!(
        "SELECT l.payment_id, -l.amount_minor AS amount, CAST(CASE {cases}ELSE -1 END AS BIGINT) AS reason \
         FROM provider_report_line l WHERE l.provider = $1 AND l.line_id = $3"
    );
    let mut values: Vec<Value> = vec![provider.into(), tx.currency().code().into(), line_id.into()];
    values.extend(refund.map(Value::from));
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

/// Lines of the provider's own desk that may be the refund $1 of ours, and that nobody has tied to anything.
pub(in crate::reconciliation) fn untied() -> String {
    let (that_money, set_off) = (that_money(), set_off());
    format!(
        "SELECT COUNT(*) AS found FROM refund r JOIN provider_report_line l ON l.kind = 'refunded' AND l.amount_minor < 0 \
         AND (l.journal_id IS NULL) = TRUE AND {that_money} AND NOT EXISTS (SELECT 1 FROM refund o WHERE o.id = l.refund_id) \
         AND NOT ({THERE_AND_BACK}) AND NOT ({set_off}) AND NOT {LINE_EXPLAINED} WHERE r.id = $1"
    )
}

/// The provider's own ids of the payments of which its desk gave the amount $2 back, below zero, of the payment $1 in the currency $3, and
/// of which somebody or the books know what it was.
pub(in crate::reconciliation) fn known_at_desk() -> String {
    format!(
        "SELECT l.reference FROM provider_report_line l WHERE l.payment_id = $1 AND l.kind = 'refunded' AND l.amount_minor = $2 \
         AND l.currency = $3 AND (l.journal_id IS NOT NULL OR {LINE_EXPLAINED}) \
         AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = l.refund_id)"
    )
}
