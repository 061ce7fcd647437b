//! Release versions and candidate versions: texts of a fixed grammar with one total order.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::text::text_traits;
use super::version_order::{self, Layout};
use super::version_syntax::{candidate_error, is_release, release_error, split_candidate};
use crate::error::Result;

/// What is released, such as `1.4.0`, `2026.11.23` or `nightly-3`.
///
/// # Syntax
/// 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, with a letter or digit at both ends and no empty part between
/// two dots, and without the `-rc<N>` of a candidate at the end: what matches
/// `^[0-9A-Za-z]((\.?[0-9A-Za-z_+-])*\.?[0-9A-Za-z])?$` and does not match `-rc[0-9]+$`. Case counts; nothing is
/// trimmed or rewritten. A project may narrow this by a [`VersionScheme`](crate::VersionScheme).
///
/// # Order
/// Total over all versions, and equal for equal texts only. It is the precedence of [SemVer 2.0.0 §11] where both
/// versions are SemVer, part by part for dotted numbers, and goes on to whatever else a version may be:
/// a version is compared by its word (what stands before the first digit; versions with a word come first), then its
/// numbers (a missing part is 0), then its suffix (one with `-` is a pre-release and before the bare version, any other
/// is behind it), then its build metadata (behind `+`), and last as text. A leading `v` counts in that last step only.
///
/// ```
/// use release_core::ReleaseVersion;
///
/// let mut versions = ["1.10", "v1.4.0", "1.4", "1.4.0-alpha.10", "nightly-3", "1.4.0-alpha.9"]
///     .map(|text| ReleaseVersion::new(text).unwrap());
/// versions.sort();
/// assert_eq!(
///     versions.each_ref().map(|version| version.as_str()),
///     ["nightly-3", "1.4.0-alpha.9", "1.4.0-alpha.10", "1.4", "v1.4.0", "1.10"],
/// );
/// ```
///
/// # Errors
/// Parsing fails with `invalid_request`; the context says `field` (`release_version`), `position` (in bytes),
/// `expected` and `found`.
///
/// [SemVer 2.0.0 §11]: https://semver.org/spec/v2.0.0.html#spec-item-11
#[derive(Clone)]
pub struct ReleaseVersion {
    text: Text,
    /// How much of the text is the release version: the text may be a whole candidate version's.
    length: u8,
    layout: Layout,
}

/// A release version and a counter, `<release-version>-rc<N>`, such as `1.4.0-rc2`.
///
/// # Syntax
/// What [`ReleaseVersion`] accepts, followed by `-rc(0|[1-9][0-9]*)`, the number at most 4294967295: every candidate has
/// one spelling. `1.4.0-RC1`, `1.4.0.rc1`, `1.4.0-rc`, `1.4.0-rc01` and `1.4.0-rc1 ` are refused. The limit of 128 bytes
/// is the release version's.
///
/// # Order
/// By release version, then by number, so that `1.4.0-rc10` is after `1.4.0-rc2`.
///
/// ```
/// use release_core::CandidateVersion;
///
/// let candidate: CandidateVersion = "1.4.0-rc2".parse()?;
/// assert_eq!(candidate.release().as_str(), "1.4.0");
/// assert_eq!(candidate.number(), 2);
/// assert!(candidate < "1.4.0-rc10".parse()?);
/// # Ok::<(), release_core::Error>(())
/// ```
///
/// # Errors
/// Parsing fails with `invalid_release_candidate_version`; the context says `field` (`release_candidate_version`),
/// `position` (in bytes), `expected` and `found`.
#[derive(Clone)]
pub struct CandidateVersion {
    /// Keeps the candidate's whole text, of which it is the beginning.
    release: ReleaseVersion,
    number: u32,
    length: u8,
}

text_traits!(ReleaseVersion);
text_traits!(CandidateVersion);

/// A text that costs no allocation where it is short, as almost all versions are.
#[derive(Clone)]
enum Text {
    Short([u8; Text::SHORT]),
    Long(Arc<str>),
}

impl Text {
    const SHORT: usize = 23;

    fn new(text: &str) -> Text {
        let mut short = [0; Text::SHORT];
        match short.get_mut(..text.len()) {
            Some(start) => {
                start.copy_from_slice(text.as_bytes());
                Text::Short(short)
            }
            None => Text::Long(text.into()),
        }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match self {
            Text::Short(bytes) => bytes,
            Text::Long(text) => text.as_bytes(),
        }
    }

