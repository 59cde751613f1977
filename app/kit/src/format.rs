//! Money, quantities and dates as people say them.

use crate::Say;
use crate::say;
use market::account::Language;
use market::demand::rules::is_rounded;
use market::kernel::{Currency, Measure, Money, Timestamp, Unit, show_decimal};

/// Minutes east of UTC in which the market's dates are read (China has one zone).
pub const ZONE_MINUTES: i64 = 480;

/// The sign before an amount: `¥` to Chinese readers, `CN¥` to others.
#[must_use]
pub const fn currency_sign(currency: Currency, lang: Language) -> &'static str {
    match (currency, lang) {
        (Currency::Cny, Language::Zh) => "¥",
        (Currency::Cny, Language::En) => "CN¥",
        (Currency::Usd, _) => "US$",
        (Currency::Eur, _) => "€",
    }
}

/// An amount in its parts, so that the minor units can be set smaller: sign, whole part with separators, minor part with its point.
#[must_use]
pub fn money_parts(amount: Money, lang: Language) -> (String, String, String) {
    let magnitude = amount.minor().unsigned_abs();
    let minus = if amount.is_negative() { "−" } else { "" };
    let sign = format!("{minus}{}", currency_sign(amount.currency(), lang));
    (sign, grouped(magnitude / 100), format!(".{:02}", magnitude % 100))
}

/// An amount as one text.
#[must_use]
pub fn money(amount: Money, lang: Language) -> String {
    let (sign, whole, minor) = money_parts(amount, lang);
    format!("{sign}{whole}{minor}")
}

/// The amount as it is typed into a field: `12.5` yuan as `12.50`.
#[must_use]
pub fn money_input(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, (minor % 100).abs())
}

/// `1234567` as `1,234,567`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A choice and how many goods it leaves: `Hunan (12)`; `Hunan (1,200+)` where not all that match were looked at.
#[must_use]
pub fn counted(name: &str, count: u64, is_at_least: bool, lang: Language) -> String {
    let (count, more) = (grouped(count), if is_at_least { "+" } else { "" });
    say!(lang, "{name} ({count}{more})", "{name}（{count}{more}）")
}

/// In how many orders goods were sold: `12 sold`, `1,200+ sold`; `已售 12 单`, `已售 1.2万+ 单`.
#[must_use]
pub fn sold(shown: i64, lang: Language) -> String {
    let more = if is_rounded(shown) { "+" } else { "" };
    match lang {
        Language::En => format!("{}{more} sold", grouped(shown.unsigned_abs())),
        Language::Zh if shown >= 100_000_000 => format!("已售 {}亿{more} 单", show_decimal(shown, 100_000_000)),
        Language::Zh if shown >= 10_000 => format!("已售 {}万{more} 单", show_decimal(shown, 10_000)),
        Language::Zh => format!("已售 {shown}{more} 单"),
    }
}

/// A unit's short name.
#[must_use]
pub const fn unit_name(unit: Unit, lang: Language) -> &'static str {
    match (unit, lang) {
        (Unit::Piece, Language::En) => "pc",
        (Unit::Piece, Language::Zh) => "件",
        (Unit::Gram, Language::En) => "g",
        (Unit::Gram, Language::Zh) => "克",
        (Unit::Liang, Language::En) => "liang",
        (Unit::Liang, Language::Zh) => "两",
        (Unit::Jin, Language::En) => "jin",
        (Unit::Jin, Language::Zh) => "斤",
        (Unit::Kilogram, Language::En) => "kg",
        (Unit::Kilogram, Language::Zh) => "公斤",
        (Unit::Millilitre, Language::En) => "ml",
        (Unit::Millilitre, Language::Zh) => "毫升",
        (Unit::Litre, Language::En) => "L",
        (Unit::Litre, Language::Zh) => "升",
        (Unit::Millimetre, Language::En) => "mm",
        (Unit::Millimetre, Language::Zh) => "毫米",
        (Unit::Metre, Language::En) => "m",
        (Unit::Metre, Language::Zh) => "米",
    }
}

/// A quantity of smallest steps in the measure's own unit: `50 g`, `1.5 kg`, `3` pieces as `3 pcs`.
#[must_use]
pub fn quantity(amount: i64, unit: Unit, lang: Language) -> String {
    let number = show_decimal(amount, unit.steps());
    match (unit, lang) {
        (Unit::Piece, Language::En) if amount != 1 => format!("{number} pcs"),
        _ => format!("{number} {}", unit_name(unit, lang)),
    }
}

/// The price for its usual amount: `CN¥45.80 / 500 g`.
#[must_use]
pub fn unit_price(price: Money, measure: &Measure, lang: Language) -> String {
    format!("{} / {}", money(price, lang), usual_amount(measure.unit, measure.price_per, lang))
}

