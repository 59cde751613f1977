//! What is wrong with an address, in words.

use app_kit::Say;
use app_kit::form::FormState;
use app_kit::words::text_error;
use market::account::{ContactError, Language};
use market::address::AddressFieldError;
use market::address::commands::SaveAddressRefusal;

/// Puts every sentence beside its field.
pub fn refused(mut form: FormState, refusal: &SaveAddressRefusal, lang: Language) -> FormState {
    match refusal {
        SaveAddressRefusal::Fields(errors) => {
            for error in errors {
                let (field, sentence) = field_error(*error, lang);
                form.wrong(field, sentence);
            }
            form
        }
        SaveAddressRefusal::BookFull => form.with_notice(lang.say(
            "Your address book is full. Please remove an address that you no longer need.",
            "地址簿已满，请先删除不再使用的地址。",
        )),
    }
}

fn field_error(error: AddressFieldError, lang: Language) -> (&'static str, String) {
    match error {
        AddressFieldError::Recipient(error) => ("recipient", text_error(error, lang)),
        AddressFieldError::Phone(error) => ("phone", phone(error, lang).to_owned()),
        AddressFieldError::Region => (
            "regions",
            lang.say("Please choose the place down to the town or street office.", "请选到乡镇或街道一级。").to_owned(),
        ),
        AddressFieldError::Street(error) => ("street", text_error(error, lang)),
    }
}

fn phone(error: ContactError, lang: Language) -> &'static str {
    match error {
        ContactError::Empty => lang.say("Please fill in a number that the courier can call.", "请填写快递员能打通的电话。"),
        ContactError::TooLong | ContactError::NotAPhone | ContactError::NotAnEmail | ContactError::Neither => lang.say(
            "This is no phone number: 11 digits for a mobile, or the area code and the number.",
            "电话有误：手机号应为 11 位，座机请带区号。",
        ),
    }
}
