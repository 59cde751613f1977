//! What can be done. Numbers are raw: they mean "one of those that there are", so that a deed stays one when others are left out.

use crate::kinds::{ALL_MOVES, Alone, AtDesk, Correction, Forged, Gave, Move, Stray, Told, Unasked, Unstick};
use crate::state::{Coupon, LINES, PayoutIs};
use proptest::prelude::*;

/// A deed.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Of which good, the price and the stock in per cent of what they were in the beginning; no stock where the seller leaves it as it
    /// is. Whether some of it was sold since they looked.
    List(usize, i64, Option<i64>, bool),
    /// Who puts how many portions of a good into the cart.
    Add(usize, usize, i64),
    /// Who types in which code.
    Type(usize, Coupon),
    /// Whoever gives a coupon ends it.
    EndCoupon(Coupon),
    /// Who orders what lies in the cart, and how many portions of each good they put there before.
    Buy(usize, [i64; 4]),
    /// As [`Deed::Buy`], and paid in cash at the door.
    Promise(usize, [i64; 4]),
    /// Of which payment, what, and whether under the id of an event before.
    Tell(usize, Told, bool),
    /// Somebody forges word of which payment: what, and of which refund.
    Forge(usize, Forged, usize),
    /// The provider's statement has a line of which money of nobody, or of new one: what, and whether it had it before.
    Stray(usize, Stray, bool),
    /// The provider's statement has a line that is no buyer's money: whether it is a fee.
    Odd(bool),
    /// The provider's own desk gives something of which payment back, for no refund of ours.
    GiveAtDesk(usize, AtDesk),
    /// An operator takes which line of the desk into the books: one order of its payment gives it, or all of them.
    TakeIn(usize, Option<usize>),
    /// An operator says that which line of the desk is which refund.
    Tie(usize, usize),
    /// An operator says what one of these differences was.
    Explain(Alone, usize),
    /// A courier has transferred the cash of a payment: what, and whether under the reference of a line before.
    Remit(usize, Told, bool),
    /// An operator withdraws which of a payment's transfers, as typed wrong.
    WithdrawCash(usize, usize),
    GiveUp(usize),
    Cancel(usize),
    Ship(usize),
    Confirm(usize),
    /// An operator decides that the cash of a payment never comes.
    WriteOff(usize),
    /// The shop has a parcel again that nobody paid for at the door.
    TakeBack(usize),
    /// Of which order, which kind, how much of each line's goods and of the money, in per cent.
    Ask(usize, usize, [i64; LINES], i64),
    Move(usize, Move),
    /// The provider says that a refund has arrived.
    Refunded(usize),
    /// The provider says how much a refund gave back.
    Gave(usize, Gave),
    /// The provider refuses a refund for good.
    RefuseRefund(usize),
    /// The provider says that a refund did not arrive, or came back; whether it says so of the first one, with other words.
    RefundFails(usize, bool),
    /// An operator has a refused refund asked for again, or pays it by hand.
    Unstick(usize, Unstick),
    /// An operator lets what was not asked for out of suspense: back to the buyer, or as the provider's statement says.
    Correct(usize, Unasked, Correction),
    /// An operator has looked into an amount that no book takes.
    Note(usize),
    /// Some form that did its work before is sent again, with something else in it or just so.
    Again(usize, bool),
    PayOut,
    /// What the bank says: that it has paid, or that the money came back.
    EndPayout(usize, PayoutIs),
    /// Minutes, and whether the jobs run.
    Wait(i64, bool),
    /// Seconds that the clock is put back, and whether the jobs run.
    Back(i64, bool),
    Restart,
}

