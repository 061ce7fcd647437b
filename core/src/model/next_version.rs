//! The release version that comes after another one. Pure: what day it is, the caller says.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::calver::{CalVer, Reading, Unit};
use super::scheme::VersionScheme;
use super::semver_syntax;
use super::text::deserialize;
use super::version::ReleaseVersion;
use crate::error::{Code, Error, Result, excerpt};

/// Which number of a version is raised; as text `major`, `minor` or `patch`. Errors: `invalid_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Bump {
    /// The first number, for changes that break something.
    Major,
    /// The second number, for what is new.
    Minor,
    /// The third number, for what is mended.
    Patch,
}

/// What a [`VersionScheme`] computes the next version from. A scheme takes of it what it needs, so that a caller who
/// does not know the scheme may give both.
///
/// ```
/// use release_core::{Bump, Step};
///
/// assert_eq!(Step::from(Bump::Minor), Step { bump: Some(Bump::Minor), date: None });
/// assert_eq!(Step::from((2026, 11, 23)), Step { bump: None, date: Some((2026, 11, 23)) });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Step {
    /// The number to raise. Calendar versions have counters: `MAJOR`, `MINOR`, and `MICRO` for a patch.
    pub bump: Option<Bump>,
    /// The day as year, month and day; as [`Timestamp::date`](crate::Timestamp::date) gives it.
    pub date: Option<(i16, i8, i8)>,
}

impl From<Bump> for Step {
    fn from(bump: Bump) -> Step {
        Step { bump: Some(bump), date: None }
    }
}

impl From<(i16, i8, i8)> for Step {
    fn from(date: (i16, i8, i8)) -> Step {
        Step { bump: None, date: Some(date) }
    }
}

