//! ID numbers of GB 11643, bank cards, and names on ID cards.

use crate::kernel::limits::LEGAL_NAME_CHARS_MAX;
use crate::kernel::{Timestamp, clean_line, half_width};
use crate::pricing::rules::PROVINCES;
use crate::shop::form::{BankCardError, IdNumberError, LegalNameError, ShopFieldError, TypedIdentity};
use crate::shop::secret::{BankCard, IdNumber, Identity, LegalName};

/// The age from which somebody may trade on their own (Civil Code, article 17).
const AGE_MIN: i64 = 18;
/// Nobody who lives was born before.
const BIRTH_YEAR_MIN: i64 = 1900;
/// China has one time zone, eight hours east of UTC: there a birthday begins.
const ZONE_MINUTES: i64 = 480;
/// 83: residents from Taiwan. Numbers that begin with 9 are foreign residents'.
const RESIDENTS_FROM_TAIWAN: &str = "83";
/// The weights of the 17 digits (ISO 7064, MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character of each remainder.
const CHECKS: &str = "10X98765432";

/// Checks who is behind a shop.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn identity(typed: &TypedIdentity, now: Timestamp) -> Result<Identity, Vec<ShopFieldError>> {
    let mut errors = Vec::new();
    let name = legal_name(&typed.legal_name).map_err(|error| errors.push(ShopFieldError::LegalName(error)));
    let number = id_number(&typed.id_number, now).map_err(|error| errors.push(ShopFieldError::IdNumber(error)));
    let card = bank_card(&typed.bank_card).map_err(|error| errors.push(ShopFieldError::BankCard(error)));
    match (name, number, card) {
        (Ok(legal_name), Ok(id_number), Ok(bank_card)) => Ok(Identity { legal_name, id_number, bank_card }),
        _ => Err(errors),
    }
}

/// Reads the name on an ID card, in any script.
///
/// # Errors
/// [`LegalNameError`].
pub fn legal_name(text: &str) -> Result<LegalName, LegalNameError> {
    let name = clean_line(text, LEGAL_NAME_CHARS_MAX).map_err(|error| match error {
        crate::kernel::TextError::Empty => LegalNameError::Empty,
        crate::kernel::TextError::TooLong { .. } => LegalNameError::TooLong,
    })?;
    if !name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '·' | '•' | '.' | '-' | '\'')) {
        return Err(LegalNameError::Character);
    }
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return Err(LegalNameError::Empty);
    }
    Ok(LegalName(name))
}

/// Reads an ID number and checks that it can be one: region, birthday, check character, age.
///
/// # Errors
/// [`IdNumberError`].
pub fn id_number(text: &str, now: Timestamp) -> Result<IdNumber, IdNumberError> {
    let compact: String =
        text.chars().map(half_width).filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let compact = compact.trim();
    if compact.is_empty() {
        return Err(IdNumberError::Empty);
    }
    let (digits, check) = match compact.char_indices().last() {
        Some((at, check)) => (compact.get(..at).unwrap_or_default(), check),
        None => return Err(IdNumberError::Empty),
    };
    if !digits.chars().all(|c| c.is_ascii_digit()) || !(check.is_ascii_digit() || check == 'X') {
        return Err(IdNumberError::Character);
    }
    if digits.len() != WEIGHTS.len() {
        return Err(IdNumberError::Length);
    }
    let region = digits.get(..2).unwrap_or_default();
    if !PROVINCES.contains(&region) && region != RESIDENTS_FROM_TAIWAN && !region.starts_with('9') {
        return Err(IdNumberError::Impossible);
    }
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let birth = (part(6, 10), part(10, 12), part(12, 14));
    let today = now.civil(ZONE_MINUTES);
    if !is_a_day(birth) || birth.0 < BIRTH_YEAR_MIN || birth > (today.year, today.month, today.day) {
        return Err(IdNumberError::Impossible);
    }
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = CHECKS.chars().nth(usize::try_from(sum % 11).unwrap_or(0));
    if expected != Some(check) {
        return Err(IdNumberError::CheckCharacter);
    }
    if (birth.0 + AGE_MIN, birth.1, birth.2) > (today.year, today.month, today.day) {
        return Err(IdNumberError::Minor);
    }
    Ok(IdNumber(compact.to_owned()))
}

const fn is_a_day((year, month, day): (i64, i64, i64)) -> bool {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    1 <= day && day <= days
}

