//! Time: milliseconds since 1970 in UTC, and the only place that reads the clock.

use super::text::half_width;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(i64);

/// A length of time in milliseconds, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(i64);

impl Span {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1000))
    }
    /// So many minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }
    /// So many hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }
    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }
    /// So many milliseconds.
    #[must_use]
    pub const fn millis_of(n: i64) -> Self {
        Self(n)
    }
    /// The length in milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }
}

impl Timestamp {
    /// From milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    /// Milliseconds since 1970 in UTC, as stored.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// This instant and `span` later.
    #[must_use]
    pub const fn after(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
    /// This instant and `span` earlier.
    #[must_use]
    pub const fn before(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// The instant at which a day that somebody typed, such as `2026-12-03`, begins in a zone so many minutes east of UTC; none where
    /// the calendar has no such day.
    #[must_use]
    pub fn of_day(typed: &str, zone_minutes: i64) -> Option<Self> {
        let plain: String = typed.trim().chars().map(half_width).collect();
        let mut parts = plain.split('-');
        let mut number = |digits: usize| -> Option<i64> {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            part.parse().ok()
        };
        let date = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return None;
        }
        let days = days_from_civil(date);
        (civil_from_days(days) == date).then(|| Self(days * 86_400_000 - zone_minutes * 60_000))
    }

    /// The date and time of day in a zone so many minutes east of UTC.
    #[must_use]
    pub fn civil(self, zone_minutes: i64) -> Civil {
        let local = self.0.saturating_add(zone_minutes.saturating_mul(60_000));
        let days = local.div_euclid(86_400_000);
        let minute_of_day = local.rem_euclid(86_400_000) / 60_000;
        let (year, month, day) = civil_from_days(days);
        Civil { year, month, day, hour: minute_of_day / 60, minute: minute_of_day % 60, weekday: (days + 3).rem_euclid(7) }
    }
}

/// A date and time of day as a person reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year of the Gregorian calendar.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 is Monday.
    pub weekday: i64,
}

/// Days since 1970 to year, month, day (Howard Hinnant's `civil_from_days`).
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Year, month, day to days since 1970 (his `days_from_civil`); of a day that the calendar does not have, to some other day's.
const fn days_from_civil((year, month, day): (i64, i64, i64)) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + 9).rem_euclid(12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    year.div_euclid(400) * 146_097 + day_of_era - 719_468
}

/// Where the time comes from: the machine, or a test.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock. Not for the browser, which has none of Rust's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_what_the_calendar_says() {
        // 2026-11-23 20:30 UTC is the 24th, 04:30, a Tuesday, in China.
        let at = Timestamp::from_millis(1_795_465_800_000);
        let civil = at.civil(480);
        assert_eq!((civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.weekday), (2026, 11, 24, 4, 30, 1));
        let leap = Timestamp::from_millis(951_782_400_000).civil(0);
        assert_eq!((leap.year, leap.month, leap.day), (2000, 2, 29));
        assert_eq!(Timestamp::from_millis(-1).civil(0).year, 1969);
    }

    #[test]
    fn a_typed_day_begins_at_its_midnight() {
        let begins = |typed| Timestamp::of_day(typed, 480).map(Timestamp::millis);
        // 2026-11-23 16:00 UTC is the 24th, 00:00, in China.
        assert_eq!(begins("2026-11-24"), Some(1_795_449_600_000));
        assert_eq!(begins(" ２０２６－１１－２４ "), Some(1_795_449_600_000));
        assert_eq!(Timestamp::of_day("2000-02-29", 0).map(Timestamp::millis), Some(951_782_400_000));
        assert_eq!(Timestamp::of_day("1970-01-01", 0), Some(Timestamp::from_millis(0)));
        for wrong in
            ["", "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-00", "2026-11-31", "2026-1-1", "24.11.2026", "+026-11-24"]
        {
            assert_eq!(begins(wrong), None, "{wrong:?}");
        }
        assert_eq!(begins("2026-11-24-01"), None);
    }
}
