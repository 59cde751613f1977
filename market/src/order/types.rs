//! States, events and actors of an order.

use serde::{Deserialize, Serialize};

crate::id_type!(
    /// An order of one shop.
    OrderId, "ord");

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderState {
    /// Waiting for the payment; its goods are put aside.
    Placed,
    /// Paid, or promised to be paid at the door; the shop packs it.
    Paid,
    /// With the courier.
    Shipped,
    /// At the door, not confirmed yet; or received, and its cash is on its way.
    Delivered,
    /// Received; the money is the shop's.
    Completed,
    /// Ended without goods.
    Cancelled,
}

impl OrderState {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Placed, Self::Paid, Self::Shipped, Self::Delivered, Self::Completed, Self::Cancelled];

    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderEvent {
    /// The payment was captured.
    Pay,
    /// The buyer promised to pay in cash at the door.
    Promise,
    /// Nobody paid in time, or the buyer gave up.
    CloseUnpaid,
    /// The buyer changes their mind before it is shipped.
    Cancel,
    /// The shop gave it to a courier.
    Ship,
    /// The courier gave it to the buyer.
    Deliver,
    /// The buyer says that they have what the clock had counted as given to them.
    Receive,
    /// The buyer has it.
    Confirm,
    /// Nobody said anything in time: it counts as received.
    AutoConfirm,
    /// All of its money went back.
    Refund,
    /// Its parcel came back to the shop, and nobody had paid for it.
    ComeBack,
    /// It was received, its cash never came, and the market pays for it.
    WriteOff,
}

impl OrderEvent {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Pay,
        Self::Promise,
        Self::CloseUnpaid,
        Self::Cancel,
        Self::Ship,
        Self::Deliver,
        Self::Receive,
        Self::Confirm,
        Self::AutoConfirm,
        Self::Refund,
        Self::ComeBack,
        Self::WriteOff,
    ];

    /// Whether it has to wait until the order has no open case: whatever lets money or goods go.
    #[must_use]
    pub const fn waits_for_cases(self) -> bool {
        matches!(self, Self::Cancel | Self::Ship | Self::Confirm | Self::AutoConfirm | Self::ComeBack | Self::WriteOff)
    }

    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Promise => "promise",
            Self::CloseUnpaid => "close_unpaid",
            Self::Cancel => "cancel",
            Self::Ship => "ship",
            Self::Deliver => "deliver",
            Self::Receive => "receive",
            Self::Confirm => "confirm",
            Self::AutoConfirm => "auto_confirm",
            Self::Refund => "refund",
            Self::ComeBack => "come_back",
            Self::WriteOff => "write_off",
        }
    }
    /// The event of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// Who moved an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Its buyer.
    Buyer(crate::account::PersonId),
    /// Somebody of the shop.
    Shop(crate::account::PersonId),
    /// The payment provider.
    Provider,
    /// Somebody who settled a case.
    Operator(crate::account::PersonId),
    /// A clock.
    Timer,
}

impl Actor {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buyer(_) => "buyer",
            Self::Shop(_) => "shop",
            Self::Provider => "provider",
            Self::Operator(_) => "operator",
            Self::Timer => "timer",
        }
    }
    /// The person, where it is one.
    #[must_use]
    pub const fn person(self) -> Option<crate::account::PersonId> {
        match self {
            Self::Buyer(person) | Self::Shop(person) | Self::Operator(person) => Some(person),
            Self::Provider | Self::Timer => None,
        }
    }
}

/// Why an order is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MoveRefusal {
    /// The machine has no such edge.
    #[error("an order that is {0:?} cannot take {1:?}")]
    NotFrom(OrderState, OrderEvent),
    /// Somebody else moved it in the meantime.
    #[error("the order was changed meanwhile")]
    ChangedMeanwhile,
    /// It has an open case, which has to end first.
    #[error("the order has an open case")]
    CaseOpen,
}

/// How the cash stands that a courier collects at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cash {
    /// Promised: the buyer pays at the door, or the courier has it.
    Due,
    /// It has reached the market.
    Here,
    /// It never came, and the market paid for the order.
    Lost,
    /// Nobody pays it any more.
    Off,
}

/// Why a parcel is not taken for one that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComeBackRefusal {
    /// Its money is here, or was never to be paid at the door.
    NotPromised,
    /// The buyer has said that they have it.
    Received,
    /// It cannot come back in this state.
    Move(MoveRefusal),
}

/// Why an order is not shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShipRefusal {
    /// It cannot be shipped in this state.
    Move(MoveRefusal),
    /// No courier of our list.
    Courier,
    /// No tracking number.
    TrackingNumber(TrackingError),
}

/// What is wrong with a tracking number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrackingError {
    /// Nothing was typed.
    Empty,
    /// Not 6 to 40 letters and digits.
    NotANumber,
}
