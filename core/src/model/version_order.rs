//! The order of release versions, defined once, as a key.
//!
//! A version is read from the left as five pieces. Two versions are compared by the first piece in which they differ:
//!
//! 1. **Word**: what stands before the first digit (`nightly-` in `nightly-3`), compared as bytes. A leading `v` or `V`
//!    directly before a digit is no word. Versions with a word are before all versions without one, so that the latest
//!    version of a project that has both is a numbered one.
//! 2. **Numbers**: digits joined by the separator that follows the first of them, `.`, `-` or `_` (`1.4.0`,
//!    `2026-11-23`), compared part by part as numbers of any size. A part that is missing counts as 0: `1.4` is at
//!    `1.4.0`, before `1.4.0.1` and `1.10`.
//! 3. **Suffix**: what follows, up to the first `+`. One that begins with `-` marks a pre-release and puts the version
//!    before the bare one; it is compared as SemVer 2.0.0 §11 has it: identifiers between dots, all-digit ones as
//!    numbers and before the others, those as bytes, fewer before more. Any other suffix (`1.0.2k`, `1.4.0_1`,
//!    `1.4.post2`) puts the version behind the bare one; it is compared run by run, digits as numbers.
//! 4. **Build metadata**, behind the first `+`: none before some, then like the identifiers of a pre-release.
//! 5. **Text**, as bytes: leading zeros, zeros left out, a `v`. No two versions are equal.
//!
//! Pieces 1 to 3 are SemVer's precedence where both versions are SemVer. So `1.4.0-alpha < 1.4.0-alpha.9 <
//! 1.4.0-alpha.10 < 1.4 < 1.4.0 < v1.4.0 < 1.4.0+5 < 1.4.0_1 < 1.4.1`, and `nightly < nightly-3 < nightly-10 < 0.1`.
//! As SemVer wants it, `beta10` is before `beta9`: the number must be an identifier of its own.

use std::cmp::Ordering;
use std::iter;

/// What is remembered of a version's reading, so that most comparisons look at no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The beginning of the key in 128 bits: unequal heads are in the order of the versions, equal ones decide nothing.
    /// Two halves, because a `u128` would align, and so pad, whatever holds it to 16 bytes.
    head: (u64, u64),
    /// Where the suffix begins.
    suffix: u8,
    /// Where the `+` of the build metadata is, or the text ends.
    build: u8,
}

const NUMBERED: u128 = 1 << 127;
/// How many bits of the head each of the first three numbers has.
const WIDTHS: [u32; 3] = [48, 36, 36];

/// What comes behind the first three numbers, in the order in which it counts; the last two bits of a numbered head.
const PRE_RELEASE: u128 = 0;
const BARE: u128 = 1;
const SUFFIXED: u128 = 2;
/// More numbers than three, or larger ones than the head holds: it takes the text to compare.
const BEYOND: u128 = 3;

impl Layout {
    /// Reads a text that is nothing but one to three numbers between dots, as most versions are, in one pass that also
    /// shows it to be valid. Of any other text it knows nothing.
    #[inline]
    pub(super) fn of_plain_numbers(text: &[u8]) -> Option<Layout> {
        // So few digits that no number is too large for the head: at most 12 are one number's, 10 behind a dot.
        if text.len() > 12 {
            return None;
        }
        let (mut numbers, mut index, mut digits) = ([0_u64; 3], 0, 0);
        for byte in text {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                numbers[index] = numbers[index] * 10 + u64::from(digit);
                digits += 1;
            } else if *byte == b'.' && digits > 0 && index < 2 {
                index += 1;
                digits = 0;
            } else {
                return None;
            }
        }
        let [major, minor, patch] = numbers;
        if digits == 0 {
            return None;
        }
        let head = NUMBERED | (((u128::from(major) << 36 | u128::from(minor)) << 36 | u128::from(patch)) << 2) | BARE;
        let end = text.len() as u8;
        Some(Layout { head: ((head >> 64) as u64, head as u64), suffix: end, build: end })
    }

    /// Reads a valid release version.
    pub(super) fn of(text: &[u8]) -> Layout {
        let start = numbers_begin(text);
        let mut numbers = Numbers { text, at: start, separator: None };
        let mut first = [0; 3];
        for number in &mut first {
            *number = numbers.next().unwrap_or(0);
        }
        let beyond = numbers.by_ref().fold(false, |beyond, number| beyond | (number != 0));
        let suffix = numbers.at;
        let build = text[suffix..].iter().position(|&b| b == b'+').map_or(text.len(), |length| suffix + length);
        let word = word(text, start);
        let head = if word.is_empty() {
            numbered_head(first, if beyond { BEYOND } else { class(&text[suffix..build]) })
        } else {
            // The word's first fifteen bytes; a shorter one is filled up with zeros, which no word contains.
            let known = &word[..word.len().min(15)];
            known.iter().fold(0, |head, &byte| (head << 8) | u128::from(byte)) << (8 * (15 - known.len()))
        };
        // Both are at most 128, the length of the longest version.
        Layout { head: ((head >> 64) as u64, head as u64), suffix: suffix as u8, build: build as u8 }
    }
}

