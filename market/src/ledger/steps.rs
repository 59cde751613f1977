//! Writes journals within another slice's transaction. Each kind happens once a subject: the database's unique keys say so, and a
//! repeat is recognised and does nothing.

use super::rules::balances;
use super::store::{account, entry, journal};
use super::types::{Account, AccountKind, Journal, JournalId, JournalKind};
use crate::kernel::id::mint_behind;
use crate::kernel::{Currency, Fault, Timestamp, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a journal is: a promise, a fact, or the end of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Pending,
    Posted,
    Voided,
}

impl Phase {
    const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Posted => "posted",
            Self::Voided => "voided",
        }
    }
}

/// Books a fact. False where it was booked before.
pub(crate) async fn post(tx: &Tx, journal: &Journal, currency: Currency, now: Timestamp) -> Result<bool, Fault> {
    write(tx, journal, Phase::Posted, None, currency, now).await
}

/// Books a promise, to be kept or broken later. False where it was booked before.
pub(crate) async fn promise(tx: &Tx, journal: &Journal, currency: Currency, now: Timestamp) -> Result<bool, Fault> {
    write(tx, journal, Phase::Pending, None, currency, now).await
}

/// Keeps a promise: its entries count from now on. False where it was kept before.
pub(crate) async fn keep(tx: &Tx, journal: &Journal, currency: Currency, now: Timestamp) -> Result<bool, Fault> {
    let pending = pending_of(tx, journal.kind, journal.subject).await?;
    write(tx, journal, Phase::Posted, Some(pending), currency, now).await
}

/// Breaks a promise: its entries never count. False where it was broken before.
pub(crate) async fn void(tx: &Tx, kind: JournalKind, subject: Uuid, currency: Currency, now: Timestamp) -> Result<bool, Fault> {
    let pending = pending_of(tx, kind, subject).await?;
    let empty = Journal { kind, subject, entries: Vec::new() };
    write(tx, &empty, Phase::Voided, Some(pending), currency, now).await
}

/// Whether a fact was booked.
pub(crate) async fn is_posted(tx: &Tx, kind: JournalKind, subject: Uuid) -> Result<bool, Fault> {
    let row = journal::Entity::find()
        .filter(journal::Column::Kind.eq(kind.code()))
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Phase.eq(Phase::Posted.code()))
        .one(&**tx)
        .await?;
    Ok(row.is_some())
}

async fn pending_of(tx: &Tx, kind: JournalKind, subject: Uuid) -> Result<Uuid, Fault> {
    let row = journal::Entity::find()
        .filter(journal::Column::Kind.eq(kind.code()))
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Phase.eq(Phase::Pending.code()))
        .one(&**tx)
        .await?;
    row.map(|row| row.id).ok_or_else(|| Fault::broken(format!("there is no pending {} of {subject}", kind.code())))
}

async fn write(
    tx: &Tx,
    planned: &Journal,
    phase: Phase,
    settles: Option<Uuid>,
    currency: Currency,
    now: Timestamp,
) -> Result<bool, Fault> {
    if phase != Phase::Voided && !balances(planned) {
        return Err(Fault::broken(format!("a {} journal of {} does not balance", planned.kind.code(), planned.subject)));
    }
    let id = next_id(tx, &planned.entries, currency, now).await?;
    let row = journal::ActiveModel {
        id: Set(id.uuid()),
        kind: Set(planned.kind.code().to_owned()),
        subject: Set(planned.subject),
        phase: Set(phase.code().to_owned()),
        settles: Set(settles),
        made_at: Set(now.millis()),
    };
    let written = journal::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([journal::Column::Kind, journal::Column::Subject, journal::Column::Phase])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    if written == 0 {
        return Ok(false);
    }
    if !planned.entries.is_empty() {
        insert_entries(tx, id, &planned.entries, currency).await?;
    }
    Ok(true)
}

/// The id of a journal with these entries. Of journals on one shop's account the later one has the greater id, by whichever process and
/// whatever its clock says: the auditor asks what a shop had when it was paid (decision 0030). Accounts in the order of their ids, for two
/// transactions that book on the same.
async fn next_id(tx: &Tx, entries: &[(Account, i64)], currency: Currency, now: Timestamp) -> Result<JournalId, Fault> {
    let of_shops = entries.iter().filter(|(account, _)| account.kind == AccountKind::ShopPayable);
    let mut accounts: Vec<Uuid> = of_shops.map(|(account, _)| account_id(*account, currency)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut last: Option<Uuid> = None;
    for account in accounts {
        last = last.max(journal::last_on(tx, account).await?);
    }
    Ok(JournalId::from_uuid(mint_behind(last, now)))
}

async fn insert_entries(tx: &Tx, journal: JournalId, entries: &[(Account, i64)], currency: Currency) -> Result<(), Fault> {
    let mut accounts: Vec<Account> = entries.iter().map(|(account, _)| *account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    open_accounts(tx, &accounts, currency).await?;
    let rows = entries.iter().zip(0_i64..).map(|((account, amount), position)| entry::ActiveModel {
        journal_id: Set(journal.uuid()),
        position: Set(position),
        account_id: Set(account_id(*account, currency)),
        amount_minor: Set(*amount),
    });
    entry::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Makes accounts that are not there yet; sorted, for two transactions that make the same.
pub(super) async fn open_accounts(tx: &Tx, accounts: &[Account], currency: Currency) -> Result<(), Fault> {
    let rows = accounts.iter().map(|account| account::ActiveModel {
        id: Set(account_id(*account, currency)),
        kind: Set(account.kind.code().to_owned()),
        owner: Set(account.owner),
        currency: Set(currency.code().to_owned()),
    });
    // Whichever of its two keys: while another makes the same account, PostgreSQL may come upon the other one first, and refuse.
    let none = OnConflict::new().do_nothing().to_owned();
    account::Entity::insert_many(rows).on_conflict(none).exec_without_returning(&**tx).await?;
    Ok(())
}

/// An account's id follows from what it is, so that nobody has to look it up or to race for making it.
pub(crate) fn account_id(account: Account, currency: Currency) -> Uuid {
    let digest = Sha256::new()
        .chain_update(account.kind.code())
        .chain_update([0])
        .chain_update(account.owner.unwrap_or_default().as_bytes())
        .chain_update(currency.code())
        .finalize();
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