    fn str(&self, length: u8) -> &str {
        match self {
            // It was copied from a text and is cut between two ASCII characters, so that this never fails.
            Text::Short(bytes) => std::str::from_utf8(&bytes[..usize::from(length)]).unwrap_or_default(),
            Text::Long(text) => &text[..usize::from(length)],
        }
    }
}

impl ReleaseVersion {
    /// Parses the text; the same as `FromStr`.
    ///
    /// # Errors
    /// As the type's description says.
    pub fn new(text: impl AsRef<str>) -> Result<ReleaseVersion> {
        let text = text.as_ref();
        if let Some(layout) = Layout::of_plain_numbers(text.as_bytes()) {
            return Ok(ReleaseVersion { text: Text::new(text), length: text.len() as u8, layout });
        }
        match is_release(text.as_bytes()) {
            true => Ok(ReleaseVersion::of(text, text.len())),
            false => Err(release_error(text)),
        }
    }

    /// The version that is the first `length` bytes of the text, at most 128.
    fn of(text: &str, length: usize) -> ReleaseVersion {
        let release = &text.as_bytes()[..length];
        let layout = Layout::of_plain_numbers(release).unwrap_or_else(|| Layout::of(release));
        ReleaseVersion { text: Text::new(text), length: length as u8, layout }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        self.text.str(self.length)
    }

    /// The candidate of this release with that number.
    pub fn candidate(&self, number: u32) -> CandidateVersion {
        CandidateVersion::from_parts(self, number)
    }

    /// Bytes whose order (as of `memcmp`) is exactly the order of versions, for use as a position in an index.
    /// No key is the beginning of another one.
    pub fn sort_key(&self) -> Vec<u8> {
        version_order::sort_key(&self.layout, self.bytes())
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        &self.text.bytes()[..usize::from(self.length)]
    }
}

impl CandidateVersion {
    /// Parses the text; the same as `FromStr`.
    ///
    /// # Errors
    /// As the type's description says.
    pub fn new(text: impl AsRef<str>) -> Result<CandidateVersion> {
        let text = text.as_ref();
        match split_candidate(text.as_bytes()) {
            Some((length, number)) => Ok(CandidateVersion::of(text, length, number)),
            None => Err(candidate_error(text)),
        }
    }

    /// The candidate of a release with that number.
    pub fn from_parts(release: &ReleaseVersion, number: u32) -> CandidateVersion {
        CandidateVersion::of(&format!("{release}-rc{number}"), usize::from(release.length), number)
    }

    fn of(text: &str, length: usize, number: u32) -> CandidateVersion {
        // At most 128 bytes of release version and 13 of `-rc4294967295`.
        CandidateVersion { release: ReleaseVersion::of(text, length), number, length: text.len() as u8 }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        self.release.text.str(self.length)
    }

    /// The release version, `1.4.0` in `1.4.0-rc2`.
    pub fn release(&self) -> &ReleaseVersion {
        &self.release
    }

    /// The counter, `2` in `1.4.0-rc2`.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The candidate that follows this one within its release; none after number 4294967295.
    pub fn next(&self) -> Option<CandidateVersion> {
        Some(self.release.candidate(self.number.checked_add(1)?))
    }

    /// Bytes whose order (as of `memcmp`) is exactly the order of candidates, for use as a position in an index: the
    /// release version's key and the number. No key is the beginning of another one.
    pub fn sort_key(&self) -> Vec<u8> {
        let mut key = self.release.sort_key();
        key.extend_from_slice(&self.number.to_be_bytes());
        key
    }
}

impl PartialEq for ReleaseVersion {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for ReleaseVersion {}

impl Hash for ReleaseVersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl Ord for ReleaseVersion {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        version_order::compare(&self.layout, self.bytes(), &other.layout, other.bytes())
    }
}

impl PartialOrd for ReleaseVersion {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for CandidateVersion {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && self.release == other.release
    }
}

impl Eq for CandidateVersion {}

impl Hash for CandidateVersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.release.hash(state);
        self.number.hash(state);
    }
}

