//! What makes a shop: its handle and public face, and who is behind it. Runs in the browser too, so that a form tells the same
//! as the server.

mod identity;
mod profile;
mod return_address;

use super::form::{OpenShop, ShopFieldError};
use super::secret::Identity;
use super::types::Handle;
use crate::kernel::Timestamp;
use crate::pricing::rules::PROVINCES;

pub use identity::{bank_card, id_number, identity, legal_name};
pub use profile::{CheckedProfile, handle, handle_of_address, profile};
pub use return_address::return_address;

/// A shop to be that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedShop {
    /// Its name in addresses.
    pub handle: Handle,
    /// Its public face.
    pub profile: CheckedProfile,
    /// The code of the province from which it ships.
    pub ships_from: String,
    /// Who is behind it.
    pub identity: Identity,
}

/// Checks every field, so that a form shows all that is wrong at once.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn open_shop(typed: &OpenShop, now: Timestamp) -> Result<CheckedShop, Vec<ShopFieldError>> {
    let mut errors = Vec::new();
    let handle = handle(&typed.handle).map_err(|error| errors.push(ShopFieldError::Handle(error)));
    let profile = profile(&typed.profile).map_err(|found| errors.extend(found));
    let ships_from = typed.ships_from.trim();
    if !PROVINCES.contains(&ships_from) {
        errors.push(ShopFieldError::ShipsFrom);
    }
    let identity = identity(&typed.identity, now).map_err(|found| errors.extend(found));
    match (handle, profile, identity) {
        (Ok(handle), Ok(profile), Ok(identity)) if errors.is_empty() => {
            Ok(CheckedShop { handle, profile, ships_from: ships_from.to_owned(), identity })
        }
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::TextError;
    use crate::shop::form::{BankCardError, HandleError, IdNumberError, LegalNameError, TypedIdentity, TypedProfile};
    use crate::shop::types::ShopId;

    #[test]
    fn all_that_is_wrong_with_a_form_is_said_at_once() {
        let now = Timestamp::from_millis(1_768_471_200_000);
        let empty = OpenShop {
            attempt: ShopId::mint(now),
            handle: String::new(),
            profile: TypedProfile::default(),
            ships_from: String::new(),
            identity: TypedIdentity::default(),
        };
        let expected = vec![
            ShopFieldError::Handle(HandleError::TooShort { minimum: 3 }),
            ShopFieldError::Name(TextError::Empty),
            ShopFieldError::ShipsFrom,
            ShopFieldError::LegalName(LegalNameError::Empty),
            ShopFieldError::IdNumber(IdNumberError::Empty),
            ShopFieldError::BankCard(BankCardError::Empty),
        ];
        assert_eq!(open_shop(&empty, now), Err(expected));
    }

    #[test]
    fn a_good_form_is_taken_and_shows_nothing_to_developers() {
        let now = Timestamp::from_millis(1_768_471_200_000);
        let typed = OpenShop {
            attempt: ShopId::mint(now),
            handle: "Danqing".into(),
            profile: TypedProfile { name: "丹青湘西特产".into(), ..TypedProfile::default() },
            ships_from: "43".into(),
            identity: TypedIdentity {
                legal_name: "向秀英".into(),
                id_number: "11010519491231002x".into(),
                bank_card: "6222 0212 3456 7890 128".into(),
            },
        };
        let checked = open_shop(&typed, now).unwrap();
        assert_eq!(checked.handle.as_str(), "danqing");
        for shown in [format!("{typed:?}"), format!("{checked:?}")] {
            assert!(!shown.contains("向秀英") && !shown.contains("1949") && !shown.contains("6222"), "{shown}");
        }
    }
}
