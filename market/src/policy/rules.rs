//! What a rule's number is counted in, how it is typed, and what is refused of a change.

use super::types::RuleName;
use crate::kernel::{AmountError, Span, Timestamp, parse_decimal};
use serde::{Deserialize, Serialize};

/// Changes of one rule that are announced at once: more than that nobody can plan by.
pub const ANNOUNCED_MAX: u64 = 10;
/// How far ahead a change is announced: a year that was typed wrong must not stand on the page of rules for decades.
pub const AHEAD_MAX: Span = Span::days(366);

/// What a rule's number is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleUnit {
    /// Per cent; the row has hundredths of it.
    Percent,
    /// The market's currency; the row has minor units.
    Money,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Shops.
    Shops,
    /// Different people.
    People,
    /// Parcels.
    Parcels,
}

impl RuleUnit {
    /// How many of the row's steps are one of what people type.
    #[must_use]
    pub const fn steps(self) -> i64 {
        match self {
            Self::Percent | Self::Money => 100,
            Self::Minutes | Self::Hours | Self::Days | Self::Shops | Self::People | Self::Parcels => 1,
        }
    }
}

impl RuleName {
    /// What its number is counted in.
    #[must_use]
    pub const fn unit(self) -> RuleUnit {
        match self {
            Self::FeeBasisPoints => RuleUnit::Percent,
            Self::UnverifiedCapMinor | Self::PayoutMinimumMinor | Self::CashCapMinor => RuleUnit::Money,
            Self::HoldMinutes | Self::ReconcileMinutes => RuleUnit::Minutes,
            Self::ShipByHours | Self::CaseAnswerHours | Self::ReminderHours | Self::PerishableHours => RuleUnit::Hours,
            Self::AutoConfirmDays
            | Self::CardRestDays
            | Self::CaseEscalateDays
            | Self::ReturnSendDays
            | Self::ReturnReceiveDays
            | Self::DecideDays
            | Self::AppealDays
            | Self::AftersalesDays => RuleUnit::Days,
            Self::ShopsPerIdentity => RuleUnit::Shops,
            Self::BestSellerBuyers | Self::TogetherBuyers => RuleUnit::People,
            Self::CashOpenMost => RuleUnit::Parcels,
        }
    }
}

/// Why a rule is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeRuleRefusal {
    /// Outside of what makes sense for this rule.
    OutOfRange {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
    },
    /// A rule never changes for the past.
    InThePast,
    /// Further ahead than [`AHEAD_MAX`].
    TooFarAhead,
    /// So many changes of this rule are announced for other days.
    TooMany {
        /// As many as there may be.
        maximum: u64,
    },
}

/// Reads a number as people type it, `1.25` per cent or `500` yuan, in the steps of the rule's row.
///
/// # Errors
/// [`AmountError`] for what is no number, too fine, or more than the rule takes.
pub fn read_number(rule: RuleName, typed: &str) -> Result<i64, AmountError> {
    parse_decimal(typed, rule.unit().steps(), rule.range().1)
}

/// Whether a rule may have this value.
///
/// # Errors
/// [`ChangeRuleRefusal::OutOfRange`].
pub fn check_value(rule: RuleName, value: i64) -> Result<(), ChangeRuleRefusal> {
    let (from, to) = rule.range();
    if (from..=to).contains(&value) { Ok(()) } else { Err(ChangeRuleRefusal::OutOfRange { from, to }) }
}

