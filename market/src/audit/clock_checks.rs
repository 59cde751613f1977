//! The clocks that must run, as SQL that runs on both engines. Whoever waits for somebody whose clock is lost waits for ever, and nobody
//! misses a reminder that never came.

use super::invariants::Invariant;
use crate::order::rules::HOLD_TO_REMIND_OF;

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    let says = ["whatever waits for somebody has a clock that runs", "whoever has to act was reminded of it, or will be in time"];
    says.into_iter().zip([ends(), reminders()]).map(|(says, violators)| Invariant { code: "T1", says, violators }).collect()
}

/// Parcels whose clock stands: the buyer has said that they have it, or it counts as received, and only its cash is missing.
const IS_RECEIVED: &str = "(o.state = 'delivered' \
    AND EXISTS (SELECT 1 FROM payment p WHERE p.id = o.payment_id AND p.state = 'waiting'))";

/// Of the time to ship the end is told once: where a case put it off afterwards, its clock has fired.
fn ends() -> String {
    format!(
        "SELECT p.id FROM payment p WHERE p.state = 'waiting' AND p.promised_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM timer t WHERE t.kind = 'close_payment' AND t.subject = p.id AND t.state = 'waiting') \
         UNION ALL SELECT o.id FROM orders o WHERE o.state = 'paid' AND o.open_case IS NULL AND NOT EXISTS \
         (SELECT 1 FROM timer t WHERE t.kind = 'ship_late' AND t.subject = o.id \
         AND (t.state = 'fired' OR (t.state = 'waiting' AND t.due_at = o.ship_by))) \
         UNION ALL SELECT o.id FROM orders o WHERE o.state IN ('shipped', 'delivered') AND o.open_case IS NULL AND NOT {IS_RECEIVED} AND NOT EXISTS \
         (SELECT 1 FROM timer t WHERE t.kind = 'confirm_order' AND t.subject = o.id AND t.state = 'waiting' AND t.due_at = o.confirm_by) \
         UNION ALL SELECT c.id FROM aftersales_case c WHERE (c.ended_at IS NULL) <> \
         EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'case' AND t.subject = c.id AND t.state = 'waiting' AND t.due_at = c.due_at)"
    )
}

/// A reminder was sent, or is due before the end. Of a short hold there is none, and operators who are late are reminded by the end itself.
fn reminders() -> String {
    let hold = HOLD_TO_REMIND_OF.millis();
    let lost = |kind: &str, subject: &str, end: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM timer t WHERE t.kind = '{kind}' AND t.subject = {subject} \
             AND (t.state = 'fired' OR (t.state = 'waiting' AND t.due_at <= {end})))"
        )
    };
    let (pay, ship) = (lost("remind_payment", "p.id", "p.expires_at"), lost("remind_ship", "o.id", "o.ship_by"));
    let (confirm, answer) = (lost("remind_confirm", "o.id", "o.confirm_by"), lost("remind_case", "c.id", "c.due_at"));
    format!(
        "SELECT p.id FROM payment p WHERE p.state = 'waiting' AND p.promised_at IS NULL AND p.expires_at - p.created_at >= {hold} AND {pay} \
         UNION ALL SELECT o.id FROM orders o WHERE o.state = 'paid' AND o.open_case IS NULL AND {ship} \
         UNION ALL SELECT o.id FROM orders o WHERE o.state IN ('shipped', 'delivered') AND o.open_case IS NULL AND NOT {IS_RECEIVED} AND {confirm} \
         UNION ALL SELECT c.id FROM aftersales_case c WHERE c.ended_at IS NULL AND c.state NOT IN ('disputed', 'appealed') AND {answer}"
    )
}
