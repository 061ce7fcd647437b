//! The name of a repository on a forge.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::text::text_type;
use crate::error::{Code, Error, Result, excerpt};

/// A repository, `org/repo_name`, as GitHub allows them: the owner up to 39 alphanumerics and single inner hyphens, the
/// name up to 100 alphanumerics, `-`, `_` and `.`, not `.` or `..` and not ending in `.git`.
/// Compared without regard to case, kept as written. Errors: `invalid_repository`.
#[derive(Clone)]
pub struct Repository(Arc<str>);

text_type!(Repository, "repository");

impl Repository {
    /// The part before the slash.
    pub fn owner(&self) -> &str {
        self.0.split_once('/').map_or("", |(owner, _)| owner)
    }

    /// The part behind the slash.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }

    fn check(text: &str) -> Result<()> {
        let fail = |position: usize, expected: &str| {
            let message =
                format!("invalid repository {:?}: expected {expected}, at position {position}", excerpt(text));
            Err(Error::new(Code::InvalidRepository, message)
                .with("position", position)
                .with("expected", expected)
                .with("found", text))
        };
        let Some((owner, name)) = text.split_once('/') else {
            return fail(text.len(), "'org/repo_name'");
        };
        let start = owner.len() + 1;
        if owner.is_empty() {
            return fail(0, "an owner of 1 to 39 characters");
        }
        let mut previous = '-';
        for (position, c) in owner.char_indices().take(40) {
            if !(c.is_ascii_alphanumeric() || c == '-') {
                return fail(position, "letters, digits and '-' in the owner");
            }
            if c == '-' && previous == '-' {
                return fail(position, "single inner hyphens in the owner");
            }
            previous = c;
        }
        if owner.len() > 39 {
            return fail(39, "an owner of 1 to 39 characters");
        }
        if previous == '-' {
            return fail(owner.len() - 1, "single inner hyphens in the owner");
        }
        if name.is_empty() {
            return fail(start, "a name of 1 to 100 characters");
        }
        if let Some((position, _)) =
            name.char_indices().take(100).find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        {
            return fail(start + position, "letters, digits, '-', '_' and '.' in the name");
        }
        if name.len() > 100 {
            return fail(start + 100, "a name of 1 to 100 characters");
        }
        if name == "." || name == ".." {
            return fail(start, "a name other than '.' and '..'");
        }
        if name.len() >= 4 && name[name.len() - 4..].eq_ignore_ascii_case(".git") {
            return fail(text.len() - 4, "a name that does not end in '.git'");
        }
        Ok(())
    }
}

impl PartialEq for Repository {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Repository {}

impl Hash for Repository {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_github_allows() {
        for good in ["acme/web", "a/b", "Acme-Corp/my.repo_name-2", "a-b/..."] {
            assert!(Repository::new(good).is_ok(), "{good}");
        }
        for (bad, position) in [
            ("", 0),
            ("acme", 4),
            ("/web", 0),
            ("acme/", 5),
            ("-acme/web", 0),
            ("ac--me/web", 3),
            ("acme-/web", 4),
            ("acme/.", 5),
            ("acme/..", 5),
            ("acme/web.git", 8),
            ("acme/web.GIT", 8),
            ("acme/we b", 7),
            ("acme/web/x", 8),
            ("acmé/web", 3),
        ] {
            let error = Repository::new(bad).unwrap_err();
            assert_eq!(error.code(), Code::InvalidRepository);
            assert_eq!(error.get("position"), Some(position.to_string().as_str()), "{bad}");
        }
        assert!(Repository::new(format!("{}/{}", "o".repeat(39), "n".repeat(100))).is_ok());
        assert!(Repository::new(format!("{}/x", "o".repeat(40))).is_err());
        assert!(Repository::new(format!("o/{}", "n".repeat(101))).is_err());
    }

    #[test]
    fn compared_without_regard_to_case_and_kept_as_written() {
        let (a, b) = (Repository::new("Acme/Web").unwrap(), Repository::new("acme/web").unwrap());
        assert_eq!(a, b);
        assert_eq!(a.as_str(), "Acme/Web");
        assert_eq!((a.owner(), a.name()), ("Acme", "Web"));
        assert_eq!(std::collections::HashSet::from([a, b]).len(), 1);
    }
}
