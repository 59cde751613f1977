//! The sandbox without a server in front of it: the demo's past is told within this process, by the same signatures and the same
//! commands as over the wire.

use super::sandbox::{Sandbox, Word};
use super::sandbox_store as store;
use market::kernel::Fault;
use market::payment::{PaymentId, PaymentProvider, inbox::hear_event};

impl Sandbox {
    /// The buyer pays, and the market hears of it at once.
    ///
    /// # Errors
    /// A fault, or a payment that was not started here.
    pub async fn pay_here(&self, payment: PaymentId) -> Result<(), Fault> {
        let intent = store::intent_of_payment(self.market(), payment).await?;
        let intent = intent.ok_or_else(|| Fault::broken("the sandbox was not asked for this payment"))?;
        self.pay(&intent, Word::Now).await?;
        self.tell_here().await
    }

    /// Delivers the webhooks that are due.
    ///
    /// # Errors
    /// A fault, or a webhook that the market does not take.
    pub async fn tell_here(&self) -> Result<(), Fault> {
        let now = self.market().now();
        for webhook in store::due_webhooks(self.market()).await? {
            let body = webhook.body.as_bytes();
            let told = self.read_webhook(&self.sign(now, body), body, now).map_err(Fault::broken)?;
            if let Some(event) = told {
                let recorded = hear_event(self.market(), self.name(), &event).await;
                recorded.map_err(|problem| Fault::broken(format!("{problem:?}")))?;
            }
            store::after_delivery(self.market(), &webhook, true).await?;
        }
        Ok(())
    }
}
