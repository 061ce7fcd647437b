//! The grammar of versions: two hand-written recognisers, and the sentences that say where a text leaves it.
//!
//! The grammar is regular. A release version is 1 to 128 bytes that match [`RELEASE`] and do not match [`CANDIDATE_END`];
//! a candidate version is a release version followed by `-rc(0|[1-9][0-9]*)`, its number at most 4294967295.
//! The recognisers only say yes or no; a refused text is read a second time, to find the words.

use crate::error::{Code, Error, excerpt};

/// The longest release version, in bytes. `-rc` and the number of a candidate version come on top.
pub(super) const MAX_RELEASE: usize = 128;
/// The longest end of a candidate version: `-rc4294967295`.
const MAX_END: usize = 13;

/// What a release version matches: letters or digits at both ends, and no empty part between two dots.
#[cfg(test)]
const RELEASE: &str = r"^[0-9A-Za-z]((\.?[0-9A-Za-z_+-])*\.?[0-9A-Za-z])?$";
/// What a release version does not match, so that a candidate version can be taken apart in one way only.
#[cfg(test)]
const CANDIDATE_END: &str = r"-rc[0-9]+$";

const CHARACTERS: &str = "ASCII letters, digits, '.', '_', '+' and '-'";

/// Which bytes may be in a version: a table, because it is asked for every byte of every version that is read.
const ALLOWED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-');
        byte += 1;
    }
    table
};

/// Whether these bytes are a release version.
pub(super) fn is_release(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if bytes.len() > MAX_RELEASE || !first.is_ascii_alphanumeric() || !last.is_ascii_alphanumeric() {
        return false;
    }
    let mut after_dot = false;
    for &byte in bytes {
        let dot = byte == b'.';
        if !ALLOWED[usize::from(byte)] || (dot && after_dot) {
            return false;
        }
        after_dot = dot;
    }
    !last.is_ascii_digit() || candidate_end(bytes).is_none()
}

/// Takes a candidate version apart: the length of its release version, and its number.
pub(super) fn split_candidate(bytes: &[u8]) -> Option<(usize, u32)> {
    // Before anything that takes time in proportion to the length, because the text may be of any.
    if bytes.len() > MAX_RELEASE + MAX_END {
        return None;
    }
    let end = candidate_end(bytes)?;
    let number = number(&bytes[end + 3..])?;
    is_release(&bytes[..end]).then_some((end, number))
}

/// Where `-rc` and at least one digit begin, if the bytes end so.
fn candidate_end(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let before = &bytes[..bytes.len() - digits];
    (digits > 0 && before.ends_with(b"-rc")).then(|| before.len() - 3)
}

