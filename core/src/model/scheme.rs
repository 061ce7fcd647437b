//! What a project may narrow its release versions to.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};

use super::calver::CalVer;
use super::semver_syntax;
use super::text::text_traits;
use super::version::ReleaseVersion;
use crate::error::{Code, Error, Result, excerpt};

/// Which release versions a project takes. As text, the same in every language:
///
/// | text | takes |
/// |---|---|
/// | `any` | every [`ReleaseVersion`]; the default |
/// | `semver` | [SemVer 2.0.0](https://semver.org/spec/v2.0.0.html), `1.4.0-beta.3+build.5`; no leading `v`, which SemVer does not have |
/// | `calver:<format>` | dates and counters, such as `calver:YYYY.0M.MICRO`; see [`CalVer`] |
/// | `regex:<pattern>` | what the whole of a regular expression matches, such as `regex:\d+`; see [`VersionPattern`] |
///
/// ```
/// use release_core::{ReleaseVersion, VersionScheme};
///
/// let scheme: VersionScheme = "calver:YYYY.0M.0D".parse()?;
/// assert!(scheme.check(&ReleaseVersion::new("2026.02.28")?).is_ok());
/// assert!(scheme.check(&ReleaseVersion::new("2026.02.29")?).is_err());
/// # Ok::<(), release_core::Error>(())
/// ```
///
/// # Errors
/// Parsing fails with `invalid_request`; the context says `field` (`version_scheme`), `expected`, `found`, and
/// `position` (in bytes, of the whole text) where it is known.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum VersionScheme {
    /// Every release version.
    #[default]
    Any,
    /// SemVer 2.0.0.
    SemVer,
    /// Calendar versioning, by a format.
    CalVer(CalVer),
    /// Whatever a regular expression matches.
    Regex(VersionPattern),
}

text_traits!(VersionScheme);
text_traits!(VersionPattern);

/// A regular expression for whole versions: the syntax of the crate [`regex`](https://docs.rs/regex/1/regex/#syntax)
/// without Unicode classes, at most 1,000 bytes without control characters. It takes time in proportion to the length
/// of a version, whatever the pattern is.
#[derive(Clone)]
pub struct VersionPattern(Arc<Compiled>);

struct Compiled {
    /// The scheme's text, `regex:` included.
    text: String,
    whole: Regex,
}

/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 1_000;
/// How much memory a pattern may take once it is compiled, in bytes.
const MAX_COMPILED: usize = 1 << 18;

const CALVER: &str = "calver:";
const REGEX: &str = "regex:";

impl VersionScheme {
    /// Parses the text; the same as `FromStr`.
    ///
    /// # Errors
    /// As the type's description says.
    pub fn new(text: impl AsRef<str>) -> Result<VersionScheme> {
        let text = text.as_ref();
        if text == "any" {
            Ok(VersionScheme::Any)
        } else if text == "semver" {
            Ok(VersionScheme::SemVer)
        } else if text.starts_with(CALVER) {
            CalVer::parse(text, CALVER.len()).map(VersionScheme::CalVer)
        } else if text.starts_with(REGEX) {
            VersionPattern::parse(text).map(VersionScheme::Regex)
        } else {
            Err(invalid_scheme(text, Some(0), "'any', 'semver', 'calver:<format>' or 'regex:<pattern>'"))
        }
    }

    /// The scheme as text, for example `calver:YYYY.0M.0D`.
    pub fn as_str(&self) -> &str {
        match self {
            VersionScheme::Any => "any",
            VersionScheme::SemVer => "semver",
            VersionScheme::CalVer(format) => format.scheme(),
            VersionScheme::Regex(pattern) => &pattern.0.text,
        }
    }