impl Ord for CandidateVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.release.cmp(&other.release).then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for CandidateVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;
    use crate::model::version_samples::{any_release, release};

    #[test]
    fn candidates_are_taken_apart() {
        for (text, expected, number) in [
            ("1.4.0-rc1", "1.4.0", 1),
            ("v2-rc0", "v2", 0),
            ("1.4.0-rc4294967295", "1.4.0", u32::MAX),
            ("1.4.0-RC1-rc2", "1.4.0-RC1", 2),
            ("1.4.0-rc-rc2", "1.4.0-rc", 2),
            ("1.4.0-beta.3+build.5-rc12", "1.4.0-beta.3+build.5", 12),
        ] {
            let candidate = CandidateVersion::new(text).unwrap();
            assert_eq!((candidate.release().as_str(), candidate.number()), (expected, number));
            assert_eq!(candidate.as_str(), text);
            assert_eq!(*candidate.release(), release(expected));
            assert_eq!(HashSet::from([candidate.release().clone(), release(expected)]).len(), 1);
        }
        let longest = format!("{}-rc4294967295", "1".repeat(128));
        assert_eq!(CandidateVersion::new(&longest).unwrap().as_str(), longest);
        assert_eq!(CandidateVersion::new(&longest).unwrap().next(), None);
        assert!(CandidateVersion::new(format!("{}-rc1", "1".repeat(129))).is_err());
        assert_eq!(release("1.4.0").candidate(9).next().unwrap().as_str(), "1.4.0-rc10");
    }

    #[test]
    fn ten_megabytes_are_refused_with_a_short_message() {
        for text in ["1".repeat(10_000_000), format!("{}-rc1", "1".repeat(10_000_000)), " ".repeat(10_000_000)] {
            assert!(ReleaseVersion::new(&text).unwrap_err().to_string().len() < 400);
            assert!(CandidateVersion::new(&text).unwrap_err().to_string().len() < 400);
        }
    }

    #[test]
    fn messages() {
        let long = "1".repeat(129);
        let releases = [
            "",
            ".1",
            "1.4.",
            "1..4",
            "1.4.0 ",
            " 1.4.0",
            "1.4 .0",
            "1/4",
            "é",
            "1.4é",
            "1.4.0-rc1",
            "1.4.0-rc01",
            "-",
            "1\0",
            "1.4.0+",
            &long,
        ];
        let long_candidate = format!("{long}-rc1");
        let candidates = [
            "",
            "1.4.0",
            "v1.4.0",
            "1.4.0-RC1",
            "1.4.0-Rc12",
            "1.4.0.rc1",
            "1.4.0rc1",
            "1.4.0_rc1",
            "1.4.0-rc.1",
            "1.4.0-rc",
            "1.4.0-rc-1",
            "1.4.0-rc01",
            "1.4.0-rc00",
            "1.4.0-rc4294967296",
            "1.4.0-rc1 ",
            " 1.4.0-rc1",
            "1.4.0-rc1\n",
            "1.4.0-rc1-rc2",
            "1.4.0-rc1.2",
            "1..4-rc1",
            "1.4.-rc1",
            "-rc1",
            "rc1",
            "1.4.0-",
            "1.4.0-rc-",
            "1/4-rc1",
            "1.4.0-rc١",
            "release candidate",
            &long_candidate,
            &long,
        ];
        let mut lines = Vec::new();
        for text in releases {
            let error = ReleaseVersion::new(text).unwrap_err();
            assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("release_version")));
            assert_eq!(error.get("expected").is_some(), error.get("found").is_some());
            lines.push(error.to_string());
        }
        for text in candidates {
            let error = CandidateVersion::new(text).unwrap_err();
            assert_eq!(error.code(), Code::InvalidReleaseCandidateVersion);
            assert_eq!(error.get("field"), Some("release_candidate_version"));
            assert!(error.get("position").unwrap().parse::<usize>().unwrap() <= text.len());
            lines.push(error.to_string());
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    proptest! {
        #[test]
        fn text_and_serde_round_trip(release in any_release(), number: u32) {
            let candidate = release.candidate(number);
            prop_assert_eq!(&release.to_string().parse::<ReleaseVersion>().unwrap(), &release);
            prop_assert_eq!(&candidate.to_string().parse::<CandidateVersion>().unwrap(), &candidate);
            prop_assert_eq!(candidate.release(), &release);
            prop_assert_eq!(format!("{release:>40}"), format!("{:>40}", release.as_str()));
            let json = serde_json::to_string(&(&release, &candidate)).unwrap();
            let back: (ReleaseVersion, CandidateVersion) = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back, (release, candidate));
        }

        #[test]
        fn candidates_go_by_release_and_number(a in any_release(), m in 0_u32..300, b in any_release(), n in 0_u32..300) {
            for b in [&a, &b] {
                let (first, second) = (a.candidate(m), b.candidate(n));
                prop_assert_eq!(first.cmp(&second), (&a, m).cmp(&(b, n)));
                prop_assert_eq!(first.sort_key().cmp(&second.sort_key()), first.cmp(&second));
                prop_assert!(first == second || !first.sort_key().starts_with(&second.sort_key()));
            }
        }
    }
}
