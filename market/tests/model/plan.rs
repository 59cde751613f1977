//! Deeds as the model does them, for the system to do the same.

use crate::goods::Amounts;
use crate::kinds::{Alone, Correction, EventId, Forged, Gave, Move, Stray, Told, Unasked, Unstick};
use crate::state::{Coupon, Kind, LINES, PayoutIs};

/// How a provider's word came.
#[derive(Clone, Copy, Debug)]
pub enum Heard {
    First,
    Repeated,
    /// Of money for a payment whose time was over.
    Late,
    /// The same, where another amount of it goes back already.
    Beside,
    /// Of a payment that another one takes.
    Foreign,
    /// Of money that the books have, or had, and of another object of the provider's than the one that brought it.
    More,
}

/// A deed with everything in it worked out, for the system to do the same.
#[derive(Clone, Debug)]
pub enum Plan {
    Nothing,
    List { good: usize, version: i64, price: i64, seen: i64, counted: i64, large: [i64; 2] },
    Add { buyer: usize, good: usize, quantity: i64 },
    Type { buyer: usize, coupon: Coupon, is_left: bool, is_ended: bool },
    EndCoupon { coupon: Coupon },
    Buy { buyer: usize, wanted: Amounts },
    Promise { buyer: usize, wanted: Amounts },
    Tell { payment: usize, told: Told, event: usize, heard: Heard },
    Forge { payment: usize, forged: Forged, event: usize, refund: Option<usize> },
    Stray { of: usize, said: Stray, line: usize },
    Odd { line: usize, is_fee: bool },
    GiveAtDesk { line: usize, payment: usize, amount: i64 },
    TakeIn { line: usize, of: Option<usize> },
    Tie { line: usize, refund: usize },
    Explain { what: Alone, at: usize },
    Remit { payment: usize, amount: i64, line: usize, is_rest: bool, is_anew: bool },
    WithdrawCash { id: EventId },
    GiveUp { payment: usize },
    Cancel { order: usize },
    Ship { order: usize },
    Confirm { order: usize },
    TakeBack { order: usize },
    WriteOff { payment: usize },
    Ask { order: usize, kind: Kind, quantities: [i64; LINES], amount: Option<i64>, wants: Option<usize> },
    Move { case: usize, deed: Move, seen_appealed: bool, amount: i64 },
    Refunded { refund: usize, turn: usize },
    Gave { refund: usize, turn: usize, gave: Gave },
    RefundFails { refund: usize, turn: usize, again: bool },
    RefuseRefund { refund: usize },
    Unstick { refund: usize, how: Unstick },
    Correct { payment: usize, unasked: Unasked, how: Correction },
    Note { id: EventId, is_cash: bool },
    Again { sending: usize, differs: bool },
    PayOut,
    EndPayout { payout: usize, said: PayoutIs },
    Wait { minutes: i64, jobs: bool },
    Back { millis: i64, jobs: bool },
    Restart,
}
