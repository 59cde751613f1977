//! Rows of people, their logins, codes, passwords and sessions.

pub(crate) mod code;
pub(crate) mod login;
pub(crate) mod password;
pub(crate) mod person;
pub(crate) mod session;
