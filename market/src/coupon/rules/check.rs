//! What a typed coupon means.

use crate::coupon::types::{
    CODE_CHARS_MAX, CODE_CHARS_MIN, COUPON_RUN_MAX, CodeError, CouponFieldError as Error, Discount, MakeCoupon, Terms, USES_MAX,
};
use crate::kernel::limits::PRICE_MINOR_MAX;
use crate::kernel::{AmountError, Currency, Money, Timestamp, half_width, parse_decimal};

/// Fen in a yuan, and hundredths of a per cent in a per cent.
const HUNDREDTHS: i64 = 100;
/// Not quite all of it: an order is paid.
const BASIS_POINTS_MAX: i64 = 9_999;

/// A coupon that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCoupon {
    /// In capitals.
    pub code: String,
    /// What it promises.
    pub terms: Terms,
}

/// Reads a code as people type it: in any case, with white space around it, in full width.
///
/// # Errors
/// [`CodeError`].
pub fn code(text: &str) -> Result<String, CodeError> {
    let plain: String = text.trim().chars().map(half_width).map(|c| c.to_ascii_uppercase()).collect();
    let characters = plain.chars().count();
    if !plain.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-') {
        Err(CodeError::Characters)
    } else if characters < CODE_CHARS_MIN {
        Err(CodeError::TooShort)
    } else if characters > CODE_CHARS_MAX {
        Err(CodeError::TooLong)
    } else {
        Ok(plain)
    }
}

/// Checks every field, so that a form shows all that is wrong at once.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn check(typed: &MakeCoupon, currency: Currency, now: Timestamp) -> Result<CheckedCoupon, Vec<Error>> {
    let mut errors = Vec::new();
    let code = code(&typed.code).map_err(|error| errors.push(Error::Code(error))).ok();
    let discount = discount(typed, currency).map_err(|found| errors.extend(found)).ok();
    let minimum = unless_blank(&typed.minimum, parse_decimal(&typed.minimum, HUNDREDTHS, PRICE_MINOR_MAX));
    let minimum = minimum.map_err(|error| errors.push(Error::Minimum(error))).ok().flatten().unwrap_or(0);
    let runs = runs(typed, now).map_err(|found| errors.extend(found)).ok();
    let quota = unless_blank(&typed.quota, positive(&typed.quota, 1, USES_MAX));
    let quota = quota.map_err(|error| errors.push(Error::Quota(error))).ok().flatten();
    let per_buyer = unless_blank(&typed.per_buyer, positive(&typed.per_buyer, 1, USES_MAX));
    let per_buyer = per_buyer.map_err(|error| errors.push(Error::PerBuyer(error))).ok().flatten().unwrap_or(1);
    match (code, discount, runs) {
        (Some(code), Some(discount), Some((from, until))) if errors.is_empty() => {
            let terms = Terms { discount, minimum: Money::new(minimum, currency), from, until, quota, per_buyer };
            Ok(CheckedCoupon { code, terms })
        }
        _ => Err(errors),
    }
}

fn discount(typed: &MakeCoupon, currency: Currency) -> Result<Discount, Vec<Error>> {
    match typed.kind.as_str() {
        "amount" => match positive(&typed.amount, HUNDREDTHS, PRICE_MINOR_MAX) {
            Ok(amount) => Ok(Discount::Amount(Money::new(amount, currency))),
            Err(error) => Err(vec![Error::Amount(error)]),
        },
        "percent" => {
            let percent = positive(&typed.percent, HUNDREDTHS, BASIS_POINTS_MAX).map_err(Error::Percent);
            let most = unless_blank(&typed.most, positive(&typed.most, HUNDREDTHS, PRICE_MINOR_MAX)).map_err(Error::Most);
            match (percent, most) {
                (Ok(basis_points), Ok(most)) => {
                    Ok(Discount::Percent { basis_points, most: most.map(|most| Money::new(most, currency)) })
                }
                (percent, most) => Err(percent.err().into_iter().chain(most.err()).collect()),
            }
        }
        _ => Err(vec![Error::Kind]),
    }
}

fn runs(typed: &MakeCoupon, now: Timestamp) -> Result<(Timestamp, Timestamp), Vec<Error>> {
    match (typed.from, typed.until) {
        (Some(from), Some(until)) if until <= from || until <= now || until > from.after(COUPON_RUN_MAX) => {
            Err(vec![if until <= from || until <= now { Error::Until } else { Error::TooLong }])
        }
        (Some(from), Some(until)) => Ok((from, until)),
        (from, until) => {
            let missing = [(from.is_none(), Error::From), (until.is_none(), Error::Until)];
            Err(missing.into_iter().filter_map(|(is_missing, error)| is_missing.then_some(error)).collect())
        }
    }
}

/// A number above zero; zero is as good as nothing.
fn positive(text: &str, steps: i64, maximum: i64) -> Result<i64, AmountError> {
    match parse_decimal(text, steps, maximum)? {
        0 => Err(AmountError::Empty),
        number => Ok(number),
    }
}

