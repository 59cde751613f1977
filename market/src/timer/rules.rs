//! When people are reminded of the end of a time, and what becomes of it where nobody was there to remind them.

use crate::kernel::{Span, Timestamp};

/// When somebody is reminded of a time that ends at `due`: `lead` before, and not before half of it is over.
#[must_use]
pub fn remind_at(due: Timestamp, lead: Span, now: Timestamp) -> Timestamp {
    let half = due.millis().saturating_sub(now.millis()).max(0) / 2;
    due.before(Span::millis_of(lead.millis().min(half)))
}

/// When a time ends that was to end at `due`, where its reminder was to be sent at `at` and is sent now. Where nobody was there to send
/// it, so that less than half of its lead is left or none, whoever is reminded has all of the lead once more: silence counts of those
/// only who were asked to break it.
#[must_use]
pub fn end_once_reminded(due: Timestamp, at: Timestamp, now: Timestamp) -> Timestamp {
    let lead = due.millis().saturating_sub(at.millis());
    let left = due.millis().saturating_sub(now.millis());
    if left.saturating_mul(2) < lead { now.after(Span::millis_of(lead)) } else { due }
}

/// A time that ends no more than so much later than it should is left as it is: people have read that date.
const KEPT: Span = Span::days(1);

/// When a time of this length ends at the latest that is left as it is.
#[must_use]
pub const fn latest(span: Span, now: Timestamp) -> Timestamp {
    now.after(span).after(KEPT)
}

/// An end can be written anew without a beginning of its own: by a late reminder, an address for returns, by `put_right` itself.
/// A clock that was put back to between the two finds it too late, though none ran ahead. What is no later than this proves
/// nothing. The price: a leap ahead of less than a month and the longest time is not mended.
const MARGIN: Span = Span::days(29);

/// What ends after this and began before now was written by a clock that ran ahead. `span` is the longest of all times.
#[must_use]
pub const fn in_doubt_until(span: Span, now: Timestamp) -> Timestamp {
    now.after(span).after(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_hour(hours: i64) -> Timestamp {
        Timestamp::from_millis(0).after(Span::hours(hours))
    }

    #[test]
    fn a_reminder_comes_before_the_end_and_not_at_the_beginning() {
        let at = |due, lead| remind_at(at_hour(due), Span::hours(lead), at_hour(0));
        assert_eq!(at(240, 24), at_hour(216));
        assert_eq!([at(48, 24), at(24, 24), at(24, 168)], [at_hour(24), at_hour(12), at_hour(12)]);
        assert_eq!(remind_at(at_hour(1), Span::hours(24), at_hour(2)), at_hour(1));
    }

    #[test]
    fn a_reminder_that_comes_late_gives_its_lead_once_more() {
        let end = |now| end_once_reminded(at_hour(48), at_hour(24), at_hour(now));
        assert_eq!([24, 25, 36].map(end), [at_hour(48); 3], "in time, or not much later");
        assert_eq!([37, 48, 336].map(end), [at_hour(61), at_hour(72), at_hour(360)]);
    }

    #[test]
    fn a_date_that_is_hours_too_late_is_kept() {
        assert_eq!(latest(Span::hours(48), at_hour(10)), at_hour(82));
    }

    #[test]
    fn a_date_that_is_weeks_too_late_proves_nothing() {
        assert_eq!(in_doubt_until(Span::days(10), at_hour(0)), at_hour(39 * 24));
    }
}
