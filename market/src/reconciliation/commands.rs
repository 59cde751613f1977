//! Reads a provider's statement into rows, and finds the booking that each line is.

use super::queries;
use super::store::{self, line, report};
use crate::kernel::limits::BOOKED_MINOR_MAX;
use crate::kernel::{Currency, Fault, Market, Money, Timestamp, Tx};
use crate::ledger::{self, Journal, JournalKind};
use crate::payment::{self, PaymentId, ReportLine};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Rows of one INSERT, within what both engines take as parameters.
const ROWS_AT_ONCE: usize = 200;
/// Lines that one transaction matches; what is left over is matched by the next.
const MATCHES_MAX: i64 = 500;

/// Keeps the lines of a statement that was read up to `read_until`. A line that is known stays as it was first told; the mark only
/// moves on, unless it lies ahead of the clock.
///
/// # Errors
/// A fault of the database.
pub async fn store_report(
    market: &Market,
    provider: &'static str,
    lines: &[ReportLine],
    read_until: Timestamp,
) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("store_report").await?;
    move_mark(&tx, provider, read_until, now).await?;
    let lines: Vec<&ReportLine> = lines.iter().filter(|told| can_be_added_up(provider, told)).collect();
    for some in lines.chunks(ROWS_AT_ONCE) {
        line::Entity::insert_many(some.iter().map(|told| row(provider, told)))
            .on_conflict(OnConflict::columns([line::Column::Provider, line::Column::LineId]).do_nothing().to_owned())
            .exec_without_returning(&*tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What is beyond all that is traded here is no money: with such a line, and for as long as it stood there, no sum could be made.
fn can_be_added_up(provider: &str, told: &ReportLine) -> bool {
    let can_be = (-BOOKED_MINOR_MAX..=BOOKED_MINOR_MAX).contains(&told.amount.minor());
    if !can_be {
        let (line, minor) = (&told.id, told.amount.minor());
        tracing::error!(line.id = %line, "line {line} of {provider}'s statement tells an impossible amount, {minor} in the smallest unit, and is left out");
    }
    can_be
}

/// Moves the mark on; one that lies ahead was set by a clock that ran ahead, and is taken back. Two nodes that read the same statement
/// queue here.
async fn move_mark(tx: &Tx, provider: &str, read_until: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let row =
        report::ActiveModel { provider: Set(provider.to_owned()), read_until: Set(read_until.millis()), ..Default::default() };
    report::Entity::insert(row)
        .on_conflict(OnConflict::column(report::Column::Provider).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    let is_behind_or_ahead =
        Condition::any().add(report::Column::ReadUntil.lt(read_until.millis())).add(report::Column::ReadUntil.gt(now.millis()));
    report::Entity::update_many()
        .col_expr(report::Column::ReadUntil, Expr::value(read_until.millis()))
        .filter(report::Column::Provider.eq(provider))
        .filter(is_behind_or_ahead)
        .exec(&**tx)
        .await?;
    Ok(())
}

fn row(provider: &str, told: &ReportLine) -> line::ActiveModel {
    line::ActiveModel {
        provider: Set(provider.to_owned()),
        line_id: Set(told.id.clone()),
        kind: Set(told.kind.code().to_owned()),
        reference: Set(told.reference.clone()),
        payment_id: Set(told.payment.map(|payment| payment.uuid())),
        refund_id: Set(told.refund.map(|refund| refund.uuid())),
        amount_minor: Set(told.amount.minor()),
        currency: Set(told.amount.currency().code().to_owned()),
        happened_at: Set(told.at.millis()),
        journal_id: Set(None),
    }
}

/// Finds the booking of every line that has none yet: the same deed by our own id, for the same amount, and no other line's.
/// Money that belongs to no payment of ours goes into suspense, and what went back at the provider's own desk leaves it. Says how many
/// lines found theirs.
///
/// # Errors
/// A fault of the database.
pub async fn match_lines(market: &Market, provider: &'static str) -> Result<u64, Fault> {
    let now = market.now();
    let tx = market.begin("match_lines").await?;
    lock(&tx, provider).await?;
    let mut matched = 0;
    for found in candidates(&tx, provider).await? {
        matched += settle(&tx, provider, &found.line_id, found.journal_id).await?;
    }
    for stray in strays(&tx, store::UNCLAIMED, provider).await? {
        let journal = ledger::rules::unclaimed(subject(provider, &stray.line_id), stray.amount_minor);
        matched += book(&tx, provider, &stray.line_id, &journal, now).await?;
    }
    for stray in strays(&tx, store::UNCLAIMED_BACK, provider).await? {
        let journal = ledger::rules::unclaimed_back(subject(provider, &stray.line_id), stray.amount_minor.saturating_neg());
        matched += book(&tx, provider, &stray.line_id, &journal, now).await?;
    }
    for back in held_back(&tx, provider).await? {
        matched += strike(&tx, provider, &back, now).await?;
    }
    for back in unbooked_back(&tx, provider).await? {
        let about = (provider, back.event_id.as_str(), PaymentId::from_uuid(back.payment_id));
        payment::at_desk::note_unbooked(&tx, about, &back.line_id, now).await?;
    }
    tx.commit().await?;
    Ok(matched)
}

/// Writes down how many differences there are by now and since when, for whoever watches the market. They are counted before the
/// transaction: it holds nobody up.
///
/// # Errors
/// A fault of the database.
pub async fn note_differences(market: &Market, provider: &'static str) -> Result<(), Fault> {
    let (open, since) = queries::count(market, provider).await?;
    let tx = market.begin("note_differences").await?;
    report::Entity::update_many()
        .col_expr(report::Column::Differences, Expr::value(open))
        .col_expr(report::Column::DifferencesSince, Expr::value(since))
        .filter(report::Column::Provider.eq(provider))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct HeldBack {
    line_id: String,
    currency: String,
    amount: i64,
    payment_id: Uuid,
    kind: String,
}

async fn held_back(tx: &Tx, provider: &str) -> Result<Vec<HeldBack>, Fault> {
    let values = [provider.into(), MATCHES_MAX.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::held_back(), values);
    Ok(HeldBack::find_by_statement(statement).all(&**tx).await?)
}

/// What was held in suspense went back at the provider's own desk by this line: it leaves the books, once, and the line is that.
async fn strike(tx: &Tx, provider: &str, back: &HeldBack, now: Timestamp) -> Result<u64, Fault> {
    let currency = Currency::from_code(&back.currency).ok_or_else(|| Fault::broken(format!("currency {}", back.currency)))?;
    let of = (PaymentId::from_uuid(back.payment_id), Money::new(back.amount, currency));
    let is_foreign = back.kind == JournalKind::ForeignAmount.code();
    match payment::at_desk::strike_held(tx, of, is_foreign, &back.line_id, now).await? {
        Some(journal) => settle(tx, provider, &back.line_id, booked(tx, &journal).await?).await,
        None => Ok(0),
    }
}

#[derive(FromQueryResult)]
struct UnbookedBack {
    event_id: String,
    payment_id: Uuid,
    line_id: String,
}

async fn unbooked_back(tx: &Tx, provider: &str) -> Result<Vec<UnbookedBack>, Fault> {
    let values = [provider.into(), MATCHES_MAX.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::unbooked_back(), values);
    Ok(UnbookedBack::find_by_statement(statement).all(&**tx).await?)
}

/// Two nodes that match queue at the provider's mark, so that no two lines take the same booking.
pub(super) async fn lock(tx: &Tx, provider: &str) -> Result<(), Fault> {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), store::LOCK, [provider.into()])).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Candidate {
    line_id: String,
    journal_id: Uuid,
}

async fn candidates(tx: &Tx, provider: &str) -> Result<Vec<Candidate>, Fault> {
    let statement =
        Statement::from_sql_and_values(tx.get_database_backend(), store::CANDIDATES, [provider.into(), MATCHES_MAX.into()]);
    Ok(Candidate::find_by_statement(statement).all(&**tx).await?)
}

/// Ties a line to its booking; 0 where either is taken already.
pub(super) async fn settle(tx: &Tx, provider: &str, line_id: &str, journal: Uuid) -> Result<u64, Fault> {
    let values = [provider.into(), line_id.into(), journal.into()];
    let done = tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), store::SETTLE, values)).await?;
    Ok(done.rows_affected())
}

