//! Points in time, to the millisecond.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::text::deserialize;
use crate::error::{Code, Error, Result, excerpt};

/// A point in time to the millisecond, UTC; as text RFC 3339 with three decimals: `2026-11-23T08:15:30.250Z`.
/// Reading accepts any RFC 3339 offset and precision, and cuts to the millisecond.
/// Years 1 to 9999. Errors: `invalid_request`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// The first and last millisecond that RFC 3339 and every binding's calendar can write: years 1 to 9999.
const MIN: i64 = -62_135_596_800_000;
const MAX: i64 = 253_402_300_799_999;

impl Timestamp {
    /// What this machine's clock says.
    pub fn now() -> Timestamp {
        Timestamp::from(SystemTime::now())
    }

    /// From milliseconds since 1970-01-01T00:00:00Z; a time outside of the years 1 to 9999 becomes the nearest one inside.
    pub fn from_millis(millis: i64) -> Timestamp {
        Timestamp(millis.clamp(MIN, MAX))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// This time and so much more, at most the year 9999.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Timestamp {
        Timestamp::from_millis(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long it is from `earlier` until this time; nothing where that is not earlier.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The calendar date in UTC, as year, month and day.
    pub fn date(self) -> (i16, i8, i8) {
        let date = self.civil().date();
        (date.year(), date.month(), date.day())
    }

    /// Its text, put together digit by digit: every record has several, and formatting is slow.
    fn digits(self) -> [u8; 24] {
        let t = self.civil();
        let mut digits = *b"0000-00-00T00:00:00.000Z";
        let mut put = |places: std::ops::Range<usize>, mut number: u16| {
            for digit in digits[places].iter_mut().rev() {
                *digit += (number % 10) as u8;
                number /= 10;
            }
        };
        put(0..4, t.year().unsigned_abs());
        let parts = [t.month(), t.day(), t.hour(), t.minute(), t.second()];
        for (place, part) in (5..).step_by(3).zip(parts) {
            put(place..place + 2, part.unsigned_abs().into());
        }
        put(20..23, t.millisecond().unsigned_abs());
        digits
    }

    fn civil(self) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        jiff::tz::Offset::UTC.to_datetime(instant)
    }
}

fn text(digits: &[u8; 24]) -> &str {
    // Digits, and what stands between them, are ASCII.
    std::str::from_utf8(digits).unwrap_or_default()
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Timestamp {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(MIN, |millis| -millis),
        };
        Timestamp::from_millis(millis)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> SystemTime {
        let distance = Duration::from_millis(time.0.unsigned_abs());
        let shifted = if time.0 >= 0 { UNIX_EPOCH.checked_add(distance) } else { UNIX_EPOCH.checked_sub(distance) };
        shifted.unwrap_or(UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(text(&self.digits()))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Timestamp> {
        let expected = "RFC 3339, such as 2026-11-23T08:15:30.250Z, between the years 1 and 9999";
        let parsed = if text.len() <= 64 { text.parse::<jiff::Timestamp>().ok() } else { None };
        match parsed.map(|instant| instant.as_millisecond()) {
            Some(millis) if (MIN..=MAX).contains(&millis) => Ok(Timestamp(millis)),
            _ => {
                Err(Error::new(Code::InvalidRequest, format!("invalid time {:?}: expected {expected}", excerpt(text)))
                    .with("expected", expected)
                    .with("found", text))
            }
        }
    }
}

super::text::text_schema!(Timestamp, Some("date-time"));

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text(&self.digits()))
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_in_utc_with_milliseconds() {
        let time: Timestamp = "2026-11-23T09:15:30.2509+01:00".parse().unwrap();
        assert_eq!(time.to_string(), "2026-11-23T08:15:30.250Z");
        assert_eq!(time.date(), (2026, 11, 23));
        assert_eq!(time.plus(Duration::from_millis(750)).to_string(), "2026-11-23T08:15:31.000Z");
        for bad in ["", "now", "2026-11-23", "2026-11-23T08:15:30", "2026-13-01T00:00:00Z", "-009999-01-01T00:00:00Z"] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn text_round_trips(millis in MIN..=MAX) {
            let time = Timestamp::from_millis(millis);
            proptest::prop_assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time);
            proptest::prop_assert_eq!(Timestamp::from(SystemTime::from(time)), time);
        }
    }
}
