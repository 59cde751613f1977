//! Cases, their states and what moves them.

mod heard;
mod refusals;

pub use heard::Heard;
pub use refusals::{AskRefusal, CaseRefusal, PerishableRefusal};

use crate::account::PersonId;
use crate::catalog::VariantId;
use crate::order::OrderId;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// A case. Made by the form that opens it, so it is also the attempt's id.
    CaseId, "cas");
crate::id_type!(
    /// A photo that somebody shows in a case.
    EvidenceId, "evi");

/// Gives an enum its codes in rows and forms.
macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The code in rows and forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// The value of a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

/// What a buyer asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CaseKind {
    /// Money for goods that have not left yet; they stay with the shop.
    BeforeShipping,
    /// Money; the goods stay where they are.
    RefundOnly,
    /// Money for goods that are sent back.
    ReturnAndRefund,
    /// The same goods once more, or another variant of them, for those that are sent back.
    Exchange,
    /// The same goods once more; what came of them stays where it is.
    Resend,
}
codes!(CaseKind {
    BeforeShipping = "before_shipping",
    RefundOnly = "refund_only",
    ReturnAndRefund = "return_and_refund",
    Exchange = "exchange",
    Resend = "resend",
});

impl CaseKind {
    /// Whether goods are asked for, and money only where they do not come.
    #[must_use]
    pub const fn is_of_goods(self) -> bool {
        matches!(self, Self::Exchange | Self::Resend)
    }
    /// Whether goods go back to the shop in the post.
    #[must_use]
    pub const fn sends_back(self) -> bool {
        matches!(self, Self::ReturnAndRefund | Self::Exchange)
    }
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CaseReason {
    /// They do not want it any more.
    ChangedMind,
    /// The parcel has not come.
    NotArrived,
    /// Something is missing.
    Missing,
    /// It is broken or spoiled.
    Damaged,
    /// It is not what the listing says.
    NotAsDescribed,
    /// Something else, in their own words.
    Other,
}
codes!(CaseReason {
    ChangedMind = "changed_mind",
    NotArrived = "not_arrived",
    Missing = "missing",
    Damaged = "damaged",
    NotAsDescribed = "not_as_described",
    Other = "other",
});

/// Where a case stands, which is: for whom it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CaseState {
    /// For the shop's answer; its silence is consent, but promises no goods.
    Asked,
    /// For the buyer, whom the shop refused: to bring in an operator, or to let it be.
    Refused,
    /// For the buyer, to send the goods back.
    Returning,
    /// For the shop, to receive them.
    Returned,
    /// For the shop, to send the goods once more, or to give the money back.
    Resending,
    /// For the buyer, to say whether they came and are right.
    Resent,
    /// For an operator.
    Disputed,
    /// For either side's appeal; then the decision is carried out.
    Decided,
    /// For an operator, once more and for good.
    Appealed,
    /// Over: what was agreed or decided is done.
    Settled,
    /// Over: the goods were sent once more, and no money moved.
    Replaced,
    /// Over without money.
    Closed,
}
codes!(CaseState {
    Asked = "asked",
    Refused = "refused",
    Returning = "returning",
    Returned = "returned",
    Resending = "resending",
    Resent = "resent",
    Disputed = "disputed",
    Decided = "decided",
    Appealed = "appealed",
    Settled = "settled",
    Replaced = "replaced",
    Closed = "closed",
});

impl CaseState {
    /// Whether the case is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Settled | Self::Replaced | Self::Closed)
    }
}

/// What moves a case, or is said in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CaseEvent {
    /// The buyer opens it.
    Ask,
    /// Somebody says or shows something; moves nothing.
    Say,
    /// The shop agrees to what is asked for.
    Agree,
    /// The shop said nothing in time, which is consent: to the money, where goods are asked for that nobody promised.
    AgreeSilently,
    /// The shop refuses, with a reason.
    Refuse,
    /// The buyer lets it be.
    Withdraw,
    /// The buyer did not go on in time.
    Lapse,
    /// The buyer brings in an operator.
    Escalate,
    /// The shop did not say in time where the goods go that come back: the money goes back, and they need not.
    WaiveSilently,
    /// The buyer has sent the goods back.
    Send,
    /// The shop has them.
    Receive,
    /// The shop said nothing in time: it counts as having them.
    ReceiveSilently,
    /// The shop says that what came back is not what it sold, or that nothing came.
    Contest,
    /// The shop gives the money back, where goods are asked for.
    GiveBack,
    /// The shop did not send the goods in time: the money goes back.
    GiveBackSilently,
    /// The shop has sent the goods once more.
    Resend,
    /// The buyer has them, and they are right.
    Confirm,
    /// The buyer said nothing in time: it counts as having them.
    ConfirmSilently,
    /// An operator splits the money.
    Decide,
    /// One side asks for a second look.
    Appeal,
    /// An operator splits the money for good.
    DecideAgain,
    /// Nobody appealed in time: the decision is done.
    CarryOut,
}
codes!(CaseEvent {
    Ask = "ask",
    Say = "say",
    Agree = "agree",
    AgreeSilently = "agree_silently",
    Refuse = "refuse",
    Withdraw = "withdraw",
    Lapse = "lapse",
    Escalate = "escalate",
    WaiveSilently = "waive_silently",
    Send = "send",
    Receive = "receive",
    ReceiveSilently = "receive_silently",
    Contest = "contest",
    GiveBack = "give_back",
    GiveBackSilently = "give_back_silently",
    Resend = "resend",
    Confirm = "confirm",
    ConfirmSilently = "confirm_silently",
    Decide = "decide",
    Appeal = "appeal",
    DecideAgain = "decide_again",
    CarryOut = "carry_out",
});

/// A side of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Party {
    /// Who bought.
    Buyer,
    /// Who sold.
    Shop,
    /// Who judges.
    Operator,
    /// A clock.
    Timer,
}
codes!(Party { Buyer = "buyer", Shop = "shop", Operator = "operator", Timer = "timer" });

/// Who acts in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// On which side.
    pub party: Party,
    /// Who; none for a clock.
    pub person: Option<PersonId>,
}

/// What a buyer's form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskCase {
    /// The attempt, which becomes the case.
    pub attempt: CaseId,
    /// Of which order.
    pub order: OrderId,
    /// What.
    pub kind: CaseKind,
    /// Why.
    pub reason: CaseReason,
    /// In their own words.
    pub words: String,
    /// Of the line at each position, how much, in smallest steps.
    pub quantities: Vec<(i64, i64)>,
    /// How much money, in minor units; none for all that these goods cost, with their share of the freight. Whoever asks for goods asks for
    /// all of them: it is not looked at there.
    pub amount_minor: Option<i64>,
    /// Of the line at each position, which variant of the same goods is to come; where none is named, the one that came last, else the one
    /// that was bought. It is looked at of an exchange, and of goods once more in whose place another one came before; and of lines of which
    /// something is asked for.
    pub wanted: Vec<(i64, VariantId)>,
}