    /// Checks that a version is one of this scheme.
    ///
    /// # Errors
    /// `invalid_release_candidate_version`; the context says `field`, `scheme`, `expected`, `found`, and `position` (in
    /// bytes) where it is known.
    pub fn check(&self, version: &ReleaseVersion) -> Result<()> {
        let text = version.as_str();
        let (position, expected) = match self {
            VersionScheme::Any => return Ok(()),
            VersionScheme::SemVer => match semver_syntax::check(text) {
                Ok(()) => return Ok(()),
                Err((position, expected)) => (Some(position), expected.to_owned()),
            },
            VersionScheme::CalVer(format) => match format.read(text) {
                Ok(_) => return Ok(()),
                Err((position, expected)) => (Some(position), expected),
            },
            VersionScheme::Regex(pattern) => match pattern.0.whole.is_match(text.as_bytes()) {
                true => return Ok(()),
                false => (None, format!("a match of {}", excerpt(pattern.as_str()))),
            },
        };
        let place = position.map_or(String::new(), |position| format!(", at position {position}"));
        let message = format!(
            "release version {:?} is not of the project's scheme {:?}: expected {expected}{place}",
            excerpt(text),
            excerpt(self.as_str())
        );
        let error = Error::new(Code::InvalidReleaseCandidateVersion, message).in_field("release_candidate_version");
        let error = match position {
            Some(position) => error.with("position", position),
            None => error,
        };
        Err(error.with("scheme", self.as_str()).with("expected", expected).with("found", text))
    }
}

impl VersionPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// `invalid_request`, as for [`VersionScheme`].
    pub fn new(pattern: impl AsRef<str>) -> Result<VersionPattern> {
        VersionPattern::parse(&format!("{REGEX}{}", pattern.as_ref()))
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0.text[REGEX.len()..]
    }

    fn parse(text: &str) -> Result<VersionPattern> {
        let pattern = &text[REGEX.len()..];
        if pattern.is_empty() || pattern.len() > MAX_PATTERN {
            let expected = format!("a regular expression of 1 to {MAX_PATTERN} bytes behind '{REGEX}'");
            return Err(invalid_scheme(text, Some(text.len().min(REGEX.len() + MAX_PATTERN)), &expected));
        }
        if let Some(position) = pattern.find(|c: char| c.is_control()) {
            return Err(invalid_scheme(text, Some(REGEX.len() + position), "no control characters"));
        }
        // By itself first: within the group below `a)|(b` would be read as something else.
        if let Err(error) = compile(pattern) {
            let (position, expected) = explain(pattern, &error);
            return Err(invalid_scheme(text, position.map(|at| REGEX.len() + at), &expected).caused_by(error));
        }
        match compile(&format!(r"\A(?:{pattern})\z")) {
            Ok(whole) => Ok(VersionPattern(Arc::new(Compiled { text: text.to_owned(), whole }))),
            // What else can be wrong with it now: it has the flag `x` and ends in a comment, which takes the `)` away.
            Err(error @ regex::Error::Syntax(_)) => {
                Err(invalid_scheme(text, None, "a regular expression without a comment at its end").caused_by(error))
            }
            Err(error) => Err(invalid_scheme(text, None, &explain(pattern, &error).1).caused_by(error)),
        }
    }
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).unicode(false).size_limit(MAX_COMPILED).dfa_size_limit(MAX_COMPILED).build()
}

/// Where a pattern is wrong and what was expected, as far as the error tells: it has the place only as a line of its
/// message, which marks it under the pattern by `^`.
fn explain(pattern: &str, error: &regex::Error) -> (Option<usize>, String) {
    let regex::Error::Syntax(message) = error else {
        return (None, format!("a regular expression that takes at most {MAX_COMPILED} bytes when it is compiled"));
    };
    let mut lines = message.lines().skip_while(|line| line.trim_start() != pattern.trim_start());
    let indent = lines.next().map_or(0, |line| line.len() - pattern.len());
    let column = lines.next().and_then(|line| line.find('^')).and_then(|column| column.checked_sub(indent));
    let position =
        column.and_then(|column| pattern.char_indices().map(|(at, _)| at).chain([pattern.len()]).nth(column));
    let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
    (position, format!("a regular expression ({})", excerpt(reason)))
}

