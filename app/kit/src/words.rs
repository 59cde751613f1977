//! Sentences for what the kernel refuses about texts and amounts, the same beside every field.

use crate::format::clock_time;
use crate::{Say, say};
use market::account::Language;
use market::kernel::{AmountError, TextError, Timestamp};

/// What is wrong with a text that somebody typed.
#[must_use]
pub fn text_error(error: TextError, lang: Language) -> String {
    match error {
        TextError::Empty => lang.say("Please fill this in.", "请填写此项。").to_owned(),
        TextError::TooLong { maximum } => {
            say!(lang, "This is too long: at most {maximum} characters fit.", "太长了：最多 {maximum} 个字。")
        }
    }
}

/// What is wrong with a number that somebody typed.
#[must_use]
pub fn amount_error(error: AmountError, lang: Language) -> &'static str {
    match error {
        AmountError::Empty => lang.say("Please fill in a number.", "请填写数字。"),
        AmountError::NotANumber => {
            lang.say("This is not a number: please write digits, such as 8 or 8.50.", "这不是数字：请填写如 8 或 8.50。")
        }
        AmountError::TooFine => {
            lang.say("This is too small, or has too many digits after the point.", "数值太小，或小数位太多。")
        }
        AmountError::TooLarge => lang.say("This number is too large.", "数值太大。"),
    }
}

/// When something may be tried again: seconds while they can be waited for, a time of day beyond that.
#[must_use]
pub fn again(now: Timestamp, at: Timestamp, lang: Language) -> String {
    let seconds = (at.millis() - now.millis() + 999).div_euclid(1000).max(1);
    if seconds <= 90 {
        return say!(lang, "in {seconds} seconds", "{seconds} 秒后");
    }
    // The minute that is shown has begun by then.
    let time = clock_time(Timestamp::from_millis(at.millis() + 59_999));
    say!(lang, "after {time}", "{time} 后")
}
