//! Which part of a repository is a project's.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Commit, Truth};
use crate::error::{Code, Error, Result, excerpt};

/// Which paths of a repository belong to a project, written as in a `.gitignore` file: `apps/web/`, `/package.json`,
/// `*.proto`, `!apps/web/docs/**`. The last pattern that fits a path, or a folder above it, decides; without any pattern
/// the whole repository belongs to the project. At most 100 patterns of 1 to 500 bytes on one line each; comments and
/// empty lines are none. Errors: `invalid_request`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PathPatterns(Vec<String>);

/// The most patterns of a project.
const MOST: usize = 100;
/// The longest pattern, in bytes.
const LONGEST: usize = 500;

impl PathPatterns {
    /// Checks the patterns.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn new<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Result<PathPatterns> {
        let patterns: Vec<String> = patterns.into_iter().take(MOST + 1).map(Into::into).collect();
        if patterns.len() > MOST {
            return Err(Error::new(Code::InvalidRequest, format!("too many path patterns: expected at most {MOST}"))
                .with("field", "path_patterns")
                .with("expected", format_args!("at most {MOST} patterns")));
        }
        for (position, pattern) in patterns.iter().enumerate() {
            let bad = |expected: &str| invalid(pattern, position, expected);
            if pattern.trim().is_empty() || pattern.len() > LONGEST || pattern.chars().any(char::is_control) {
                return Err(bad("1 to 500 bytes without control characters"));
            }
            if pattern.starts_with('#') {
                return Err(bad("a pattern and no comment; for a name that begins with '#', write '\\#'"));
            }
            if matches!(pattern.trim_end(), "!" | "/" | "!/") {
                return Err(bad("a path behind '!' and '/'"));
            }
            builder()
                .add_line(None, pattern)
                .map_err(|error| bad("a pattern as in a .gitignore file").caused_by(error))?;
        }
        let patterns = PathPatterns(patterns);
        patterns.matcher()?;
        Ok(patterns)
    }

    /// The patterns as they were written.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether there is no pattern, so that everything belongs to the project.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn matcher(&self) -> Result<PathMatcher> {
        if self.is_empty() {
            return Ok(PathMatcher(None));
        }
        let mut builder = builder();
        let built = self.0.iter().try_for_each(|pattern| builder.add_line(None, pattern).map(|_| ()));
        let built = built.and_then(|()| builder.build()).map_err(|error| {
            Error::new(Code::InvalidRequest, format!("invalid path patterns: {error}"))
                .with("field", "path_patterns")
                .caused_by(error)
        })?;
        Ok(PathMatcher(Some(built)))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PathPatterns {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PathPatterns".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<String>::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for PathPatterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        PathPatterns::new(Vec::<String>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A class that is not closed is more likely a slip than a name.
fn builder() -> GitignoreBuilder {
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    builder
}

fn invalid(pattern: &str, position: usize, expected: &str) -> Error {
    let message = format!("invalid path pattern {:?}: expected {expected}", excerpt(pattern));
    Error::new(Code::InvalidRequest, message)
        .with("field", "path_patterns")
        .with("position", position)
        .with("expected", expected)
        .with("found", pattern)
}

/// Patterns made ready to be asked.
#[derive(Debug)]
pub(crate) struct PathMatcher(Option<Gitignore>);

impl PathMatcher {
    /// Whether a path belongs to the project.
    pub(crate) fn fits(&self, path: &str) -> bool {
        let Some(patterns) = &self.0 else { return true };
        // A path from the root: the matcher takes paths within the repository only.
        let path = path.trim_start_matches('/');
        !path.is_empty() && patterns.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Whether everything belongs to the project.
    pub(crate) fn fits_all(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a commit touches what belongs to the project.
    pub(crate) fn touched_by(&self, commit: Option<&Commit>) -> Truth {
        if self.0.is_none() {
            return Truth::Yes;
        }
        match commit.and_then(|commit| commit.paths.as_ref()) {
            Some(paths) => paths.iter().any(|path| self.fits(path)).into(),
            None => Truth::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(patterns: &[&str], path: &str) -> bool {
        PathPatterns::new(patterns.iter().copied()).unwrap().matcher().unwrap().fits(path)
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        assert!(fits(&[], "anything"));
        for (patterns, inside, outside) in [
            (&["apps/web/"][..], "apps/web/src/main.rs", "apps/api/main.rs"),
            (&["apps/web"], "apps/web/x", "libs/apps/web/x"),
            (&["/package.json"], "package.json", "apps/package.json"),
            (&["*.proto"], "deep/in/a.proto", "deep/in/a.rs"),
            (&["web/"], "libs/web/x", "web.rs"),
            (&["apps/**", "!apps/docs/**"], "apps/a/x", "apps/docs/x"),
            (&["**", "!*.md"], "src/x.rs", "docs/x.md"),
            (&["\\#odd", "\\!odd"], "#odd", "odd"),
            (&["a[0-9]/"], "a7/x", "ab/x"),
        ] {
            assert!(fits(patterns, inside), "{patterns:?} {inside}");
            assert!(!fits(patterns, outside), "{patterns:?} {outside}");
        }
        // Odd paths from a damaged tree are no panic.
        for path in ["", "/", "//x", "..", "../x", "a//b", "\\", "a\0b"] {
            fits(&["x"], path);
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in ["", "   ", "a\nb", "# a comment", "!", "/", "!/", "a[", &"x".repeat(501)] {
            let error = PathPatterns::new([bad]).unwrap_err();
            assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("path_patterns")), "{bad:?}");
        }
        assert!(PathPatterns::new(vec!["x"; 101]).is_err());
        assert!(PathPatterns::new(vec!["x"; 100]).is_ok());
        assert!(serde_json::from_str::<PathPatterns>(r#"["a["]"#).is_err());
    }
}
