//! What Stripe answers, as far as we read it. Lenient: unknown fields are fine, and so is every field that is missing, as long as
//! nothing has to be decided by it. By a list something is: what does not stand in it was not made.

use market::payment::{PaymentId, RefundId};
use serde::Deserialize;
use std::fmt;

/// Characters of an id.
const ID_CHARS_MAX: usize = 255;

/// Whether this can be an id of theirs: letters, digits and underscores, as all of them are. No other gets into an address, the
/// log, or a row, for which the database would refuse all that is written with it.
pub fn is_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !text.is_empty() && text.len() <= ID_CHARS_MAX && text.bytes().all(is_plain)
}

/// An id of theirs. What has none is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Id(String);

impl Id {
    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_id(&text) { Ok(Self(text)) } else { Err("no id") }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that stands there whole or by its id only.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Expandable<T> {
    /// Whole.
    Whole(Box<T>),
    /// Its id, which nobody has looked at.
    Id(String),
}

/// Our own ids, which we gave along.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Metadata {
    payment: Option<String>,
    refund: Option<String>,
    amount: Option<String>,
}

impl Metadata {
    /// Our payment; none for what was not made by us.
    pub fn payment(&self) -> Option<PaymentId> {
        self.payment.as_deref()?.parse().ok()
    }
    /// Our refund.
    pub fn refund(&self) -> Option<RefundId> {
        self.refund.as_deref()?.parse().ok()
    }
    /// The amount that we asked for, in minor units.
    pub fn amount(&self) -> Option<i64> {
        self.amount.as_deref()?.parse().ok()
    }
}

/// A hosted page.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    pub id: Id,
    pub url: Option<String>,
    pub status: Option<String>,
    pub amount_total: Option<i64>,
    pub currency: Option<String>,
    pub payment_intent: Option<Expandable<Intent>>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

/// A payment as Stripe sees it.
#[derive(Clone, Debug, Deserialize)]
pub struct Intent {
    pub id: Id,
    pub status: Option<String>,
    amount_received: Option<i64>,
    pub currency: Option<String>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
    pub last_payment_error: Option<PaymentError>,
    latest_charge: Option<Expandable<Charge>>,
}

impl Intent {
    /// What was received, in minor units: what the intent says, else what its charge has captured.
    pub fn received(&self) -> Option<i64> {
        let charge = match self.latest_charge.as_ref() {
            Some(Expandable::Whole(charge)) => Some(charge),
            Some(Expandable::Id(_)) | None => None,
        };
        self.amount_received.or_else(|| charge.filter(|charge| charge.captured == Some(true))?.amount)
    }
}

/// Why the last attempt failed.
#[derive(Clone, Debug, Deserialize)]
pub struct PaymentError {
    pub charge: Option<Id>,
}

/// One attempt that took money.
#[derive(Clone, Debug, Deserialize)]
pub struct Charge {
    amount: Option<i64>,
    captured: Option<bool>,
    #[serde(default)]
    pub refunds: Option<List<Refund>>,
}

/// Money that goes back.
#[derive(Clone, Debug, Deserialize)]
pub struct Refund {
    pub id: Id,
    pub status: Option<String>,
    pub failure_reason: Option<String>,
    pub amount: Option<i64>,
    pub currency: Option<String>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

impl Refund {
    /// Which of our refunds it was made for; none for what was not made by us.
    pub fn ours(&self) -> Option<RefundId> {
        self.metadata.as_ref()?.refund()
    }
    /// Whether the money has left, or is on its way.
    pub fn is_alive(&self) -> bool {
        !matches!(self.status.as_deref(), Some("failed" | "canceled"))
    }
    /// Whether it has reached the buyer.
    pub fn has_arrived(&self) -> bool {
        self.status.as_deref() == Some("succeeded")
    }
}

/// One movement of the balance.
#[derive(Clone, Debug, Deserialize)]
pub struct BalanceTransaction {
    /// Looked at where it is read, so that one line keeps no other from being read.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub amount: i64,
    #[serde(default)]
    pub fee: i64,
    pub currency: String,
    pub created: i64,
    pub source: Option<Expandable<Source>>,
}

/// What moved it: a charge or a refund, or something that we do not read.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    pub amount: Option<i64>,
    pub currency: Option<String>,
    pub payment_intent: Option<Expandable<Intent>>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

/// A page of a list. An answer without its rows, or without a word on whether there are more, is none.
#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    pub data: Vec<T>,
    pub has_more: bool,
}

/// A refusal.
#[derive(Debug, Default, Deserialize)]
pub struct ErrorAnswer {
    #[serde(default)]
    pub error: ErrorBody,
}

/// Its words for machines. The message is left out: it repeats what was sent.
#[derive(Debug, Default, Deserialize)]
pub struct ErrorBody {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub code: Option<String>,
    pub param: Option<String>,
}

/// A webhook.
#[derive(Debug, Deserialize)]
pub struct Event {
    pub id: Id,
    #[serde(rename = "type")]
    pub kind: String,
    pub data: EventData,
}

/// What it is about.
#[derive(Debug, Deserialize)]
pub struct EventData {
    pub object: serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_letters_digits_and_underscores() {
        let read = |id: &str| serde_json::from_value::<Refund>(serde_json::json!({ "id": id })).is_ok();
        for good in ["re_1", "cs_test_a1B2", "x", "x".repeat(255).as_str()] {
            assert!(read(good), "{good}");
        }
        for bad in ["", "re_\0", "re_1\n", "re 1", "re-1", "re_1:refunded", "../refunds", "re_一", "x".repeat(256).as_str()] {
            assert!(!read(bad), "{bad:?}");
        }
    }

    #[test]
    fn what_says_nothing_of_its_rows_is_no_list() {
        let read = |text: &str| serde_json::from_str::<List<Refund>>(text).map(|page| (page.data.len(), page.has_more)).ok();
        for text in ["{}", "{\"data\":[]}", "{\"has_more\":false}", "{\"data\":null,\"has_more\":false}", "[]", "null"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("{\"data\":[],\"has_more\":false}"), Some((0, false)));
        assert_eq!(read("{\"data\":[{\"id\":\"re_1\"}],\"has_more\":true,\"url\":\"/v1/refunds\"}"), Some((1, true)));
    }
}
