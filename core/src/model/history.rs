//! What is known of commits: each one by itself, and how two of them stand to each other.

use serde::{Deserialize, Serialize};

use super::{CommitHash, Timestamp};

/// A commit as its source shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Commit {
    /// Its full hash.
    pub commit: CommitHash,
    /// The commits that it was made of, the one that it was made on first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<CommitHash>,
    /// Who wrote it: a name.
    pub author: String,
    /// When it was committed.
    pub time: Timestamp,
    /// The first line of its message.
    pub subject: String,
    /// The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
    /// asked for, where they cannot be read, and where they are more than [`MAX_PATHS`](Commit::MAX_PATHS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
}

impl Commit {
    /// The most paths that a commit is shown with.
    pub const MAX_PATHS: usize = 3000;
    /// The longest author and subject that are kept, in characters; a longer one is cut.
    pub const MAX_TEXT: usize = 500;

    /// A commit of that hash, with nothing else known of it.
    pub fn new(commit: CommitHash, time: Timestamp) -> Commit {
        Commit { commit, parents: Vec::new(), author: String::new(), time, subject: String::new(), paths: None }
    }

    /// The numbers of the pull requests that the subject names: `Add a thing (#123)`, `Merge pull request #123 from …`.
    pub fn pull_requests(&self) -> Vec<u64> {
        let mut numbers = Vec::new();
        let merged = self.subject.strip_prefix("Merge pull request #").map(digits);
        let named = self.subject.split("(#").skip(1);
        let closed = named.filter_map(|rest| {
            let number = digits(rest);
            rest[number.len()..].starts_with(')').then_some(number)
        });
        for number in merged.into_iter().chain(closed).filter_map(|number| number.parse().ok()) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }
}

/// The digits that a text begins with.
fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// A line of text from outside, as it is kept: one line, not too long, without control characters.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(Commit::MAX_TEXT).collect()
}

/// Whether something is so, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It cannot be told: history is missing, as in a shallow clone, or nobody knows the commits.
    Unknown,
}

impl From<bool> for Truth {
    fn from(so: bool) -> Truth {
        if so { Truth::Yes } else { Truth::No }
    }
}

/// How a commit stands to another one, the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It is the same commit.
    Identical,
    /// The base is in its history.
    Ahead,
    /// It is in the base's history.
    Behind,
    /// Each has commits that the other has not, on a history that they share.
    Diverged,
    /// They share no history.
    Unrelated,
    /// It cannot be told, because history is missing.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pull_requests_are_found_where_subjects_show_them() {
        for (subject, numbers) in [
            ("Merge pull request #12 from ana/fix", &[12][..]),
            ("Mend the cart (#345)", &[345]),
            ("Revert \"Mend the cart (#345)\" (#350)", &[345, 350]),
            ("Twice (#7) (#7)", &[7]),
            ("Fixes #9, see (#x) and (#10", &[]),
            ("Too large (#99999999999999999999999)", &[]),
            ("Merge pull request #", &[]),
            ("(#", &[]),
            ("é(#3)é", &[3]),
        ] {
            let commit = Commit {
                subject: subject.to_owned(),
                ..Commit::new(CommitHash::new("a1".repeat(20)).unwrap(), Timestamp::from_millis(0))
            };
            assert_eq!(commit.pull_requests(), numbers, "{subject}");
        }
    }

    #[test]
    fn a_subject_is_one_line_of_bounded_length() {
        assert_eq!(one_line("Add\u{7} a thing\n\nmore"), "Add a thing");
        assert_eq!(one_line(&"x".repeat(10_000)).len(), Commit::MAX_TEXT);
        assert_eq!(one_line(""), "");
    }
}
