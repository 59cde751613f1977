//! What people may be expected to do where the market stands.

use crate::deeds::{self, Deed};
use crate::goods::SIZED;
use crate::kinds::{Alone, AtDesk, Move, Told, Unasked};
use crate::state::{CaseIs, Coupon, Order, OrderIs, Payment, PaymentIs, PayoutIs, RecordIs, Reference, RefundIs};
use proptest::prelude::*;

/// What moves a case that stands so; none where nothing does.
fn sensible(is: CaseIs) -> Option<Vec<Move>> {
    use Move as M;
    match is {
        CaseIs::Asked => Some(vec![M::Agree, M::Agree, M::Refuse, M::Refuse, M::Withdraw]),
        CaseIs::Refused => Some(vec![M::Escalate, M::Escalate, M::Agree, M::Withdraw]),
        CaseIs::Returning => Some(vec![M::Send, M::Send, M::Withdraw]),
        CaseIs::Returned => Some(vec![M::Receive, M::Contest]),
        CaseIs::Resending => Some(vec![M::Resend, M::Resend, M::Resend, M::GiveBackInstead, M::Withdraw]),
        CaseIs::Resent => Some(vec![M::ConfirmGoods, M::ConfirmGoods, M::Escalate]),
        CaseIs::Disputed => Some(vec![M::Decide(0), M::Decide(0), M::Decide(0), M::Agree, M::Withdraw]),
        CaseIs::Decided => Some(vec![M::AppealOfBuyer, M::AppealOfShop, M::Decide(0)]),
        CaseIs::Appealed => Some(vec![M::Decide(0)]),
        CaseIs::Settled | CaseIs::Replaced | CaseIs::Closed => None,
    }
}

