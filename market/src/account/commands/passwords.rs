//! Passwords, for those who want one beside the codes.

use super::codes::SignIn;
use super::sessions::{NewSession, sign_in};
use crate::account::actor::SignedIn;
use crate::account::limits::{self, Limit, Place};
use crate::account::store::password;
use crate::account::types::{ContactError, PasswordError};
use crate::account::{hashing, rules, steps};
use crate::kernel::limits::PASSWORD_CHARS_MAX;
use crate::kernel::{Market, Problem, Span, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

/// Guesses from one place, at whatever accounts: a common password is not tried at everybody's, and a made-up name costs a hash
/// too. More than the typing errors of a school or a hotel behind one address; right passwords are none of these.
const FROM_PLACE: Limit = Limit { what: "password from", attempts: 60, window: Span::hours(1) };
/// Guesses at one account from one place. The two are counted together: a stranger elsewhere uses up none of the owner's.
const FROM_PLACE_AT_ACCOUNT: Limit = Limit { what: "password of from", attempts: 10, window: Span::hours(1) };
/// Guesses at one account from everywhere, so that a thousand places guess no more than ten. Who has ten can use these up; the
/// owner then signs in with a code.
const AT_ACCOUNT: Limit = Limit { what: "password of", attempts: 100, window: Span::hours(1) };

/// Why a password does not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInWithPasswordRefusal {
    /// What was typed is no address.
    BadContact(ContactError),
    /// No such account, no password, or another one: one answer, taking the same time.
    Wrong,
    /// Too many guesses at this account, or from this place.
    TooMany {
        /// When the next may be made.
        retry_at: Timestamp,
    },
}

/// Why a password is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetPasswordRefusal {
    /// It would not be a good one.
    BadPassword(PasswordError),
    /// Too long ago that the person typed a code or password: first sign in again.
    ProveAgain,
}

/// Signs in with a password. The guess is committed before it is checked: no lock is held while the hash is computed, and nobody
/// guesses more often by guessing at once. A right one is taken back in the transaction of its session: it was no guess.
///
/// # Errors
/// [`SignInWithPasswordRefusal`], or a fault.
pub async fn sign_in_with_password(
    market: &Market,
    request: SignIn<'_>,
    typed: &str,
) -> Result<NewSession, Problem<SignInWithPasswordRefusal>> {
    use SignInWithPasswordRefusal::{BadContact, TooMany, Wrong};
    let contact = rules::contact(request.contact).map_err(|error| Problem::Refused(BadContact(error)))?;
    if typed.chars().count() > PASSWORD_CHARS_MAX {
        return Err(Problem::Refused(Wrong));
    }
    let place = Place::new(market.keyring(), &contact, request.client);
    let (counts, guessed_at) = (counts_of(&place), market.now());
    let tx = market.begin("guess_password").await?;
    for (limit, whom) in &counts {
        if let Some(retry_at) = limits::count(&tx, limit, whom, guessed_at).await? {
            return Err(Problem::Refused(TooMany { retry_at }));
        }
    }
    let person = steps::person_of(&tx, &contact).await?;
    let known = match &person {
        Some(person) => password::Entity::find_by_id(person.id).one(&*tx).await?,
        None => None,
    };
    tx.commit().await?;

    let hash = known.map(|row| row.hash);
    let is_right = hashing::is_right(typed.to_owned(), hash.clone()).await?;
    let Some(person) = person.filter(|_| is_right) else { return Err(Problem::Refused(Wrong)) };

    let tx = market.begin("sign_in_with_password").await?;
    let current = password::Entity::find_by_id(person.id).one(&*tx).await?;
    if current.map(|row| row.hash) != hash {
        return Err(Problem::Refused(Wrong));
    }
    for (limit, whom) in &counts {
        limits::give_back(&tx, limit, whom, guessed_at).await?;
    }
    place.know(&tx, guessed_at).await?;
    let session = sign_in(&tx, person, &request, false, market.now()).await?;
    tx.commit().await?;
    Ok(session)
}

/// What a guess counts for, in the order in which everybody locks the rows.
fn counts_of(place: &Place<'_>) -> [(&'static Limit, String); 3] {
    [(&FROM_PLACE, place.client.to_owned()), (&FROM_PLACE_AT_ACCOUNT, place.both()), (&AT_ACCOUNT, place.address.to_owned())]
}

/// Whether the person typed a code or password so lately that they may set a password: the page asks before they type one.
#[must_use]
pub fn may_set_password(market: &Market, signed_in: &SignedIn) -> bool {
    signed_in.has_proved_lately(market.now())
}

/// Sets or replaces the person's password; the other devices are signed out.
///
/// # Errors
/// [`SetPasswordRefusal`], or a fault.
pub async fn set_password(market: &Market, signed_in: &SignedIn, typed: &str) -> Result<(), Problem<SetPasswordRefusal>> {
    let checked = rules::password(typed).map_err(|error| Problem::Refused(SetPasswordRefusal::BadPassword(error)))?;
    if !may_set_password(market, signed_in) {
        return Err(Problem::Refused(SetPasswordRefusal::ProveAgain));
    }
    let hash = hashing::hash(checked.to_owned()).await?;
    let now = market.now();
    let tx = market.begin("set_password").await?;
    let row = password::ActiveModel { person_id: Set(signed_in.person().uuid()), hash: Set(hash), changed_at: Set(now.millis()) };
    password::Entity::insert(row)
        .on_conflict(
            OnConflict::column(password::Column::PersonId)
                .update_columns([password::Column::Hash, password::Column::ChangedAt])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    steps::end_sessions(&tx, signed_in.person(), Some(signed_in.session()), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a person that the command line enrolled their first password. One that is there already stays: they may have changed it.
///
/// # Errors
/// [`SetPasswordRefusal`], or a fault.
pub async fn set_first_password(market: &Market, person: &SignedIn, typed: &str) -> Result<(), Problem<SetPasswordRefusal>> {
    if password::Entity::find_by_id(person.person().uuid()).one(market.db()).await?.is_some() {
        return Ok(());
    }
    set_password(market, person, typed).await
}
