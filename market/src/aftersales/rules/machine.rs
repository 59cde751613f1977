//! The machine of a case.

use crate::aftersales::{CaseEvent, CaseKind, CaseState, Party};

/// Where an event leads; none where the machine has no such edge.
#[must_use]
pub const fn on(state: CaseState, event: CaseEvent, kind: CaseKind) -> Option<CaseState> {
    use {CaseEvent as E, CaseKind as K, CaseState as S};
    match (state, event) {
        (S::Asked, E::Agree | E::AgreeSilently) => match kind {
            K::ReturnAndRefund => Some(S::Returning),
            K::BeforeShipping | K::RefundOnly => Some(S::Settled),
        },
        // Goods that have not left: the shop ships them, and the buyer may ask again when they are there.
        (S::Asked, E::Refuse) => match kind {
            K::BeforeShipping => Some(S::Closed),
            K::RefundOnly | K::ReturnAndRefund => Some(S::Refused),
        },
        (S::Asked | S::Refused | S::Returning | S::Disputed, E::Withdraw) | (S::Refused | S::Returning, E::Lapse) => {
            Some(S::Closed)
        }
        (S::Refused, E::Escalate) | (S::Returned, E::Contest) => Some(S::Disputed),
        (S::Refused | S::Disputed, E::Agree) | (S::Returned, E::Receive | E::ReceiveSilently) => Some(S::Settled),
        (S::Returning, E::Send) => Some(S::Returned),
        (S::Disputed, E::Decide) => Some(S::Decided),
        (S::Decided, E::Appeal) => Some(S::Appealed),
        (S::Decided, E::CarryOut) | (S::Appealed, E::DecideAgain) => Some(S::Settled),
        _ => None,
    }
}

/// Who has to do something; none where nobody has to, or the case is over.
#[must_use]
pub const fn waits_for(state: CaseState) -> Option<Party> {
    match state {
        CaseState::Asked | CaseState::Returned => Some(Party::Shop),
        CaseState::Refused | CaseState::Returning => Some(Party::Buyer),
        CaseState::Disputed | CaseState::Appealed => Some(Party::Operator),
        CaseState::Decided | CaseState::Settled | CaseState::Closed => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_these_edges_and_no_others() {
        let mut edges = Vec::new();
        for kind in CaseKind::ALL {
            for state in CaseState::ALL {
                for event in CaseEvent::ALL {
                    if let Some(next) = on(*state, *event, *kind) {
                        edges.push((kind.code(), format!("{} --{}--> {}", state.code(), event.code(), next.code())));
                    }
                }
            }
        }
        let of = |kind: CaseKind| -> Vec<&str> {
            edges.iter().filter(|(of, _)| *of == kind.code()).map(|(_, edge)| edge.as_str()).collect()
        };
        let common = [
            "asked --withdraw--> closed",
            "refused --agree--> settled",
            "refused --withdraw--> closed",
            "refused --lapse--> closed",
            "refused --escalate--> disputed",
            "returning --withdraw--> closed",
            "returning --lapse--> closed",
            "returning --send--> returned",
            "returned --receive--> settled",
            "returned --receive_silently--> settled",
            "returned --contest--> disputed",
            "disputed --agree--> settled",
            "disputed --withdraw--> closed",
            "disputed --decide--> decided",
            "decided --appeal--> appealed",
            "decided --carry_out--> settled",
            "appealed --decide_again--> settled",
        ];
        for (kind, agreed, refused) in [
            (CaseKind::BeforeShipping, "settled", "closed"),
            (CaseKind::RefundOnly, "settled", "refused"),
            (CaseKind::ReturnAndRefund, "returning", "refused"),
        ] {
            let mut expected = vec![
                format!("asked --agree--> {agreed}"),
                format!("asked --agree_silently--> {agreed}"),
                format!("asked --refuse--> {refused}"),
            ];
            expected.extend(common.iter().map(|edge| (*edge).to_owned()));
            assert_eq!(of(kind), expected, "{}", kind.code());
        }
    }

    #[test]
    fn everybody_knows_whose_turn_it_is() {
        let turns: Vec<_> = CaseState::ALL.iter().filter_map(|state| Some((state.code(), waits_for(*state)?.code()))).collect();
        assert_eq!(
            turns,
            [
                ("asked", "shop"),
                ("refused", "buyer"),
                ("returning", "buyer"),
                ("returned", "shop"),
                ("disputed", "operator"),
                ("appealed", "operator"),
            ]
        );
    }

    #[test]
    fn whatever_waits_for_somebody_has_a_way_out() {
        for kind in CaseKind::ALL {
            for state in CaseState::ALL {
                let ways = CaseEvent::ALL.iter().filter(|event| on(*state, **event, *kind).is_some()).count();
                assert_eq!(ways == 0, state.is_over(), "{}", state.code());
            }
        }
    }
}