/// A number in its one spelling.
fn number(digits: &[u8]) -> Option<u32> {
    if digits.len() > 1 && digits[0] == b'0' {
        return None;
    }
    digits.iter().try_fold(0_u32, |value, digit| value.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
}

/// Why a text is no release version.
#[cold]
pub(super) fn release_error(text: &str) -> Error {
    let (position, expected) = release_fault(text, text.len());
    fault(Code::InvalidRequest, "release version", "release_version", text, position, &expected)
}

/// Why a text is no candidate version.
#[cold]
pub(super) fn candidate_error(text: &str) -> Error {
    let (position, expected) = candidate_fault(text);
    let (what, field) = ("release candidate version", "release_candidate_version");
    fault(Code::InvalidReleaseCandidateVersion, what, field, text, position, &expected)
}

fn fault(code: Code, what: &str, field: &'static str, text: &str, position: usize, expected: &str) -> Error {
    let message = format!("invalid {what} {:?}: expected {expected}, at position {position}", excerpt(text));
    Error::new(code, message)
        .with("field", field)
        .with("position", position)
        .with("expected", expected)
        .with("found", text)
}

/// The first place where the text, whose release version should end at `end`, is none, and what was expected there.
fn release_fault(text: &str, end: usize) -> (usize, String) {
    let bytes = &text.as_bytes()[..end];
    if text.trim() != text && text.len() <= 2 * MAX_RELEASE {
        let position = if text.starts_with(char::is_whitespace) { 0 } else { text.trim_end().len() };
        return (position, "no space at either end".to_owned());
    }
    let mut previous = b' ';
    for (position, &byte) in bytes.iter().enumerate().take(MAX_RELEASE) {
        if !ALLOWED[usize::from(byte)] {
            return (position, CHARACTERS.to_owned());
        }
        if position == 0 && !byte.is_ascii_alphanumeric() {
            return (0, "a letter or digit at the beginning".to_owned());
        }
        if byte == b'.' && previous == b'.' {
            return (position, "a letter, a digit, '_', '+' or '-' between two '.'".to_owned());
        }
        previous = byte;
    }
    if bytes.is_empty() {
        return (0, format!("1 to {MAX_RELEASE} {CHARACTERS}"));
    }
    if bytes.len() > MAX_RELEASE {
        return (MAX_RELEASE, format!("at most {MAX_RELEASE} characters in the release version"));
    }
    if !previous.is_ascii_alphanumeric() {
        let place = if end == text.len() { "at the end" } else { "before '-rc'" };
        return (end - 1, format!("a letter or digit {place}"));
    }
    let start = candidate_end(bytes).unwrap_or(end);
    (start, format!("a release version that does not itself end in {}", quoted(&text[start..end], "-rc1")))
}

/// The slip that was made, found from the end of the text: what a person meant is mostly there.
fn candidate_fault(text: &str) -> (usize, String) {
    let (bytes, len) = (text.as_bytes(), text.len());
    if len > MAX_RELEASE + MAX_END || text.trim() != text {
        return release_fault(text, len);
    }
    if let Some(end) = candidate_end(bytes) {
        let digits = &text[end + 3..];
        let release = &text[..end];
        if release.is_empty() {
            return (0, "a release version before '-rc', such as '1.4.0-rc1'".to_owned());
        }
        if !is_release(release.as_bytes()) {
            return release_fault(text, end);
        }
        let plain = digits.trim_start_matches('0');
        let example = example(release, if plain.is_empty() { "0" } else { plain });
        return match digits.starts_with('0') && digits.len() > 1 {
            true => (end + 3, format!("a number without leading zeros behind '-rc', such as {example}")),
            false => (end + 3, format!("a number up to {} behind '-rc'", u32::MAX)),
        };
    }
    // What stands before the last digits, without the 'rc' of another spelling and what joins the two.
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[head.len()..];
    let word = head.trim_end_matches(['.', '-', '_']);
    if let Some(start) = word.len().checked_sub(2).filter(|&at| bytes[at..word.len()].eq_ignore_ascii_case(b"rc")) {
        let release = text[..start].trim_end_matches(['.', '-', '_', '+']);
        if is_release(release.as_bytes()) {
            let number = if number(digits.as_bytes()).is_some() && !digits.is_empty() { digits } else { "1" };
            let example = example(release, number);
            return match text[release.len()..].strip_prefix("-rc") {
                Some(_) => (release.len() + 3, format!("a number directly behind '-rc', such as {example}")),
                None => (release.len(), format!("'-rc' in lower case and a number at the end, such as {example}")),
            };
        }
    }
    if is_release(bytes) {
        return (len, format!("'-rc' and a number at the end, such as {}", example(text, "1")));
    }
    match release_fault(text, len) {
        // The text is wrong at its end only, and it is the end that is missing.
        (position, _) if position + 1 >= len && len <= MAX_RELEASE => {
            (len, "'-rc' and a number at the end, such as '1.4.0-rc1'".to_owned())
        }
        other => other,
    }
}

/// What the caller may have meant, where that is short; else what everybody knows.
fn example(release: &str, number: &str) -> String {
    let text = format!("{release}-rc{number}");
    quoted(if split_candidate(text.as_bytes()).is_some() { &text } else { "" }, "1.4.0-rc1")
}

fn quoted(text: &str, otherwise: &str) -> String {
    format!("'{}'", if (1..=40).contains(&text.len()) { text } else { otherwise })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;
    use crate::model::version_samples::any_release;

    fn regular_release(text: &str) -> bool {
        static WANTED: LazyLock<[Regex; 2]> =
            LazyLock::new(|| [RELEASE, CANDIDATE_END].map(|r| Regex::new(r).unwrap()));
        (1..=128).contains(&text.len()) && WANTED[0].is_match(text) && !WANTED[1].is_match(text)
    }

    fn regular_candidate(text: &str) -> bool {
        static WANTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?s:(.*))-rc(0|[1-9][0-9]*)$").unwrap());
        WANTED.captures(text).is_some_and(|c| regular_release(&c[1]) && c[2].parse::<u32>().is_ok())
    }

    #[test]
    fn every_short_text_of_the_interesting_bytes_is_judged_as_by_the_regular_expressions() {
        let bytes = ["a", "0", "1", ".", "_", "-", "+", "-rc", "RC", " ", "é", "\n"];
        let mut texts = vec![String::new()];
        let mut done = 0;
        for _ in 0..4 {
            let longer: Vec<String> =
                texts[done..].iter().flat_map(|text| bytes.iter().map(move |byte| format!("{text}{byte}"))).collect();
            done = texts.len();
            texts.extend(longer);
        }
        for text in &texts {
            assert_eq!(is_release(text.as_bytes()), regular_release(text), "{text:?}");
            assert_eq!(split_candidate(text.as_bytes()).is_some(), regular_candidate(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_recognisers_are_the_regular_expressions(
            text in prop_oneof![
                "[a-c0-2A-C._+-]{0,12}",
                "[a-z0-9.-]{0,6}(-rc|-RC|rc|[.]rc)?[0-9]{0,11}",
                "[0-9][a-z0-9._+-]{120,132}(-rc[0-9]{1,11})?",
                any_release().prop_map(|release| release.to_string()),
                any::<String>(),
            ],
        ) {
            prop_assert_eq!(is_release(text.as_bytes()), regular_release(&text));
            prop_assert_eq!(split_candidate(text.as_bytes()).is_some(), regular_candidate(&text));
        }

        #[test]
        fn a_refusal_points_into_the_text(text in prop_oneof!["[a0 .rcRC_+é-]{0,10}", any::<String>()]) {
            if !is_release(text.as_bytes()) {
                prop_assert!(release_fault(&text, text.len()).0 <= text.len());
            }
            if split_candidate(text.as_bytes()).is_none() {
                prop_assert!(candidate_fault(&text).0 <= text.len());
            }
        }
    }
}
