//! Calendar versioning: versions made of a date and counters.

use std::sync::Arc;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::scheme::invalid_scheme;
use super::text::text_traits;
use crate::error::Result;

/// A format of calendar versions, by the tokens of [calver.org](https://calver.org):
///
/// | token | is |
/// |---|---|
/// | `YYYY` | the year: `2026` |
/// | `YY`, `0Y` | the years since 2000: `6`, `26`, `106`; with two digits at least: `06`, `26`, `106` |
/// | `MM`, `0M` | the month: `1` to `12`; `01` to `12` |
/// | `WW`, `0W` | the week of ISO 8601: `1` to `53`; `01` to `53`. The year beside it is the week's, as ISO 8601 has it |
/// | `DD`, `0D` | the day of the month: `1` to `31`; `01` to `31` |
/// | `MAJOR`, `MINOR`, `MICRO` | counters without leading zeros |
/// | `MODIFIER` | at the end, and not in every version: a letter and anything that a version may have, as `beta.2` |
///
/// Tokens are joined by `.`, `-` or `_`. A format begins with a year; a month or a week may follow, a day behind a month,
/// then counters, the major one first: from the largest to the smallest, so that later versions are greater. For the
/// same reason nothing but `.` may join what is behind a `-` that is not the first separator: that is a pre-release.
///
/// Examples: `YYYY.0M.0D`, `YY.MM.MICRO`, `YY.MINOR.MICRO`, `YYYY-0M-0D`, `YYYY.0W.MICRO-MODIFIER`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CalVer {
    /// The scheme's text, `calver:` included.
    scheme: Arc<str>,
    tokens: Arc<[Token]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Token {
    /// What stands before it; nothing before the first.
    separator: Option<char>,
    unit: Unit,
    padded: bool,
}

/// What a token stands for, from the largest to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unit {
    Year,
    ShortYear,
    Month,
    Week,
    Day,
    Major,
    Minor,
    Micro,
    Modifier,
}

/// The names of the tokens, longer ones before their own beginnings.
const TOKENS: [(&str, Unit, bool); 13] = [
    ("YYYY", Unit::Year, false),
    ("YY", Unit::ShortYear, false),
    ("0Y", Unit::ShortYear, true),
    ("MM", Unit::Month, false),
    ("0M", Unit::Month, true),
    ("WW", Unit::Week, false),
    ("0W", Unit::Week, true),
    ("DD", Unit::Day, false),
    ("0D", Unit::Day, true),
    ("MAJOR", Unit::Major, false),
    ("MINOR", Unit::Minor, false),
    ("MICRO", Unit::Micro, false),
    ("MODIFIER", Unit::Modifier, false),
];

/// A version as its format reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading<'a> {
    /// The numbers as they are written, in the order of the format.
    pub(super) numbers: Vec<(Unit, &'a str)>,
    /// Whether a modifier follows.
    pub(super) modified: bool,
}

impl Unit {
    /// Whether it is raised, and does not come from the calendar.
    pub(super) fn is_counter(self) -> bool {
        matches!(self, Unit::Major | Unit::Minor | Unit::Micro)
    }

    fn name(self) -> &'static str {
        match self {
            Unit::Year => "a year of four digits",
            Unit::ShortYear => "the years since 2000",
            Unit::Month => "a month from 1 to 12",
            Unit::Week => "a week of that year, from 1 to 52 or 53",
            Unit::Day => "a day of that month",
            Unit::Major => "a major counter",
            Unit::Minor => "a minor counter",
            Unit::Micro => "a micro counter",
            Unit::Modifier => "a modifier",
        }
    }
}

text_traits!(CalVer);

impl CalVer {
    /// Parses a format, such as `YYYY.0M.0D`.
    ///
    /// # Errors
    /// `invalid_request` with `field` `version_scheme`, and `position` counted from the `c` of `calver:`.
    pub fn new(format: impl AsRef<str>) -> Result<CalVer> {
        let format = format.as_ref();
        let text = format!("calver:{format}");
        CalVer::parse(&text, text.len() - format.len())
    }

    /// The format as it was written.
    pub fn as_str(&self) -> &str {
        self.scheme.split_once(':').map_or("", |(_, format)| format)
    }

