//! Sign-in by a six-digit code, which is also how an account begins. A code belongs to the browser that asked for it.

use super::allowance::{why_not, wrong_counts};
use super::sessions::{NewSession, sign_in};
use crate::account::limits::{self, Place};
use crate::account::store::code;
use crate::account::types::{CodeId, Contact, ContactError, Language};
use crate::account::{rules, secret, steps};
use crate::kernel::{Fault, Market, Problem, Span, Timestamp, Tx};
use crate::outbox::{self, Job};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};

/// A code is read off another screen and typed at once.
pub const CODE_LIFE: Span = Span::minutes(10);
/// A typing error or two; guessing has five in a million.
const TRIES_MAX: i64 = 5;
/// Digits of a code.
const CODE_DIGITS: usize = 6;

/// Why no code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestCodeRefusal {
    /// What was typed is no address.
    BadContact(ContactError),
    /// Too many codes were asked for.
    TooMany {
        /// When the next one may be asked for.
        retry_at: Timestamp,
    },
    /// Too many wrong codes were typed: one more could not be entered either.
    TooManyWrong {
        /// When a code works again.
        retry_at: Timestamp,
    },
}

/// Why a code does not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInWithCodeRefusal {
    /// What was typed is no address.
    BadContact(ContactError),
    /// Wrong, used, too old, tried too often, asked for by another browser, or never sent: one answer to all, so that it tells
    /// nothing.
    WrongOrExpired,
    /// Too many wrong codes were typed for this address today: no further one is looked at, be it right.
    TooManyWrong {
        /// When a code works again.
        retry_at: Timestamp,
    },
}

/// Who signs in, from where.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The e-mail address or phone number as typed.
    pub contact: &'a str,
    /// The token that the browser carries already, where it does: its session ends, so that a token planted in a browser is
    /// worth nothing after signing in.
    pub previous: Option<&'a str>,
    /// The network address of who asks, for counting guesses. It is kept as a digest only.
    pub client: &'a str,
    /// What the browser says it is.
    pub device: &'a str,
    /// The language of the page, for a person who is new.
    pub language: Language,
}

/// What a browser knows of its codes.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The id that the code gets, from the form: a form that is sent twice on a bad link has one letter sent, and whichever answer
    /// arrives tells of it.
    pub id: CodeId,
    /// The code that the same browser asked for before, which this one ends; those of other browsers stay good.
    pub earlier: Option<CodeId>,
}

/// Sends a code to an address, whether or not somebody signs in with it: the answer is the same. The id is for the browser that
/// asks and for nobody else: without it the code signs nobody in.
///
/// `client` is the network address of who asks. It is kept as a digest only.
///
/// # Errors
/// [`RequestCodeRefusal`], or a fault.
pub async fn request_code(
    market: &Market,
    contact: &str,
    language: Language,
    client: &str,
    asking: Asking,
) -> Result<CodeId, Problem<RequestCodeRefusal>> {
    let contact = rules::contact(contact).map_err(|error| Problem::Refused(RequestCodeRefusal::BadContact(error)))?;
    let now = market.now();
    let tx = market.begin("request_code").await?;
    if is_sent(&tx, asking.id, &contact, now).await? {
        return Ok(asking.id);
    }
    if let Some(refusal) = why_not(&tx, &Place::new(market.keyring(), &contact, client), now).await? {
        // The same form may have come twice at once: the other one has let go of the counts by now.
        let is_sent = is_sent(&tx, asking.id, &contact, now).await?;
        return if is_sent { Ok(asking.id) } else { Err(Problem::Refused(refusal)) };
    }
    if let Some(earlier) = asking.earlier {
        use_up(&tx, earlier, now).await?;
    }
    // Somebody went back in their browser and typed another address into a form that was sent already.
    let is_taken = code::Entity::find_by_id(asking.id.uuid()).one(&*tx).await?.is_some();
    let id = if is_taken { CodeId::mint(now) } else { asking.id };
    let digits = secret::digits(CODE_DIGITS)?;
    let row = code::ActiveModel {
        id: Set(id.uuid()),
        address: Set(contact.address().to_owned()),
        code_digest: Set(secret::code_digest(id.uuid(), &digits)),
        tries: Set(0),
        created_at: Set(now.millis()),
        expires_at: Set(now.after(CODE_LIFE).millis()),
        used_at: Set(None),
    };
    code::Entity::insert(row).exec_without_returning(&*tx).await?;
    let job = Job::SendSignInCode { address: contact.address().to_owned(), code: digits, language };
    outbox::steps::enqueue(&tx, &job, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether this code was sent to this address, and can still be entered.
async fn is_sent(tx: &Tx, id: CodeId, contact: &Contact, now: Timestamp) -> Result<bool, DbErr> {
    Ok(live(id, contact, now).one(&**tx).await?.is_some())
}

/// The code, where it is this address's and can still be entered. One that lasts longer than codes do is of a clock that ran ahead.
fn live(id: CodeId, contact: &Contact, now: Timestamp) -> Select<code::Entity> {
    code::Entity::find_by_id(id.uuid())
        .filter(code::Column::Address.eq(contact.address()))
        .filter(code::Column::UsedAt.is_null())
        .filter(code::Column::ExpiresAt.gt(now.millis()))
        .filter(code::Column::ExpiresAt.lte(now.after(CODE_LIFE).after(CODE_LIFE).millis()))
}

/// Signs in with the code that the browser asked for; somebody who is new gets their account.
///
/// `asked` is what [`request_code`] answered to this browser.
///
/// # Errors
/// [`SignInWithCodeRefusal`], or a fault.
pub async fn sign_in_with_code(
    market: &Market,
    request: SignIn<'_>,
    asked: Option<CodeId>,
    typed: &str,
) -> Result<NewSession, Problem<SignInWithCodeRefusal>> {
    let contact = rules::contact(request.contact).map_err(|error| Problem::Refused(SignInWithCodeRefusal::BadContact(error)))?;
    let (Some(asked), Some(digits)) = (asked, rules::code(typed)) else {
        return Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired));
    };
    let now = market.now();
    let tx = market.begin("sign_in_with_code").await?;
    let place = Place::new(market.keyring(), &contact, request.client);
    match enter(&tx, &Typed { asked, contact: &contact, place, digits: &digits, now }).await? {
        Entered::Right => {}
        Entered::Wrong => {
            // The try counts although it is refused.
            tx.commit().await?;
            return Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired));
        }
        Entered::TooOften { retry_at } => return Err(Problem::Refused(SignInWithCodeRefusal::TooManyWrong { retry_at })),
    }
    let (person, is_new) = match steps::person_of(&tx, &contact).await? {
        Some(person) => (person, false),
        None => (steps::create_person(&tx, &contact, &first_name(request.language)?, request.language, now).await?, true),
    };
    let session = sign_in(&tx, person, &request, is_new, now).await?;
    tx.commit().await?;
    Ok(session)
}

