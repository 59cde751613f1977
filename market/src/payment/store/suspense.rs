//! Amounts that were not asked for, and what the provider's statement says of them.

use super::{FROM_STATEMENT, is_recorded, tells_of};
use crate::kernel::{Currency, Fault, Money};
use crate::ledger::JournalKind;
use crate::payment::ProviderEvent;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

const HELD: &str = "SELECT e.amount_minor AS amount, a.currency, \
    (SELECT COUNT(*) FROM provider_report_line l WHERE l.journal_id = j.id) AS matched \
    FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a ON a.id = e.account_id \
    WHERE j.phase = 'posted' AND j.subject = $1 AND a.kind = 'clearing'";

/// An amount, and how many lines of the statement are matched with it.
#[derive(FromQueryResult)]
pub struct Held {
    amount: i64,
    currency: String,
    pub matched: i64,
}

impl Held {
    /// How much, in the currency that it came in.
    pub fn money(&self) -> Result<Money, Fault> {
        let known = Currency::from_code(&self.currency);
        let currency = known.ok_or_else(|| Fault::broken(format!("currency {}", self.currency)))?;
        Ok(Money::new(self.amount, currency))
    }
}

/// What is, or was, in suspense for a payment, as a journal of this kind has it.
pub async fn held(db: &impl ConnectionTrait, payment: Uuid, came: JournalKind) -> Result<Option<Held>, Fault> {
    let values = [payment.into(), came.code().into()];
    let sql = format!("{HELD} AND j.kind = $2");
    Ok(Held::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?)
}

const BOOKED: &str = " AND j.kind = $2 AND e.amount_minor = $3 AND a.currency = $4 AND NOT EXISTS (SELECT 1 FROM ledger_journal w \
    JOIN ledger_entry x ON x.journal_id = w.id AND x.account_id = e.account_id \
    WHERE w.kind = j.kind || '_out' AND w.phase = 'posted' AND w.subject = j.subject)";

/// Whether the books have this very amount of a payment, by a journal of this kind, and it was not struck as one that the provider
/// never had.
pub async fn is_booked(db: &impl ConnectionTrait, payment: Uuid, came: JournalKind, amount: Money) -> Result<bool, Fault> {
    let values = [payment.into(), came.code().into(), amount.minor().into(), amount.currency().code().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{HELD}{BOOKED}"), values);
    Ok(Held::find_by_statement(statement).one(db).await?.is_some())
}

const STILL_HELD: &str = " AND j.kind IN ('wrong_amount', 'foreign_amount') AND NOT EXISTS (SELECT 1 FROM ledger_journal b \
    WHERE b.kind = j.kind || '_out' AND b.subject = j.subject) ORDER BY j.made_at, j.id LIMIT 1";

/// What is in suspense for a payment now; what came first, where it is more than one amount.
pub async fn still_held(db: &impl ConnectionTrait, payment: Uuid) -> Result<Option<Money>, Fault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{HELD}{STILL_HELD}"), [payment.into()]);
    Held::find_by_statement(statement).one(db).await?.map(|held| held.money()).transpose()
}

const LINE: &str = "SELECT line_id, reference, amount_minor, journal_id FROM provider_report_line WHERE provider = $1 \
    AND payment_id = $2 AND kind = 'captured' AND currency = $3 AND amount_minor > 0";
const OTHER_AMOUNT: &str = " AND amount_minor <> $4 AND (journal_id IS NULL) = TRUE ORDER BY happened_at, line_id LIMIT 1";
const OWN_CURRENCY: &str = " ORDER BY CASE WHEN journal_id IS NULL THEN 0 ELSE 1 END, happened_at, line_id LIMIT 1";

/// Changes nothing: as `reconciliation` keeps others out while it ties lines to bookings.
const HOLD_MARK: &str = "UPDATE provider_report SET read_until = read_until WHERE provider = $1";

