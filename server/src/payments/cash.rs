//! Cash at the door as a payment provider. Nobody outside tells anything: an operator records what couriers transfer, so its statement
//! is that record, and money goes back by a person's hand alone.

use async_trait::async_trait;
use market::kernel::{Market, Timestamp};
use market::payment::{
    CASH, PaymentId, PaymentProvider, ProviderError, ProviderEvent, RefundDue, ReportLine, StartPayment, Started, WebhookRefusal,
    cash,
};

/// The provider of money that couriers collect.
pub struct Cash {
    market: Market,
}

impl Cash {
    /// Over the market whose record it is.
    #[must_use]
    pub const fn new(market: Market) -> Self {
        Self { market }
    }
}

fn unreachable(fault: market::kernel::Fault) -> ProviderError {
    ProviderError::Unreachable(fault.detail)
}

#[async_trait]
impl PaymentProvider for Cash {
    fn name(&self) -> &'static str {
        CASH
    }
    fn signature_header(&self) -> &'static str {
        "x-no-webhooks"
    }
    fn page_origin(&self) -> Option<&str> {
        None
    }
    async fn start(&self, request: &StartPayment) -> Result<Started, ProviderError> {
        Ok(Started { redirect_url: request.return_url.clone(), reference: None })
    }
    async fn refund(&self, _due: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError> {
        Err(ProviderError::Refused("paid in cash at the door: transfer it to the buyer".to_owned()))
    }
    async fn look_up(&self, payment: PaymentId, _reference: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError> {
        cash::recorded(&self.market, payment).await.map_err(unreachable)
    }
    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError> {
        cash::statement(&self.market, since, until).await.map_err(unreachable)
    }
    fn read_webhook(&self, _signature: &str, _body: &[u8], _now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
        Err(WebhookRefusal::BadSignature)
    }
}
