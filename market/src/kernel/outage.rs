//! Which errors of a database pass when one waits: it is away, starting, full, locked, or another has taken its place. All others
//! are bugs of ours. Told by codes, not by words: PostgreSQL speaks the language of its machine.

use sea_orm::sqlx::Error as Sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Classes of SQLSTATE, and a few single ones: the connection is lost, a deadlock or a conflict was settled against this one, no
/// room or memory, somebody stopped it or it is starting, the machine's own errors; this is a replica that only reads; a lock was
/// not to be had.
const POSTGRES_PASSING: [&str; 7] = ["08", "40", "53", "57", "58", "25006", "55P03"];
/// Primary result codes of SQLite: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL (a race for the journal's lock).
const SQLITE_PASSING: [u32; 7] = [5, 6, 8, 10, 13, 14, 15];
const SQLSTATE_CHARS: usize = 5;

/// Whether waiting may help.
pub(super) fn passes(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => sqlx_passes(error),
        _ => false,
    }
}

fn sqlx_passes(error: &Sqlx) -> bool {
    match error {
        Sqlx::Io(_) | Sqlx::Tls(_) | Sqlx::PoolTimedOut | Sqlx::PoolClosed | Sqlx::WorkerCrashed | Sqlx::BeginFailed => true,
        // Half an answer, cut off with the connection, is told as one that cannot be read.
        Sqlx::Protocol(_) => true,
        Sqlx::Database(error) => error.code().is_some_and(|code| code_passes(&code)),
        _ => false,
    }
}

fn code_passes(code: &str) -> bool {
    if code.len() == SQLSTATE_CHARS {
        return POSTGRES_PASSING.iter().any(|passing| code.starts_with(passing));
    }
    // The low byte of an extended code is its primary one.
    code.parse::<u32>().is_ok_and(|code| SQLITE_PASSING.contains(&(code & 0xFF)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error as Io, ErrorKind};
    use std::sync::Arc;

    fn exec(error: Sqlx) -> DbErr {
        DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
    }

    #[test]
    fn what_waiting_cures_is_told_from_a_bug_by_its_code() {
        let cases = [
            ("57P01", true, "the server is shutting down"),
            ("57P02", true, "another of its processes was killed"),
            ("57P03", true, "it is starting"),
            ("25006", true, "a replica that is not promoted yet"),
            ("53100", true, "the disk is full"),
            ("40P01", true, "a deadlock"),
            ("55P03", true, "a lock that is not to be had"),
            ("23505", false, "a unique constraint"),
            ("23514", false, "a check"),
            ("25P02", false, "a transaction that failed before"),
            ("42601", false, "a typing error in SQL"),
            ("5", true, "BUSY"),
            ("261", true, "BUSY_RECOVERY"),
            ("778", true, "IOERR_WRITE"),
            ("13", true, "FULL"),
            ("14", true, "CANTOPEN"),
            ("1", false, "ERROR"),
            ("11", false, "CORRUPT"),
            ("275", false, "CONSTRAINT_CHECK"),
        ];
        for (code, expected, what) in cases {
            assert_eq!(code_passes(code), expected, "{code}: {what}");
        }
    }

    #[test]
    fn a_connection_that_breaks_is_no_bug_whatever_it_says() {
        for kind in [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe, ErrorKind::UnexpectedEof, ErrorKind::ConnectionRefused] {
            assert!(passes(&exec(Sqlx::Io(Io::from(kind)))), "{kind}");
        }
        assert!(!passes(&exec(Sqlx::RowNotFound)));
        assert!(!passes(&DbErr::Custom("a full connection pool is locked".into())), "words do not decide");
    }
}
