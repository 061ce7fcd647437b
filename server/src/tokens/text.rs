//! The text of a token, `rls_<id>_<secret>`, and its digest.

use std::fmt::Write as _;

use release_core::{Code, Error, Result, Secret};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

const PREFIX: &str = "rls_";
const ID_BYTES: usize = 8;
const SECRET_BYTES: usize = 32;

/// The SHA-256 of a token's text. The secret in it has 256 random bits, so that no slow hash is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digest(pub(crate) [u8; 32]);

impl Digest {
    pub(crate) fn of(text: &Secret) -> Digest {
        Digest(Sha256::digest(text.expose().as_bytes()).into())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("a SHA-256 has 64 hexadecimal digits");
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Digest(bytes))
    }
}

/// A new token's id and text.
pub(crate) fn new() -> Result<(String, Secret)> {
    let id = random_hex::<ID_BYTES>()?;
    let text = format!("{PREFIX}{id}_{}", random_hex::<SECRET_BYTES>()?);
    Ok((id, Secret::new(text)))
}

/// The id within a text that has the form of a token.
pub(crate) fn id_of(text: &Secret) -> Option<&str> {
    let (id, secret) = text.expose().strip_prefix(PREFIX)?.split_once('_')?;
    let fine = |part: &str, bytes: usize| part.len() == 2 * bytes && part.bytes().all(|b| b.is_ascii_hexdigit());
    (fine(id, ID_BYTES) && fine(secret, SECRET_BYTES)).then_some(id)
}

/// Random bytes from the operating system, as hexadecimal digits.
pub(crate) fn random_hex<const BYTES: usize>() -> Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(Code::Unavailable, "the operating system gives no random bytes").caused_by(error)
    })?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_its_id() {
        let (id, text) = new().unwrap();
        assert_eq!(id_of(&text), Some(id.as_str()));
        let (other, another) = new().unwrap();
        assert!(id != other && text != another);
    }

    #[test]
    fn what_has_not_the_form_has_no_id() {
        let (_, text) = new().unwrap();
        let text = text.expose();
        for wrong in
            ["", "rls_", "rls__", &text[1..], &text[..text.len() - 1], &format!("{text}0"), &text.replace('_', "-")]
        {
            assert_eq!(id_of(&Secret::new(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn a_digest_is_kept_as_hexadecimal_digits() {
        let digest = Digest::of(&Secret::new("abc"));
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), digest);
        for wrong in ["\"\"", "\"é\"", "5", &format!("\"{}\"", "g".repeat(64)), &format!("\"{}\"", "é".repeat(32))] {
            assert!(serde_json::from_str::<Digest>(wrong).is_err(), "{wrong}");
        }
    }
}
