//! What pages show of cases.

use super::rules::{WantedError, fee_share, whose_turn};
use super::types::{CaseEvent, CaseId, CaseKind, CaseReason, CaseState, EvidenceId, Heard, Party};
use crate::catalog::VariantId;
use crate::kernel::{Measure, Money, Timestamp};
use crate::order::{LineView, OrderId, OrderState};
use crate::shop::ReturnAddress;
use serde::{Deserialize, Serialize};

/// A line of an order that money can be asked back for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskableLine {
    /// Its position.
    pub position: i64,
    /// As it was bought.
    pub line: LineView,
    /// How much of it is left to be asked for, in smallest steps.
    pub left: i64,
    /// What that is worth, without freight.
    pub worth: Money,
    /// What can be asked for of it; empty where nothing can.
    pub kinds: Vec<CaseKind>,
    /// Until when, where that ends: what spoils has a time of its own.
    pub until: Option<Timestamp>,
    /// The other variants of the same goods: those that came for it before, then those that are on sale, in the shop's order; none where no
    /// exchange can be asked for, or nobody asked which there are.
    pub others: Vec<OtherVariant>,
    /// What came last in its place; none where the buyer has what they bought, or nobody asked.
    pub came: Option<CameView>,
}

/// What came in exchange for what was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameView {
    /// Which variant.
    pub variant: VariantId,
    /// Its title where it has no choices, else these.
    pub name: String,
    /// How much, in smallest steps.
    pub quantity: i64,
}

/// Another variant of goods that were bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherVariant {
    /// Which.
    pub variant: VariantId,
    /// Its title where it has no choices, else these.
    pub name: String,
    /// Whether there is any of it now.
    pub is_there: bool,
    /// Why it cannot come in exchange; none where it can.
    pub why_not: Option<WantedError>,
    /// Whether it came for this line before: then it can be sent once more, too.
    pub has_come: bool,
}

/// What a buyer can ask for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskableOrder {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The shop's name.
    pub shop_name: String,
    /// Where the order stands.
    pub state: OrderState,
    /// What can be asked for of any line; empty where nothing can.
    pub kinds: Vec<CaseKind>,
    /// The lines.
    pub lines: Vec<AskableLine>,
    /// Freight that did not go back yet.
    pub freight_left: Money,
    /// A case that is open.
    pub open_case: Option<CaseId>,
    /// Whether it was asked for in vain as often as it may be while the order's money is held.
    pub is_enough: bool,
    /// Until when a case about any line of which something is left can be opened, where that ends.
    pub until: Option<Timestamp>,
    /// How long the shop has to answer, as a date from now.
    pub answer_by: Timestamp,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Which.
    pub id: CaseId,
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The shop's public name.
    pub shop_name: String,
    /// The shop's address.
    pub shop_handle: String,
    /// What is asked for.
    pub kind: CaseKind,
    /// Why.
    pub reason: CaseReason,
    /// Where it stands.
    pub state: CaseState,
    /// How much is asked for.
    pub amount: Money,
    /// What the buyer got, or gets; none before that is known.
    pub awarded: Option<Money>,
    /// Until when whoever has to act must.
    pub due_at: Option<Timestamp>,
    /// Since when.
    pub opened_at: Timestamp,
    /// Courier and number of the parcel in which the goods were sent once more.
    pub resent: Option<(String, String)>,
    /// Whether goods are to go back to a shop that has not said where to.
    pub lacks_address: bool,
}

impl CaseRow {
    /// Who has to do something; none where nobody has to, or the case is over.
    #[must_use]
    pub const fn whose_turn(&self) -> Option<Party> {
        whose_turn(self.state, self.lacks_address)
    }
}

/// A part of what is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartView {
    /// The position of the line; none for freight.
    pub line: Option<i64>,
    /// The line's title and choices; none for freight.
    pub title: Option<String>,
    /// Smallest steps; zero where only a part of the price is asked for.
    pub quantity: i64,
    /// How the line is measured.
    pub measure: Option<Measure>,
    /// How much.
    pub amount: Money,
    /// Whether it spoils, as was said when it was bought.
    pub is_perishable: bool,
    /// Another variant of the line's goods that is to come in its place; none where it is the same.
    pub wanted: Option<WantedView>,
    /// What had come in exchange for the line when this case was opened; none where the buyer had what they bought.
    pub came: Option<CameView>,
}

impl PartView {
    /// What comes where goods are asked for: its title and choices; none for freight.
    #[must_use]
    pub fn comes(&self) -> Option<&str> {
        self.wanted.as_ref().map(|wanted| wanted.title.as_str()).or(self.title.as_deref())
    }
}

/// What is wanted in place of what was bought, as it was when it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedView {
    /// The line's title with the choices of what is wanted.
    pub title: String,
    /// These choices alone.
    pub name: String,
}

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// Which.
    pub id: EvidenceId,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
}

/// Something that happened or was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// What.
    pub event: CaseEvent,
    /// Who.
    pub party: Party,
    /// In which words.
    pub words: String,
    /// With how much money.
    pub amount: Option<Money>,
    /// When.
    pub at: Timestamp,
    /// Shown with it.
    pub evidence: Vec<EvidenceView>,
}

/// A whole case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// As in lists.
    pub row: CaseRow,
    /// What is asked for.
    pub parts: Vec<PartView>,
    /// What happened, oldest first.
    pub events: Vec<EventView>,
    /// Courier and number of the parcel that goes back.
    pub parcel: Option<(String, String)>,
    /// Where the goods go while they are to be sent back, where the shop has said so.
    pub return_to: Option<ReturnAddress>,
    /// Whether money that went back has arrived.
    pub refund_done: Option<bool>,
    /// Whether it went back from what is held, so that the shop never had it.
    pub is_from_escrow: Option<bool>,
}

impl CaseView {
    /// How much both sides have said here: what somebody has read who reads all of it.
    #[must_use]
    pub fn heard(&self) -> Heard {
        let of = |party: Party| {
            let entries = self.events.iter().filter(|event| event.party == party).count();
            u64::try_from(entries).unwrap_or(u64::MAX)
        };
        Heard { buyer: of(Party::Buyer), shop: of(Party::Shop) }
    }
}

/// The money of the order beside which a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSums {
    /// What the buyer paid.
    pub total: Money,
    /// What the market's coupon added to it.
    pub market_discount: Money,
    /// The market's fee, frozen at the sale.
    pub fee: Money,
    /// What went back to the buyer before.
    pub refunded: Money,
    /// Whether the rest is the shop's already; held for the order otherwise.
    pub is_released: bool,
}

impl CaseSums {
    /// What the shop and the market give of so much that goes back, in this order; together it is all of it, and what the market has again.
    #[must_use]
    pub fn given(&self, amount: Money) -> (Money, Money) {
        let (fee, again) = (self.share(self.fee, amount), self.again(amount).minor());
        let shop = amount.minor().saturating_add(again).saturating_sub(fee);
        (Money::new(shop, amount.currency()), Money::new(fee, amount.currency()))
    }

    /// What the market has again of what its coupon added, where so much goes back.
    #[must_use]
    pub fn again(&self, amount: Money) -> Money {
        Money::new(self.share(self.market_discount, amount), amount.currency())
    }

    fn share(&self, whole: Money, amount: Money) -> i64 {
        fee_share(whole.minor(), self.total.minor(), self.refunded.minor(), amount.minor())
    }
}
