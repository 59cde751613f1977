//! How long whoever has to act in a case has for it, when they are reminded, and what happens without them.

use super::whose_turn;
use crate::aftersales::{CaseEvent, CaseState, Party};
use crate::kernel::{Span, Timestamp};
use crate::policy::Policy;
use crate::timer;

/// How long whoever has to act in a state has for it; none where the case is over.
#[must_use]
pub const fn time_for(state: CaseState, policy: &Policy) -> Option<Span> {
    match state {
        CaseState::Asked => Some(policy.case_answer),
        CaseState::Refused => Some(policy.case_escalate),
        CaseState::Returning => Some(policy.return_send),
        CaseState::Returned => Some(policy.return_receive),
        // As for a parcel of the order: so long until it leaves, and so long until it counts as received.
        CaseState::Resending => Some(policy.ship_by),
        CaseState::Resent => Some(policy.auto_confirm),
        CaseState::Disputed | CaseState::Appealed => Some(policy.decide),
        CaseState::Decided => Some(policy.appeal),
        CaseState::Settled | CaseState::Replaced | CaseState::Closed => None,
    }
}

/// What happens when that time is over. Operators have no such end: the market owes a decision, however late. Where goods are to go back
/// and the shop `lacks_address`, its silence is at least as good for the buyer as an answer: the money goes back without them.
#[must_use]
pub const fn when_over(state: CaseState, lacks_address: bool) -> Option<CaseEvent> {
    match state {
        CaseState::Returning if lacks_address => Some(CaseEvent::WaiveSilently),
        CaseState::Asked => Some(CaseEvent::AgreeSilently),
        CaseState::Refused | CaseState::Returning => Some(CaseEvent::Lapse),
        CaseState::Returned => Some(CaseEvent::ReceiveSilently),
        CaseState::Resending => Some(CaseEvent::GiveBackSilently),
        CaseState::Resent => Some(CaseEvent::ConfirmSilently),
        CaseState::Decided => Some(CaseEvent::CarryOut),
        CaseState::Disputed | CaseState::Appealed | CaseState::Settled | CaseState::Replaced | CaseState::Closed => None,
    }
}

/// Who is reminded before that time is over: whoever has to act, and of a decision both, who may appeal still.
#[must_use]
pub fn reminded(state: CaseState, lacks_address: bool) -> Vec<Party> {
    match state {
        CaseState::Decided => vec![Party::Buyer, Party::Shop],
        _ => whose_turn(state, lacks_address).into_iter().collect(),
    }
}

/// When they are; none where there is nobody. Of a short time they are when half of it is over: silence counts of those only who were
/// asked to break it.
#[must_use]
pub fn remind_at(state: CaseState, due: Timestamp, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    (!reminded(state, false).is_empty()).then(|| timer::rules::remind_at(due, policy.reminder, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aftersales::CaseKind;
    use crate::aftersales::rules::on;

    #[test]
    fn every_open_state_has_a_time_and_whoever_is_no_operator_an_end() {
        let policy = Policy::default();
        for state in CaseState::ALL {
            assert_eq!(time_for(*state, &policy).is_none(), state.is_over(), "{}", state.code());
            let is_judged = matches!(state, CaseState::Disputed | CaseState::Appealed);
            for lacks_address in [false, true] {
                assert_eq!(when_over(*state, lacks_address).is_none(), state.is_over() || is_judged, "{}", state.code());
            }
        }
    }

    #[test]
    fn however_short_a_time_is_somebody_is_reminded_before_it_ends() {
        let (policy, now) = (Policy::default(), Timestamp::from_millis(0));
        let remind = |state, hours| remind_at(state, now.after(Span::hours(hours)), &policy, now);
        assert_eq!(remind(CaseState::Asked, 48), Some(now.after(Span::hours(24))));
        assert_eq!(remind(CaseState::Asked, 12), Some(now.after(Span::hours(6))), "not at once, and not after the end");
        assert_eq!(remind(CaseState::Decided, 72), Some(now.after(Span::hours(48))), "either side may appeal");
        assert_eq!(remind(CaseState::Settled, 72), None);
    }

    #[test]
    fn before_every_time_that_ends_by_itself_somebody_is_reminded() {
        for state in CaseState::ALL {
            for lacks_address in [false, true] {
                assert_eq!(reminded(*state, lacks_address).is_empty(), state.is_over(), "{}", state.code());
            }
        }
        assert_eq!(reminded(CaseState::Decided, false), [Party::Buyer, Party::Shop]);
        assert_eq!(reminded(CaseState::Asked, false), [Party::Shop]);
        assert_eq!(reminded(CaseState::Returning, false), [Party::Buyer]);
        assert_eq!(reminded(CaseState::Returning, true), [Party::Shop], "who has nowhere to send goods is not asked to");
    }

    #[test]
    fn every_end_of_a_time_leads_on_whatever_is_asked_for() {
        for kind in CaseKind::ALL {
            for lacks_address in [false, true] {
                for (state, event) in CaseState::ALL.iter().filter_map(|state| Some((state, when_over(*state, lacks_address)?))) {
                    assert!(on(*state, event, *kind).is_some(), "{} {}", kind.code(), state.code());
                }
            }
        }
    }
}
