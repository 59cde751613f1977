//! What letters are about.

use crate::aftersales::{CaseEvent, CaseId, CaseKind, CaseState, Party};
use crate::kernel::{Money, Span, Timestamp};
use crate::order::OrderId;
use crate::payment::PaymentId;
use serde::{Deserialize, Serialize};

/// Goods in place of which others of their listing come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// What was bought: its title and choices.
    pub bought: String,
    /// The choices of what comes.
    pub wanted: String,
}

/// What a letter is about. The words are made where it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Letter {
    /// To the buyer: a checkout is not paid yet, and its goods are free again soon.
    PaySoon {
        /// The orders' numbers as people say them.
        numbers: Vec<String>,
        /// What is to be paid.
        amount: Money,
        /// Until when.
        expires_at: Timestamp,
    },
    /// To the shop: an order was paid; ship by a date.
    OrderPaid {
        /// The order's number as people say it.
        number: String,
        /// The shop's deadline.
        ship_by: Timestamp,
    },
    /// To the shop: an order is paid in cash at the door; ship by a date.
    OrderPromised {
        /// The order's number.
        number: String,
        /// The shop's deadline.
        ship_by: Timestamp,
        /// What the courier collects.
        amount: Money,
    },
    /// To the shop: the cash of an order has reached the market.
    CashArrived {
        /// The order's number.
        number: String,
        /// How much.
        amount: Money,
    },
    /// To both: an order that was to be paid at the door ended, and nobody paid.
    PromiseEnded {
        /// The order's number.
        number: String,
        /// Whether its parcel came back; else the buyer cancelled before it left.
        came_back: bool,
    },
    /// To the buyer: the parcel left.
    OrderShipped {
        /// The order's number.
        number: String,
        /// Who carries it.
        courier: String,
        /// Under which number.
        tracking_number: String,
        /// When it counts as received.
        confirm_by: Timestamp,
    },
    /// To both: the order ended without goods; money that was paid goes back.
    OrderCancelled {
        /// The order's number.
        number: String,
    },
    /// To the shop: the money was released.
    OrderCompleted {
        /// The order's number.
        number: String,
    },
    /// To the shop: a parcel has to leave soon.
    ShipSoon {
        /// The order's number.
        number: String,
        /// The shop's deadline.
        ship_by: Timestamp,
    },
    /// To the buyer: the shop has not shipped in time.
    ShipLate {
        /// The order's number.
        number: String,
        /// The shop's deadline.
        ship_by: Timestamp,
    },
    /// To the buyer: the order will count as received soon.
    ConfirmSoon {
        /// The order's number.
        number: String,
        /// When.
        confirm_by: Timestamp,
        /// How long, from its completion on, those of its goods that spoil can be asked about; none where none do, and in a letter that
        /// waits since before that was said.
        #[serde(default)]
        perishable: Option<Span>,
    },
    /// To a side of a case: something happened in it.
    Case {
        /// Which.
        case: CaseId,
        /// Of which order.
        order: OrderId,
        /// The order's number.
        number: String,
        /// What is asked for; none in a letter that waits since before goods could be.
        #[serde(default)]
        kind: Option<CaseKind>,
        /// What happened.
        event: CaseEvent,
        /// Where that led.
        state: CaseState,
        /// Who did it.
        by: Party,
        /// Who is told.
        party: Party,
        /// Until when whoever has to act must.
        due: Option<Timestamp>,
        /// How much money it is about, where that is known.
        amount: Option<Money>,
        /// The number of the parcel, where one was sent.
        #[serde(default)]
        parcel: Option<String>,
        /// Whether goods are to go back to a shop that has not said where to.
        #[serde(default)]
        lacks_address: bool,
        /// What comes in exchange for what, where it is not the same once more.
        #[serde(default)]
        swaps: Vec<Swap>,
    },
    /// To a side of a case: it has to act soon, or can appeal no more soon.
    CaseDue {
        /// Which.
        case: CaseId,
        /// Of which order.
        order: OrderId,
        /// The order's number.
        number: String,
        /// What is asked for, as in [`Letter::Case`].
        #[serde(default)]
        kind: Option<CaseKind>,
        /// Where it stands.
        state: CaseState,
        /// Who is told.
        party: Party,
        /// Until when.
        due: Timestamp,
        /// What the buyer gets by a decision, where there is one.
        amount: Option<Money>,
        /// As in [`Letter::Case`].
        #[serde(default)]
        lacks_address: bool,
    },
    /// To operators: the provider refuses to give money back.
    RefundRefused {
        /// How much.
        amount: Money,
        /// The order's number, where it is one order's.
        number: Option<String>,
        /// The provider's words.
        because: String,
    },
    /// To the buyer: money that goes back takes longer than usual.
    RefundDelayed {
        /// How much.
        amount: Money,
        /// The order's number, where it is one order's.
        number: Option<String>,
    },
    /// To the buyer: money went back by a transfer from the market's own bank account.
    RefundByHand {
        /// How much.
        amount: Money,
        /// The order's number, where it is one order's.
        number: Option<String>,
    },
    /// To both: money of an order went back at the payment provider's own desk.
    RefundAtDesk {
        /// The order's number.
        number: String,
        /// How much.
        amount: Money,
    },
    /// To the buyer: money came when it paid for nothing any more, and goes back.
    LatePaymentBack {
        /// Of which checkout.
        payment: PaymentId,
        /// The numbers of its orders as people say them.
        numbers: Vec<String>,
        /// How much.
        amount: Money,
    },
    /// To the buyer: another amount came than was asked for, and goes back.
    WrongAmountBack {
        /// How much.
        amount: Money,
    },
    /// To the owners: the identity was approved.
    IdentityApproved,
    /// To the owners: the identity was not approved.
    IdentityRejected {
        /// The operator's words.
        reason: String,
    },
    /// To the owners: a payout came back.
    PayoutFailed {
        /// The bank's words.
        reason: String,
        /// The shop's name in addresses; none in a letter that waits since before a card could be changed.
        #[serde(default)]
        shop: Option<String>,
        /// Whether the card is paid nothing more, until an owner has named one.
        #[serde(default)]
        is_left_out: bool,
        /// The end of the number of the card that it came back from, where that is not the shop's of today.
        #[serde(default)]
        former: Option<String>,
    },
    /// To the owners: one of them named the bank card that payouts go to.
    PayoutCardChanged {
        /// The shop's name in addresses.
        shop: String,
        /// The end of the card's number.
        last4: String,
        /// From when on it is paid to; none where that is at once.
        pays_from: Option<Timestamp>,
    },
}
