//! A shop's handle, name, story and place.

use crate::kernel::limits::{HANDLE_CHARS_MAX, NAME_CHARS_MAX, STORY_CHARS_MAX};
use crate::kernel::{TextError, clean_line, clean_text, half_width};
use crate::shop::form::{HandleError, ShopFieldError, TypedProfile};
use crate::shop::types::Handle;

/// Shorter ones would be fought over and mistyped.
const HANDLE_CHARS_MIN: usize = 3;

/// Words that the market needs in addresses, or that would let a shop pretend to be the market.
const RESERVED: [&str; 44] = [
    "about",
    "account",
    "admin",
    "administrator",
    "api",
    "assets",
    "cart",
    "checkout",
    "courier",
    "couriers",
    "help",
    "home",
    "identity",
    "legal",
    "listing",
    "listings",
    "login",
    "mail",
    "market",
    "messages",
    "money",
    "new",
    "null",
    "official",
    "open",
    "operator",
    "order",
    "orders",
    "pay",
    "payment",
    "photos",
    "root",
    "rules",
    "search",
    "sell",
    "shanhuo",
    "shop",
    "shops",
    "sign-in",
    "sign-up",
    "staff",
    "static",
    "support",
    "system",
];

/// A public face that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedProfile {
    /// The public name.
    pub name: String,
    /// The story; may be empty.
    pub story: String,
    /// The place; may be empty.
    pub place: String,
}

/// Reads a shop's name in addresses: 3 to 30 of a–z, 0–9 and hyphens.
///
/// # Errors
/// [`HandleError`].
pub fn handle(text: &str) -> Result<Handle, HandleError> {
    let plain: String = text.trim().chars().map(half_width).map(|c| c.to_ascii_lowercase()).collect();
    shaped(&plain)?;
    if RESERVED.contains(&plain.as_str()) {
        return Err(HandleError::Reserved);
    }
    Ok(Handle(plain))
}

/// The handle that an address names, to the letter; none where no shop can bear it, so that nobody has to be asked for it.
#[must_use]
pub fn handle_of_address(text: &str) -> Option<Handle> {
    shaped(text).ok().map(|()| Handle(text.to_owned()))
}

fn shaped(plain: &str) -> Result<(), HandleError> {
    let characters = plain.chars().count();
    if characters > HANDLE_CHARS_MAX {
        return Err(HandleError::TooLong { maximum: HANDLE_CHARS_MAX });
    }
    if !plain.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Err(HandleError::Character);
    }
    if characters < HANDLE_CHARS_MIN {
        return Err(HandleError::TooShort { minimum: HANDLE_CHARS_MIN });
    }
    if plain.starts_with('-') || plain.ends_with('-') || plain.contains("--") {
        return Err(HandleError::Hyphen);
    }
    Ok(())
}

/// Checks a shop's public face.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn profile(typed: &TypedProfile) -> Result<CheckedProfile, Vec<ShopFieldError>> {
    let mut errors = Vec::new();
    let name = clean_line(&typed.name, NAME_CHARS_MAX).map_err(|error| errors.push(ShopFieldError::Name(error)));
    let story = optional(clean_text(&typed.story, STORY_CHARS_MAX)).map_err(|error| errors.push(ShopFieldError::Story(error)));
    let place = optional(clean_line(&typed.place, NAME_CHARS_MAX)).map_err(|error| errors.push(ShopFieldError::Place(error)));
    match (name, story, place) {
        (Ok(name), Ok(story), Ok(place)) => Ok(CheckedProfile { name, story, place }),
        _ => Err(errors),
    }
}

fn optional(text: Result<String, TextError>) -> Result<String, TextError> {
    match text {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_can_be_said_typed_and_printed() {
        let cases = [
            (" Danqing ", Ok("danqing")),
            ("rosy-dress-88", Ok("rosy-dress-88")),
            ("ＤＡＮ", Ok("dan")),
            ("ab", Err(HandleError::TooShort { minimum: 3 })),
            ("", Err(HandleError::TooShort { minimum: 3 })),
            ("-ab", Err(HandleError::Hyphen)),
            ("a--b", Err(HandleError::Hyphen)),
            ("丹青湘西", Err(HandleError::Character)),
            ("a b c", Err(HandleError::Character)),
            ("abc\0", Err(HandleError::Character)),
            ("../etc", Err(HandleError::Character)),
            ("🐷🐷🐷", Err(HandleError::Character)),
            ("Admin", Err(HandleError::Reserved)),
            ("open", Err(HandleError::Reserved)),
            ("sell", Err(HandleError::Reserved)),
            ("api", Err(HandleError::Reserved)),
        ];
        for (text, expected) in cases {
            assert_eq!(handle(text).map(|handle| handle.0), expected.map(str::to_owned), "{text:?}");
        }
        assert_eq!(handle(&"a".repeat(31)), Err(HandleError::TooLong { maximum: 30 }));
        assert!(handle(&"a".repeat(30)).is_ok());
    }

    #[test]
    fn an_address_names_a_handle_to_the_letter() {
        let named = |text: &str| handle_of_address(text).map(|handle| handle.0);
        for text in ["danqing", "rosy-dress-88", "admin"] {
            assert_eq!(named(text).as_deref(), Some(text), "words that were reserved later stay who they are");
        }
        for text in ["", "\0", "dan\0qing", "Danqing", " danqing", "ab", "-ab", "丹青湘西", "../etc", "a\nb"] {
            assert_eq!(named(text), None, "{text:?}");
        }
        assert_eq!(named(&"a".repeat(31)), None);
    }

    #[test]
    fn story_and_place_may_be_left_out() {
        let typed = TypedProfile { name: "丹青\0湘西特产 ".into(), story: " \n".into(), place: String::new() };
        let checked = profile(&typed).unwrap();
        assert_eq!((checked.name.as_str(), checked.story.as_str(), checked.place.as_str()), ("丹青湘西特产", "", ""));
        let long = TypedProfile { name: "山".repeat(61), story: "山".repeat(2_001), place: "山".repeat(61) };
        assert_eq!(profile(&long).unwrap_err().len(), 3);
    }
}