/// Any deed at all, most of them of no use where the market stands.
pub fn anything() -> BoxedStrategy<Deed> {
    let which = || 0_usize..64;
    let told = prop::sample::select(vec![Told::Right, Told::Right, Told::Right, Told::Wrong, Told::Dollars, Told::Declined]);
    let unasked = prop::sample::select(vec![Unasked::Amount, Unasked::Currency]);
    let alone = prop::sample::select(vec![Alone::Odd, Alone::Booking, Alone::Desk]);
    prop_oneof![
        2 => (which(), told, any::<bool>()).prop_map(|(which, told, again)| Deed::Tell(which, told, again)),
        1 => forge(),
        1 => remit(which().boxed()),
        1 => (which(), which()).prop_map(|(which, record)| Deed::WithdrawCash(which, record)),
        1 => which().prop_map(Deed::WriteOff),
        1 => which().prop_map(Deed::TakeBack),
        1 => which().prop_map(Deed::GiveUp),
        1 => which().prop_map(Deed::Cancel),
        1 => which().prop_map(Deed::Ship),
        1 => which().prop_map(Deed::Confirm),
        1 => ask(which().boxed()),
        3 => (which(), moves(ALL_MOVES.to_vec())).prop_map(|(which, deed)| Deed::Move(which, deed)),
        1 => which().prop_map(Deed::Refunded),
        1 => gave(which().boxed()),
        1 => which().prop_map(Deed::RefuseRefund),
        1 => fail(which().boxed()),
        1 => unstick(which().boxed()),
        1 => end_coupon(vec![Coupon::Shop, Coupon::Market]),
        1 => unasked.prop_flat_map(move |unasked| correct(which().boxed(), unasked)),
        1 => which().prop_map(Deed::Note),
        1 => at_desk(which().boxed()),
        1 => take_in(which().boxed()),
        1 => (which(), which()).prop_map(|(which, refund)| Deed::Tie(which, refund)),
        1 => (alone, which()).prop_map(|(what, which)| Deed::Explain(what, which)),
        1 => again(which().boxed()),
        1 => Just(Deed::PayOut),
        1 => end_payout(which().boxed()),
        1 => Just(Deed::Restart),
    ]
    .boxed()
}

/// One of these moves; decisions with an amount of their own.
pub fn moves(of: Vec<Move>) -> BoxedStrategy<Move> {
    (prop::sample::select(of), prop::sample::select(vec![0_i64, 1, 37, 50, 100, 101]))
        .prop_map(|(deed, percent)| if matches!(deed, Move::Decide(_)) { Move::Decide(percent) } else { deed })
        .boxed()
}

/// Asks for a part of one of these orders.
pub fn ask(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let some = || prop::sample::select(vec![34_i64, 50, 100, 100]);
    let goods = prop_oneof![
        3 => (some(), some()).prop_map(|(first, second)| [first, second]),
        2 => some().prop_map(|first| [first, 0]),
        2 => some().prop_map(|second| [0, second]),
        2 => Just([100_i64, 100]),
        1 => prop::sample::select(vec![[150_i64, 0], [100, 150], [0, 0]]),
    ];
    let money = prop::sample::select(vec![0_i64, 33, 75, 75, 100, 100, 100, 101]);
    (which, 0_usize..10, goods, money).prop_map(|(which, kind, goods, money)| Deed::Ask(which, kind, goods, money)).boxed()
}

/// Asks for the other size in exchange for what one of these orders has of it.
pub fn ask_other(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let goods = prop::sample::select(vec![[100_i64, 100], [100, 100], [50, 100], [100, 0]]);
    (which, goods).prop_map(|(which, goods)| Deed::Ask(which, 8, goods, 100)).boxed()
}

/// The bank says something of one of these payouts.
pub fn end_payout(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let said = prop::sample::select(vec![PayoutIs::Paid, PayoutIs::Paid, PayoutIs::Failed, PayoutIs::Returned]);
    (which, said).prop_map(|(which, said)| Deed::EndPayout(which, said)).boxed()
}

/// Somebody forges a word.
pub fn forge() -> BoxedStrategy<Deed> {
    let forged = prop::sample::select(Forged::ALL.to_vec());
    (0_usize..64, forged, 0_usize..64).prop_map(|(which, forged, refund)| Deed::Forge(which, forged, refund)).boxed()
}

/// The provider's statement has a line that names nothing of ours: mostly something comes, and something goes back.
pub fn stray() -> BoxedStrategy<Deed> {
    let said = prop_oneof![4 => Just(Stray::Came), 4 => Just(Stray::Left), 1 => Just(Stray::LeftLess)];
    (0_usize..6, said, prop::bool::weighted(0.2)).prop_map(|(which, said, again)| Deed::Stray(which, said, again)).boxed()
}

/// The provider says how much one of these refunds gave back.
pub fn gave(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    (which, prop::sample::select(Gave::ALL.to_vec())).prop_map(|(which, gave)| Deed::Gave(which, gave)).boxed()
}

/// The provider's statement has a line that is no buyer's money.
pub fn odd() -> BoxedStrategy<Deed> {
    prop::bool::weighted(0.2).prop_map(Deed::Odd).boxed()
}

/// The provider's own desk gives something of one of these payments back.
pub fn at_desk(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let some = prop::sample::select(vec![1_i64, 37, 100]).prop_map(AtDesk::Part);
    (which, prop_oneof![2 => some, 1 => Just(AtDesk::Refund)]).prop_map(|(which, gave)| Deed::GiveAtDesk(which, gave)).boxed()
}

/// An operator takes one of these lines of the desk into the books.
pub fn take_in(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    (which, prop::option::of(0_usize..2)).prop_map(|(which, of)| Deed::TakeIn(which, of)).boxed()
}

