//! What is said about changes to one's account.

use app_kit::words::text_error;
use app_kit::{Say, say};
use market::account::commands::{RenameRefusal, SetPasswordRefusal};
use market::account::{Language, PasswordError};

/// Why a name is not taken.
pub fn rename(refusal: RenameRefusal, lang: Language) -> String {
    match refusal {
        RenameRefusal::BadName(error) => text_error(error, lang),
    }
}

/// Why a password is not set.
pub fn set_password(refusal: SetPasswordRefusal, lang: Language) -> String {
    match refusal {
        SetPasswordRefusal::BadPassword(PasswordError::TooShort { minimum }) => {
            say!(
                lang,
                "Please use at least {minimum} characters; a short sentence is good.",
                "请至少用 {minimum} 个字符，一句短话就很好。"
            )
        }
        SetPasswordRefusal::BadPassword(PasswordError::TooLong { maximum }) => {
            say!(lang, "This is too long: at most {maximum} characters fit.", "太长了：最多 {maximum} 个字符。")
        }
        SetPasswordRefusal::BadPassword(PasswordError::OneCharacter) => lang
            .say(
                "One character over and over is guessed at once. Please mix a few words.",
                "同一个字符重复太容易被猜到，请换几个词。",
            )
            .to_owned(),
        SetPasswordRefusal::ProveAgain => lang
            .say(
                "You signed in some time ago. Please sign in again first, so that we know it is you.",
                "您登录已有一段时间。请先重新登录，以确认是您本人。",
            )
            .to_owned(),
    }
}

/// What was done, by the short word in the address.
pub fn done(word: &str, lang: Language) -> Option<&'static str> {
    match word {
        "name" => Some(lang.say("Your name was changed", "名字已更改")),
        "password" => Some(lang.say("Your password is set; other devices were signed out", "密码已设置，其他设备已退出登录")),
        "ended" => Some(lang.say("That device is signed out", "该设备已退出登录")),
        _ => None,
    }
}
