//! Numbers of a body that a 64-bit number cannot keep.

/// The first number of a JSON text that would be kept as another: an integer beyond 64 bits, or one with more digits than
/// a 64-bit float has.
pub(super) fn inexact(json: &str) -> Option<&str> {
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let begin = at;
        at += 1;
        match byte {
            b'"' => {
                while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                    at += if *byte == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'-' | b'0'..=b'9' => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
                    .count();
                // A number is ASCII, so that its ends are those of characters.
                if let Some(number) = json.get(begin..at).filter(|number| !is_exact(number)) {
                    return Some(number);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_exact(number: &str) -> bool {
    if number.parse::<u64>().is_ok() || number.parse::<i64>().is_ok() {
        return true;
    }
    let kept = number.parse::<f64>().ok().filter(|kept| kept.is_finite());
    kept.is_some_and(|kept| normal(number).is_some_and(|said| Some(said) == normal(&format!("{kept:e}"))))
}

/// The digits without zeros at both ends, and the power of ten of the last one.
fn normal(number: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole.trim_start_matches('-'), fraction].concat();
    let significant = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    let last = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((significant.to_owned(), last.checked_add(dropped)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_as_it_was_said_is_let_through() {
        for fine in [
            "0",
            "-0",
            "-0.0",
            "0e9",
            "1",
            "18446744073709551615",
            "-9223372036854775808",
            "0.1",
            "1.50",
            "1e2",
            "1E+2",
            "100000000000000000000",
            "2.5e-3",
            "1e300",
            "[1, {\"a\": 2.25}]",
            "\"18446744073709551616\"",
            r#"{"a\"1e999": "\\", "b": true, "c": null}"#,
            "\"\u{e9}1\u{20ac}\"",
        ] {
            assert_eq!(inexact(fine), None, "{fine}");
        }
    }

    #[test]
    fn what_would_be_kept_as_another_number_is_found() {
        for (json, number) in [
            ("18446744073709551616", "18446744073709551616"),
            ("-9223372036854775809", "-9223372036854775809"),
            ("{\"a\": [0.12345678901234567890]}", "0.12345678901234567890"),
            ("[1, 1e-400]", "1e-400"),
            ("{\"\\\\\": 12345678901234567890123}", "12345678901234567890123"),
        ] {
            assert_eq!(inexact(json), Some(number), "{json}");
        }
    }
}