/// What a price is for, as it stands behind "per": `jin` and not `1 jin`, but `500 g`.
#[must_use]
pub fn usual_amount(unit: Unit, price_per: i64, lang: Language) -> String {
    if price_per == unit.steps() { unit_name(unit, lang).to_owned() } else { quantity(price_per, unit, lang) }
}

const WEEKDAYS: [(&str, &str); 7] =
    [("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"), ("Sat", "周六"), ("Sun", "周日")];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(number: i64) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

fn weekday(number: i64, lang: Language) -> &'static str {
    usize::try_from(number).ok().and_then(|index| WEEKDAYS.get(index)).map_or("", |day| lang.say(day.0, day.1))
}

/// A date and time with the weekday: `Thu 3 Dec, 14:32` and `12月3日 周四 14:32`.
#[must_use]
pub fn moment(at: Timestamp, lang: Language) -> String {
    let c = at.civil(ZONE_MINUTES);
    let (day, hour, minute, number, weekday) = (c.day, c.hour, c.minute, c.month, weekday(c.weekday, lang));
    let name = month(number);
    say!(lang, "{weekday} {day} {name}, {hour:02}:{minute:02}", "{number}月{day}日 {weekday} {hour:02}:{minute:02}")
}

/// A day with its weekday: `Thu 3 Dec` and `12月3日 周四`.
#[must_use]
pub fn day(at: Timestamp, lang: Language) -> String {
    let c = at.civil(ZONE_MINUTES);
    let (day, number, weekday) = (c.day, c.month, weekday(c.weekday, lang));
    let name = month(number);
    say!(lang, "{weekday} {day} {name}", "{number}月{day}日 {weekday}")
}

/// A date with its year: `3 Dec 2026` and `2026年12月3日`.
#[must_use]
pub fn date(at: Timestamp, lang: Language) -> String {
    let c = at.civil(ZONE_MINUTES);
    let (year, day, number) = (c.year, c.day, c.month);
    let name = month(number);
    say!(lang, "{day} {name} {year}", "{year}年{number}月{day}日")
}

/// A time of day: `14:32`.
#[must_use]
pub fn clock_time(at: Timestamp) -> String {
    let c = at.civil(ZONE_MINUTES);
    format!("{:02}:{:02}", c.hour, c.minute)
}

/// For the `datetime` attribute: `2026-12-03T14:32+08:00`.
#[must_use]
pub fn machine_time(at: Timestamp) -> String {
    let c = at.civil(ZONE_MINUTES);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}+08:00", c.year, c.month, c.day, c.hour, c.minute)
}

/// A day as it is typed into a field, and for the `datetime` attribute: `2026-12-03`.
#[must_use]
pub fn day_input(at: Timestamp) -> String {
    let c = at.civil(ZONE_MINUTES);
    format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(money(Money::fen(2_000), Language::Zh), "¥20.00");
        assert_eq!(money(Money::fen(123_456_705), Language::En), "CN¥1,234,567.05");
        assert_eq!(money(Money::fen(-5), Language::Zh), "−¥0.05");
        assert_eq!(quantity(50, Unit::Gram, Language::En), "50 g");
        assert_eq!(quantity(250, Unit::Jin, Language::Zh), "0.5 斤");
        assert_eq!(quantity(3, Unit::Piece, Language::En), "3 pcs");
        let pork = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };
        assert_eq!(unit_price(Money::fen(4580), &pork, Language::Zh), "¥45.80 / 500 克");
        assert_eq!(usual_amount(Unit::Jin, 500, Language::En), "jin");
        assert_eq!(usual_amount(Unit::Piece, 1, Language::Zh), "件");
    }

    #[test]
    fn what_was_not_counted_to_the_end_says_so() {
        assert_eq!(counted("Hunan", 1_200, false, Language::En), "Hunan (1,200)");
        assert_eq!(counted("Hunan", 1_200, true, Language::En), "Hunan (1,200+)");
        assert_eq!(counted("湖南", 0, true, Language::Zh), "湖南（0+）");
    }

    #[test]
    fn dates_carry_their_weekday() {
        let at = Timestamp::from_millis(1_795_465_800_000);
        assert_eq!(moment(at, Language::En), "Tue 24 Nov, 04:30");
        assert_eq!(moment(at, Language::Zh), "11月24日 周二 04:30");
        assert_eq!((day(at, Language::En), day(at, Language::Zh)), ("Tue 24 Nov".to_owned(), "11月24日 周二".to_owned()));
        assert_eq!(machine_time(at), "2026-11-24T04:30+08:00");
        assert_eq!(day_input(at), "2026-11-24");
    }
}