impl Bump {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Bump::Major => "major",
            Bump::Minor => "minor",
            Bump::Patch => "patch",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Bump {
    type Err = Error;

    fn from_str(text: &str) -> Result<Bump> {
        [Bump::Major, Bump::Minor, Bump::Patch].into_iter().find(|bump| bump.as_str() == text).ok_or_else(|| {
            let expected = "'major', 'minor' or 'patch'";
            refuse("bump", format!("invalid bump {:?}: expected {expected}", excerpt(text)), expected)
                .with("found", text)
        })
    }
}

impl serde::Serialize for Bump {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Bump {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl VersionScheme {
    /// The release version that follows `previous`, which is greater than it and one of this scheme.
    ///
    /// - `semver` and `any` raise a number by `step.bump` and set those behind it to 0. Pre-release and build metadata
    ///   are dropped; a pre-release of the very version that is wanted becomes that version (`minor` makes `1.5.0` of
    ///   `1.5.0-beta` and of `1.4.2`). The first version is `1.0.0` by `major`, else `0.1.0`. Under `any` a leading `v`
    ///   stays, and so do one or two numbers instead of three while they suffice; anything that is not like SemVer is
    ///   refused.
    /// - `calver` writes `step.date`. Where that makes the date part of `previous`, the counter that `step.bump` names is
    ///   raised, without one the last counter; those behind it become 0, as all counters do in another date part.
    ///   A modifier is dropped, and without a bump nothing is raised if that already makes a later version.
    /// - `regex` has no next version.
    ///
    /// ```
    /// use release_core::{Bump, ReleaseVersion, VersionScheme};
    ///
    /// let previous = ReleaseVersion::new("v1.4.2")?;
    /// assert_eq!(VersionScheme::Any.next(Some(&previous), Bump::Minor)?.as_str(), "v1.5.0");
    ///
    /// let scheme: VersionScheme = "calver:YYYY.0M.MICRO".parse()?;
    /// let first = scheme.next(None, (2026, 11, 23))?;
    /// assert_eq!(first.as_str(), "2026.11.0");
    /// assert_eq!(scheme.next(Some(&first), (2026, 11, 30))?.as_str(), "2026.11.1");
    /// # Ok::<(), release_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_request`, whose `field` is `bump`, `date`, `release_version` or `version_scheme`, and which says what to
    /// do: the step lacks what the scheme needs, `previous` has no next version, the date is before it, or there is one
    /// of that date already and the format has no counter.
    pub fn next(&self, previous: Option<&ReleaseVersion>, step: impl Into<Step>) -> Result<ReleaseVersion> {
        let step = step.into();
        let next = match self {
            VersionScheme::CalVer(format) => next_calver(format, previous, step)?,
            VersionScheme::Regex(_) => {
                let message = format!(
                    "the version scheme {:?} does not say which version is next: give the version itself",
                    excerpt(self.as_str())
                );
                return Err(refuse("version_scheme", message, "a release version").with("found", self.as_str()));
            }
            VersionScheme::Any | VersionScheme::SemVer => {
                let Some(bump) = step.bump else {
                    let message = format!(
                        "the version scheme '{self}' needs to know what to raise: give 'major', 'minor' or 'patch'"
                    );
                    return Err(refuse("bump", message, "'major', 'minor' or 'patch'"));
                };
                next_semver(previous, bump, *self == VersionScheme::SemVer)?
            }
        };
        self.check(&next)?;
        Ok(next)
    }
}

fn next_semver(previous: Option<&ReleaseVersion>, bump: Bump, strict: bool) -> Result<ReleaseVersion> {
    let Some(previous) = previous else {
        return ReleaseVersion::new(if bump == Bump::Major { "1.0.0" } else { "0.1.0" });
    };
    let text = previous.as_str();
    let Some((v, numbers, pre_release)) = semver_like(text) else {
        let expected = "a previous version like SemVer, such as '1.4.0'";
        let message =
            format!("cannot raise a number of {:?}: expected {expected}; give the next version itself", excerpt(text));
        return Err(refuse("release_version", message, expected).with("found", text));
    };
    let index = bump as usize;
    let length = if strict { 3 } else { numbers.len().max(index + 1) };
    let mut numbers: Vec<String> = numbers.into_iter().map(str::to_owned).collect();
    numbers.resize(length, "0".to_owned());
    // A pre-release of the version that is wanted is before it already.
    let wanted = pre_release && numbers[index + 1..].iter().all(|number| number == "0");
    if !wanted {
        numbers[index] = increment(&numbers[index]);
    }
    numbers[index + 1..].fill("0".to_owned());
    ReleaseVersion::new(format!("{}{}", if strict { "" } else { v }, numbers.join(".")))
}

/// The leading `v`, one to three numbers, and whether a pre-release follows, of a version that is like SemVer.
fn semver_like(text: &str) -> Option<(&str, Vec<&str>, bool)> {
    let plain = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let end = plain.find(['-', '+']).unwrap_or(plain.len());
    let numbers: Vec<&str> = plain[..end].split('.').collect();
    if numbers.len() == 1 && plain[end..].starts_with('-') && plain[end + 1..].starts_with(|c: char| c.is_ascii_digit())
    {
        // Numbers joined by '-', as in '2026-11-23', and no pre-release.
        return None;
    }
    let missing = 3_usize.checked_sub(numbers.len())?;
    semver_syntax::check(&format!("{}{}{}", &plain[..end], ".0".repeat(missing), &plain[end..])).ok()?;
    Some((&text[..text.len() - plain.len()], numbers, plain[end..].starts_with('-')))
}

fn next_calver(format: &CalVer, previous: Option<&ReleaseVersion>, step: Step) -> Result<ReleaseVersion> {
    let scheme = format.scheme();
    let Some((year, month, day)) = step.date else {
        let message = format!("the version scheme '{scheme}' needs to know the date: give it as year, month and day");
        return Err(refuse("date", message, "a date"));
    };
    let found = format!("{year:04}-{month:02}-{day:02}");
    let date = Date::new(year, month, day).map_err(|error| {
        refuse("date", format!("invalid date {found}: expected a day that exists"), "a day that exists")
            .with("found", &found)
            .caused_by(error)
    })?;
    let raised = match step.bump {
        None => format.counters().last(),
        Some(bump) => {
            let unit = match bump {
                Bump::Major => Unit::Major,
                Bump::Minor => Unit::Minor,
                Bump::Patch => Unit::Micro,
            };
            if !format.counters().any(|counter| counter == unit) {
                let message = format!("the version scheme '{scheme}' has no counter for '{bump}': give a date only");
                return Err(refuse("bump", message, "a counter of the format").with("found", bump));
            }
            Some(unit)
        }
    };
    let write = |counter: &dyn Fn(Unit) -> String| {
        let Some(text) = format.write(date, counter) else {
            let expected = "a year that the format can write";
            return Err(refuse("date", format!("cannot write {found} as '{scheme}': expected {expected}"), expected)
                .with("found", &found));
        };
        ReleaseVersion::new(text)
    };
    let fresh = write(&|_| "0".to_owned())?;
    let Some(previous) = previous else { return Ok(fresh) };
    let is_later = |next: &ReleaseVersion| next > previous;
    // A previous version of another scheme has no counters, but still has to be smaller.
    let Some(reading) = format.read(previous.as_str()).ok().filter(|reading| same_date(format, reading, &fresh)) else {
        return if is_later(&fresh) { Ok(fresh) } else { Err(not_later(&fresh, previous, &found)) };
    };
    let kept = |unit: Unit| {
        let number = reading.numbers.iter().find(|(other, _)| *other == unit);
        number.map_or("0", |(_, digits)| digits).to_owned()
    };
    if reading.modified && step.bump.is_none() {
        let bare = write(&kept)?;
        if is_later(&bare) {
            return Ok(bare);
        }
    }
    let Some(raised) = raised else {
        let message = format!(
            "there is {:?} of {found} already, and the version scheme '{scheme}' has no counter: add MICRO to the format, or wait",
            excerpt(previous.as_str())
        );
        return Err(refuse("date", message, "a later date").with("found", &found));
    };
    let next = write(&|unit| match unit.cmp(&raised) {
        Ordering::Less => kept(unit),
        Ordering::Equal => increment(&kept(unit)),
        Ordering::Greater => "0".to_owned(),
    })?;
    if is_later(&next) { Ok(next) } else { Err(not_later(&next, previous, &found)) }
}

fn same_date(format: &CalVer, reading: &Reading<'_>, fresh: &ReleaseVersion) -> bool {
    let fresh = format.read(fresh.as_str());
    fresh.is_ok_and(|fresh| {
        let dates = |reading: &Reading<'_>| -> Vec<(Unit, String)> {
            let dates = reading.numbers.iter().filter(|(unit, _)| !unit.is_counter());
            dates.map(|(unit, digits)| (*unit, (*digits).to_owned())).collect()
        };
        dates(reading) == dates(&fresh)
    })
}

fn not_later(next: &ReleaseVersion, previous: &ReleaseVersion, found: &str) -> Error {
    let message = format!(
        "the version of {found}, {:?}, would not be after {:?}: give a later date, or the next version itself",
        excerpt(next.as_str()),
        excerpt(previous.as_str())
    );
    refuse("date", message, "a date after the previous version").with("found", found)
}

fn refuse(field: &'static str, message: String, expected: &str) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", field).with("expected", expected)
}

/// One more, in decimal digits: numbers of versions have no largest value.
fn increment(number: &str) -> String {
    let kept = number.trim_end_matches('9');
    let zeros = "0".repeat(number.len() - kept.len());
    match kept.as_bytes().split_last() {
        None => format!("1{zeros}"),
        Some((last, _)) => format!("{}{}{zeros}", &kept[..kept.len() - 1], char::from(last + 1)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::version_samples::{any_release, any_semver, release};

    fn next(scheme: &str, previous: Option<&str>, step: impl Into<Step>) -> String {
        let scheme = VersionScheme::new(scheme).unwrap();
        match scheme.next(previous.map(release).as_ref(), step) {
            Ok(next) => next.to_string(),
            Err(error) => {
                assert_eq!(error.code(), Code::InvalidRequest);
                assert!(error.get("field").is_some());
                error.to_string()
            }
        }
    }

    #[test]
    fn numbers_are_raised() {
        for (scheme, previous, [major, minor, patch]) in [
            ("semver", None, ["1.0.0", "0.1.0", "0.1.0"]),
            ("any", Some("1.4.2"), ["2.0.0", "1.5.0", "1.4.3"]),
            ("semver", Some("1.4.2+build"), ["2.0.0", "1.5.0", "1.4.3"]),
            ("semver", Some("1.4.2-beta"), ["2.0.0", "1.5.0", "1.4.2"]),
            ("semver", Some("1.4.0-beta"), ["2.0.0", "1.4.0", "1.4.0"]),
            ("semver", Some("2.0.0-beta"), ["2.0.0", "2.0.0", "2.0.0"]),
            ("any", Some("v1.9.9"), ["v2.0.0", "v1.10.0", "v1.9.10"]),
            ("semver", Some("v1.9.9"), ["2.0.0", "1.10.0", "1.9.10"]),
            ("any", Some("v2"), ["v3", "v2.1", "v2.0.1"]),
            ("any", Some("1.4"), ["2.0", "1.5", "1.4.1"]),
            ("any", Some("1.4-beta"), ["2.0", "1.4", "1.4.0"]),
            ("semver", Some("1.4"), ["2.0.0", "1.5.0", "1.4.1"]),
            (
                "semver",
                Some("99999999999999999999.0.0"),
                ["100000000000000000000.0.0", "99999999999999999999.1.0", "99999999999999999999.0.1"],
            ),
        ] {
            for (bump, expected) in [(Bump::Major, major), (Bump::Minor, minor), (Bump::Patch, patch)] {
                assert_eq!(next(scheme, previous, bump), expected, "{scheme} {previous:?} {bump}");
            }
        }
    }

    #[test]
    fn dates_are_written_and_counters_raised() {
        let day = (2026, 11, 23);
        for (format, previous, expected) in [
            ("YYYY.0M.0D", None, "2026.11.23"),
            ("YYYY.0M.0D", Some("2026.11.22"), "2026.11.23"),
            ("YY.MM.MICRO", None, "26.11.0"),
            ("YY.MM.MICRO", Some("26.11.9"), "26.11.10"),
            ("YY.MM.MICRO", Some("26.10.9"), "26.11.0"),
            ("YY.MINOR.MICRO", Some("26.3.9"), "26.3.10"),
            ("YYYY-MM-DD-MICRO", Some("2026-11-23-9"), "2026-11-23-10"),
            ("YYYY-MM-DD-MICRO", Some("2026-9-23-9"), "2026-11-23-0"),
            ("YYYY.MM.MICRO-MODIFIER", Some("2026.11.3-beta"), "2026.11.3"),
            ("YYYY.MM.MICRO.MODIFIER", Some("2026.11.3.post1"), "2026.11.4"),
            ("YYYY.0M.0D", Some("1.4.0"), "2026.11.23"),
            ("YYYY.0W", None, "2026.48"),
        ] {
            assert_eq!(next(&format!("calver:{format}"), previous, day), expected, "{format} {previous:?}");
        }
        let minor = Step { bump: Some(Bump::Minor), date: Some(day) };
        assert_eq!(next("calver:YY.MINOR.MICRO", Some("26.3.9"), minor), "26.4.0");
        assert_eq!(next("semver", Some("1.4.2"), minor), "1.5.0");
        // The first days of a year may be of the last week of the year before.
        assert_eq!(next("calver:YYYY.0W", None, (2027, 1, 3)), "2026.53");
        assert_eq!(next("calver:0Y.0M", None, (2006, 1, 3)), "06.01");
    }

    #[test]
    fn messages() {
        let day = (2026, 11, 23);
        let long = "9".repeat(128);
        let lines = [
            next("any", Some("nightly-3"), Bump::Patch),
            next("any", Some("2026.01.05"), Bump::Patch),
            next("any", Some("1.4.0.5"), Bump::Patch),
            next("any", Some("2026-11-23"), Bump::Patch),
            next("any", Some("1.4.0"), day),
            next("semver", None, Step::default()),
            next("regex:[0-9]+", Some("1"), Bump::Major),
            next("calver:YYYY.0M.0D", Some("2026.11.23"), day),
            next("calver:YYYY.0M.0D", Some("2026.11.24"), day),
            next("calver:YYYY.0M.0D", Some("20260101"), day),
            next("calver:YYYY.0M.0D", None, Bump::Major),
            next("calver:YYYY.0M.MICRO", None, Step { bump: Some(Bump::Minor), date: Some(day) }),
            next("calver:YYYY.0M.0D", None, (2026, 2, 29)),
            next("calver:YY.0M.0D", None, (1999, 2, 28)),
            next("any", Some(&long), Bump::Major),
            "Major".parse::<Bump>().unwrap_err().to_string(),
        ];
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn bumps_are_words() {
        for bump in [Bump::Major, Bump::Minor, Bump::Patch] {
            assert_eq!(bump.to_string().parse::<Bump>().unwrap(), bump);
            let json = serde_json::to_string(&bump).unwrap();
            assert_eq!(serde_json::from_str::<Bump>(&json).unwrap(), bump);
        }
    }

    fn any_bump() -> impl Strategy<Value = Bump> {
        prop_oneof![Just(Bump::Major), Just(Bump::Minor), Just(Bump::Patch)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn the_next_semver_is_greater_and_one(version in any_semver(), bump in any_bump()) {
            let next = VersionScheme::SemVer.next(Some(&version), bump).unwrap();
            prop_assert!(next > version && VersionScheme::SemVer.check(&next).is_ok());
        }

        #[test]
        fn whatever_has_a_next_version_is_before_it(version in any_release(), bump in any_bump()) {
            for scheme in [VersionScheme::Any, VersionScheme::SemVer] {
                if let Ok(next) = scheme.next(Some(&version), bump) {
                    prop_assert!(next > version, "{} {}", version, next);
                }
            }
        }

        #[test]
        fn calendar_versions_ascend(
            format in "(YYYY|YY|0Y)([.](MM|0M)([.-](DD|0D))?|-0M-DD|_WW|[.]0W)?([.]MAJOR)?([.]MINOR)?([.]MICRO)?([.-]MODIFIER)?",
            modifier in "([.-](a|beta[.]2))?",
            days in proptest::collection::vec((2001_i16..2013, 1_i8..=12, 1_i8..=28), 1..12),
            bump in proptest::option::of(any_bump()),
        ) {
            // Not every format is taken: see `formats_say_where_they_are_wrong`.
            let Ok(scheme) = VersionScheme::new(format!("calver:{format}")) else { return Ok(()) };
            let has_counter = ["MAJOR", "MINOR", "MICRO"].iter().any(|counter| format.contains(counter));
            let mut days: Vec<_> = days.iter().flat_map(|day| [*day, *day]).collect();
            days.sort_unstable();
            let mut previous: Option<ReleaseVersion> = None;
            for date in days {
                let step = Step { bump, date: Some(date) };
                let next = match scheme.next(previous.as_ref(), step) {
                    Ok(next) => next,
                    Err(error) => {
                        prop_assert!(bump.is_some() || !has_counter, "{} {}", format, error);
                        continue;
                    }
                };
                prop_assert!(scheme.check(&next).is_ok());
                prop_assert!(previous.is_none_or(|previous| next > previous));
                // As people would go on from it: with a modifier, where the format has one.
                let modified = ReleaseVersion::new(format!("{next}{modifier}")).unwrap();
                previous = Some(if scheme.check(&modified).is_ok() { modified } else { next });
            }
        }
    }
}
