//! Ids: one newtype a noun over UUIDv7, shown with a prefix (`ord_…`), made by whoever starts the action; the id is then the
//! action's idempotency key.

use super::{Span, Timestamp};
use std::fmt;
use uuid::{Uuid, Variant};

/// How far ahead the time of a new id may lie: the clock may have been put right since the form was drawn that brings it.
const AHEAD_MAX: Span = Span::minutes(10);
/// Bits of an id behind its time.
const BITS_BEHIND_TIME: u32 = 80;
/// Bits of its time, in milliseconds.
const TIME_BITS: u32 = 48;

/// Text that is not an id of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id of the expected kind")]
pub struct NotAnId;

/// Reads `prefix_<32 hex digits>` (as shown) or a bare UUID (as stored in forms made by other tools).
///
/// # Errors
/// [`NotAnId`] when the prefix is another one or the rest is no UUID.
pub fn parse(prefix: &str, text: &str) -> Result<Uuid, NotAnId> {
    let bare = match text.split_once('_') {
        Some((seen, rest)) if seen == prefix => rest,
        Some(_) => return Err(NotAnId),
        None => text,
    };
    Uuid::try_parse(bare).map_err(|_| NotAnId)
}

/// Writes an id the way it is shown.
///
/// # Errors
/// Only those of the formatter.
pub fn show(prefix: &str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{prefix}_{}", uuid.simple())
}

/// A fresh time-ordered UUID for something that starts at `at`.
#[must_use]
pub fn mint(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    if let Some(drawn) = super::chance::drawn() {
        return uuid::Builder::from_unix_timestamp_millis(millis, &drawn).into_uuid();
    }
    let seconds = millis / 1000;
    let nanos = u32::try_from((millis % 1000) * 1_000_000).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
}

/// A fresh UUID that sorts behind `last`, for something that follows it: of a later millisecond, whatever the clock says. A clock that is
/// put back, or another process's, changes nothing in the order of rows whose ids are made so, each with the last one before it in sight.
#[must_use]
pub fn mint_behind(last: Option<Uuid>, at: Timestamp) -> Uuid {
    let latest = Timestamp::from_millis((1 << TIME_BITS) - 1);
    mint(last.map_or(at, |last| at.max(time_of(last).after(Span::millis_of(1)).min(latest))))
}

/// The time in an id.
fn time_of(uuid: Uuid) -> Timestamp {
    Timestamp::from_millis(i64::try_from(uuid.as_u128() >> BITS_BEHIND_TIME).unwrap_or(i64::MAX))
}

/// Whether something new may have this id: one as [`mint`] makes them, of a time that is not yet to come. Forms bring the ids of what they
/// begin, and where all else is the same the later id stands first: who could choose one would always be it.
#[must_use]
pub fn is_minted(uuid: Uuid, now: Timestamp) -> bool {
    let is_ours = uuid.get_version_num() == 7 && uuid.get_variant() == Variant::RFC4122;
    is_ours && time_of(uuid) <= now.after(AHEAD_MAX)
}

/// Declares an id: `id_type!(/// An order of one shop. OrderId, "ord");`
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A fresh id for something that starts at `at`.
            #[must_use]
            pub fn mint(at: $crate::kernel::Timestamp) -> Self {
                Self($crate::kernel::id::mint(at))
            }
            /// The id as the database holds it.
            #[must_use]
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }
            /// The bare UUID, for the database.
            #[must_use]
            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::kernel::id::show($prefix, self.0, f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::kernel::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::kernel::id::parse($prefix, text).map(Self)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::{is_minted, mint, mint_behind};
    use crate::kernel::{Span, Timestamp};
    use uuid::Uuid;
    crate::id_type!(TestId, "tst");
    crate::id_type!(OtherId, "oth");

    #[test]
    fn an_id_is_read_back_as_it_is_shown_and_not_as_another_kind() {
        let id = TestId::mint(Timestamp::from_millis(1_700_000_000_000));
        assert_eq!(id.to_string().parse::<TestId>(), Ok(id));
        assert_eq!(id.uuid().to_string().parse::<TestId>(), Ok(id));
        let other = OtherId::from_uuid(OtherId::mint(Timestamp::from_millis(1)).uuid());
        assert_eq!(TestId::from_uuid(id.uuid()), id);
        assert!(other.to_string().parse::<TestId>().is_err());
        assert!(id.to_string().parse::<OtherId>().is_err());
        assert!("tst_".parse::<TestId>().is_err());
        assert!("".parse::<TestId>().is_err());
    }

    #[test]
    fn ids_sort_by_time() {
        let early = TestId::mint(Timestamp::from_millis(1_000));
        let late = TestId::mint(Timestamp::from_millis(2_000));
        assert!(early < late);
    }

    #[test]
    fn what_follows_sorts_behind_whatever_the_clock_says() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let first = mint_behind(None, now);
        let mut last = first;
        for at in [now, now, now.before(Span::days(400)), now.after(Span::minutes(1)), now.before(Span::minutes(1))] {
            let next = mint_behind(Some(last), at);
            assert!(next > last && is_minted(next, now), "{next} behind {last}");
            last = next;
        }
        let on_time = now.after(Span::days(1));
        assert!(mint_behind(Some(first), on_time) < mint(on_time.after(Span::millis_of(1))), "and no later than it has to be");
        // An id of no time that a clock could show breaks nothing.
        assert_eq!(mint_behind(Some(Uuid::max()), now).get_version_num(), 7);
    }

    #[test]
    fn what_is_new_has_an_id_that_was_made_and_not_chosen() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let made = mint(now);
        for (at, is_right) in [
            (Timestamp::from_millis(0), true),
            (now.before(Span::days(30)), true),
            (now, true),
            (now.after(Span::minutes(9)), true),
            (now.after(Span::minutes(11)), false),
            (now.after(Span::days(36_500)), false),
        ] {
            assert_eq!(is_minted(mint(at), now), is_right, "{at:?}");
        }
        let other = |bits: u128| Uuid::from_u128(made.as_u128() ^ bits);
        assert!(is_minted(other(1), now));
        // Of another version, and of another kind altogether.
        for chosen in [Uuid::nil(), Uuid::max(), other(0b11 << 76), other(0b1000 << 76), other(1 << 62)] {
            assert!(!is_minted(chosen, now), "{chosen}");
        }
    }
}
