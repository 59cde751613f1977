//! What the command line does with people: whoever runs it holds the database anyway, so no code is asked for. Never called from
//! a page.

use crate::account::actor::SignedIn;
use crate::account::store::person;
use crate::account::types::{Contact, ContactError, Language, PersonId, SessionId};
use crate::account::{rules, steps};
use crate::audit::steps::{Deed, record};
use crate::kernel::limits::NAME_CHARS_MAX;
use crate::kernel::{Market, Problem, Tx, clean_line};
use serde::{Deserialize, Serialize};

/// Why nobody is made or promoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GrantRefusal {
    /// What was typed is no address.
    BadContact(ContactError),
}

fn checked(contact: &str) -> Result<Contact, Problem<GrantRefusal>> {
    rules::contact(contact).map_err(|error| Problem::Refused(GrantRefusal::BadContact(error)))
}

async fn found_or_made(market: &Market, tx: &Tx, contact: &Contact, name: &str) -> Result<person::Model, Problem<GrantRefusal>> {
    match steps::person_of(tx, contact).await? {
        Some(person) => Ok(person),
        None => Ok(steps::create_person(tx, contact, name, Language::En, market.now()).await?),
    }
}

/// Makes the person of this contact an operator; they sign in with it as everybody does.
///
/// # Errors
/// [`GrantRefusal`], or a fault.
pub async fn grant_operator(market: &Market, contact: &str) -> Result<PersonId, Problem<GrantRefusal>> {
    let contact = checked(contact)?;
    let tx = market.begin("grant_operator").await?;
    let person = found_or_made(market, &tx, &contact, "Operator").await?;
    let is_courier = person.is_courier;
    grant(market, tx, person, "grant_operator", (true, is_courier)).await
}

/// Makes the person of this contact a courier.
///
/// # Errors
/// [`GrantRefusal`], or a fault.
pub async fn grant_courier(market: &Market, contact: &str) -> Result<PersonId, Problem<GrantRefusal>> {
    let contact = checked(contact)?;
    let tx = market.begin("grant_courier").await?;
    let person = found_or_made(market, &tx, &contact, "Courier").await?;
    let is_operator = person.is_operator;
    grant(market, tx, person, "grant_courier", (is_operator, true)).await
}

async fn grant(
    market: &Market,
    tx: Tx,
    person: person::Model,
    action: &'static str,
    (is_operator, is_courier): (bool, bool),
) -> Result<PersonId, Problem<GrantRefusal>> {
    let person = steps::set_roles(&tx, person, is_operator, is_courier).await?;
    record(&tx, &Deed { actor: None, action, subject: person.id, detail: "by the command line" }, market.now()).await?;
    tx.commit().await?;
    Ok(PersonId::from_uuid(person.id))
}

/// Finds or makes the person of a contact and acts as them: for `shanhuo seed` and for imports. There is no session behind it, so that
/// no browser can have it, and doing it again leaves no trace.
///
/// # Errors
/// [`GrantRefusal`], or a fault.
pub async fn enrol_person(
    market: &Market,
    contact: &str,
    name: &str,
    language: Language,
) -> Result<SignedIn, Problem<GrantRefusal>> {
    let contact = checked(contact)?;
    let now = market.now();
    let tx = market.begin("enrol_person").await?;
    let person = match steps::person_of(&tx, &contact).await? {
        Some(person) => person,
        None => {
            let name = clean_line(name, NAME_CHARS_MAX).unwrap_or_else(|_| "Friend".to_owned());
            steps::create_person(&tx, &contact, &name, language, now).await?
        }
    };
    tx.commit().await?;
    Ok(SignedIn {
        person: PersonId::from_uuid(person.id),
        session: SessionId::mint(now),
        language: Language::from_code(&person.language).unwrap_or_default(),
        name: person.name,
        is_operator: person.is_operator,
        is_courier: person.is_courier,
        proved_at: now,
        seen_at: now,
    })
}
