//! The nouns of an account.

use crate::kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

crate::id_type!(
    /// A person, whatever their roles.
    PersonId, "per");
crate::id_type!(
    /// One sign-in on one device.
    SessionId, "ses");
crate::id_type!(
    /// One code that was sent. Only the browser that asked for it knows this id, so that nobody else uses the code up or ends it.
    CodeId, "cod");

/// The language a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// The code in rows and cookies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
    /// The BCP 47 tag for `html[lang]`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-Hans",
        }
    }
    /// What is written in both, in this one.
    #[must_use]
    pub const fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
    /// The language of a code or tag: anything that starts with `zh` is Chinese.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }
}

/// How a person is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ContactKind {
    /// By e-mail.
    Email,
    /// By text message.
    Phone,
}

impl ContactKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// A normalised e-mail (`ana@example.com`) or phone number (`+8613800138000`). Only [`super::rules::contact`] makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Contact {
    pub(crate) kind: ContactKind,
    pub(crate) address: String,
}

impl Contact {
    /// How the person is reached.
    #[must_use]
    pub const fn kind(&self) -> ContactKind {
        self.kind
    }
    /// Where, normalised: equal contacts have equal addresses.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
    /// Enough to recognise one's own: `an…@example.com`, `+86…8000`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.address.split_once('@') {
            Some((name, domain)) => format!("{}…@{domain}", name.chars().take(2).collect::<String>()),
            None => {
                let tail: String = self.address.chars().skip(self.address.chars().count().saturating_sub(4)).collect();
                format!("{}…{tail}", self.address.chars().take(3).collect::<String>())
            }
        }
    }
}

/// A contact is personal: what is written for developers shows its kind only.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contact({:?}, …)", self.kind)
    }
}

/// Why a text is no e-mail and no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ContactError {
    /// Nothing was typed.
    #[error("a contact is missing")]
    Empty,
    /// Longer than any address.
    #[error("too long for an address")]
    TooLong,
    /// It has an @, and still is no e-mail.
    #[error("this is not an e-mail address")]
    NotAnEmail,
    /// Digits, but of no mobile phone.
    #[error("this is not a mobile phone number")]
    NotAPhone,
    /// Neither of the two.
    #[error("this is neither an e-mail address nor a phone number")]
    Neither,
}

/// Why a text is not taken as a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PasswordError {
    /// Fewer characters than `minimum`.
    #[error("shorter than {minimum} characters")]
    TooShort {
        /// Characters that it needs.
        minimum: usize,
    },
    /// More characters than `maximum`.
    #[error("longer than {maximum} characters")]
    TooLong {
        /// Characters that fit.
        maximum: usize,
    },
    /// The same character over and over.
    #[error("one character over and over")]
    OneCharacter,
}

/// What a browser keeps to be known again: 32 random bytes as base64url. The database holds only its SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub(crate) String);

impl SessionToken {
    /// The text for the cookie.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// One device on which a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSummary {
    /// Its id, by which it is ended.
    pub id: SessionId,
    /// What the browser says it is.
    pub device: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last seen, to ten minutes.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}