/// Where the first digit is; without one, where the word ends.
fn numbers_begin(text: &[u8]) -> usize {
    text.iter().position(|&b| b.is_ascii_digit() || b == b'+').unwrap_or(text.len())
}

/// The word before `start`, where the numbers begin.
fn word(text: &[u8], start: usize) -> &[u8] {
    match &text[..start] {
        b"v" | b"V" if text.get(start).is_some_and(u8::is_ascii_digit) => &[],
        word => word,
    }
}

/// The numbers from `at` on, the largest of 64 bits standing for all that are larger. Leaves `at` behind the last one.
struct Numbers<'a> {
    text: &'a [u8],
    at: usize,
    separator: Option<u8>,
}

impl Iterator for Numbers<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let rest = &self.text[self.at..];
        let digit = |index: usize| rest.get(index).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit < 10);
        let mut length = 0;
        if let Some(separator) = self.separator {
            if rest.first() != Some(&separator) {
                return None;
            }
            length = 1;
        }
        let mut number = u64::from(digit(length)?);
        let start = length;
        length += 1;
        while let Some(digit) = digit(length) {
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
            length += 1;
        }
        if length - start > 19 {
            // It may not have fitted into 64 bits; twenty digits are too many to be worth a check each.
            let digits = rest[start..length].iter().map(|byte| u64::from(byte - b'0'));
            number = digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(digit));
        }
        if self.separator.is_none() {
            // Without a separator nothing is joined: a byte that no version has ends the numbers.
            let found = rest.get(length).copied().filter(|b| matches!(b, b'.' | b'-' | b'_'));
            self.separator = Some(found.unwrap_or(0));
        }
        self.at += length;
        Some(number)
    }
}

fn numbered_head(numbers: [u64; 3], class: u128) -> u128 {
    let mut head = 0;
    for (index, (number, width)) in numbers.into_iter().zip(WIDTHS).enumerate() {
        if number >> width != 0 {
            // Too large: filled with ones from here on, so that the text decides between two such.
            let rest = WIDTHS[index..].iter().sum::<u32>() + 2;
            return NUMBERED | (head << rest) | ((1 << rest) - 1);
        }
        head = (head << width) | u128::from(number);
    }
    NUMBERED | (head << 2) | class
}

fn class(suffix: &[u8]) -> u128 {
    match suffix.first() {
        None => BARE,
        Some(b'-') => PRE_RELEASE,
        Some(_) => SUFFIXED,
    }
}

/// Compares two versions by their layouts and texts.
#[inline]
pub(super) fn compare(a: &Layout, a_text: &[u8], b: &Layout, b_text: &[u8]) -> Ordering {
    match a.head.cmp(&b.head) {
        Ordering::Equal => compare_texts(a, a_text, b, b_text),
        unequal => unequal,
    }
}

fn compare_texts(a: &Layout, a_text: &[u8], b: &Layout, b_text: &[u8]) -> Ordering {
    let numbered = a.head.0 >> 63 == 1;
    let order = if !numbered || u128::from(a.head.1) & BEYOND == BEYOND {
        let (a, b) = (Pieces::of(a_text, a), Pieces::of(b_text, b));
        a.word.cmp(b.word).then_with(|| compare_numbers(a.numbers, b.numbers))
    } else {
        Ordering::Equal
    };
    order
        .then_with(|| {
            let (a, b) = (
                &a_text[usize::from(a.suffix)..usize::from(a.build)],
                &b_text[usize::from(b.suffix)..usize::from(b.build)],
            );
            class(a).cmp(&class(b)).then_with(|| match class(a) {
                PRE_RELEASE => compare_identifiers(&a[1..], &b[1..]),
                BARE => Ordering::Equal,
                _ => compare_runs(a, b),
            })
        })
        .then_with(|| match (a_text.get(usize::from(a.build) + 1..), b_text.get(usize::from(b.build) + 1..)) {
            (Some(a), Some(b)) => compare_identifiers(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        })
        .then_with(|| a_text.cmp(b_text))
}

/// The pieces of a version that its head may not tell.
struct Pieces<'a> {
    word: &'a [u8],
    numbers: &'a [u8],
}

