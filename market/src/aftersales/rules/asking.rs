//! What can be asked of an order, and until when.

use super::Ends;
use crate::aftersales::{AskRefusal, CaseKind};
use crate::kernel::Timestamp;
use crate::order::{Cash, OrderState, OrderView};
use crate::policy::Policy;

/// Cases of an order that may end without an agreement, or with a decision that gives nothing, while its money is held, before it leaves,
/// and again after: each stops the clocks, and without an end of it nobody would ever be paid, or could ship. Once the order is completed
/// the buyer may ask again.
pub const VAIN_MAX: u64 = 3;

/// Whether an order in this state has seen so many cases end in vain that it goes on without another.
#[must_use]
pub const fn is_enough(state: OrderState, vain: u64) -> bool {
    matches!(state, OrderState::Paid | OrderState::Shipped | OrderState::Delivered) && vain >= VAIN_MAX
}

/// Until when a case of an order that was completed can be opened, by the policy that was in force then; none where that does not end.
#[must_use]
pub fn ask_until(completed_at: Option<Timestamp>, policy: &Policy) -> Option<Timestamp> {
    completed_at.map(|at| at.after(policy.aftersales))
}

/// Since when an order is completed and its money is here: where the market had paid for its cash, since the courier brought it. Before
/// that there was nothing that could go back.
#[must_use]
pub fn ask_from(completed_at: Option<Timestamp>, cash_at: Option<Timestamp>) -> Option<Timestamp> {
    completed_at.map(|at| cash_at.map_or(at, |cash| at.max(cash)))
}

/// Since when an order is completed, as [`ask_from`] counts.
#[must_use]
pub fn completed_at(order: &OrderView) -> Option<Timestamp> {
    let completed = order.events.iter().rev().find(|event| event.to == OrderState::Completed).map(|event| event.at);
    ask_from(completed, order.cash_at)
}

/// Until when the buyer of a completed order can ask for something; none where they cannot now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenUntil {
    /// About any line of which something is left.
    pub last: Option<Timestamp>,
    /// About those of them that spoil.
    pub perishable: Option<Timestamp>,
}

/// Until when the buyer of a completed order can ask for something, by the policy that was in force when it was completed; none where they
/// cannot now: that time is over, a case is open, all went back, or its cash never came. `left` is what is left of its lines, in their
/// order: nothing can be asked about goods all of which went back, however long their time is.
#[must_use]
pub fn open_until(order: &OrderView, left: &[i64], policy: &Policy, now: Timestamp) -> OpenUntil {
    let is_any_left = order.open_case.is_none() && order.refunded.minor() < order.row.total.minor();
    let is_out = matches!(order.row.cash, Some(Cash::Due | Cash::Lost));
    if !is_any_left || is_out {
        return OpenUntil::default();
    }
    let ends = Ends::of(completed_at(order), policy);
    let open = |is_perishable: bool| ends.of_line(is_perishable).filter(|end| now <= *end);
    let spoils: Vec<bool> =
        order.row.lines.iter().zip(left).filter(|(_, left)| **left > 0).map(|(line, _)| line.is_perishable).collect();
    OpenUntil {
        last: spoils.iter().filter_map(|is_perishable| open(*is_perishable)).max(),
        perishable: open(true).filter(|_| spoils.contains(&true)),
    }
}

/// Whether this can be asked now of an order in this state.
///
/// # Errors
/// [`AskRefusal::NotNow`] where it never can be in this state, [`AskRefusal::TooLate`] where the time is over.
pub fn may_ask(kind: CaseKind, state: OrderState, until: Option<Timestamp>, now: Timestamp) -> Result<(), AskRefusal> {
    let is_before = matches!(kind, CaseKind::BeforeShipping);
    match (is_before, state) {
        (true, OrderState::Paid) | (false, OrderState::Shipped | OrderState::Delivered) => Ok(()),
        (false, OrderState::Completed) => {
            if until.is_some_and(|until| now <= until) {
                Ok(())
            } else {
                Err(AskRefusal::TooLate)
            }
        }
        (true, _) | (false, OrderState::Placed | OrderState::Paid | OrderState::Cancelled) => Err(AskRefusal::NotNow),
    }
}

/// All that can be asked now of an order in this state.
#[must_use]
pub fn kinds(state: OrderState, until: Option<Timestamp>, now: Timestamp) -> Vec<CaseKind> {
    CaseKind::ALL.iter().copied().filter(|kind| may_ask(*kind, state, until, now).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Span;

    #[test]
    fn an_order_whose_money_is_held_goes_on_after_some_cases_in_vain() {
        for state in [OrderState::Paid, OrderState::Shipped, OrderState::Delivered] {
            assert_eq!([VAIN_MAX - 1, VAIN_MAX].map(|vain| is_enough(state, vain)), [false, true]);
        }
        assert!(!is_enough(OrderState::Completed, u64::MAX), "nothing is held");
    }

    #[test]
    fn the_days_count_from_the_last_of_parcel_and_money() {
        let [early, late] = [1, 2].map(|at| Some(Timestamp::from_millis(at)));
        assert_eq!(ask_from(early, None), early, "paid before it left");
        assert_eq!([ask_from(late, early), ask_from(early, late)], [late, late]);
        assert_eq!(ask_from(None, early), None, "that time has not begun");
    }

    #[test]
    fn what_can_be_asked_follows_the_parcel() {
        use CaseKind as K;
        let now = Timestamp::from_millis(0);
        let until = ask_until(Some(now), &Policy::default());
        let asked = |state, until, now| kinds(state, until, now);
        assert_eq!(asked(OrderState::Placed, None, now), []);
        assert_eq!(asked(OrderState::Paid, None, now), [K::BeforeShipping]);
        let after = [K::RefundOnly, K::ReturnAndRefund, K::Exchange, K::Resend];
        for state in [OrderState::Shipped, OrderState::Delivered] {
            assert_eq!(asked(state, None, now), after);
        }
        let end = now.after(Span::days(15));
        assert_eq!(until, Some(end));
        assert_eq!(asked(OrderState::Completed, until, end), after, "to the last instant");
        let late = end.after(Span::millis_of(1));
        assert_eq!(asked(OrderState::Completed, until, late), []);
        assert_eq!(may_ask(K::RefundOnly, OrderState::Completed, until, late), Err(AskRefusal::TooLate));
        assert_eq!(may_ask(K::BeforeShipping, OrderState::Completed, until, now), Err(AskRefusal::NotNow));
        assert_eq!(asked(OrderState::Cancelled, until, now), []);
    }
}
