//! Words in two languages, side by side where they are shown: a sentence without its translation does not compile.

use leptos::prelude::use_context;
use market::account::Language;

/// Picks the words of a language.
pub trait Say {
    /// `lang.say("Sign in", "登录")`. For sentences with values in them there is [`crate::say!`].
    fn say(self, english: &'static str, chinese: &'static str) -> &'static str;
    /// The English word for one or for many; Chinese has one form. The number itself is not shown.
    fn count(self, n: i64, one: &'static str, many: &'static str, chinese: &'static str) -> &'static str;
}

impl Say for Language {
    fn say(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::En => english,
            Self::Zh => chinese,
        }
    }
    fn count(self, n: i64, one: &'static str, many: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::En if n == 1 => one,
            Self::En => many,
            Self::Zh => chinese,
        }
    }
}

/// `say!(lang, "Held until {until}", "保留至 {until}")`: a `String` in the reader's language.
#[macro_export]
macro_rules! say {
    ($lang:expr, $english:literal, $chinese:literal $(, $($arguments:tt)*)?) => {
        match $lang {
            market::account::Language::En => format!($english $(, $($arguments)*)?),
            market::account::Language::Zh => format!($chinese $(, $($arguments)*)?),
        }
    };
}

/// The reader's language within a page; islands get it as a property instead.
#[must_use]
pub fn lang() -> Language {
    use_context::<Language>().unwrap_or_default()
}