/// What may be left out.
fn unless_blank(text: &str, read: Result<i64, AmountError>) -> Result<Option<i64>, AmountError> {
    if text.trim().is_empty() { Ok(None) } else { read.map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupon::CouponId;
    use crate::kernel::Span;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn typed() -> MakeCoupon {
        MakeCoupon {
            coupon: CouponId::mint(NOW),
            code: "autumn-10".to_owned(),
            kind: "amount".to_owned(),
            amount: "10".to_owned(),
            percent: String::new(),
            most: String::new(),
            minimum: "100".to_owned(),
            from: Some(NOW),
            until: Some(NOW.after(Span::days(7))),
            quota: String::new(),
            per_buyer: String::new(),
        }
    }

    #[test]
    fn a_code_is_read_in_any_case_and_width() {
        for (typed, read) in [(" autumn-10 ", "AUTUMN-10"), ("ａｂ１２", "AB12"), ("A-B", "A-B")] {
            assert_eq!(code(typed), Ok(read.to_owned()), "{typed}");
        }
        assert_eq!((code(&"x".repeat(20)), code(&"x".repeat(21))), (Ok("X".repeat(20)), Err(CodeError::TooLong)));
        for typed in ["", " ", "ab", " a- "] {
            assert_eq!(code(typed), Err(CodeError::TooShort), "{typed:?}");
        }
        for typed in ["a b c", "腊肉节", "ÄÖÜ", "abc\0"] {
            assert_eq!(code(typed), Err(CodeError::Characters), "{typed:?}");
        }
    }

    #[test]
    fn what_is_left_out_is_no_limit() {
        let checked = check(&typed(), Currency::Cny, NOW).unwrap();
        assert_eq!(checked.code, "AUTUMN-10");
        let terms = checked.terms;
        assert_eq!((terms.discount, terms.minimum), (Discount::Amount(Money::fen(1_000)), Money::fen(10_000)));
        assert_eq!((terms.quota, terms.per_buyer), (None, 1));
        let other = MakeCoupon { quota: "300".to_owned(), per_buyer: "2".to_owned(), minimum: String::new(), ..typed() };
        let terms = check(&other, Currency::Cny, NOW).unwrap().terms;
        assert_eq!((terms.quota, terms.per_buyer, terms.minimum), (Some(300), 2, Money::fen(0)));
    }

    #[test]
    fn per_cent_have_a_most_or_none() {
        let percent = |percent: &str, most: &str| MakeCoupon {
            kind: "percent".to_owned(),
            percent: percent.to_owned(),
            most: most.to_owned(),
            ..typed()
        };
        let discount = |typed: &MakeCoupon| check(typed, Currency::Cny, NOW).map(|checked| checked.terms.discount);
        assert_eq!(discount(&percent("12.5", "")), Ok(Discount::Percent { basis_points: 1_250, most: None }));
        assert_eq!(discount(&percent("99.99", "5")), Ok(Discount::Percent { basis_points: 9_999, most: Some(Money::fen(500)) }));
        let wrong = |percent_typed: &str, most: &str| discount(&percent(percent_typed, most)).unwrap_err();
        assert_eq!(wrong("100", "0"), [Error::Percent(AmountError::TooLarge), Error::Most(AmountError::Empty)]);
        assert_eq!(wrong("0", "x"), [Error::Percent(AmountError::Empty), Error::Most(AmountError::NotANumber)]);
        assert_eq!(wrong("1.005", ""), [Error::Percent(AmountError::TooFine)]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let nothing = MakeCoupon {
            code: String::new(),
            kind: "gift".to_owned(),
            minimum: "x".to_owned(),
            from: None,
            until: None,
            quota: "0".to_owned(),
            per_buyer: "1.5".to_owned(),
            ..typed()
        };
        let errors = [
            Error::Code(CodeError::TooShort),
            Error::Kind,
            Error::Minimum(AmountError::NotANumber),
            Error::From,
            Error::Until,
            Error::Quota(AmountError::Empty),
            Error::PerBuyer(AmountError::TooFine),
        ];
        assert_eq!(check(&nothing, Currency::Cny, NOW), Err(errors.to_vec()));
        let free = MakeCoupon { amount: "0".to_owned(), ..typed() };
        assert_eq!(check(&free, Currency::Cny, NOW), Err(vec![Error::Amount(AmountError::Empty)]));
    }

    #[test]
    fn a_limit_that_cannot_be_read_is_not_left_out() {
        let wrong = |other: MakeCoupon| check(&other, Currency::Cny, NOW).unwrap_err();
        assert_eq!(wrong(MakeCoupon { minimum: "ten".to_owned(), ..typed() }), [Error::Minimum(AmountError::NotANumber)]);
        assert_eq!(wrong(MakeCoupon { quota: "0".to_owned(), ..typed() }), [Error::Quota(AmountError::Empty)]);
        assert_eq!(wrong(MakeCoupon { per_buyer: "1.5".to_owned(), ..typed() }), [Error::PerBuyer(AmountError::TooFine)]);
    }

    #[test]
    fn a_coupon_runs_forward_and_for_a_year_at_most() {
        let runs = |from, until| check(&MakeCoupon { from: Some(from), until: Some(until), ..typed() }, Currency::Cny, NOW).err();
        let year = NOW.after(COUPON_RUN_MAX);
        assert_eq!((runs(NOW, year), runs(NOW, year.after(Span::millis_of(1)))), (None, Some(vec![Error::TooLong])));
        assert_eq!(runs(NOW.after(Span::days(2)), NOW.after(Span::days(2))), Some(vec![Error::Until]));
        let before = NOW.before(Span::millis_of(5));
        assert_eq!((runs(before, NOW), runs(before, NOW.after(Span::millis_of(1)))), (Some(vec![Error::Until]), None));
    }
}
