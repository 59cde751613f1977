//! What a provider tells: word of its payments, at once, and its statement, later.

use super::TestMarket;
use crate::account::SignedIn;
use crate::catalog::VariantId;
use crate::kernel::{Currency, Money, NoRefusal, Problem};
use crate::payment::inbox::hear_event;
use crate::payment::queries::refund_due;
use crate::payment::stuck::refuse_refund;
use crate::payment::{EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, RefundId, ReportKind, ReportLine};
use crate::reconciliation::commands::{match_lines, store_report};

/// The provider of built payments.
pub const PROVIDER: &str = "sandbox";

/// The word that so much was captured.
#[must_use]
pub fn captured_event(payment: PaymentId, event: &str, fen: i64) -> ProviderEvent {
    ProviderEvent { event_id: event.to_owned(), payment, kind: ProviderEventKind::Captured(Money::fen(fen)) }
}

impl TestMarket {
    /// The provider tells that so much was captured, and it is worked on.
    ///
    /// # Panics
    /// When the command does not answer.
    pub async fn captured(&self, payment: PaymentId, event: &str, fen: i64) -> EventOutcome {
        let kind = ProviderEventKind::Captured(Money::fen(fen));
        self.told(payment, event, kind).await.expect("an outcome")
    }

    /// The provider tells that so much was captured in another currency than ours, and it is worked on.
    ///
    /// # Panics
    /// When the command does not answer.
    pub async fn captured_in_dollars(&self, payment: PaymentId, event: &str, cents: i64) -> EventOutcome {
        let kind = ProviderEventKind::Captured(Money::new(cents, Currency::Usd));
        self.told(payment, event, kind).await.expect("an outcome")
    }

    /// The provider tells something, and it is worked on.
    ///
    /// # Errors
    /// Those of the command.
    pub async fn told(
        &self,
        payment: PaymentId,
        event: &str,
        kind: ProviderEventKind,
    ) -> Result<EventOutcome, Problem<NoRefusal>> {
        let told = ProviderEvent { event_id: event.to_owned(), payment, kind };
        hear_event(&self.market, PROVIDER, &told).await
    }

    /// A payment of which the provider told another amount than it asks for: that waits in suspense, and pays nothing.
    ///
    /// # Panics
    /// When a command refuses, or the amount does not wait.
    pub async fn paid_another_amount(&self, buyer: &SignedIn, goods: &[(VariantId, i64)], amount: Money) -> PaymentId {
        let payment = self.placed(buyer, goods).await.payment;
        let outcome = self.told(payment, &format!("e {payment}"), ProviderEventKind::Captured(amount)).await;
        assert_eq!(outcome.expect("an outcome"), EventOutcome::Suspended, "another amount than was asked for");
        payment
    }

    /// A line of a provider's statement, of now, that names nothing of ours.
    #[must_use]
    pub fn report_line(&self, id: &str, kind: ReportKind, fen: i64) -> ReportLine {
        let reference = Some(format!("pi_{id}"));
        ReportLine {
            id: id.to_owned(),
            kind,
            reference,
            payment: None,
            refund: None,
            amount: Money::fen(fen),
            at: self.market.now(),
        }
    }

    /// A line of a provider's statement, of now, that names a payment: `ReportLine { refund, ..kit.report_line_of(…) }` names a
    /// refund as well.
    #[must_use]
    pub fn report_line_of(&self, payment: PaymentId, id: &str, kind: ReportKind, fen: i64) -> ReportLine {
        ReportLine { payment: Some(payment), ..self.report_line(id, kind, fen) }
    }

    /// The provider refuses a refund for good, as it stands.
    ///
    /// # Panics
    /// When there is no such refund, or a command fails.
    pub async fn refuses(&self, refund: RefundId, because: &str) {
        let due = refund_due(&self.market, refund).await.expect("an answer").expect("a refund");
        refuse_refund(&self.market, &due, because).await.expect("a refused refund");
    }

    /// The provider's statement has these lines, up to now, and is compared with the books; says how many found their booking.
    ///
    /// # Panics
    /// When a command fails.
    pub async fn states(&self, provider: &'static str, lines: &[ReportLine]) -> u64 {
        store_report(&self.market, provider, lines, self.market.now()).await.expect("a statement");
        match_lines(&self.market, provider).await.expect("a comparison")
    }
}
