//! What providers told and nobody has worked on, as SQL that runs on both engines.

use super::invariants::Invariant;
use crate::kernel::Span;

/// By then whatever was tried in vain has been tried often, and a person has to look.
const IN_VAIN_MAX: Span = Span::hours(1);
/// A word waits for milliseconds, and after a market stood still until it stands up: not so long.
const UNTRIED_MAX: Span = Span::days(1);

/// All of them, as it is at the time that is $1.
pub(super) fn all() -> Vec<Invariant> {
    let (in_vain, untried) = (IN_VAIN_MAX.millis(), UNTRIED_MAX.millis());
    vec![Invariant {
        code: "M6",
        says: "what a provider told was worked on: it has waited neither for an hour in vain nor for a day at all",
        violators: format!(
            "SELECT 1 FROM payment_event v WHERE v.outcome = '' AND (v.received_at < CAST($1 AS BIGINT) - {untried} \
             OR (v.attempts > 0 AND v.received_at < CAST($1 AS BIGINT) - {in_vain}))"
        ),
    }]
}
