//! Rate limits: so many attempts a bucket and window, counted by one guarded upsert. And the places in which somebody signed in, which
//! strangers elsewhere must not lock out.

use super::types::Contact;
use super::{secret, store};
use crate::kernel::{Keyring, Span, Timestamp, Tx};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

/// For how long a place is known in which somebody signed in: three times as long as a session lives, so that whoever signs in there
/// when their session has ended is no stranger.
const KNOWN_FOR: Span = Span::days(90);

/// How often something may be tried.
pub(crate) struct Limit {
    /// What is limited; part of the bucket's name.
    pub(crate) what: &'static str,
    /// How often a window.
    pub(crate) attempts: i64,
    /// How long a window is. Windows stand side by side on the clock.
    pub(crate) window: Span,
}

impl Limit {
    /// When the window began that `now` is in.
    fn window_start(&self, now: Timestamp) -> Timestamp {
        begin_of(self.window, now)
    }
}

/// When the span began that `now` is in, of those that stand side by side on the clock.
fn begin_of(span: Span, now: Timestamp) -> Timestamp {
    Timestamp::from_millis(now.millis() - now.millis().rem_euclid(span.millis().max(1)))
}

/// An address, and the place in which somebody types it.
pub(crate) struct Place<'a> {
    pub(crate) address: &'a str,
    pub(crate) client: &'a str,
    /// The bucket by which the two are known together.
    known: String,
}

impl<'a> Place<'a> {
    pub(crate) fn new(keyring: &dyn Keyring, contact: &'a Contact, client: &'a str) -> Self {
        let address = contact.address();
        Self { address, client, known: secret::keyed_bucket(keyring, "account|known_in", &both(address, client)) }
    }

    /// Whom to count where the two are one: what is done from elsewhere is counted apart.
    pub(crate) fn both(&self) -> String {
        both(self.address, self.client)
    }

    /// Somebody who signs in proves that they belong to this place. Of the two only a keyed digest is kept, with a window that begins
    /// when the place is known no longer: one row a day, which is forgotten as all windows are.
    pub(crate) async fn know(&self, tx: &Tx, now: Timestamp) -> Result<(), DbErr> {
        let until = begin_of(Span::days(1), now).after(KNOWN_FOR);
        add(tx, self.known.clone(), until, i64::MAX).await?;
        Ok(())
    }

    /// Whether somebody signed in here lately.
    pub(crate) async fn is_known(&self, tx: &Tx, now: Timestamp) -> Result<bool, DbErr> {
        let latest = now.after(KNOWN_FOR).after(KNOWN_FOR);
        Ok(last(tx, &self.known, latest).await?.is_some_and(|until| now < until))
    }
}

/// No address has a space.
fn both(address: &str, client: &str) -> String {
    format!("{address} {client}")
}

/// Counts an attempt of `whom`, of whom only a digest is kept. Answers when to come back, where there were too many already.
pub(crate) async fn count(tx: &Tx, limit: &Limit, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let start = limit.window_start(now);
    let counted = add(tx, secret::bucket(limit.what, whom), start, limit.attempts).await?;
    Ok((!counted).then(|| start.after(limit.window)))
}

/// When to come back, where nothing more can be counted: a look that counts nothing.
pub(crate) async fn used_up(tx: &Tx, limit: &Limit, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        attempts: i64,
    }
    let start = limit.window_start(now);
    let values = [secret::bucket(limit.what, whom).into(), start.millis().into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::ATTEMPTS, values);
    let counted = Counted::find_by_statement(statement).one(&**tx).await?;
    Ok(counted.filter(|counted| counted.attempts >= limit.attempts).map(|_| start.after(limit.window)))
}

/// Takes back an attempt that was counted at `counted_at`, since it was none of those that are limited.
pub(crate) async fn give_back(tx: &Tx, limit: &Limit, whom: &str, counted_at: Timestamp) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        store::GIVE_ATTEMPT_BACK,
        [secret::bucket(limit.what, whom).into(), limit.window_start(counted_at).millis().into()],
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Counts an attempt that must come `span` after the one before, which no window on the clock could tell: each attempt has a
/// window of its own. Two at once see each other only where the caller has locked a row of `whom` before. One that lies further ahead was
/// made by a clock that ran ahead, and keeps nobody waiting until that time comes.
pub(crate) async fn pause(tx: &Tx, what: &str, span: Span, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let bucket = secret::bucket(what, whom);
    let next_at = last(tx, &bucket, now.after(span)).await?.map(|last| last.after(span));
    if let Some(next_at) = next_at.filter(|next_at| now < *next_at) {
        return Ok(Some(next_at));
    }
    let counted = add(tx, bucket, now, 1).await?;
    Ok((!counted).then(|| now.after(span)))
}

/// When the latest window of a bucket begins, of those that begin up to an instant.
async fn last(tx: &Tx, bucket: &str, latest: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        window_start: i64,
    }
    let statement =
        Statement::from_sql_and_values(tx.get_database_backend(), store::LAST_ATTEMPT, [bucket.into(), latest.millis().into()]);
    let last = Last::find_by_statement(statement).one(&**tx).await?;
    Ok(last.map(|last| Timestamp::from_millis(last.window_start)))
}

/// Whether there was room for one attempt more.
async fn add(tx: &Tx, bucket: String, window_start: Timestamp, attempts_max: i64) -> Result<bool, DbErr> {
    let values = [bucket.into(), window_start.millis().into(), attempts_max.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::COUNT_ATTEMPT, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::rules;
    use crate::kernel::KeyringError;

    /// Seals nothing; its digests begin with the key.
    struct Key(u8);

    impl Keyring for Key {
        fn seal(&self, _place: &str, _plain: &[u8]) -> Result<Vec<u8>, KeyringError> {
            Err(KeyringError)
        }
        fn open(&self, _place: &str, _sealed: &[u8]) -> Result<Vec<u8>, KeyringError> {
            Err(KeyringError)
        }
        fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
            [[self.0].as_slice(), purpose.as_bytes(), plain].concat()
        }
    }

    #[test]
    fn without_the_key_nobody_finds_out_where_somebody_signed_in() {
        let contact = rules::contact("ana@example.com").unwrap();
        let known = |key: u8, client: &str| Place::new(&Key(key), &contact, client).known;
        assert_eq!(known(1, "192.0.2.1"), known(1, "192.0.2.1"));
        assert_ne!(known(1, "192.0.2.1"), known(2, "192.0.2.1"));
        assert_ne!(known(1, "192.0.2.1"), known(1, "192.0.2.2"));
    }
}
