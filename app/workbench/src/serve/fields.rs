//! Where in a shop's form a refusal belongs, and its words.

use crate::words::{bank_card, handle, id_number, legal_name};
use app_kit::Say;
use app_kit::words::text_error;
use market::account::Language;
use market::shop::ShopFieldError;

/// The field and the sentence.
pub fn shop_field(error: ShopFieldError, lang: Language) -> (&'static str, String) {
    match error {
        ShopFieldError::Handle(error) => ("handle", handle(error, lang)),
        ShopFieldError::Name(error) => ("name", text_error(error, lang)),
        ShopFieldError::Story(error) => ("story", text_error(error, lang)),
        ShopFieldError::Place(error) => ("place", text_error(error, lang)),
        ShopFieldError::ShipsFrom => {
            ("ships_from", lang.say("Please choose the province from which you ship.", "请选择发货省份。").to_owned())
        }
        ShopFieldError::LegalName(error) => ("legal_name", legal_name(error, lang).to_owned()),
        ShopFieldError::IdNumber(error) => ("id_number", id_number(error, lang).to_owned()),
        ShopFieldError::BankCard(error) => ("bank_card", bank_card(error, lang).to_owned()),
    }
}