#[derive(FromQueryResult)]
struct Stray {
    line_id: String,
    amount_minor: i64,
}

async fn strays(tx: &Tx, which: &str, provider: &str) -> Result<Vec<Stray>, Fault> {
    let sql = store::strays(which);
    let values = [provider.into(), tx.currency().code().into(), MATCHES_MAX.into()];
    Ok(Stray::find_by_statement(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).all(&**tx).await?)
}

/// Books a stray line and ties it to that booking.
async fn book(tx: &Tx, provider: &str, line_id: &str, journal: &Journal, now: Timestamp) -> Result<u64, Fault> {
    ledger::steps::post(tx, journal, tx.currency(), now).await?;
    tracing::warn!(line.id = line_id, "line {line_id} of {provider}'s statement belongs to no payment: {}", journal.kind.code());
    settle(tx, provider, line_id, booked(tx, journal).await?).await
}

/// The row of a journal that was just posted.
pub(super) async fn booked(tx: &Tx, journal: &Journal) -> Result<Uuid, Fault> {
    #[derive(FromQueryResult)]
    struct Booked {
        id: Uuid,
    }
    let values = [journal.kind.code().into(), journal.subject.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::BOOKED, values);
    let booked = Booked::find_by_statement(statement).one(&**tx).await?;
    booked.map(|booked| booked.id).ok_or_else(|| Fault::broken("a journal that was just posted is gone"))
}

/// The subject of a line's own booking follows from the line, so that it is booked once.
pub(super) fn subject(provider: &str, line_id: &str) -> Uuid {
    let digest = Sha256::new().chain_update(provider).chain_update([0]).chain_update(line_id).finalize();
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
#[cfg(feature = "testkit")]
mod tests {
    use super::*;
    use crate::payment::ReportKind;
    use crate::testkit::LoggedErrors;

    /// The log is the only place that tells of such a line: it is no difference, and in no sum.
    #[test]
    fn a_line_that_is_left_out_is_told_in_the_log_and_no_other_is() {
        let most = BOOKED_MINOR_MAX;
        let (errors, _guard) = LoggedErrors::open();
        for (minor, can_be) in [(0, true), (most, true), (-most, true), (most + 1, false), (-most - 1, false), (i64::MIN, false)]
        {
            let told = ReportLine {
                id: "t1".to_owned(),
                kind: ReportKind::Captured,
                reference: None,
                payment: None,
                refund: None,
                amount: Money::fen(minor),
                at: Timestamp::from_millis(0),
            };
            let added = can_be_added_up("sandbox", &told);
            assert_eq!((added, errors.take().len()), (can_be, usize::from(!can_be)), "{minor}");
        }
    }
}
