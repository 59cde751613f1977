//! Refunds at Stripe: each is made once, whatever its keys remember and whatever became of an answer. Only its own list of the
//! refunds of a payment says what was made.

use super::answers::{Intent, List, Refund};
use super::client::{Answer, Failure, broken_off};
use super::{KEYS_MAX, Stripe, numbered, webhook};
use market::payment::{ProviderEvent, RefundDue};

/// Refusals that keys remember and that are stepped over: whoever asks more often for one refund within a day reads the last.
const REFUSALS_MAX: usize = 12;
/// Pages of a hundred refunds of one payment that are read: nobody cuts one into more, and memory has an end.
const REFUND_PAGES_MAX: usize = 50;
/// Why it is not asked for what somebody may have asked it for by hand.
const AT_DESK: &str = "its own desk gave as much of this payment back, and nobody has said yet whether that was this refund";

impl Stripe {
    /// All of them: one that was not seen would be made once more.
    pub(super) async fn refunds_of(&self, intent: &Intent) -> Result<Vec<Refund>, Failure> {
        let mut all: Vec<Refund> = Vec::new();
        for _ in 0..REFUND_PAGES_MAX {
            let mut query = vec![("payment_intent", intent.id.as_str()), ("limit", "100")];
            if let Some(last) = all.last() {
                query.push(("starting_after", last.id.as_str()));
            }
            let page: List<Refund> = self.client.get("/v1/refunds", &query).await?;
            if page.has_more && page.data.is_empty() {
                return Err(broken_off());
            }
            all.extend(page.data);
            if !page.has_more {
                return Ok(all);
            }
        }
        Err(Failure::TooMuch)
    }

    /// Gives money back unless that was done before. Stripe forgets a key after a day, and it remembers failures that may have had
    /// their effect, and refusals whose cause may be mended since: only its own list of refunds says what was done, and is read
    /// before each key. What is in flight under a key is waited for, and no other key is taken. What failed there and was not heard
    /// of yet is the answer: whether another is made after it is for an operator to say. So it is where as much was given back by
    /// hand and the books know nothing of it.
    pub(super) async fn give_back(&self, due: &RefundDue, intent: &Intent) -> Result<Vec<ProviderEvent>, Failure> {
        let (amount, refund, payment) = (due.amount.minor().to_string(), due.refund.to_string(), due.payment.to_string());
        let fields = [
            ("payment_intent", intent.id.as_str()),
            ("amount", &amount),
            ("metadata[refund]", &refund),
            ("metadata[payment]", &payment),
            ("metadata[amount]", &amount),
        ];
        let (mut failures, mut refusals) = (1, 0);
        for number in 0..KEYS_MAX + REFUSALS_MAX {
            let mut made = self.refunds_of(intent).await?;
            let at_desk = made_at_desk(&made, due.amount.minor());
            made.retain(|made| made.ours() == Some(due.refund));
            let alive: Vec<_> = made.iter().filter(|made| made.is_alive()).collect();
            if !alive.is_empty() {
                let is_it = alive.iter().any(|made| made.amount == Some(due.amount.minor()));
                return if is_it { Ok(Vec::new()) } else { Err(other_amount()) };
            }
            if made.iter().any(|made| !due.failed.iter().any(|known| known == made.id.as_str())) {
                return Ok(made.iter().map(|made| webhook::failed(made, due.payment, due.refund)).collect());
            }
            if at_desk > due.at_desk.iter().filter(|object| object.as_str() == intent.id.as_str()).count() {
                return Err(Failure::Refused(AT_DESK.to_owned()));
            }
            match self.client.post::<Refund>("/v1/refunds", &numbered(&refund, number + made.len()), &fields).await {
                Err(Failure::Remembered) if failures < KEYS_MAX => failures += 1,
                Err(Failure::RefusedBefore(_)) if refusals < REFUSALS_MAX => refusals += 1,
                // What a key remembers is the answer of its day: this one has failed since.
                Ok(Answer { value, is_replayed: true }) if made.iter().any(|made| made.id == value.id) => {}
                Ok(Answer { value, .. }) if !value.is_alive() => {
                    return Ok(vec![webhook::failed(&value, due.payment, due.refund)]);
                }
                Ok(answer) if answer.value.amount == Some(due.amount.minor()) => return Ok(Vec::new()),
                Ok(_) => return Err(other_amount()),
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Remembered)
    }
}

/// Whoever asks again would get it again: a person has to look.
fn other_amount() -> Failure {
    Failure::Refused("it gave back another amount than was asked for".to_owned())
}

/// How often so much was given back of a payment for none of our refunds. What does not say how much it was may have been as much.
fn made_at_desk(made: &[Refund], amount: i64) -> usize {
    let may_be = |made: &&Refund| made.ours().is_none() && made.is_alive() && made.amount.is_none_or(|minor| minor == amount);
    made.iter().filter(may_be).count()
}

/// Whether a refund failed and another one was made for it since, which counts.
pub(super) fn is_replaced(refund: &Refund, among: &[Refund]) -> bool {
    !refund.is_alive() && among.iter().any(|other| other.is_alive() && other.ours() == refund.ours())
}
