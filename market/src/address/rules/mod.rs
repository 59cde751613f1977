//! What counts as an address, how its regions are written, and how a pasted one is read. Runs in the browser too.

mod names;
mod paste;

use super::types::{AddressFieldError, RegionDirectory, TypedAddress};
use crate::account::ContactError;
use crate::account::rules::phone as mobile;
use crate::kernel::limits::{NAME_CHARS_MAX, STREET_CHARS_MAX};
use crate::kernel::{clean_line, half_width};

pub use names::region_names;
pub use paste::parse_pasted;

/// An address that passed the checks.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckedAddress {
    /// Who takes the parcel.
    pub recipient: String,
    /// Their phone, normalised.
    pub phone: String,
    /// A town's code.
    pub region_code: String,
    /// The names down to the town.
    pub region_names: String,
    /// Street, house, floor, door.
    pub street: String,
}

/// Checks every field, so that a form shows all that is wrong at once.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn address(typed: &TypedAddress, regions: &dyn RegionDirectory) -> Result<CheckedAddress, Vec<AddressFieldError>> {
    let mut errors = Vec::new();
    let recipient =
        clean_line(&typed.recipient, NAME_CHARS_MAX).map_err(|error| errors.push(AddressFieldError::Recipient(error)));
    let phone = phone(&typed.phone).map_err(|error| errors.push(AddressFieldError::Phone(error)));
    let code = typed.region_code.trim();
    let path = if regions.is_leaf(code) { regions.path(code) } else { None };
    if path.is_none() {
        errors.push(AddressFieldError::Region);
    }
    let street = clean_line(&typed.street, STREET_CHARS_MAX).map_err(|error| errors.push(AddressFieldError::Street(error)));
    match (recipient, phone, path, street) {
        (Ok(recipient), Ok(phone), Some(path), Ok(street)) => {
            Ok(CheckedAddress { recipient, phone, region_code: code.to_owned(), region_names: region_names(&path), street })
        }
        _ => Err(errors),
    }
}

/// A number that a courier can call: a mobile phone, or a landline with its area code.
///
/// # Errors
/// [`ContactError`].
pub fn phone(text: &str) -> Result<String, ContactError> {
    mobile(text).or_else(|error| landline(text).ok_or(error))
}

/// `0743-8221234`: three digits of area code for Beijing and the 02x cities, four for the others.
fn landline(text: &str) -> Option<String> {
    let compact: String = text.trim().chars().map(half_width).filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let is_plausible = compact.bytes().all(|b| b.is_ascii_digit()) && compact.starts_with('0') && !compact.starts_with("00");
    let area_length = if compact.starts_with("010") || compact.starts_with("02") { 3 } else { 4 };
    let (area, number) = compact.split_at_checked(area_length)?;
    (is_plausible && (7..=8).contains(&number.len())).then(|| format!("{area}-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::sample::SampleRegions;
    use crate::kernel::TextError;

    fn typed() -> TypedAddress {
        TypedAddress {
            recipient: " 张三 ".into(),
            phone: "138 0013 8000".into(),
            region_code: "433123100".into(),
            street: "虹桥路１号".into(),
        }
    }

    #[test]
    fn a_good_address_is_written_as_on_a_parcel() {
        let checked = address(&typed(), &SampleRegions).ok().unwrap();
        assert_eq!((checked.recipient.as_str(), checked.phone.as_str()), ("张三", "+8613800138000"));
        assert_eq!(checked.region_names, "湖南省 湘西土家族苗族自治州 凤凰县 沱江镇");
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let nothing = address(&TypedAddress::default(), &SampleRegions).err().unwrap();
        let expected = [
            AddressFieldError::Recipient(TextError::Empty),
            AddressFieldError::Phone(ContactError::Empty),
            AddressFieldError::Region,
            AddressFieldError::Street(TextError::Empty),
        ];
        assert_eq!(nothing, expected);
        for code in ["43", "433123", "999999999", "🐷", "433123100'", ""] {
            let broken = TypedAddress { region_code: code.into(), ..typed() };
            assert_eq!(address(&broken, &SampleRegions).err(), Some(vec![AddressFieldError::Region]), "{code}");
        }
        let long = TypedAddress { street: "a".repeat(201), ..typed() };
        assert_eq!(
            address(&long, &SampleRegions).err(),
            Some(vec![AddressFieldError::Street(TextError::TooLong { maximum: 200 })])
        );
    }

    #[test]
    fn a_courier_also_calls_landlines() {
        for (text, expected) in [
            ("0743-8221234", Ok("0743-8221234")),
            ("(010) 6552 1234", Ok("010-65521234")),
            ("02165521234", Ok("021-65521234")),
            ("13800138000", Ok("+8613800138000")),
            ("8221234", Err(ContactError::NotAPhone)),
            ("0743-822", Err(ContactError::NotAPhone)),
            ("", Err(ContactError::Empty)),
            ("0743\0", Err(ContactError::NotAPhone)),
        ] {
            assert_eq!(phone(text), expected.map(str::to_owned), "{text}");
        }
    }
}
