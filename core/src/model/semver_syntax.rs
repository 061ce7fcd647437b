//! The grammar of SemVer 2.0.0, without a limit to its numbers.

/// Where a text leaves the grammar, and what was expected there.
type Fault = (usize, &'static str);

/// Checks that a release version is a semantic version.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for (name, end) in [("a major version number", b'.'), ("a minor version number", b'.'), ("a patch number", b'-')] {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return Err((at, name));
        }
        if digits > 1 && bytes[at] == b'0' {
            return Err((at, "a number without leading zeros"));
        }
        at += digits;
        match bytes.get(at) {
            Some(byte) if *byte == end => at += 1,
            None | Some(b'+') if end == b'-' => break,
            _ if end == b'-' => return Err((at, "'-', '+' or the end behind the patch number")),
            _ => return Err((at, "'.' and three numbers, as in '1.4.0'")),
        }
    }
    let build = text.find('+').unwrap_or(text.len());
    // Without a pre-release `at` is where the build metadata begins.
    if at < build || bytes.get(at.wrapping_sub(1)) == Some(&b'-') {
        identifiers(&text[..build], at, true)?;
    }
    if build < text.len() {
        identifiers(text, build + 1, false)?;
    }
    Ok(())
}

fn identifiers(text: &str, start: usize, pre_release: bool) -> Result<(), Fault> {
    let mut at = start;
    for identifier in text[start..].split('.') {
        if let Some(wrong) = identifier.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
            return Err((at + wrong, "letters, digits and '-' in an identifier"));
        }
        if identifier.is_empty() {
            return Err((at, "an identifier"));
        }
        let numeric = identifier.bytes().all(|b| b.is_ascii_digit());
        if pre_release && numeric && identifier.len() > 1 && identifier.starts_with('0') {
            return Err((at, "a number without leading zeros"));
        }
        at += identifier.len() + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;
    use crate::model::version_samples::{any_release, any_semver};

    /// The regular expression that <https://semver.org> suggests, with `\d` written out.
    static SUGGESTED: LazyLock<Regex> = LazyLock::new(|| {
        let number = "(0|[1-9][0-9]*)";
        let pre = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
        let build = "[0-9a-zA-Z-]+";
        let text = format!(r"^{number}\.{number}\.{number}(-{pre}(\.{pre})*)?(\+{build}(\.{build})*)?$");
        Regex::new(&text).unwrap()
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn the_grammar_is_the_suggested_one(
            text in prop_oneof![
                "[0-2]{1,2}[.][0-2]{1,2}[.][0-2]{1,2}[-+a0._]{0,6}[a0]?",
                "[0-9a.+-]{0,8}",
                any_release().prop_map(|version| version.to_string()),
                any_semver().prop_map(|version| version.to_string()),
            ],
        ) {
            prop_assert_eq!(check(&text).is_ok(), SUGGESTED.is_match(&text), "{}", text);
        }
    }
}