/// The error of a text that is no scheme.
pub(super) fn invalid_scheme(text: &str, position: Option<usize>, expected: &str) -> Error {
    let place = position.map_or(String::new(), |position| format!(", at position {position}"));
    let message = format!("invalid version scheme {:?}: expected {expected}{place}", excerpt(text));
    let error = Error::new(Code::InvalidRequest, message).in_field("version_scheme");
    let error = match position {
        Some(position) => error.with("position", position),
        None => error,
    };
    error.with("expected", expected).with("found", text)
}

impl PartialEq for VersionPattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for VersionPattern {}

impl Hash for VersionPattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::version_samples::{any_release, release};

    fn scheme(text: &str) -> VersionScheme {
        VersionScheme::new(text).unwrap()
    }

    #[test]
    fn schemes_are_written_in_one_way() {
        for text in ["any", "semver", "calver:YYYY.0M.0D", r"regex:^\d+$"] {
            assert_eq!(scheme(text).to_string(), text);
            let json = serde_json::to_string(&scheme(text)).unwrap();
            assert_eq!(serde_json::from_str::<VersionScheme>(&json).unwrap(), scheme(text));
        }
        assert_eq!(VersionScheme::default(), scheme("any"));
        assert_eq!(scheme("regex:[0-9]+"), VersionScheme::Regex(VersionPattern::new("[0-9]+").unwrap()));
        assert_eq!(scheme("calver:YY.MM"), VersionScheme::CalVer(CalVer::new("YY.MM").unwrap()));
    }

    #[test]
    fn a_pattern_matches_whole_versions_only() {
        for pattern in ["a|ab", "^a|ab$", "(?i)A|aB"] {
            let scheme = scheme(&format!("regex:{pattern}"));
            assert!(scheme.check(&release("ab")).is_ok(), "{pattern}");
            assert!(scheme.check(&release("abc")).is_err() && scheme.check(&release("xab")).is_err(), "{pattern}");
        }
        assert!(scheme(r"regex:\d+\.\w+").check(&release("1.a")).is_ok());
        assert!(scheme("regex:(a+)+b").check(&release(&"a".repeat(128))).is_err());
    }

    #[test]
    fn messages() {
        let long = format!("regex:{}", "a".repeat(1001));
        let schemes = [
            "",
            "Any",
            " semver",
            "calver",
            "regex:",
            "regex:(a",
            "regex:a)|(b",
            "regex:[z-a]",
            r"regex:\",
            "regex:a\nb",
            "regex:(?x)a#",
            r"regex:(\w{1000}){1000}",
            r"regex:é(",
            r"regex:(?=a)",
            &long,
        ];
        let mut lines = Vec::new();
        for text in schemes {
            let error = VersionScheme::new(text).unwrap_err();
            assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("version_scheme")));
            lines.push(error.to_string());
        }
        for (scheme_text, version) in [
            ("semver", "v1.4.0"),
            ("semver", "1.4"),
            ("semver", "1.4.00"),
            ("semver", "1.4.0-01"),
            ("semver", "1.4.0_1"),
            (r"regex:\d+", "1.4"),
            ("calver:YYYY.0M.0D", "2026.13.01"),
            ("calver:YYYY.0M.0D", "2026.02.29"),
        ] {
            let error = scheme(scheme_text).check(&release(version)).unwrap_err();
            assert_eq!(error.code(), Code::InvalidReleaseCandidateVersion);
            assert_eq!((error.get("scheme"), error.get("found")), (Some(scheme_text), Some(version)));
            lines.push(error.to_string());
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(regex:|calver:)?[ -~é]{0,20}") {
            if let Ok(scheme) = VersionScheme::new(&text) {
                prop_assert_eq!(scheme.as_str(), &text);
                scheme.check(&release("1.4.0")).ok();
            }
        }

        #[test]
        fn any_takes_all(version in any_release()) {
            prop_assert!(VersionScheme::Any.check(&version).is_ok());
        }
    }
}
