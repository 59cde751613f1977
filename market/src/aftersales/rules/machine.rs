//! The machine of a case.

use crate::aftersales::{CaseEvent, CaseKind, CaseState, Party};

/// Where an event leads; none where the machine has no such edge.
#[must_use]
pub const fn on(state: CaseState, event: CaseEvent, kind: CaseKind) -> Option<CaseState> {
    use {CaseEvent as E, CaseKind as K, CaseState as S};
    match (state, event) {
        // Silence promises no goods: whoever did not answer may not have them.
        (S::Asked, E::AgreeSilently) if matches!(kind, K::Resend) => Some(S::Settled),
        (S::Asked, E::Agree | E::AgreeSilently) => Some(agreed(kind)),
        // Goods that have not left: the shop ships them, and the buyer may ask again when they are there.
        (S::Asked, E::Refuse) if matches!(kind, K::BeforeShipping) => Some(S::Closed),
        (S::Asked, E::Refuse) => Some(S::Refused),
        (S::Asked | S::Refused | S::Returning | S::Disputed, E::Withdraw) | (S::Refused | S::Returning, E::Lapse) => {
            Some(S::Closed)
        }
        // What was missing may have come after all. Whoever has sent theirs back has nothing left to let it be with.
        (S::Resending, E::Withdraw) if matches!(kind, K::Resend) => Some(S::Closed),
        (S::Refused | S::Resent, E::Escalate) | (S::Returned, E::Contest) => Some(S::Disputed),
        (S::Refused, E::Agree) if kind.is_of_goods() => Some(agreed(kind)),
        // Once an operator was asked it is about money alone: goods are promised once a case.
        (S::Disputed, E::Agree) if kind.is_of_goods() => None,
        (S::Refused | S::Disputed, E::Agree) | (S::Returned, E::ReceiveSilently) => Some(S::Settled),
        (S::Asked | S::Refused | S::Disputed, E::GiveBack) if kind.is_of_goods() => Some(S::Settled),
        (S::Returned, E::Receive) if matches!(kind, K::Exchange) => Some(S::Resending),
        (S::Returned, E::Receive) | (S::Resending, E::GiveBack | E::GiveBackSilently) => Some(S::Settled),
        (S::Returning, E::Send) => Some(S::Returned),
        (S::Returning, E::WaiveSilently) => Some(S::Settled),
        (S::Resending, E::Resend) => Some(S::Resent),
        (S::Resent, E::Confirm | E::ConfirmSilently) => Some(S::Replaced),
        (S::Disputed, E::Decide) => Some(S::Decided),
        (S::Decided, E::Appeal) => Some(S::Appealed),
        (S::Decided, E::CarryOut) | (S::Appealed, E::DecideAgain) => Some(S::Settled),
        _ => None,
    }
}

/// What the shop's consent leads to.
const fn agreed(kind: CaseKind) -> CaseState {
    match kind {
        CaseKind::BeforeShipping | CaseKind::RefundOnly => CaseState::Settled,
        CaseKind::ReturnAndRefund | CaseKind::Exchange => CaseState::Returning,
        CaseKind::Resend => CaseState::Resending,
    }
}

/// Who has to do something; none where nobody has to, or the case is over.
#[must_use]
pub const fn waits_for(state: CaseState) -> Option<Party> {
    match state {
        CaseState::Asked | CaseState::Returned | CaseState::Resending => Some(Party::Shop),
        CaseState::Refused | CaseState::Returning | CaseState::Resent => Some(Party::Buyer),
        CaseState::Disputed | CaseState::Appealed => Some(Party::Operator),
        CaseState::Decided | CaseState::Settled | CaseState::Replaced | CaseState::Closed => None,
    }
}

/// The same, where the shop may lack an address for goods that come back: until it has one, their return waits for it.
#[must_use]
pub const fn whose_turn(state: CaseState, lacks_address: bool) -> Option<Party> {
    match state {
        CaseState::Returning if lacks_address => Some(Party::Shop),
        _ => waits_for(state),
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
            "refused --withdraw--> closed",
            "refused --lapse--> closed",
            "refused --escalate--> disputed",
            "returning --withdraw--> closed",
            "returning --lapse--> closed",
            "returning --send--> returned",
            "returning --waive_silently--> settled",
            "returned --receive_silently--> settled",
            "returned --contest--> disputed",
            "resending --give_back--> settled",
            "resending --give_back_silently--> settled",
            "resending --resend--> resent",
            "resent --escalate--> disputed",
            "resent --confirm--> replaced",
            "resent --confirm_silently--> replaced",
            "disputed --withdraw--> closed",
            "disputed --decide--> decided",
            "decided --appeal--> appealed",
            "decided --carry_out--> settled",
            "appealed --decide_again--> settled",
        ];
        let of_money = ["returned --receive--> settled", "refused --agree--> settled", "disputed --agree--> settled"];
        let of_goods = ["asked --give_back--> settled", "refused --give_back--> settled", "disputed --give_back--> settled"];
        let own: [(CaseKind, &[&str], &[&str]); 5] = [
            (
                CaseKind::BeforeShipping,
                &of_money,
                &["asked --agree--> settled", "asked --agree_silently--> settled", "asked --refuse--> closed"],
            ),
            (
                CaseKind::RefundOnly,
                &of_money,
                &["asked --agree--> settled", "asked --agree_silently--> settled", "asked --refuse--> refused"],
            ),
            (
                CaseKind::ReturnAndRefund,
                &of_money,
                &["asked --agree--> returning", "asked --agree_silently--> returning", "asked --refuse--> refused"],
            ),
            (
                CaseKind::Exchange,
                &of_goods,
                &[
                    "asked --agree--> returning",
                    "asked --agree_silently--> returning",
                    "asked --refuse--> refused",
                    "refused --agree--> returning",
                    "returned --receive--> resending",
                ],
            ),
            (
                CaseKind::Resend,
                &of_goods,
                &[
                    "asked --agree--> resending",
                    "asked --agree_silently--> settled",
                    "asked --refuse--> refused",
                    "refused --agree--> resending",
                    "returned --receive--> settled",
                    "resending --withdraw--> closed",
                ],
            ),
        ];
        assert_eq!(own.map(|(kind, ..)| kind), CaseKind::ALL);
        for (kind, shared, own) in own {
            let mut expected: Vec<&str> = common.iter().chain(shared).chain(own).copied().collect();
            expected.sort_unstable();
            let mut found = of(kind);
            found.sort_unstable();
            assert_eq!(found, expected, "{}", kind.code());
        }
    }

    #[test]
    fn no_way_leads_back() {
        for kind in CaseKind::ALL {
            let mut ways = vec![vec![CaseState::Asked]];
            while let Some(way) = ways.pop() {
                let here = way[way.len() - 1];
                for next in CaseEvent::ALL.iter().filter_map(|event| on(here, *event, *kind)) {
                    assert!(!way.contains(&next), "{}: {} again after {way:?}", kind.code(), next.code());
                    ways.push(way.iter().copied().chain([next]).collect());
                }
            }
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
                ("resending", "shop"),
                ("resent", "buyer"),
                ("disputed", "operator"),
                ("appealed", "operator"),
            ]
        );
    }

    #[test]
    fn goods_that_cannot_be_sent_anywhere_wait_for_the_shop() {
        for state in CaseState::ALL {
            let expected = if *state == CaseState::Returning { Some(Party::Shop) } else { waits_for(*state) };
            assert_eq!(whose_turn(*state, true), expected, "{}", state.code());
            assert_eq!(whose_turn(*state, false), waits_for(*state), "{}", state.code());
        }
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