/// Until the transaction ends, nobody ties a line of this provider's statement to a booking.
pub async fn hold_mark(db: &impl ConnectionTrait, provider: &str) -> Result<(), Fault> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), HOLD_MARK, [provider.into()])).await?;
    Ok(())
}

/// A line of the statement, and the booking that it was matched with.
#[derive(FromQueryResult)]
pub struct Line {
    pub line_id: String,
    /// The provider's own object that it is about, where it names one.
    pub reference: Option<String>,
    pub amount_minor: i64,
    pub journal_id: Option<Uuid>,
}

/// The line of a provider's statement that tells another amount of a payment, and is no booking's yet. What operators record of cash
/// corrects nothing: each line there is money of its own.
pub async fn other_line(db: &impl ConnectionTrait, (provider, payment): (&str, Uuid), but: Money) -> Result<Option<Line>, Fault> {
    let values = [provider.into(), payment.into(), but.currency().code().into(), but.minor().into()];
    let sql = format!("{LINE} AND NOT {}{OTHER_AMOUNT}", is_recorded("provider_report_line"));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Line::find_by_statement(statement).one(db).await?)
}

/// The line of a provider's statement that tells another amount of the very object of which the provider told `but`: that never came. It is
/// no booking's yet, or the one that brought the payment's money.
pub async fn true_line(db: &impl ConnectionTrait, (provider, payment): (&str, Uuid), but: Money) -> Result<Option<Line>, Fault> {
    let values = [provider.into(), payment.into(), but.currency().code().into(), but.minor().into()];
    let about = tells_of("v.event_id", "provider_report_line.reference");
    let sql = format!(
        "{LINE} AND amount_minor <> $4 AND (journal_id IS NULL OR EXISTS (SELECT 1 FROM ledger_journal j \
         WHERE j.id = provider_report_line.journal_id AND j.kind IN ('capture', 'late_capture'))) \
         AND EXISTS (SELECT 1 FROM payment_event v WHERE v.provider = provider_report_line.provider \
         AND v.payment_id = provider_report_line.payment_id AND v.kind = 'captured' AND v.outcome = 'suspended' \
         AND v.amount_minor = $4 AND {about}) ORDER BY happened_at, line_id LIMIT 1"
    );
    Ok(Line::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?)
}

/// The line of a provider's statement that tells of a payment in its own currency; rather one that is no booking's yet.
pub async fn own_line(
    db: &impl ConnectionTrait,
    (provider, payment): (&str, Uuid),
    own: Currency,
) -> Result<Option<Line>, Fault> {
    let values = [provider.into(), payment.into(), own.code().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{LINE}{OWN_CURRENCY}"), values);
    Ok(Line::find_by_statement(statement).one(db).await?)
}

/// What an operator took from a provider's statement, and no book has.
#[derive(FromQueryResult)]
pub struct Stated {
    /// The provider's own object that its line is about, where it names one.
    pub reference: Option<String>,
}

/// What operators took from the statement of a payment, other than what is told here, that is as much and the same in kind, and
/// waits for a person or was looked into. The line is found by its key, from the event's id.
pub async fn stated(db: &impl ConnectionTrait, told: &ProviderEvent, (minor, code): (i64, &str)) -> Result<Vec<Stated>, Fault> {
    let letters = FROM_STATEMENT.len();
    let sql = format!(
        "SELECT l.reference FROM payment_event v LEFT JOIN provider_report_line l ON l.provider = v.provider \
         AND l.line_id = SUBSTR(v.event_id, {letters} + 1) WHERE v.payment_id = $1 AND v.event_id <> $2 AND v.kind = $3 \
         AND v.told_minor = $4 AND v.told_currency = $5 AND v.outcome IN ('unbooked', 'noted') \
         AND SUBSTR(v.event_id, 1, {letters}) = '{FROM_STATEMENT}'"
    );
    let values = [told.payment.uuid().into(), told.event_id.as_str().into(), told.kind.code().into(), minor.into(), code.into()];
    Ok(Stated::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}