/// Mostly what makes sense where the market stands, sometimes anything at all.
pub fn transitions(state: &Reference) -> BoxedStrategy<Deed> {
    let one_of = |of: Vec<usize>| (!of.is_empty()).then(|| prop::sample::select(of).boxed());
    let orders = |fits: &dyn Fn(&Order) -> bool| {
        let all = state.orders.iter().enumerate();
        one_of(all.filter(|(_, order)| fits(order) && order.open_case.is_none()).map(|(at, _)| at).collect())
    };
    let payments =
        |fits: fn(&Payment) -> bool| one_of((0..state.payments.len()).filter(|at| fits(&state.payments[*at])).collect());
    let waiting = payments(|payment| payment.is == PaymentIs::Waiting && !payment.is_cash);
    let open: Vec<_> = state.cases.iter().enumerate().filter_map(|(at, case)| Some((at, sensible(case.is)?))).collect();
    let payouts = |is| one_of((0..state.payouts.len()).filter(|at| state.payouts[*at].is == is).collect());
    let refunds = |is| one_of((0..state.refunds.len()).filter(|at| state.refunds[*at].is == is).collect());
    let held = |unasked| one_of((0..state.payments.len()).filter(|at| state.payments[*at].suspended(unasked) > 0).collect());
    let unbooked = one_of((0..state.unbooked.len()).filter(|at| !state.unbooked[*at].is_noted).collect());

    let mut ways = vec![
        (4, deeds::anything()),
        (2, deeds::list()),
        (3, deeds::add()),
        (1, deeds::type_in((0_usize..2).boxed())),
        (4, deeds::buy()),
        (2, deeds::promise()),
        (3, deeds::wait()),
        (2, deeds::back()),
        (1, deeds::forge()),
        (1, deeds::stray()),
        (1, deeds::odd()),
        (1, Just(Deed::PayOut).boxed()),
    ];
    let mut add = |weight: u32, way: Option<BoxedStrategy<Deed>>| ways.extend(way.map(|way| (weight, way)));
    let full = one_of((0..state.carts.len()).filter(|buyer| !state.carts[*buyer].is_empty()).collect());
    add(4, full.clone().map(deeds::type_in));
    add(2, full.map(|which| which.prop_map(|who| Deed::Buy(who, [0; 4])).boxed()));
    let is_used = |coupon: &Coupon| !state.ended[coupon.at()] && state.uses(coupon.at()).0 > 0;
    let used: Vec<_> = [Coupon::Shop, Coupon::Market].into_iter().filter(is_used).collect();
    add(1, (!used.is_empty()).then(|| deeds::end_coupon(used)));
    add(1, waiting.clone().map(|which| which.prop_map(|which| Deed::Tell(which, Told::Wrong, false)).boxed()));
    add(1, waiting.clone().map(|which| which.prop_map(|which| Deed::Tell(which, Told::Dollars, false)).boxed()));
    add(1, waiting.clone().map(|which| which.prop_map(|which| Deed::Tell(which, Told::Declined, false)).boxed()));
    let captured = payments(|payment| payment.is == PaymentIs::Captured && !payment.is_cash);
    add(1, captured.map(|which| which.prop_map(|which| Deed::Tell(which, Told::Right, false)).boxed()));
    add(1, waiting.clone().map(|which| which.prop_map(Deed::GiveUp).boxed()));
    add(8, waiting.map(|which| which.prop_map(|which| Deed::Tell(which, Told::Right, false)).boxed()));
    let beside = payments(|payment| !payment.is_told && payment.late.is_some_and(|late| late != payment.amount));
    add(3, beside.map(|which| which.prop_map(|which| Deed::Tell(which, Told::Right, false)).boxed()));
    add(6, orders(&|order| order.is == OrderIs::Paid).map(|which| which.prop_map(Deed::Ship).boxed()));
    add(1, orders(&|order| order.is == OrderIs::Paid).map(|which| which.prop_map(Deed::Cancel).boxed()));
    add(3, orders(&|order| order.is == OrderIs::Shipped).map(|which| which.prop_map(Deed::Confirm).boxed()));
    let is_here = |order: &Order| !state.payments[order.payment].is_promised();
    let at_the_door = |order: &Order| !is_here(order) && matches!(order.is, OrderIs::Shipped | OrderIs::Delivered);
    add(1, orders(&at_the_door).map(|which| which.prop_map(Deed::TakeBack).boxed()));
    add(2, payments(Payment::is_promised).map(deeds::remit));
    let is_in_part = |at: &usize| {
        let payment = &state.payments[*at];
        payment.is_promised() && payment.records.iter().any(|record| state.is_idle(*at, record))
    };
    let parts = || prop::sample::select(vec![Told::Rest, Told::Rest, Told::Rest, Told::Wrong]);
    let in_part = one_of((0..state.payments.len()).filter(is_in_part).collect());
    add(3, in_part.map(|which| (which, parts()).prop_map(|(which, told)| Deed::Remit(which, told, false)).boxed()));
    let idle = state.payments.iter().enumerate().flat_map(|(payment, known)| {
        let records = known.records.iter().enumerate().filter(move |(_, record)| state.is_idle(payment, record));
        records.map(move |(at, _)| Deed::WithdrawCash(payment, at))
    });
    let idle: Vec<_> = idle.collect();
    add(4, (!idle.is_empty()).then(|| prop::sample::select(idle).boxed()));
    let anew = payments(|payment| payment.records.last().is_some_and(|last| last.is == RecordIs::Withdrawn));
    let anew_as = prop::sample::select(vec![Told::Right, Told::Right, Told::Wrong, Told::Rest]);
    add(3, anew.map(|which| (which, anew_as).prop_map(|(which, told)| Deed::Remit(which, told, true)).boxed()));
    let out = orders(&|order| order.is == OrderIs::Delivered);
    add(1, out.clone().map(|_| Just(Deed::Wait(30 * 1_440, true)).boxed()));
    let of: Vec<usize> = state.orders.iter().map(|order| order.payment).collect();
    add(2, out.map(|which| which.prop_map(move |order| Deed::WriteOff(of[order])).boxed()));
    let under_way = |order: &Order| is_here(order) && matches!(order.is, OrderIs::Paid | OrderIs::Shipped | OrderIs::Completed);
    add(7, orders(&under_way).map(deeds::ask));
    let has_sizes = |order: &Order| {
        let left = matches!(order.is, OrderIs::Shipped | OrderIs::Completed);
        is_here(order) && left && order.lines.iter().any(|line| line.good == SIZED)
    };
    add(2, orders(&has_sizes).map(deeds::ask_other));
    let moves = (!open.is_empty()).then(|| prop::sample::select(open));
    add(20, moves.map(|open| open.prop_flat_map(|(at, of)| deeds::moves(of).prop_map(move |deed| Deed::Move(at, deed))).boxed()));
    add(2, payouts(PayoutIs::Waiting).map(deeds::end_payout));
    add(1, payouts(PayoutIs::Waiting).map(|which| which.prop_map(|at| Deed::EndPayout(at, PayoutIs::Failed)).boxed()));
    add(1, payouts(PayoutIs::Paid).map(|which| which.prop_map(|at| Deed::EndPayout(at, PayoutIs::Returned)).boxed()));
    add(2, refunds(RefundIs::Waiting).map(|which| which.prop_map(Deed::Refunded).boxed()));
    add(1, refunds(RefundIs::Waiting).map(|which| which.prop_map(Deed::RefuseRefund).boxed()));
    add(2, refunds(RefundIs::Waiting).map(deeds::gave));
    add(2, refunds(RefundIs::Waiting).map(deeds::fail));
    add(1, refunds(RefundIs::Done).map(deeds::fail));
    add(3, refunds(RefundIs::Refused).map(deeds::unstick));
    add(3, held(Unasked::Amount).map(|which| deeds::correct(which, Unasked::Amount)));
    add(2, held(Unasked::Currency).map(|which| deeds::correct(which, Unasked::Currency)));
    let alone = |what: Alone, all: usize| {
        let of = one_of((0..all).filter(|at| state.is_alone(what, *at)).collect());
        of.map(|which| which.prop_map(move |at| Deed::Explain(what, at)).boxed())
    };
    add(1, alone(Alone::Odd, state.odd.len()));
    add(1, alone(Alone::Booking, state.payments.len()));
    add(1, alone(Alone::Desk, state.desk.len()));
    add(2, payments(|payment| payment.is == PaymentIs::Captured && !payment.is_cash).map(deeds::at_desk));
    let of_owed = state.refunds.iter().filter(|refund| refund.is_owed() && !refund.is_foreign).map(|refund| refund.payment);
    add(2, one_of(of_owed.collect()).map(|of| of.prop_map(|of| Deed::GiveAtDesk(of, AtDesk::Refund)).boxed()));
    add(3, one_of((0..state.desk.len()).filter(|at| state.may_take_in(*at)).collect()).map(deeds::take_in));
    add(1, one_of((0..state.desk.len()).filter(|at| state.desk[*at].is_open()).collect()).map(deeds::take_in));
    let pairs = (0..state.desk.len()).flat_map(|line| (0..state.refunds.len()).map(move |refund| (line, refund)));
    let ties: Vec<_> = pairs.filter(|(line, refund)| state.is_that(*line, *refund)).collect();
    let tie = |of: Vec<(usize, usize)>| prop::sample::select(of).prop_map(|(line, refund)| Deed::Tie(line, refund)).boxed();
    add(4, (!ties.is_empty()).then(|| tie(ties)));
    add(1, unbooked.map(|which| which.prop_map(Deed::Note).boxed()));
    add(3, one_of((0..state.sendings.len()).collect()).map(deeds::again));
    proptest::strategy::Union::new_weighted(ways).boxed()
}
