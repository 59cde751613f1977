//! The rules' names, units and defaults.

use crate::kernel::{Currency, Money, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// One number of the market that an operator may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RuleName {
    /// The market's fee on the goods of an order, in hundredths of a per cent.
    FeeBasisPoints,
    /// Minutes that goods are held for an unpaid order.
    HoldMinutes,
    /// Hours from payment until a shop must have shipped.
    ShipByHours,
    /// Days from dispatch until an order that nobody confirmed counts as received.
    AutoConfirmDays,
    /// What a shop may have in open and finished sales before its identity is approved, in minor units.
    UnverifiedCapMinor,
    /// The least that is paid out, in minor units.
    PayoutMinimumMinor,
    /// Days from when a shop named another bank card until payouts go to it.
    CardRestDays,
    /// Shops that one ID number may open.
    ShopsPerIdentity,
    /// Hours that a shop has to answer a case; its silence is consent.
    CaseAnswerHours,
    /// Days that a buyer has to go on with a case that was refused.
    CaseEscalateDays,
    /// Days that a buyer has to send goods back.
    ReturnSendDays,
    /// Days that a shop has to say that returned goods are there.
    ReturnReceiveDays,
    /// Days in which an operator means to decide.
    DecideDays,
    /// Days in which either side may appeal.
    AppealDays,
    /// Days after an order was completed in which a case can be opened.
    AftersalesDays,
    /// Hours after an order was completed in which a case about goods of it that spoil can be opened.
    PerishableHours,
    /// Hours before the end of a time at which whoever has to act is reminded.
    ReminderHours,
    /// Minutes after which the payment provider is asked what it knows, and its statement compared with the books.
    ReconcileMinutes,
    /// People who must have bought goods in thirty days before they are called best-sellers.
    BestSellerBuyers,
    /// People who must have bought two goods at once before anybody is told that they are bought together.
    TogetherBuyers,
    /// The most that one payment in cash at the door may be, in minor units; zero where the market takes none.
    CashCapMinor,
    /// Payments in cash that one buyer may have promised and not paid.
    CashOpenMost,
}

impl RuleName {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 22] = [
        Self::FeeBasisPoints,
        Self::HoldMinutes,
        Self::ShipByHours,
        Self::AutoConfirmDays,
        Self::UnverifiedCapMinor,
        Self::PayoutMinimumMinor,
        Self::CardRestDays,
        Self::ShopsPerIdentity,
        Self::CaseAnswerHours,
        Self::CaseEscalateDays,
        Self::ReturnSendDays,
        Self::ReturnReceiveDays,
        Self::DecideDays,
        Self::AppealDays,
        Self::AftersalesDays,
        Self::PerishableHours,
        Self::ReminderHours,
        Self::ReconcileMinutes,
        Self::BestSellerBuyers,
        Self::TogetherBuyers,
        Self::CashCapMinor,
        Self::CashOpenMost,
    ];

    /// The name in rows and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FeeBasisPoints => "fee_basis_points",
            Self::HoldMinutes => "hold_minutes",
            Self::ShipByHours => "ship_by_hours",
            Self::AutoConfirmDays => "auto_confirm_days",
            Self::UnverifiedCapMinor => "unverified_cap_minor",
            Self::PayoutMinimumMinor => "payout_minimum_minor",
            Self::CardRestDays => "card_rest_days",
            Self::ShopsPerIdentity => "shops_per_identity",
            Self::CaseAnswerHours => "case_answer_hours",
            Self::CaseEscalateDays => "case_escalate_days",
            Self::ReturnSendDays => "return_send_days",
            Self::ReturnReceiveDays => "return_receive_days",
            Self::DecideDays => "decide_days",
            Self::AppealDays => "appeal_days",
            Self::AftersalesDays => "aftersales_days",
            Self::PerishableHours => "perishable_hours",
            Self::ReminderHours => "reminder_hours",
            Self::ReconcileMinutes => "reconcile_minutes",
            Self::BestSellerBuyers => "best_seller_buyers",
            Self::TogetherBuyers => "together_buyers",
            Self::CashCapMinor => "cash_cap_minor",
            Self::CashOpenMost => "cash_open_most",
        }
    }

    /// The rule of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// What counts where nobody set anything. Never lower a length of time, or keep the old one in `longest`.
    #[must_use]
    pub const fn default_value(self) -> i64 {
        match self {
            Self::FeeBasisPoints => 100,
            Self::HoldMinutes => 30,
            Self::ShipByHours | Self::CaseAnswerHours | Self::PerishableHours => 48,
            Self::AutoConfirmDays | Self::BestSellerBuyers => 10,
            Self::UnverifiedCapMinor => 200_000,
            Self::PayoutMinimumMinor => 100,
            Self::CardRestDays | Self::ShopsPerIdentity | Self::DecideDays | Self::AppealDays | Self::CashOpenMost => 3,
            Self::CaseEscalateDays | Self::TogetherBuyers => 5,
            Self::ReturnSendDays | Self::ReturnReceiveDays => 7,
            Self::AftersalesDays => 15,
            Self::ReminderHours => 24,
            Self::ReconcileMinutes => 10,
            Self::CashCapMinor => 50_000,
        }
    }

    /// The values that make sense, both ends included.
    #[must_use]
    pub const fn range(self) -> (i64, i64) {
        match self {
            Self::FeeBasisPoints => (0, 5_000),
            // A provider's page is open for a day at the longest, and for half an hour longer than the goods are held: see `stripe`.
            Self::HoldMinutes => (5, 1_380),
            Self::ShipByHours => (1, 720),
            Self::AutoConfirmDays => (1, 90),
            Self::UnverifiedCapMinor | Self::CashCapMinor => (0, 1_000_000_000),
            Self::PayoutMinimumMinor => (1, 10_000_000),
            Self::CardRestDays => (1, 30),
            Self::ShopsPerIdentity => (1, 100),
            // Whoever has something to complain of must have had half a day to look.
            Self::CaseAnswerHours | Self::PerishableHours => (12, 720),
            Self::CaseEscalateDays | Self::ReturnSendDays | Self::ReturnReceiveDays | Self::DecideDays | Self::AppealDays => {
                (1, 60)
            }
            Self::AftersalesDays => (0, 365),
            Self::ReminderHours => (1, 168),
            Self::ReconcileMinutes => (1, 1_440),
            Self::BestSellerBuyers => (2, 100_000),
            // With fewer than three, one of two buyers would know what the other one bought.
            Self::TogetherBuyers => (3, 100_000),
            Self::CashOpenMost => (1, 100),
        }
    }

    /// What a number that was set counts as: where less is allowed since, as the most that is.
    #[must_use]
    pub fn counted(self, value: i64) -> i64 {
        let (from, to) = self.range();
        value.clamp(from, to)
    }
}

