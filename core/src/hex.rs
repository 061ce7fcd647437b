//! Bytes as hexadecimal digits: digests, signatures and cursors.

/// Two lower-case digits a byte.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of such digits, in either case; nothing where the text is something else.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_bytes() {
        assert_eq!(encode([0, 10, 255]), "000aff");
        assert_eq!(decode("000aFf"), Some(vec![0, 10, 255]));
        assert_eq!(decode(""), Some(Vec::new()));
        for bad in ["0", "000", "0g", "+1", "0x", "é0", " 00"] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
    }
}
