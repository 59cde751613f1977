//! What can be asked about goods that spoil, and until when. Each line of an order is asked about by its own rule.

use super::{ask_until, kinds, may_ask};
use crate::aftersales::{AskRefusal, CaseKind, CaseReason, PerishableRefusal};
use crate::kernel::Timestamp;
use crate::order::OrderState;
use crate::policy::Policy;

/// Until when lines of an order can be asked about; none where that does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Those that keep.
    pub others: Option<Timestamp>,
    /// Those that spoil; never later.
    pub perishable: Option<Timestamp>,
}

impl Ends {
    /// Those of an order that was completed, by the policy that was in force then.
    #[must_use]
    pub fn of(completed_at: Option<Timestamp>, policy: &Policy) -> Self {
        let perishable = completed_at.map(|at| at.after(policy.perishable));
        Self { others: ask_until(completed_at, policy), perishable }
    }

    /// Of a line that spoils, or does not.
    #[must_use]
    pub const fn of_line(self, is_perishable: bool) -> Option<Timestamp> {
        if is_perishable { self.perishable } else { self.others }
    }
}

/// All that can be asked now about a line of an order in this state. What spoils does not go back in the post.
#[must_use]
pub fn kinds_of_line(is_perishable: bool, state: OrderState, ends: Ends, now: Timestamp) -> Vec<CaseKind> {
    let mut kinds = kinds(state, ends.of_line(is_perishable), now);
    kinds.retain(|kind| !is_perishable || !kind.sends_back());
    kinds
}

/// Whether this can be asked now about a line that spoils, of an order about which it can be asked.
///
/// # Errors
/// [`PerishableRefusal`].
pub fn may_ask_of_perishable(
    (kind, reason): (CaseKind, CaseReason),
    state: OrderState,
    ends: Ends,
    now: Timestamp,
) -> Result<(), PerishableRefusal> {
    if kind.sends_back() {
        return Err(PerishableRefusal::NotSentBack);
    }
    if kind != CaseKind::BeforeShipping && reason == CaseReason::ChangedMind {
        return Err(PerishableRefusal::NotWanted);
    }
    match may_ask(kind, state, ends.perishable, now) {
        Err(AskRefusal::TooLate) => Err(PerishableRefusal::TooLate),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Span;
    use CaseKind as K;

    const AT: Timestamp = Timestamp::from_millis(0);

    fn ends() -> Ends {
        Ends::of(Some(AT), &Policy::default())
    }

    #[test]
    fn what_spoils_has_hours_where_other_goods_have_days() {
        assert_eq!(ends(), Ends { others: Some(AT.after(Span::days(15))), perishable: Some(AT.after(Span::hours(48))) });
        assert_eq!(Ends::of(None, &Policy::default()), Ends { others: None, perishable: None });
        assert_eq!([false, true].map(|spoils| ends().of_line(spoils)), [ends().others, ends().perishable]);
    }

    #[test]
    fn each_line_is_asked_about_by_its_own_rule() {
        let (last, late) = (AT.after(Span::hours(48)), AT.after(Span::millis_of(Span::hours(48).millis() + 1)));
        let of = |spoils, state, now| kinds_of_line(spoils, state, ends(), now);
        let (all, kept) = ([K::RefundOnly, K::ReturnAndRefund, K::Exchange, K::Resend], [K::RefundOnly, K::Resend]);
        for state in [OrderState::Shipped, OrderState::Delivered, OrderState::Completed] {
            assert_eq!(of(false, state, last), all);
            assert_eq!(of(true, state, last), kept, "to the last instant");
        }
        assert_eq!(of(true, OrderState::Completed, late), []);
        assert_eq!(of(true, OrderState::Shipped, late), kept, "that time has not begun");
        assert_eq!(of(false, OrderState::Completed, late), all);
        assert_eq!(of(true, OrderState::Paid, last), [K::BeforeShipping]);
    }

    #[test]
    fn goods_that_spoil_are_neither_sent_back_nor_returned_for_a_change_of_mind() {
        let now = AT.after(Span::hours(48));
        let may = |kind, reason, state| may_ask_of_perishable((kind, reason), state, ends(), now);
        for kind in [K::ReturnAndRefund, K::Exchange] {
            for reason in CaseReason::ALL {
                assert_eq!(may(kind, *reason, OrderState::Shipped), Err(PerishableRefusal::NotSentBack));
            }
        }
        for kind in [K::RefundOnly, K::Resend] {
            for reason in CaseReason::ALL {
                let expected = if *reason == CaseReason::ChangedMind { Err(PerishableRefusal::NotWanted) } else { Ok(()) };
                assert_eq!(may(kind, *reason, OrderState::Completed), expected, "{}", reason.code());
            }
        }
        assert_eq!(may(K::BeforeShipping, CaseReason::ChangedMind, OrderState::Paid), Ok(()), "it is with the shop still");
    }

    #[test]
    fn the_time_for_what_spoils_ends_with_its_last_millisecond() {
        let may = |now| may_ask_of_perishable((K::RefundOnly, CaseReason::Damaged), OrderState::Completed, ends(), now);
        let end = AT.after(Span::hours(48));
        assert_eq!(may(end), Ok(()));
        assert_eq!(may(end.after(Span::millis_of(1))), Err(PerishableRefusal::TooLate));
    }
}
