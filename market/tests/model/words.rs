//! What the provider tells, and what others tell in its name. Whether a word is signed is asked before the market hears it.

use crate::kinds::{EventId, Forged, Gave, Stray, Told};
use crate::state::Reference;
use crate::system::{Answer, Engine, System, did};
use market::kernel::{Currency, Money};
use market::payment::inbox::{due_events, note_event, take_event};
use market::payment::{
    CASH, PaymentId, ProviderEvent, ProviderEventKind as Kind, RefundId, ReportKind, ReportLine, StrangeAmount,
};
use market::testkit::PROVIDER;

/// The provider's own id of a line that is no buyer's money.
pub fn odd_line(line: usize) -> String {
    format!("odd {line}")
}

/// Of a line of its own desk.
pub fn desk_line(line: usize) -> String {
    format!("desk {line}")
}

/// Of the line that a payment has in a statement.
pub fn line_of(payment: usize) -> String {
    format!("line of payment {payment}")
}

impl<E: Engine> System<E> {
    /// Under which id something is told. What is recorded anew has a number before its reference; what is told of one of the provider's
    /// refunds begins with that one's own id.
    pub fn event_id(&self, id: EventId) -> String {
        match id {
            EventId::Payment { payment, event } => format!("{} {event}", self.payments[payment]),
            EventId::Statement { payment } => format!("statement {}", line_of(payment)),
            EventId::Record { payment, line, turn: 1 } => format!("{} {line}", self.payments[payment]),
            EventId::Record { payment, line, turn } => format!(" {turn} {} {line}", self.payments[payment]),
            EventId::Refund { refund, turn, gave } => format!("re {refund} {turn}:refunded:{gave:?}"),
        }
    }

    /// The provider's word of a payment.
    pub async fn tells(&mut self, model: &Reference, payment: usize, told: Told, event: usize) -> Answer {
        let amount = model.payments[payment].amount;
        let kind = match told {
            Told::Right => Kind::Captured(Money::fen(amount)),
            Told::Wrong => Kind::Captured(Money::fen(amount - 1)),
            Told::Rest => Kind::Captured(Money::fen(1)),
            Told::Dollars => Kind::Captured(Money::new(amount, Currency::Usd)),
            Told::Declined => Kind::Declined,
        };
        let event_id = self.event_id(EventId::Payment { payment, event });
        let told = ProviderEvent { event_id, payment: self.payments[payment], kind };
        self.hears(PROVIDER, told, (payment + event).is_multiple_of(4)).await
    }

    /// A word that is none of the provider's.
    pub async fn forges(
        &mut self,
        model: &Reference,
        (of, event): (usize, usize),
        forged: Forged,
        refund: Option<usize>,
    ) -> Answer {
        let (known, now) = (&model.payments[of], self.kit().market.now());
        let refund = refund.map_or_else(|| RefundId::mint(now), |refund| self.refunds[refund]);
        let kind = match (forged, forged.amount(known.amount)) {
            (Forged::Arrival, _) => Kind::Refunded(refund),
            (Forged::Failure, _) => Kind::RefundFailed(refund),
            (_, Some((minor, code))) => Kind::captured(minor, code),
            (_, None) => Kind::Captured(Money::fen(known.amount)),
        };
        let provider = if forged == Forged::Elsewhere && !known.is_cash { CASH } else { PROVIDER };
        let payment = if forged == Forged::Unknown { PaymentId::mint(now) } else { self.payments[of] };
        let event_id = self.event_id(EventId::Payment { payment: of, event });
        self.hears(provider, ProviderEvent { event_id, payment, kind }, false).await
    }

    /// The provider is answered, and then its word is worked on; where the process ends in between, by the next one.
    async fn hears(&mut self, provider: &'static str, told: ProviderEvent, ends: bool) -> Answer {
        let answer = did(note_event(&self.kit().market, provider, &told).await);
        if ends {
            self.kit = Some(self.kit.take().unwrap().restart().await);
        }
        let market = &self.kit().market;
        for due in due_events(market, 100).await.unwrap() {
            take_event(market, &due.provider, &due.event_id).await.unwrap().unwrap();
        }
        answer
    }

    /// The provider's statement has a line that names nothing of ours.
    pub async fn states_stray(&self, of: usize, said: Stray, line: usize) -> Answer {
        let kind = if said == Stray::Came { ReportKind::Captured } else { ReportKind::Refunded };
        let (kit, reference) = (self.kit(), Some(format!("stray {of}")));
        let line = kit.report_line(&format!("stray {of} {said:?} {line}"), kind, said.amount(of));
        kit.states(PROVIDER, &[ReportLine { reference, ..line }]).await;
        Answer::Done
    }

    /// The provider's statement has a line that is no buyer's money.
    pub async fn states_odd(&self, line: usize, is_fee: bool) -> Answer {
        let kind = if is_fee { ReportKind::Fee } else { ReportKind::Other };
        let kit = self.kit();
        kit.states(PROVIDER, &[kit.report_line(&odd_line(line), kind, -30)]).await;
        Answer::Done
    }

    /// The provider's statement tells that its own desk gave something back of the very object that its line of the payment is about.
    pub async fn states_desk(&self, line: usize, payment: usize, amount: i64) -> Answer {
        let kit = self.kit();
        let told = kit.report_line_of(self.payments[payment], &desk_line(line), ReportKind::Refunded, -amount);
        let reference = Some(format!("pi_{}", line_of(payment)));
        kit.states(PROVIDER, &[ReportLine { reference, ..told }]).await;
        Answer::Done
    }

    /// How much one of the provider's own refunds gave back, by its word.
    pub async fn gives_back(&self, model: &Reference, refund: usize, (turn, gave): (usize, Gave)) -> Answer {
        let known = &model.refunds[refund];
        let (amount, currency) = gave.amount(known);
        let kind = Kind::RefundedOther(self.refunds[refund], StrangeAmount::new(amount, currency));
        let id = self.event_id(EventId::Refund { refund, turn, gave });
        did(self.kit().told(self.payments[known.payment], &id, kind).await)
    }

    /// The provider's word of one of its own refunds, and what became of that.
    pub async fn tells_of(&self, model: &Reference, refund: usize, (turn, became): (usize, &str)) -> Answer {
        let (payment, id) = (self.payments[model.refunds[refund].payment], self.refunds[refund]);
        let kind = if became == "refunded" { Kind::Refunded(id) } else { Kind::RefundFailed(id) };
        did(self.kit().told(payment, &format!("re {refund} {turn}:{became}"), kind).await)
    }
}
