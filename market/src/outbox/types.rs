//! The jobs.

use crate::account::{Language, PersonId};
use crate::aftersales::{CaseEvent, CaseId, CaseKind, CaseState, Party};
use crate::kernel::{Money, Timestamp};
use crate::order::OrderId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id_type!(
    /// One job; also the key by which a receiver knows that it has it already.
    JobId, "job");

/// Which jobs a worker takes: pictures take seconds of a processor each, and nothing else waits for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// All of them.
    Any,
    /// Pictures that came in.
    Pictures,
    /// Everything else.
    Others,
}

/// Something to be done outside of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Sends a six-digit code to an address (e-mail or phone).
    SendSignInCode {
        /// The normalised address.
        address: String,
        /// The code; wiped from the row when it was sent.
        code: String,
        /// The language of the letter.
        language: Language,
    },
    /// Decodes, checks and re-encodes an uploaded photo.
    RenderPhoto {
        /// The photo's row.
        photo: Uuid,
    },
    /// Tells a person what happened to their order, shop or money.
    Notify {
        /// Who is told.
        person: PersonId,
        /// What.
        letter: Letter,
    },
    /// Tells of the goods that stand right at a path of the category tree, behind a place in their order of publication: something
    /// that they are found by changed.
    TellCategory {
        /// The category's path.
        path: String,
        /// When the last one that was told of was published, and which it is.
        after: Option<(i64, Uuid)>,
    },
    /// Gives money back through the provider.
    Refund {
        /// The refund's row, which is its idempotency key.
        refund: Uuid,
    },
    /// Forgets a photo that was uploaded for a listing, unless one shows it or has shown it.
    ForgetPhoto {
        /// The photo.
        photo: Uuid,
        /// The name of its upload in the photo store.
        upload: String,
    },
    /// Forgets files that nobody names any more.
    ForgetFiles {
        /// Their names in the photo store.
        names: Vec<String>,
    },
    /// Forgets the file of a photo that was uploaded for a case, unless a message shows it.
    ForgetEvidence {
        /// The photo.
        photo: Uuid,
        /// Its name in the photo store.
        name: String,
    },
}

impl Job {
    /// The kind of [`Job::RenderPhoto`].
    pub const RENDER_PHOTO: &str = "render_photo";

    /// The kind, as stored and counted.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SendSignInCode { .. } => "send_sign_in_code",
            Self::RenderPhoto { .. } => Self::RENDER_PHOTO,
            Self::Notify { .. } => "notify",
            Self::TellCategory { .. } => "tell_category",
            Self::Refund { .. } => "refund",
            Self::ForgetPhoto { .. } => "forget_photo",
            Self::ForgetFiles { .. } => "forget_files",
            Self::ForgetEvidence { .. } => "forget_evidence",
        }
    }
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
    },
}

/// A job that a worker has taken for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub job: Job,
    /// How often it was tried before.
    pub attempts: i64,
    /// Until when nobody else takes it.
    pub leased_until: Timestamp,
}
