//! What counts as an e-mail address, a phone number, a code and a password. Runs in the browser too.

use super::types::{Contact, ContactError, ContactKind, PasswordError};
use crate::kernel::half_width;
use crate::kernel::limits::{CONTACT_CHARS_MAX, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};

/// Reads what somebody typed as their e-mail address or phone number.
///
/// # Errors
/// [`ContactError`]: what is wrong with it.
pub fn contact(text: &str) -> Result<Contact, ContactError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ContactError::Empty);
    }
    if text.chars().count() > CONTACT_CHARS_MAX {
        return Err(ContactError::TooLong);
    }
    let text: String = text.chars().map(half_width).collect();
    if text.contains('@') {
        return email(&text).map(|address| Contact { kind: ContactKind::Email, address });
    }
    if text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(is_phone_character) {
        return phone(&text).map(|address| Contact { kind: ContactKind::Phone, address });
    }
    Err(ContactError::Neither)
}

/// Pragmatic: one @, a dotted host of letters, digits and hyphens, no white space and no control characters. Whether it exists,
/// the code that is sent to it tells.
fn email(text: &str) -> Result<String, ContactError> {
    let address = text.to_lowercase();
    // Lower-casing can lengthen a text (İ becomes two characters).
    if address.len() > CONTACT_CHARS_MAX {
        return Err(ContactError::TooLong);
    }
    let (name, host) = address.rsplit_once('@').ok_or(ContactError::NotAnEmail)?;
    let name_is_fine = !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    let label_is_fine = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    let top_is_a_name = labels.last().is_some_and(|top| top.len() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    if name_is_fine && labels.len() >= 2 && labels.iter().all(|label| label_is_fine(label)) && top_is_a_name {
        Ok(address)
    } else {
        Err(ContactError::NotAnEmail)
    }
}

fn is_phone_character(c: char) -> bool {
    c.is_ascii_digit() || c == '+' || is_between_digits(c)
}

/// What people put between the digits of a number.
const fn is_between_digits(c: char) -> bool {
    matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '\u{A0}')
}

/// Reads a mobile phone number: a Chinese one with or without its +86, others with their +. Spaces, hyphens and full-width digits
/// are welcome.
///
/// # Errors
/// [`ContactError`].
pub fn phone(text: &str) -> Result<String, ContactError> {
    let compact: String = text.trim().chars().map(half_width).filter(|c| !is_between_digits(*c)).collect();
    if compact.is_empty() {
        return Err(ContactError::Empty);
    }
    let (is_international, digits) = match compact.strip_prefix('+') {
        Some(digits) => (true, digits),
        None => compact.strip_prefix("00").map_or((false, compact.as_str()), |digits| (true, digits)),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ContactError::NotAPhone);
    }
    let without_country = digits.strip_prefix("86");
    if let Some(mobile) = without_country.filter(|rest| is_chinese_mobile(rest)) {
        return Ok(format!("+86{mobile}"));
    }
    if is_international {
        let is_foreign = without_country.is_none() && !digits.starts_with('0') && (8..=15).contains(&digits.len());
        return if is_foreign { Ok(format!("+{digits}")) } else { Err(ContactError::NotAPhone) };
    }
    if is_chinese_mobile(digits) { Ok(format!("+86{digits}")) } else { Err(ContactError::NotAPhone) }
}

fn is_chinese_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

