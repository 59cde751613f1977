//! Rows of people, their logins, codes, passwords and sessions, and the statements that count attempts.

pub(crate) mod code;
pub(crate) mod login;
pub(crate) mod password;
pub(crate) mod person;
pub(crate) mod session;

/// One attempt more, where there were fewer than so many.
pub(super) const COUNT_ATTEMPT: &str = "\
INSERT INTO attempt_count (bucket, window_start, attempts) VALUES ($1, $2, 1) \
ON CONFLICT (bucket, window_start) DO UPDATE SET attempts = attempt_count.attempts + 1 \
WHERE attempt_count.attempts < $3";

pub(super) const FORGET_ATTEMPTS: &str = "DELETE FROM attempt_count WHERE window_start < $1";
