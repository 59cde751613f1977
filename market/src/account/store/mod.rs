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

/// One attempt less.
pub(super) const GIVE_ATTEMPT_BACK: &str = "\
UPDATE attempt_count SET attempts = attempts - 1 WHERE bucket = $1 AND window_start = $2 AND attempts > 0";

/// How many attempts a window has.
pub(super) const ATTEMPTS: &str = "SELECT attempts FROM attempt_count WHERE bucket = $1 AND window_start = $2";

/// The window of the latest attempt up to an instant.
pub(super) const LAST_ATTEMPT: &str = "\
SELECT window_start FROM attempt_count WHERE bucket = $1 AND window_start <= $2 ORDER BY window_start DESC LIMIT 1";

pub(super) const FORGET_ATTEMPTS: &str = "DELETE FROM attempt_count WHERE window_start < $1";
