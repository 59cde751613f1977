//! How many codes are sent, and how many wrong ones are looked at. What is counted by the address alone leaves out the places in which
//! somebody has signed in to it: strangers lock nobody out of where they are known.

use super::codes::RequestCodeRefusal;
use crate::account::limits::{self, Limit, Place};
use crate::kernel::{Span, Timestamp, Tx};
use sea_orm::DbErr;

/// Letters that one place has sent to one address. The two are counted together, as for the pause: a stranger who asks from
/// elsewhere uses up neither the owner's letters nor their minute.
const FROM_PLACE_TO_ADDRESS: Limit = Limit { what: "code to from", attempts: 5, window: Span::hours(1) };
/// Time for a letter to arrive before another is asked for.
const CODE_PAUSE: Span = Span::minutes(1);
/// Letters to one address, asked for in whatever places in which nobody has signed in to it: a mailbox is not flooded. Who asks from
/// four places can use them up. The owner asks where they are known, or signs in with a password.
const TO_ADDRESS: Limit = Limit { what: "code to", attempts: 20, window: Span::hours(1) };
/// The same letters in a day: whoever keeps at it all day fills no mailbox.
const TO_ADDRESS_A_DAY: Limit = Limit { what: "code to a day", attempts: 60, window: Span::days(1) };
/// Codes asked for from one place, for addresses to which nobody has signed in there: a family or a small office, not a robot. A school, or a
/// telephone network, is one place as well: whoever there uses these up keeps nobody out who has signed in there before.
const FROM_PLACE: Limit = Limit { what: "code from", attempts: 30, window: Span::hours(1) };
/// Wrong digits for one address from one place: four letters of which every try was wrong are no typing errors. The two are counted
/// together, so that a stranger elsewhere uses up none of the owner's.
const WRONG_FROM_PLACE: Limit = Limit { what: "wrong code from", attempts: 20, window: Span::days(1) };
/// Wrong digits for one address from all places together in which nobody has signed in to it. However many places guess all day, they
/// have a hundred tries in a million: one chance in ten thousand a day.
const WRONG_FROM_STRANGERS: Limit = Limit { what: "wrong code of", attempts: 100, window: Span::days(1) };

/// Why no code is sent to this address now. The hourly count of address and place comes first of those that count: its row stays
/// locked, so that two requests from one place for one address wait for each other and the pause between them holds.
pub(super) async fn why_not(tx: &Tx, place: &Place<'_>, now: Timestamp) -> Result<Option<RequestCodeRefusal>, DbErr> {
    for (limit, whom) in wrong_counts(tx, place, now).await? {
        if let Some(retry_at) = limits::used_up(tx, limit, &whom, now).await? {
            return Ok(Some(RequestCodeRefusal::TooManyWrong { retry_at }));
        }
    }
    let retry_at = too_many(tx, place, now).await?;
    Ok(retry_at.map(|retry_at| RequestCodeRefusal::TooMany { retry_at }))
}

/// When to ask again, where it was asked too often.
async fn too_many(tx: &Tx, place: &Place<'_>, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let both = place.both();
    if let Some(retry_at) = limits::count(tx, &FROM_PLACE_TO_ADDRESS, &both, now).await? {
        return Ok(Some(retry_at));
    }
    if let Some(retry_at) = limits::pause(tx, "code pause", CODE_PAUSE, &both, now).await? {
        return Ok(Some(retry_at));
    }
    if place.is_known(tx, now).await? {
        return Ok(None);
    }
    for limit in [&TO_ADDRESS, &TO_ADDRESS_A_DAY] {
        if let Some(retry_at) = limits::count(tx, limit, place.address, now).await? {
            return Ok(Some(retry_at));
        }
    }
    limits::count(tx, &FROM_PLACE, place.client, now).await
}

/// What a wrong code counts for, in the order in which everybody locks the rows. Where somebody has signed in to the address lately,
/// strangers elsewhere use up nothing.
pub(super) async fn wrong_counts(tx: &Tx, place: &Place<'_>, now: Timestamp) -> Result<Vec<(&'static Limit, String)>, DbErr> {
    let mut counts = vec![(&WRONG_FROM_PLACE, place.both())];
    if !place.is_known(tx, now).await? {
        counts.push((&WRONG_FROM_STRANGERS, place.address.to_owned()));
    }
    Ok(counts)
}