/// One of these refunds fails, or did so before.
pub fn fail(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    (which, prop::bool::weighted(0.2)).prop_map(|(which, again)| Deed::RefundFails(which, again)).boxed()
}

/// An operator sees to one of these refunds.
pub fn unstick(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let how = prop::sample::select(vec![Unstick::Retry, Unstick::ByHand]);
    (which, how).prop_map(|(which, how)| Deed::Unstick(which, how)).boxed()
}

/// An operator sees to what came of one of these payments and was not asked for.
pub fn correct(which: BoxedStrategy<usize>, unasked: Unasked) -> BoxedStrategy<Deed> {
    let how = prop_oneof![
        2 => Just(Correction::GiveBack),
        2 => Just(Correction::Statement),
        1 => Just(Correction::StatementLess),
    ];
    (which, how).prop_map(move |(which, how)| Deed::Correct(which, unasked, how)).boxed()
}

/// One of these forms is sent again.
pub fn again(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    (which, any::<bool>()).prop_map(|(which, differs)| Deed::Again(which, differs)).boxed()
}

/// A seller changes what one of the goods costs, and perhaps how much there is.
pub fn list() -> BoxedStrategy<Deed> {
    let price = prop::sample::select(vec![91_i64, 100, 117]);
    let count = prop::option::weighted(0.6, prop::sample::select(vec![0_i64, 5, 30, 100, 120]));
    (0_usize..4, price, count, prop::bool::weighted(0.15))
        .prop_map(|(good, price, count, is_sold_since)| Deed::List(good, price, count, is_sold_since))
        .boxed()
}

/// Somebody puts something into the cart, to be ordered later or not.
pub fn add() -> BoxedStrategy<Deed> {
    (0_usize..2, 0_usize..4, 1_i64..4).prop_map(|(who, good, portions)| Deed::Add(who, good, portions)).boxed()
}

/// One of these buyers types in a code.
pub fn type_in(who: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    (who, prop::sample::select(vec![Coupon::Shop, Coupon::Market])).prop_map(|(who, coupon)| Deed::Type(who, coupon)).boxed()
}

/// One of these coupons is ended.
pub fn end_coupon(of: Vec<Coupon>) -> BoxedStrategy<Deed> {
    prop::sample::select(of).prop_map(Deed::EndCoupon).boxed()
}

/// Somebody buys.
pub fn buy() -> BoxedStrategy<Deed> {
    let some = prop::sample::select(vec![0_i64, 0, 1, 2, 3]);
    (0_usize..2, prop::array::uniform4(some)).prop_map(|(who, wanted)| Deed::Buy(who, wanted)).boxed()
}

/// Somebody orders and pays at the door: mostly one parcel of a sum that couriers carry.
pub fn promise() -> BoxedStrategy<Deed> {
    let goods = prop_oneof![
        4 => (1_i64..4, 0_i64..3).prop_map(|(pork, chillies)| [pork, chillies, 0, 0]),
        4 => (1_i64..3, 0_i64..4).prop_map(|(dresses, cloth)| [0, 0, dresses, cloth]),
        1 => prop::sample::select(vec![[1_i64, 0, 1, 0], [0, 0, 4, 0]]),
    ];
    (0_usize..2, goods).prop_map(|(who, wanted)| Deed::Promise(who, wanted)).boxed()
}

/// A courier's line of one of these payments, mostly a new one of the right amount.
pub fn remit(which: BoxedStrategy<usize>) -> BoxedStrategy<Deed> {
    let told = prop_oneof![5 => Just(Told::Right), 2 => Just(Told::Wrong), 1 => Just(Told::Rest)];
    (which, told, prop::bool::weighted(0.2)).prop_map(|(which, told, again)| Deed::Remit(which, told, again)).boxed()
}

/// Time passes.
pub fn wait() -> BoxedStrategy<Deed> {
    let minutes = prop::sample::select(vec![1_i64, 30, 31, 1_441, 2_880, 2_881, 5_761, 11_521]);
    (minutes, prop::bool::weighted(0.8)).prop_map(|(minutes, jobs)| Deed::Wait(minutes, jobs)).boxed()
}

/// The clock is put back: a little, by minutes, hours or days.
pub fn back() -> BoxedStrategy<Deed> {
    let seconds = prop::sample::select(vec![1_i64, 60, 20 * 60, 5 * 3_600, 26 * 3_600, 3 * 86_400]);
    (seconds, prop::bool::weighted(0.8)).prop_map(|(seconds, jobs)| Deed::Back(seconds, jobs)).boxed()
}
