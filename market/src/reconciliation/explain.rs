//! What only one of the two tells, and nobody can book, is looked into: an operator says what it was, once, and it is off the list.

use super::commands::{lock, subject};
use super::store::{self, explained};
use super::types::ExplainRefusal as Refusal;
use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, Tx, clean_line};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// A line of a statement, or a booking of ours.
enum Which<'a> {
    Line(&'a str),
    Booking(Uuid),
}

/// Of which provider, and what; as [`Difference`](super::Difference) names it.
fn read(id: &str) -> Option<(&str, Which<'_>)> {
    // Nothing has such an id, and not every engine can be asked for it.
    if id.chars().any(char::is_control) {
        return None;
    }
    let (provider, rest) = id.split_once('.')?;
    match rest.split_once('.')? {
        ("line", line) => Some((provider, Which::Line(line))),
        ("book", journal) => Some((provider, Which::Booking(Uuid::parse_str(journal).ok()?))),
        _ => None,
    }
}

/// Says what a difference was: it is off the list, and stays to be read with who said so and when. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found for what neither tells.
pub async fn explain_difference(market: &Market, operator: &Operator, id: &str, reason: &str) -> Result<(), Problem<Refusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))?;
    let (provider, which) = read(id).ok_or(Problem::NotFound)?;
    let now = market.now();
    let tx = market.begin("explain_difference").await?;
    let (key, line, journal) = match which {
        Which::Line(line) => (subject(provider, line), Some(line.to_owned()), None),
        Which::Booking(journal) => (journal, None, Some(journal)),
    };
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(key).text(&reason), now).await? {
        return Ok(());
    }
    lock(&tx, provider).await?;
    if !is_open(&tx, provider, &which).await?.ok_or(Problem::NotFound)? {
        return Err(Problem::Refused(Refusal::ChangedMeanwhile));
    }
    // After this point, explaining must succeed.
    let row = explained::ActiveModel {
        id: Set(key),
        provider: Set(provider.to_owned()),
        line_id: Set(line),
        journal_id: Set(journal),
        person_id: Set(operator.person().uuid()),
        reason: Set(reason.clone()),
        explained_at: Set(now.millis()),
    };
    explained::Entity::insert(row).exec_without_returning(&*tx).await?;
    let detail = format!("{reason} ({id})");
    let deed = Deed { actor: Some(operator.person()), action: "explain_difference", subject: key, detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether it is a difference still; none for what there is not.
async fn is_open(tx: &Tx, provider: &str, which: &Which<'_>) -> Result<Option<bool>, Fault> {
    #[derive(FromQueryResult)]
    struct Found {
        there: i64,
        open: i64,
    }
    let (sql, one): (String, Value) = match *which {
        Which::Line(line) => (store::line_is_open(), line.into()),
        Which::Booking(journal) => (store::booking_is_open(), journal.into()),
    };
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [provider.into(), one]);
    let found = Found::find_by_statement(statement).one(&**tx).await?;
    Ok(found.filter(|found| found.there > 0).map(|found| found.open > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_a_provider_and_a_line_or_a_booking() {
        assert!(matches!(read("stripe.line.txn_1.2"), Some(("stripe", Which::Line("txn_1.2")))));
        let booking = read("stripe.book.00000000000000000000000000000007");
        assert!(matches!(booking, Some(("stripe", Which::Booking(id))) if id == Uuid::from_u128(7)));
        for odd in ["", "stripe", "stripe.line", "stripe.book.x", "stripe.fee.txn_1", "stripe.line.\0"] {
            assert!(read(odd).is_none(), "{odd:?}");
        }
    }
}