/// The six digits of a code as typed, or none where it cannot be one.
#[must_use]
pub fn code(text: &str) -> Option<String> {
    let digits: String = text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Whether a text may become a password. Length is what counts; no rules about capitals and signs.
///
/// # Errors
/// [`PasswordError`].
pub fn password(text: &str) -> Result<&str, PasswordError> {
    let characters = text.chars().count();
    if characters < PASSWORD_CHARS_MIN {
        return Err(PasswordError::TooShort { minimum: PASSWORD_CHARS_MIN });
    }
    if characters > PASSWORD_CHARS_MAX {
        return Err(PasswordError::TooLong { maximum: PASSWORD_CHARS_MAX });
    }
    let first = text.chars().next();
    if text.chars().all(|c| Some(c) == first) {
        return Err(PasswordError::OneCharacter);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_lower_cased_and_checked_no_further_than_needed() {
        let long_name = format!("{}@example.com", "a".repeat(65));
        let over_long = format!("{}@example.com", "a".repeat(250));
        let cases = [
            ("  Ana@Example.COM ", Ok("ana@example.com")),
            ("a.b+c@mail.example.cn", Ok("a.b+c@mail.example.cn")),
            ("ａｎａ＠example。com", Ok("ana@example.com")),
            ("12345678@qq.com", Ok("12345678@qq.com")),
            ("a@b", Err(ContactError::NotAnEmail)),
            ("a@b.c", Err(ContactError::NotAnEmail)),
            ("a@1.2.3.4", Err(ContactError::NotAnEmail)),
            ("@example.com", Err(ContactError::NotAnEmail)),
            ("a@@example.com", Err(ContactError::NotAnEmail)),
            ("a..b@example.com", Err(ContactError::NotAnEmail)),
            ("a b@example.com", Err(ContactError::NotAnEmail)),
            ("a\0@example.com", Err(ContactError::NotAnEmail)),
            ("a\r\nBcc: b@example.com", Err(ContactError::NotAnEmail)),
            ("a@example.com,b@example.com", Err(ContactError::NotAnEmail)),
            ("<a@example.com>", Err(ContactError::NotAnEmail)),
            ("🐷@example.com", Err(ContactError::NotAnEmail)),
            ("丹青@example.com", Err(ContactError::NotAnEmail)),
            (long_name.as_str(), Err(ContactError::NotAnEmail)),
            (over_long.as_str(), Err(ContactError::TooLong)),
            ("", Err(ContactError::Empty)),
            (" \t\n", Err(ContactError::Empty)),
            ("丹青", Err(ContactError::Neither)),
            ("🐷", Err(ContactError::Neither)),
            ("\0", Err(ContactError::Neither)),
        ];
        for (text, expected) in cases {
            assert_eq!(contact(text).map(|c| c.address), expected.map(str::to_owned), "{text:?}");
        }
    }

    #[test]
    fn a_phone_number_is_read_in_every_way_it_is_written() {
        let cases = [
            ("13800138000", Ok("+8613800138000")),
            ("138 0013 8000", Ok("+8613800138000")),
            ("138-0013-8000", Ok("+8613800138000")),
            ("+86 138 0013 8000", Ok("+8613800138000")),
            ("＋86 13800138000", Ok("+8613800138000")),
            ("(+86)13800138000", Ok("+8613800138000")),
            ("8613800138000", Ok("+8613800138000")),
            ("008613800138000", Ok("+8613800138000")),
            ("１３８００１３８０００", Ok("+8613800138000")),
            ("+1 415 555 0132", Ok("+14155550132")),
            ("+852 6123 4567", Ok("+85261234567")),
            ("12800138000", Err(ContactError::NotAPhone)),
            ("1380013800", Err(ContactError::NotAPhone)),
            ("138001380000", Err(ContactError::NotAPhone)),
            ("+8612345678901", Err(ContactError::NotAPhone)),
            ("+13800138000", Ok("+13800138000")),
            ("4155550132", Err(ContactError::NotAPhone)),
            ("+0 123 456 789", Err(ContactError::NotAPhone)),
            ("+1", Err(ContactError::NotAPhone)),
            ("1380013+8000", Err(ContactError::NotAPhone)),
            ("-13800138000", Ok("+8613800138000")),
            ("99999999999999999999", Err(ContactError::NotAPhone)),
            ("13800138000\0", Err(ContactError::Neither)),
            ("٠١٢٣٤٥٦٧٨٩٠", Err(ContactError::Neither)),
        ];
        for (text, expected) in cases {
            assert_eq!(contact(text).map(|c| c.address), expected.map(str::to_owned), "{text:?}");
        }
    }

    #[test]
    fn a_code_is_six_digits_however_it_is_spaced() {
        for (text, expected) in [
            (" 123 456 ", Some("123456")),
            ("１２３４５６", Some("123456")),
            ("12345", None),
            ("1234567", None),
            ("12345a", None),
            ("🐷", None),
        ] {
            assert_eq!(code(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_password_is_long_and_not_one_character() {
        assert_eq!(password("short"), Err(PasswordError::TooShort { minimum: 10 }));
        assert_eq!(password("aaaaaaaaaaaa"), Err(PasswordError::OneCharacter));
        assert_eq!(password("🐷🐷🐷🐷🐷🐷🐷🐷🐷🐷"), Err(PasswordError::OneCharacter));
        assert_eq!(password(&"ab".repeat(101)), Err(PasswordError::TooLong { maximum: 200 }));
        assert!(password("腊肉要慢慢熏才好吃啊").is_ok());
        assert!(password("a quiet river").is_ok());
    }

    #[test]
    fn a_contact_does_not_show_itself_to_developers() {
        let ana = contact("ana@example.com").unwrap();
        assert_eq!(format!("{ana:?}"), "Contact(Email, …)");
        assert_eq!(ana.masked(), "an…@example.com");
        assert_eq!(contact("13800138000").unwrap().masked(), "+86…8000");
    }
}
