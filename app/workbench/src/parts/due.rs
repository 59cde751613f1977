//! A deadline in words.

use app_kit::format::moment;
use app_kit::say;
use market::account::Language;
use market::kernel::Timestamp;

/// By when, or since when it is late.
#[must_use]
pub fn due(by: Timestamp, now: Timestamp, lang: Language) -> String {
    let when = moment(by, lang);
    if by < now { say!(lang, "Late since {when}", "已超时：{when}") } else { say!(lang, "By {when}", "{when} 前") }
}