/// Reads a card number of 12 to 19 digits whose last one fits (Luhn's check).
///
/// # Errors
/// [`BankCardError`].
pub fn bank_card(text: &str) -> Result<BankCard, BankCardError> {
    let digits: String = text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.is_empty() {
        return Err(BankCardError::Empty);
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(BankCardError::Character);
    }
    if !(12..=19).contains(&digits.len()) {
        return Err(BankCardError::Length);
    }
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(position, digit)| match (position % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    // Noughts pass Luhn's check, and so does nothing that a bank prints.
    if !sum.is_multiple_of(10) || sum == 0 {
        return Err(BankCardError::CheckDigit);
    }
    Ok(BankCard(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-15 18:00 in China.
    const NOW: Timestamp = Timestamp::from_millis(1_768_471_200_000);

    /// An ID number with the right check character for these 17 digits.
    fn with_check(digits: &str) -> String {
        let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
        format!("{digits}{}", CHECKS.chars().nth(usize::try_from(sum % 11).unwrap()).unwrap())
    }

    #[test]
    fn an_id_number_is_checked_to_its_last_character() {
        // The example of GB 11643-1999, and its neighbours with one digit or two swapped.
        let cases = [
            ("11010519491231002X", Ok("11010519491231002X")),
            ("11010519491231002x", Ok("11010519491231002X")),
            ("110105 19491231 002X", Ok("11010519491231002X")),
            ("１１０１０５１９４９１２３１００２Ｘ", Ok("11010519491231002X")),
            ("110105194912310021", Err(IdNumberError::CheckCharacter)),
            ("11010519491231020X", Err(IdNumberError::CheckCharacter)),
            ("11010519491232002X", Err(IdNumberError::Impossible)),
            ("11010519490231002X", Err(IdNumberError::Impossible)),
            ("99010599991231002X", Err(IdNumberError::Impossible)),
            ("10010519491231002X", Err(IdNumberError::Impossible)),
            ("110105491231002", Err(IdNumberError::Length)),
            ("1101051949123100200X", Err(IdNumberError::Length)),
            ("11010519491X31002X", Err(IdNumberError::Character)),
            ("-1010519491231002X", Err(IdNumberError::Length)),
            ("11010519491231002🐷", Err(IdNumberError::Character)),
            ("11010519491231002X\0", Err(IdNumberError::Character)),
            ("", Err(IdNumberError::Empty)),
            ("  ", Err(IdNumberError::Empty)),
        ];
        for (text, expected) in cases {
            assert_eq!(id_number(text, NOW).map(|number| number.0), expected.map(str::to_owned), "{text:?}");
        }
        assert_eq!(id_number("11010519491231002X", NOW).unwrap().last4(), "002X");
    }

    #[test]
    fn somebody_is_18_on_their_birthday() {
        for (birth, expected) in
            [("20080115", None), ("20080116", Some(IdNumberError::Minor)), ("20260116", Some(IdNumberError::Impossible))]
        {
            let number = with_check(&format!("433123{birth}002"));
            assert_eq!(id_number(&number, NOW).err(), expected, "{birth}");
        }
        // Whoever was born on 29 February 2008 is 18 on 1 March 2026, as the law counts.
        let leap = with_check("43312320080229002");
        let (eve, day) = (Timestamp::from_millis(1_772_287_200_000), Timestamp::from_millis(1_772_294_400_000));
        assert_eq!(id_number(&leap, eve).err(), Some(IdNumberError::Minor));
        assert_eq!(id_number(&leap, day).err(), None);
    }

    #[test]
    fn a_card_number_passes_luhns_check() {
        let cases = [
            ("6222 0212 3456 7890 128", Ok("6222021234567890128")),
            ("4111-1111-1111-1111", Ok("4111111111111111")),
            ("４１１１１１１１１１１１１１１１", Ok("4111111111111111")),
            ("4111111111111112", Err(BankCardError::CheckDigit)),
            ("1411111111111111", Err(BankCardError::CheckDigit)),
            ("0000000000000000", Err(BankCardError::CheckDigit)),
            ("42424242424", Err(BankCardError::Length)),
            ("42424242424242424242", Err(BankCardError::Length)),
            ("4111x11111111111", Err(BankCardError::Character)),
            ("4111111111111111\0", Err(BankCardError::Character)),
            ("🐷", Err(BankCardError::Character)),
            ("", Err(BankCardError::Empty)),
        ];
        for (text, expected) in cases {
            assert_eq!(bank_card(text).map(|card| card.0), expected.map(str::to_owned), "{text:?}");
        }
    }

    #[test]
    fn a_legal_name_is_a_name() {
        for (text, expected) in [
            (" 向秀英 ", Ok("向秀英")),
            ("买买提·艾力", Ok("买买提·艾力")),
            ("Ana Lin", Ok("Ana Lin")),
            ("", Err(LegalNameError::Empty)),
            ("英", Err(LegalNameError::Empty)),
            ("向秀英1", Err(LegalNameError::Character)),
            ("🐷🐷", Err(LegalNameError::Character)),
            ("<b>", Err(LegalNameError::Character)),
        ] {
            assert_eq!(legal_name(text).map(|name| name.0), expected.map(str::to_owned), "{text:?}");
        }
        assert_eq!(legal_name(&"山".repeat(51)), Err(LegalNameError::TooLong));
    }
}