/// One try at a code.
struct Typed<'a> {
    asked: CodeId,
    contact: &'a Contact,
    place: Place<'a>,
    digits: &'a str,
    now: Timestamp,
}

/// What became of a try.
enum Entered {
    Right,
    Wrong,
    TooOften { retry_at: Timestamp },
}

/// Counts a try and tells whether the digits are those of the code that was asked for, which they then use up. The guarded UPDATE
/// locks the code's row: of two who come with one code, the second finds it used. Without a code that can be entered nothing is
/// counted: to use up the tries of an address takes letters to it. A right code takes its counts back, since it was no guess.
async fn enter(tx: &Tx, typed: &Typed<'_>) -> Result<Entered, DbErr> {
    let Typed { asked, contact, ref place, digits, now } = *typed;
    let Some(live) = live(asked, contact, now).one(&**tx).await? else { return Ok(Entered::Wrong) };
    let counted = code::Entity::update_many()
        .col_expr(code::Column::Tries, Expr::col(code::Column::Tries).add(1))
        .filter(code::Column::Id.eq(live.id))
        .filter(code::Column::UsedAt.is_null())
        .filter(code::Column::Tries.lt(TRIES_MAX))
        .exec(&**tx)
        .await?;
    if counted.rows_affected != 1 {
        return Ok(Entered::Wrong);
    }
    let counts = wrong_counts(tx, place, now).await?;
    for (limit, whom) in &counts {
        if let Some(retry_at) = limits::count(tx, limit, whom, now).await? {
            return Ok(Entered::TooOften { retry_at });
        }
    }
    if !secret::same_digest(&live.code_digest, &secret::code_digest(live.id, digits)) || !use_up(tx, asked, now).await? {
        return Ok(Entered::Wrong);
    }
    for (limit, whom) in &counts {
        limits::give_back(tx, limit, whom, now).await?;
    }
    place.know(tx, now).await?;
    Ok(Entered::Right)
}

/// Ends a code; false where it had ended before.
async fn use_up(tx: &Tx, id: CodeId, now: Timestamp) -> Result<bool, DbErr> {
    let used = code::Entity::update_many()
        .col_expr(code::Column::UsedAt, Expr::value(now.millis()))
        .filter(code::Column::Id.eq(id.uuid()))
        .filter(code::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// A name that reveals nothing of the contact, until the person chooses one.
fn first_name(language: Language) -> Result<String, Fault> {
    let number = secret::digits(4)?;
    Ok(match language {
        Language::En => format!("Friend {number}"),
        Language::Zh => format!("山友{number}"),
    })
}