/// The numbers in force at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Hundredths of a per cent of the goods.
    pub fee_basis_points: i64,
    /// How long an unpaid order holds its goods.
    pub hold: Span,
    /// How long a shop has to ship.
    pub ship_by: Span,
    /// How long a buyer has to confirm.
    pub auto_confirm: Span,
    /// Sales before approval.
    pub unverified_cap_minor: i64,
    /// The least payout.
    pub payout_minimum_minor: i64,
    /// How long payouts to another bank card wait.
    pub card_rest: Span,
    /// Shops an ID number.
    pub shops_per_identity: i64,
    /// How long a shop has to answer a case.
    pub case_answer: Span,
    /// How long a buyer has to go on with a refused case.
    pub case_escalate: Span,
    /// How long a buyer has to send goods back.
    pub return_send: Span,
    /// How long a shop has to receive them.
    pub return_receive: Span,
    /// How long an operator takes to decide.
    pub decide: Span,
    /// How long either side may appeal.
    pub appeal: Span,
    /// How long after its completion a case of an order can be opened.
    pub aftersales: Span,
    /// The same of goods that spoil; never longer.
    pub perishable: Span,
    /// How long before the end of a time whoever has to act is reminded.
    pub reminder: Span,
    /// How often the provider is asked.
    pub reconcile: Span,
    /// Buyers of a best-seller.
    pub best_seller_buyers: i64,
    /// Buyers of what is bought together.
    pub together_buyers: i64,
    /// The most of one payment in cash.
    pub cash_cap_minor: i64,
    /// Promised payments of one buyer.
    pub cash_open_most: i64,
}

impl Policy {
    /// The policy that a lookup of each rule's value makes.
    #[must_use]
    pub fn from_values(value: impl Fn(RuleName) -> i64) -> Self {
        let aftersales = Span::days(value(RuleName::AftersalesDays));
        Self {
            fee_basis_points: value(RuleName::FeeBasisPoints),
            hold: Span::minutes(value(RuleName::HoldMinutes)),
            ship_by: Span::hours(value(RuleName::ShipByHours)),
            auto_confirm: Span::days(value(RuleName::AutoConfirmDays)),
            unverified_cap_minor: value(RuleName::UnverifiedCapMinor),
            payout_minimum_minor: value(RuleName::PayoutMinimumMinor),
            card_rest: Span::days(value(RuleName::CardRestDays)),
            shops_per_identity: value(RuleName::ShopsPerIdentity),
            case_answer: Span::hours(value(RuleName::CaseAnswerHours)),
            case_escalate: Span::days(value(RuleName::CaseEscalateDays)),
            return_send: Span::days(value(RuleName::ReturnSendDays)),
            return_receive: Span::days(value(RuleName::ReturnReceiveDays)),
            decide: Span::days(value(RuleName::DecideDays)),
            appeal: Span::days(value(RuleName::AppealDays)),
            aftersales,
            perishable: Span::hours(value(RuleName::PerishableHours)).min(aftersales),
            reminder: Span::hours(value(RuleName::ReminderHours)),
            reconcile: Span::minutes(value(RuleName::ReconcileMinutes)),
            best_seller_buyers: value(RuleName::BestSellerBuyers),
            together_buyers: value(RuleName::TogetherBuyers),
            cash_cap_minor: value(RuleName::CashCapMinor),
            cash_open_most: value(RuleName::CashOpenMost),
        }
    }
    /// The most of one payment in cash, as money.
    #[must_use]
    pub const fn cash_cap(&self, currency: Currency) -> Money {
        Money::new(self.cash_cap_minor, currency)
    }
    /// What may be sold before approval, as money.
    #[must_use]
    pub const fn unverified_cap(&self, currency: Currency) -> Money {
        Money::new(self.unverified_cap_minor, currency)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::from_values(RuleName::default_value)
    }
}

/// A rule's value and since (or from) when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// Which number.
    pub rule: RuleName,
    /// Its value, in the rule's own unit.
    pub value: i64,
    /// From when; none for the value the software came with.
    pub in_force_from: Option<Timestamp>,
}
