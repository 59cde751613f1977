//! Money: integer minor units and a currency in one type, checked. No floats, no bare integers.

use serde::{Deserialize, Serialize};

/// A currency the market can settle in; one market settles in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// Renminbi; minor unit fen.
    Cny,
    /// US dollar; minor unit cent.
    Usd,
    /// Euro; minor unit cent.
    Eur,
}

impl Currency {
    /// The ISO 4217 code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
        }
    }

    /// The currency of an ISO 4217 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Cny, Self::Usd, Self::Eur].into_iter().find(|c| c.code() == code)
    }
}

/// An amount in minor units (fen, cents) of one currency. May be negative where the context says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MoneyError {
    /// Two currencies in one sum.
    #[error("amounts are in different currencies")]
    Mixed,
    /// Beyond what 64 bits hold.
    #[error("amount is out of range")]
    Overflow,
    /// Weights that add up to nothing.
    #[error("nothing to split over")]
    NoShares,
}

impl Money {
    /// `minor` units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
    /// Renminbi from fen.
    #[must_use]
    pub const fn fen(minor: i64) -> Self {
        Self::new(minor, Currency::Cny)
    }
    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }
    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }
    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }
    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }
    /// Whether the amount is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`], [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`], [`MoneyError::Overflow`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed);
        }
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The sum of many, zero for none.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// `self × numerator ÷ denominator`, rounded half up (away from zero), once.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`]; [`MoneyError::NoShares`] when the denominator is not positive.
    pub fn times_ratio(self, numerator: i64, denominator: i64) -> Result<Self, MoneyError> {
        if denominator <= 0 {
            return Err(MoneyError::NoShares);
        }
        let product = i128::from(self.minor) * i128::from(numerator);
        let divisor = i128::from(denominator);
        let magnitude = (product.abs() * 2 + divisor) / (divisor * 2);
        let signed = if product < 0 { -magnitude } else { magnitude };
        let minor = i64::try_from(signed).map_err(|_| MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// Splits by weight with the largest remainder method: the shares always add up to `self`.
    ///
    /// # Errors
    /// [`MoneyError::NoShares`] when the weights add up to zero.
    pub fn allocate(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if sum == 0 {
            return Err(MoneyError::NoShares);
        }
        let total = i128::from(self.minor);
        let mut shares: Vec<(i128, i128, usize)> = weights
            .iter()
            .enumerate()
            .map(|(position, weight)| {
                let exact = total * i128::from(*weight);
                (exact.div_euclid(sum), exact.rem_euclid(sum), position)
            })
            .collect();
        let mut left = total - shares.iter().map(|s| s.0).sum::<i128>();
        shares.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
        for share in &mut shares {
            if left > 0 {
                share.0 += 1;
                left -= 1;
            }
        }
        shares.sort_by_key(|s| s.2);
        shares.into_iter().map(|s| Ok(Self { minor: i64::try_from(s.0).map_err(|_| MoneyError::Overflow)?, ..self })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(Money::fen(1).plus(Money::new(1, Currency::Usd)), Err(MoneyError::Mixed));
    }

    #[test]
    fn a_ratio_is_rounded_half_up_once() {
        // 500 g cost 20.05 yuan; 50 g cost 2.005, that is 2.01.
        assert_eq!(Money::fen(2005).times_ratio(50, 500), Ok(Money::fen(201)));
        assert_eq!(Money::fen(2004).times_ratio(50, 500), Ok(Money::fen(200)));
        assert_eq!(Money::fen(-2005).times_ratio(50, 500), Ok(Money::fen(-201)));
        assert_eq!(Money::fen(1).times_ratio(1, 0), Err(MoneyError::NoShares));
        assert_eq!(Money::fen(i64::MAX).times_ratio(2, 1), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn shares_always_add_up(minor in -1_000_000_000i64..1_000_000_000, weights in prop::collection::vec(0u64..1000, 1..12)) {
            prop_assume!(weights.iter().sum::<u64>() > 0);
            let shares = Money::fen(minor).allocate(&weights).unwrap();
            prop_assert_eq!(shares.iter().map(|m| m.minor()).sum::<i64>(), minor);
        }
    }
}
