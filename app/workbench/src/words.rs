//! What is wrong with fields of a shop and of its goods, in words: the same beside the field while it is typed and after it was sent.

use app_kit::words::amount_error;
use app_kit::{Say, say};
use market::account::Language;
use market::attribute::AttributeError;
use market::shop::{BankCardError, HandleError, IdNumberError, LegalNameError};

/// What is wrong with a shop's name in addresses.
pub fn handle(error: HandleError, lang: Language) -> String {
    match error {
        HandleError::TooShort { minimum } => {
            say!(lang, "At least {minimum} characters, please.", "请至少填写 {minimum} 个字符。")
        }
        HandleError::TooLong { maximum } => say!(lang, "At most {maximum} characters fit.", "最多 {maximum} 个字符。"),
        HandleError::Character => lang
            .say("Only a to z, 0 to 9 and hyphens, such as danqing-88.", "只能用小写字母、数字和连字符，如 danqing-88。")
            .to_owned(),
        HandleError::Hyphen => {
            lang.say("Hyphens stand between letters, one at a time.", "连字符只能放在中间，且不能连用。").to_owned()
        }
        HandleError::Reserved => lang
            .say("The market needs this word for itself. Please choose another one.", "这个词由平台保留，请换一个。")
            .to_owned(),
    }
}

/// What is wrong with a name as on an ID card.
pub fn legal_name(error: LegalNameError, lang: Language) -> &'static str {
    match error {
        LegalNameError::Empty => lang.say("Please write your full name as on the ID card.", "请填写身份证上的完整姓名。"),
        LegalNameError::TooLong => lang.say("This is longer than names on ID cards are.", "比身份证上的姓名还长，请核对。"),
        LegalNameError::Character => {
            lang.say("A name has letters only: no digits and no signs.", "姓名只含文字，不含数字和符号。")
        }
    }
}

/// What is wrong with an ID number.
pub fn id_number(error: IdNumberError, lang: Language) -> &'static str {
    match error {
        IdNumberError::Empty => lang.say("Please fill in the ID number.", "请填写身份证号。"),
        IdNumberError::Length => {
            lang.say("An ID number has 18 characters: please count again.", "身份证号应为 18 位，请核对位数。")
        }
        IdNumberError::Character => {
            lang.say("An ID number has 17 digits and ends with a digit or X.", "身份证号为 17 位数字，末位为数字或 X。")
        }
        IdNumberError::Impossible => lang.say(
            "The ID number has a typing error: its region or its birthday does not exist.",
            "身份证号有误：其中的地区或生日不存在。",
        ),
        IdNumberError::CheckCharacter => {
            lang.say("The ID number has a typing error: please check the last digits.", "身份证号有误，请核对最后几位。")
        }
        IdNumberError::Minor => lang.say("A shop can be opened from the 18th birthday on.", "年满 18 周岁才能开店。"),
    }
}

/// What is wrong with a card number.
pub fn bank_card(error: BankCardError, lang: Language) -> &'static str {
    match error {
        BankCardError::Empty => lang.say("Please fill in the card number.", "请填写银行卡号。"),
        BankCardError::Length => {
            lang.say("A card number has 12 to 19 digits: please count again.", "银行卡号为 12 至 19 位，请核对位数。")
        }
        BankCardError::Character => lang.say("A card number has digits only.", "银行卡号只含数字。"),
        BankCardError::CheckDigit => {
            lang.say("The card number has a typing error: please check the last digits.", "卡号有误，请核对最后几位。")
        }
    }
}

/// What is wrong with what goods say of an attribute.
pub fn attribute(error: AttributeError, lang: Language) -> String {
    match error {
        AttributeError::Missing => {
            lang.say("Goods of this category have to say this before buyers see them.", "这个分类的商品上架前要填写此项。")
        }
        AttributeError::NotOffered => {
            lang.say("This is no longer offered. Please choose again.", "这一项已不再提供，请重新选择。")
        }
        AttributeError::Amount(error) => amount_error(error, lang),
    }
    .to_owned()
}