/// Whether a change that is made now may count from then on, beside so many of the same rule that are announced for other days.
///
/// # Errors
/// [`ChangeRuleRefusal`], but for its value's.
pub fn check_time(in_force_from: Timestamp, announced: u64, now: Timestamp) -> Result<(), ChangeRuleRefusal> {
    if in_force_from < now {
        return Err(ChangeRuleRefusal::InThePast);
    }
    if in_force_from > now.after(AHEAD_MAX) {
        return Err(ChangeRuleRefusal::TooFarAhead);
    }
    if announced >= ANNOUNCED_MAX {
        return Err(ChangeRuleRefusal::TooMany { maximum: ANNOUNCED_MAX });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn a_rule_is_counted_in_what_its_name_ends_with() {
        for rule in RuleName::ALL {
            let ending = match rule.unit() {
                RuleUnit::Percent => "_basis_points",
                RuleUnit::Money => "_minor",
                RuleUnit::Minutes => "_minutes",
                RuleUnit::Hours => "_hours",
                RuleUnit::Days => "_days",
                RuleUnit::Shops => "shops_per_identity",
                RuleUnit::People => "_buyers",
                RuleUnit::Parcels => "_most",
            };
            assert!(rule.code().ends_with(ending), "{rule:?}");
        }
    }

    #[test]
    fn a_number_is_typed_in_the_unit_that_people_say() {
        assert_eq!(read_number(RuleName::FeeBasisPoints, "1.25"), Ok(125));
        assert_eq!(read_number(RuleName::FeeBasisPoints, "0"), Ok(0));
        assert_eq!(read_number(RuleName::CashCapMinor, "５００"), Ok(50_000));
        assert_eq!(read_number(RuleName::HoldMinutes, "1,380"), Ok(1_380));
        for (rule, typed, error) in [
            (RuleName::HoldMinutes, "", AmountError::Empty),
            (RuleName::HoldMinutes, "half an hour", AmountError::NotANumber),
            (RuleName::HoldMinutes, "-5", AmountError::NotANumber),
            (RuleName::HoldMinutes, "7.5", AmountError::TooFine),
            (RuleName::FeeBasisPoints, "1.255", AmountError::TooFine),
            (RuleName::FeeBasisPoints, "50.01", AmountError::TooLarge),
        ] {
            assert_eq!(read_number(rule, typed), Err(error), "{rule:?} {typed:?}");
        }
    }

    #[test]
    fn both_ends_of_a_range_are_taken_and_what_lies_beyond_is_not() {
        for rule in RuleName::ALL {
            let (from, to) = rule.range();
            assert!(check_value(rule, from).is_ok() && check_value(rule, to).is_ok(), "{rule:?}");
            assert!(check_value(rule, rule.default_value()).is_ok(), "{rule:?}");
            for beyond in [from - 1, to + 1] {
                assert_eq!(check_value(rule, beyond), Err(ChangeRuleRefusal::OutOfRange { from, to }), "{rule:?}");
            }
        }
    }

    #[test]
    fn goods_that_spoil_can_never_be_complained_of_for_longer_than_others() {
        let of = |days, hours| {
            let policy = Policy::from_values(|rule| match rule {
                RuleName::AftersalesDays => days,
                RuleName::PerishableHours => hours,
                other => other.default_value(),
            });
            (policy.aftersales, policy.perishable)
        };
        assert_eq!(of(15, 48), (Span::days(15), Span::hours(48)));
        assert_eq!(of(1, 48), (Span::days(1), Span::days(1)));
        assert_eq!(of(0, 48), (Span::days(0), Span::days(0)));
    }

    #[test]
    fn a_number_beyond_its_range_counts_as_the_end_of_it() {
        assert_eq!([4, 5, 1_380, 1_440].map(|minutes| RuleName::HoldMinutes.counted(minutes)), [5, 5, 1_380, 1_380]);
    }

    #[test]
    fn a_change_counts_from_now_on_at_the_earliest_and_within_a_year() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let second = Span::seconds(1);
        for from in [now, now.after(AHEAD_MAX)] {
            assert_eq!(check_time(from, ANNOUNCED_MAX - 1, now), Ok(()));
        }
        assert_eq!(check_time(now.before(second), 0, now), Err(ChangeRuleRefusal::InThePast));
        assert_eq!(check_time(now.after(AHEAD_MAX).after(second), 0, now), Err(ChangeRuleRefusal::TooFarAhead));
        assert_eq!(check_time(now, ANNOUNCED_MAX, now), Err(ChangeRuleRefusal::TooMany { maximum: 10 }));
    }
}
