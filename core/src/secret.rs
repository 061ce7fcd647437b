//! Secrets: what a program hands in and no output may show.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A token or key. It shows nothing of itself in `Debug`, cannot be printed or written as JSON, is compared in
/// constant time, and is wiped from memory when it is dropped.
///
/// ```
/// use release_core::Secret;
///
/// let token = Secret::new("ghp_16C7e42F292c6912E7710c838347Ae178B4a");
/// assert_eq!(format!("{token:?}"), "Secret(***)");
/// assert!(token == Secret::new("ghp_16C7e42F292c6912E7710c838347Ae178B4a"));
/// ```
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret over.
    pub fn new(secret: impl Into<String>) -> Secret {
        Secret(secret.into())
    }

    /// The secret itself, to be sent or computed with, and not to be kept or shown.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The HMAC-SHA256 of these parts, one after the other, under this key.
    pub fn hmac_sha256(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Whether `signature` is the HMAC-SHA256 of these parts under this key; compared in constant time.
    pub fn has_signed(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        self.mac(parts).verify_slice(signature).is_ok()
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Secret {
        Secret(secret)
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Secret {
        Secret::new(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The example of GitHub's documentation, and RFC 4231's case of a key longer than a block.
    #[test]
    fn signatures_are_the_standard_ones() {
        let secret = Secret::new("It's a Secret to Everybody");
        let signature = secret.hmac_sha256(&[b"Hello, ", b"World!"]);
        assert_eq!(hex(&signature), "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        assert!(secret.has_signed(&[b"Hello, World!"], &signature));
        assert!(!secret.has_signed(&[b"Hello, World?"], &signature));
        assert!(!secret.has_signed(&[b"Hello, World!"], &signature[..31]));
        assert!(!Secret::new("another").has_signed(&[b"Hello, World!"], &signature));
        let short = Secret::new("Jefe").hmac_sha256(&[b"what do ya want for nothing?"]);
        assert_eq!(hex(&short), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn secrets_of_all_lengths_are_compared() {
        assert!(Secret::new("") == Secret::new(""));
        assert!(Secret::new("a") != Secret::new(""));
        assert!(Secret::new("a") != Secret::new("b"));
        assert!(Secret::new("k".repeat(1000)).has_signed(&[], &Secret::new("k".repeat(1000)).hmac_sha256(&[])));
    }
}
