//! What counts as an address for goods that come back.

use crate::address::rules::phone;
use crate::kernel::clean_line;
use crate::kernel::limits::{NAME_CHARS_MAX, STREET_CHARS_MAX};
use crate::shop::ReturnAddress;
use crate::shop::form::{ReturnAddressError, TypedReturnAddress};

/// Checks every field, so that a form shows all that is wrong at once.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn return_address(typed: &TypedReturnAddress) -> Result<ReturnAddress, Vec<ReturnAddressError>> {
    let recipient = clean_line(&typed.recipient, NAME_CHARS_MAX).map_err(ReturnAddressError::Recipient);
    let phone = phone(&typed.phone).map_err(ReturnAddressError::Phone);
    let place = clean_line(&typed.place, STREET_CHARS_MAX).map_err(ReturnAddressError::Place);
    match (recipient, phone, place) {
        (Ok(recipient), Ok(phone), Ok(place)) => Ok(ReturnAddress { recipient, phone, place }),
        (recipient, phone, place) => Err([recipient.err(), phone.err(), place.err()].into_iter().flatten().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::ContactError;
    use crate::kernel::TextError;

    #[test]
    fn an_address_for_returns_is_whole_or_all_that_is_wrong_is_told() {
        let typed = |recipient: &str, phone: &str, place: &str| TypedReturnAddress {
            recipient: recipient.to_owned(),
            phone: phone.to_owned(),
            place: place.to_owned(),
        };
        let whole = return_address(&typed(" 向秀英 ", "0743-8221234", "湖南省凤凰县沱江镇虹桥路 1 号")).expect("an address");
        assert_eq!((whole.recipient.as_str(), whole.phone.as_str()), ("向秀英", "0743-8221234"));
        assert_eq!(
            return_address(&typed("", "", " ")),
            Err(vec![
                ReturnAddressError::Recipient(TextError::Empty),
                ReturnAddressError::Phone(ContactError::Empty),
                ReturnAddressError::Place(TextError::Empty),
            ])
        );
    }
}