    pub(super) fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Parses a scheme whose format begins at `start`.
    pub(super) fn parse(text: &str, start: usize) -> Result<CalVer> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = start;
        let fail = |position, expected: &str| Err(invalid_scheme(text, Some(position), expected));
        loop {
            let separator = match text[at..].chars().next() {
                None if !tokens.is_empty() => break,
                _ if tokens.is_empty() => None,
                Some(separator @ ('.' | '-' | '_')) => Some(separator),
                _ => return fail(at, "'.', '-' or '_' between two tokens"),
            };
            let behind = at + separator.map_or(0, char::len_utf8);
            let found = TOKENS.iter().find(|(name, ..)| text[behind..].starts_with(name));
            let Some(&(name, unit, padded)) = found else {
                return fail(behind, "one of YYYY, YY, 0Y, MM, 0M, WW, 0W, DD, 0D, MAJOR, MINOR, MICRO, MODIFIER");
            };
            let expected = match (tokens.last().map(|token| token.unit), unit) {
                (None, Unit::Year | Unit::ShortYear) => None,
                (None, _) => Some("a year (YYYY, YY or 0Y) at the beginning"),
                (Some(_), Unit::Year | Unit::ShortYear) => Some("one year only"),
                (Some(last), Unit::Month | Unit::Week) if last > Unit::ShortYear => {
                    Some("a month or a week directly behind the year")
                }
                (Some(last), Unit::Day) if last != Unit::Month => Some("a day directly behind a month"),
                (Some(last), unit) if last >= unit => {
                    Some("counters in the order MAJOR, MINOR, MICRO, each once, and MODIFIER behind them")
                }
                _ => None,
            };
            if let Some(expected) = expected {
                return fail(behind, expected);
            }
            let first = tokens.get(1).and_then(|token| token.separator).or(separator);
            let in_pre_release = first != Some('-') && tokens.iter().any(|token| token.separator == Some('-'));
            if in_pre_release && separator != Some('.') {
                return fail(at, "'.' behind a '-', so that later versions are greater");
            }
            tokens.push(Token { separator, unit, padded });
            at = behind + name.len();
        }
        Ok(CalVer { scheme: text.into(), tokens: tokens.into() })
    }

    /// What can be raised when the date stays.
    pub(super) fn counters(&self) -> impl Iterator<Item = Unit> {
        self.tokens.iter().map(|token| token.unit).filter(|unit| unit.is_counter())
    }

    /// Reads a version; fails with the position and what was expected there.
    pub(super) fn read<'a>(&self, text: &'a str) -> Result<Reading<'a>, (usize, String)> {
        let mut numbers = Vec::with_capacity(self.tokens.len());
        let (mut at, mut year, mut month) = (0, 0, 1);
        for token in self.tokens.iter() {
            if token.unit == Unit::Modifier && at == text.len() {
                break;
            }
            if let Some(separator) = token.separator {
                if !text[at..].starts_with(separator) {
                    return Err((at, format!("'{separator}' and {}", token.unit.name())));
                }
                at += 1;
            }
            let rest = &text[at..];
            if token.unit == Unit::Modifier {
                return match rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    true => Ok(Reading { numbers, modified: true }),
                    false => Err((at, "a modifier, which begins with a letter".to_owned())),
                };
            }
            let digits = &rest[..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
            let spelled = match (token.padded, digits) {
                (_, "") => false,
                (true, digits) => digits.len() == 2 || (digits.len() > 2 && !digits.starts_with('0')),
                (false, digits) => digits == "0" || !digits.starts_with('0'),
            };
            let value = digits.parse::<i16>().unwrap_or(-1);
            let fits = match token.unit {
                Unit::Year => {
                    year = value;
                    digits.len() == 4
                }
                Unit::ShortYear => {
                    year = value.saturating_add(2000);
                    (2000..=9999).contains(&year)
                }
                Unit::Month => {
                    month = i8::try_from(value).unwrap_or(0);
                    (1..=12).contains(&month)
                }
                Unit::Week => {
                    i8::try_from(value).is_ok_and(|week| ISOWeekDate::new(year, week, Weekday::Monday).is_ok())
                }
                Unit::Day => i8::try_from(value).is_ok_and(|day| Date::new(year, month, day).is_ok()),
                _ => true,
            };
            if !spelled || !fits {
                let zeros = match (token.padded, token.unit) {
                    (true, _) => ", with two digits",
                    (false, Unit::Year) => "",
                    (false, _) => ", without leading zeros",
                };
                return Err((at, format!("{}{zeros}", token.unit.name())));
            }
            numbers.push((token.unit, digits));
            at += digits.len();
        }
        match at == text.len() {
            true => Ok(Reading { numbers, modified: false }),
            false => Err((at, format!("the end, as the format is {}", self.as_str()))),
        }
    }

    /// Writes a version of that date, its counters as `counter` says; none where the format cannot write the year.
    pub(super) fn write(&self, date: Date, mut counter: impl FnMut(Unit) -> String) -> Option<String> {
        let week = date.iso_week_date();
        let weekly = self.tokens.iter().any(|token| token.unit == Unit::Week);
        let year = if weekly { week.year() } else { date.year() };
        let mut text = String::new();
        for token in self.tokens.iter() {
            let number = match token.unit {
                Unit::Year => (year >= 1000).then(|| year.to_string())?,
                Unit::ShortYear => {
                    let short = year.checked_sub(2000).filter(|short| *short >= 0)?;
                    if token.padded { format!("{short:02}") } else { short.to_string() }
                }
                Unit::Month if token.padded => format!("{:02}", date.month()),
                Unit::Month => date.month().to_string(),
                Unit::Week if token.padded => format!("{:02}", week.week()),
                Unit::Week => week.week().to_string(),
                Unit::Day if token.padded => format!("{:02}", date.day()),
                Unit::Day => date.day().to_string(),
                Unit::Modifier => break,
                unit => counter(unit),
            };
            text.extend(token.separator);
            text.push_str(&number);
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_where_they_are_wrong() {
        for good in
            ["YYYY", "YYYY.0M.0D", "YY.MINOR.MICRO", "0Y_WW.MICRO-MODIFIER", "YYYY-MM-DD-MICRO", "YYYY.MM-DD.MICRO"]
        {
            assert_eq!(CalVer::new(good).unwrap().as_str(), good);
        }
        let bad = [
            "",
            "yyyy",
            "YYYY.",
            "YYYYMM",
            "YYYY/MM",
            "MM.YYYY",
            "MICRO",
            "YYYY.YY",
            "YYYY.DD",
            "YYYY.WW.DD",
            "YYYY.MICRO.MM",
            "YYYY.MINOR.MAJOR",
            "YYYY.MM.MM",
            "YYYY.MM.0W",
            "YYYY.MODIFIER.MICRO",
            "YYYY.MM-DD-MODIFIER",
            "YYYY.MM-DD-MICRO",
            "YYYY.M",
            "YYYYé",
        ];
        let messages: Vec<_> = bad.iter().map(|format| CalVer::new(format).unwrap_err().to_string()).collect();
        insta::assert_snapshot!(messages.join("\n"));
    }

    #[test]
    fn versions_are_dates_that_exist() {
        for (format, good) in [
            ("YYYY.0M.0D", "2024.02.29"),
            ("YYYY.MM.DD", "2026.1.5"),
            ("YY.MM.MICRO", "6.12.0"),
            ("0Y.0M", "06.01"),
            ("0Y.0M", "106.01"),
            ("YYYY-0W", "2026-53"),
            ("YY.MINOR.MICRO", "26.99999999999999999999999.10"),
            ("YYYY.MM-MODIFIER", "2026.1"),
            ("YYYY.MM-MODIFIER", "2026.1-beta.2+x"),
        ] {
            assert!(CalVer::new(format).unwrap().read(good).is_ok(), "{format} {good}");
        }
        let mut lines = Vec::new();
        for (format, bad) in [
            ("YYYY.0M.0D", "2026.02.29"),
            ("YYYY.0M.0D", "2026.2.28"),
            ("YYYY.MM.DD", "2026.02.28"),
            ("YYYY.MM.DD", "2026.13.1"),
            ("YYYY.MM.DD", "2026.0.1"),
            ("YYYY.MM.DD", "2026.1"),
            ("YYYY.MM.DD", "2026.1.1.1"),
            ("YYYY.MM.DD", "2026-1-1"),
            ("YYYY.MM", "v2026.1"),
            ("YYYY.MM", "0999.1"),
            ("YYYY.MM", "12026.1"),
            ("YY.MM", "06.1"),
            ("0Y.MM", "6.1"),
            ("YYYY-0W", "2025-53"),
            ("YYYY.MICRO", "2026.01"),
            ("YYYY.MM-MODIFIER", "2026.1-2"),
            ("YYYY.MM", "2026.1-beta"),
        ] {
            let (position, expected) = CalVer::new(format).unwrap().read(bad).unwrap_err();
            lines.push(format!("{format} {bad} {position}: {expected}"));
        }
        insta::assert_snapshot!(lines.join("\n"));
    }
}
