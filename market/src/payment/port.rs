//! The port to payment providers.

use super::told::ProviderEvent;
use super::types::{PaymentId, RefundDue, ReportLine};
use crate::kernel::{Money, Timestamp};
use async_trait::async_trait;

/// What a provider needs to let a buyer pay.
#[derive(Clone, Debug)]
pub struct StartPayment {
    /// The payment; also the idempotency key.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Where the buyer's browser comes back to.
    pub return_url: String,
    /// When the orders were placed.
    pub placed_at: Timestamp,
    /// Until when the goods are held: later money goes back.
    pub expires_at: Timestamp,
}

/// Where the buyer pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The provider's page.
    pub redirect_url: String,
    /// The provider's own id of the payment, to ask for it later.
    pub reference: Option<String>,
}

/// A provider did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or says that it is busy: trying again is safe and may help.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// It refuses: trying again does not help.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// It has more to tell than one answer holds: a shorter time may be asked about.
    #[error("the provider has more to tell at once than is read")]
    TooMuch,
}

/// A webhook that is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookRefusal {
    /// The signature is missing or wrong.
    #[error("the signature does not fit")]
    BadSignature,
    /// Signed too long ago, or in the future.
    #[error("the signature is too old or too new")]
    OutOfTime,
    /// Signed, but not understood.
    #[error("the event is not understood")]
    NotUnderstood,
}

/// Takes money and gives it back. Every call may be repeated with the same ids and does its work once.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// The name in rows and webhook paths.
    fn name(&self) -> &'static str;
    /// The header in which its webhooks carry their signature, in lower case.
    fn signature_header(&self) -> &'static str;
    /// Where its own pages are, such as `https://pay.example`; none where they are the market's. Forms may lead there.
    fn page_origin(&self) -> Option<&str>;
    /// Lets a buyer pay.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn start(&self, request: &StartPayment) -> Result<Started, ProviderError>;
    /// Gives money back. The provider tells by webhook when it has arrived. Answers with what is known by now to have failed, under the
    /// ids of its webhooks; where that is more than was known here, nothing else is asked of it.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn refund(&self, due: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError>;
    /// What the provider knows of a payment now: what its webhooks tell, under the same ids, so that each counts once.
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn look_up(&self, payment: PaymentId, reference: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError>;
    /// The provider's own statement: everything that moved its balance from `since` on and before `until`. A line keeps its id. What is
    /// more than can be read at once is [`ProviderError::TooMuch`].
    ///
    /// # Errors
    /// [`ProviderError`].
    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError>;
    /// Reads a webhook and checks its signature; none for events that do not matter here.
    ///
    /// # Errors
    /// [`WebhookRefusal`].
    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal>;
}