impl<'a> Pieces<'a> {
    fn of(text: &'a [u8], layout: &Layout) -> Pieces<'a> {
        let start = numbers_begin(text);
        Pieces { word: word(text, start), numbers: &text[start..usize::from(layout.suffix)] }
    }
}

/// Digits without leading zeros: none for 0, and longer is larger.
fn significant(digits: &[u8]) -> &[u8] {
    &digits[digits.iter().take_while(|&&b| b == b'0').count()..]
}

fn compare_digits(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (significant(a), significant(b));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn parts(numbers: &[u8]) -> impl Iterator<Item = &[u8]> {
    numbers.split(|b| !b.is_ascii_digit())
}

fn compare_numbers(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (parts(a), parts(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (a, b) => match compare_digits(a.unwrap_or_default(), b.unwrap_or_default()) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
}

fn is_number(identifier: &[u8]) -> bool {
    !identifier.is_empty() && identifier.iter().all(u8::is_ascii_digit)
}

fn identifiers(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&b| b == b'.')
}

fn compare_identifiers(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (identifiers(a), identifiers(b));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (Some(a), Some(b)) => match (is_number(a), is_number(b)) {
                (true, true) => compare_digits(a, b),
                (false, false) => a.cmp(b),
                (a, b) => b.cmp(&a),
            },
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A suffix as runs: something other than digits, then digits, and so on.
fn runs(suffix: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = suffix;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (other, behind) = rest.split_at(rest.iter().take_while(|b| !b.is_ascii_digit()).count());
        let (digits, behind) = behind.split_at(behind.iter().take_while(|b| b.is_ascii_digit()).count());
        rest = behind;
        Some((other, digits))
    })
}

fn compare_runs(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (runs(a), runs(b));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (Some((a, a_digits)), Some((b, b_digits))) => a
                .cmp(b)
                .then_with(|| (!a_digits.is_empty()).cmp(&!b_digits.is_empty()))
                .then_with(|| compare_digits(a_digits, b_digits)),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The key of a version: the order of keys as bytes is the order of the versions, and no key is the beginning of another
/// one, so that more may follow it in an index.
///
/// Whatever has no fixed length ends with a zero byte, which is before everything that may stand in its place.
pub(super) fn sort_key(layout: &Layout, text: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(2 * text.len() + 16);
    let Pieces { word, numbers } = Pieces::of(text, layout);
    key.push(u8::from(word.is_empty()));
    if !word.is_empty() {
        key.extend_from_slice(word);
        key.push(0);
    }
    let mut end = key.len();
    for part in parts(numbers) {
        push_digits(&mut key, part);
        if !significant(part).is_empty() {
            end = key.len();
        }
    }
    // Zeros at the end count as missing.
    key.truncate(end);
    key.push(0);
    let (suffix, build) = (usize::from(layout.suffix), usize::from(layout.build));
    let suffix = &text[suffix..build];
    let class = class(suffix);
    key.push(class as u8);
    match class {
        PRE_RELEASE => push_identifiers(&mut key, &suffix[1..]),
        BARE => {}
        _ => {
            for (other, digits) in runs(suffix) {
                key.push(1);
                key.extend_from_slice(other);
                key.push(0);
                match digits {
                    [] => key.push(0),
                    digits => push_digits(&mut key, digits),
                }
            }
            key.push(0);
        }
    }
    match text.get(build + 1..) {
        None => key.push(0),
        Some(build) => {
            key.push(1);
            push_identifiers(&mut key, build);
        }
    }
    key.extend_from_slice(text);
    key.push(0);
    key
}

/// The count of the digits that are significant, and one more so that it is no zero byte; then those.
fn push_digits(key: &mut Vec<u8>, digits: &[u8]) {
    let digits = significant(digits);
    key.push(1 + digits.len() as u8);
    key.extend_from_slice(digits);
}

fn push_identifiers(key: &mut Vec<u8>, text: &[u8]) {
    for identifier in identifiers(text) {
        if is_number(identifier) {
            key.push(1);
            push_digits(key, identifier);
        } else {
            key.push(2);
            key.extend_from_slice(identifier);
            key.push(0);
        }
    }
    key.push(0);
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::Layout;
    use crate::model::version_samples::{any_release, release};
    use crate::model::version_syntax::is_release;

    const ASCENDING: &[&str] = &[
        "main",
        "nightly",
        "nightly-3",
        "nightly-10",
        "nightly-10.a",
        "release-1.4.0-alpha",
        "release-1.4.0",
        "vista2",
        "0",
        "0.0.1",
        "1-beta",
        "1",
        "1.4.0-1",
        "1.4.0-2",
        "1.4.0-10",
        "1.4.0-99999999999999999999999",
        "1.4.0-alpha",
        "1.4.0-alpha.9",
        "1.4.0-alpha.10",
        "1.4.0-alpha.beta",
        "1.4-beta",
        "1.4.0-beta",
        "1.4.0-beta10",
        "1.4.0-beta9",
        "1.4.0-rc",
        "1.4",
        "1.4.0",
        "v1.4",
        "v1.4.0",
        "1.4.0+9",
        "1.4+10",
        "1.4.0+10",
        "1.4.0+build.5",
        "1.4.post9",
        "1.4.0.post10",
        "1.4.0_1",
        "1.4.0a",
        "1.4.0.1",
        "1.4.1",
        "1.10",
        "2",
        "V2",
        "v2",
        "2026.1.05",
        "2026.01.6",
        "2026-9-1",
        "2026-11-23-beta",
        "2026-11-23",
        "2026.11.23",
        "2026-11-23.2",
        "2026-11-23.10",
        "2026_11_24",
        "99999999999",
        "99999999999.999999999999.1-a",
        "99999999999.999999999999.1",
        "99999999999.9999999999999",
        "281474976710655",
        "281474976710656.1",
        "281474976710656.2",
        "281474976710657",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999998",
        "99999999999999999999999999999999999999999",
    ];

    #[test]
    fn what_people_expect() {
        let expected: Vec<_> = ASCENDING.iter().map(|text| release(text)).collect();
        let mut sorted: Vec<_> = expected.iter().rev().cloned().collect();
        sorted.sort();
        assert_eq!(sorted, expected);
        for (i, a) in expected.iter().enumerate() {
            for (j, b) in expected.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} {b}");
                assert_eq!(a.sort_key().cmp(&b.sort_key()), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn the_example_of_semver() {
        let texts = ["alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "beta.11"].map(|pre| format!("1.0.0-{pre}"));
        assert!(texts.windows(2).all(|pair| release(&pair[0]) < release(&pair[1])));
        assert!(release("1.0.0-beta.11") < release("1.0.0"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn the_order_is_total(a in any_release(), b in any_release(), c in any_release()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a.as_str() == b.as_str());
            prop_assert_eq!(a == b, a.as_str() == b.as_str());
            let mut sorted = [&a, &b, &c];
            sorted.sort();
            prop_assert!(sorted[0] <= sorted[1] && sorted[1] <= sorted[2] && sorted[0] <= sorted[2]);
        }

        #[test]
        fn keys_are_in_the_order_of_versions(a in any_release(), b in any_release()) {
            let (a_key, b_key) = (a.sort_key(), b.sort_key());
            prop_assert_eq!(a_key.cmp(&b_key), a.cmp(&b), "{} {}", a, b);
            prop_assert!(a == b || !a_key.starts_with(&b_key), "{} {}", a, b);
        }

        #[test]
        fn plain_numbers_are_read_as_by_the_long_way(
            text in prop_oneof!["[0-9.]{0,14}", "[0-9]{1,4}([.][0-9]{1,4}){0,3}-?", "[0-9]{0,12}[.]?[0-9]{0,12}"],
        ) {
            if let Some(layout) = Layout::of_plain_numbers(text.as_bytes()) {
                prop_assert!(is_release(text.as_bytes()));
                prop_assert_eq!(layout, Layout::of(text.as_bytes()));
            }
        }

        #[test]
        fn semver_is_agreed_with(a in any_release(), b in any_release()) {
            // A leading `v` does not count.
            let parse = |text: &str| semver::Version::parse(text.trim_start_matches('v')).ok();
            if let (Some(ours), Some(theirs)) = (parse(a.as_str()), parse(b.as_str())) {
                let precedence = ours.cmp_precedence(&theirs);
                prop_assert!(precedence == Ordering::Equal || a.cmp(&b) == precedence, "{} {}", a, b);
            }
        }
    }
}
