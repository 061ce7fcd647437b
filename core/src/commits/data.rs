//! A commit source made of data.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::graph::Graph;
use super::{CommitSource, Commits, Comparison, Resolved, Span, Tag};
use crate::error::{Code, Error, Result};
use crate::model::{Commit, CommitHash, CommitName, Repository, Timestamp, Truth, one_line};

/// A commit source that knows the commits it was told: for tests, and where another tool knows them already.
///
/// ```
/// use release_core::{KnownCommit, KnownCommits};
///
/// let (first, second) = ("a1".repeat(20), "b2".repeat(20));
/// let source = KnownCommits::new()
///     .commit("acme/web", &first)?
///     .add("acme/web", KnownCommit::new(&second)?.parent(&first)?.subject("Mend the cart (#12)").path("cart.rs"))?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct KnownCommits {
    repositories: HashMap<Repository, Told>,
}

/// The place of a commit that nobody told of.
const NOWHERE: usize = usize::MAX;

#[derive(Debug, Default)]
struct Told {
    commits: Vec<KnownCommit>,
    places: HashMap<CommitHash, usize>,
    graph: OnceLock<std::result::Result<Graph<usize>, Error>>,
}

/// A commit of a [`KnownCommits`]. As data: its hash alone, or an object with the members of this type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KnownCommit {
    /// Its full hash.
    pub commit: CommitHash,
    /// Its parents; one that is not told of itself is history that is missing, as in a shallow clone.
    pub parents: Vec<CommitHash>,
    /// Who wrote it.
    pub author: String,
    /// When it was committed.
    pub time: Timestamp,
    /// The first line of its message.
    pub subject: String,
    /// The files that it touches, from the repository's root; nothing where they are not known.
    pub paths: Option<Vec<String>>,
    /// The tags on it.
    pub tags: Vec<String>,
}

impl KnownCommit {
    /// A commit without parents and tags, of the beginning of 1970, whose paths are not known.
    ///
    /// # Errors
    /// `invalid_commit_hash`.
    pub fn new(commit: impl AsRef<str>) -> Result<KnownCommit> {
        Ok(KnownCommit {
            commit: CommitHash::new(commit)?,
            parents: Vec::new(),
            author: String::new(),
            time: Timestamp::from_millis(0),
            subject: String::new(),
            paths: None,
            tags: Vec::new(),
        })
    }

    /// Adds a parent.
    ///
    /// # Errors
    /// `invalid_commit_hash`.
    pub fn parent(mut self, commit: impl AsRef<str>) -> Result<KnownCommit> {
        self.parents.push(CommitHash::new(commit)?);
        Ok(self)
    }

    /// Says who wrote it.
    #[must_use]
    pub fn author(self, author: impl Into<String>) -> KnownCommit {
        KnownCommit { author: author.into(), ..self }
    }

    /// Says when it was committed.
    #[must_use]
    pub fn time(self, time: Timestamp) -> KnownCommit {
        KnownCommit { time, ..self }
    }

    /// Says the first line of its message.
    #[must_use]
    pub fn subject(self, subject: impl Into<String>) -> KnownCommit {
        KnownCommit { subject: subject.into(), ..self }
    }

    /// Adds a file that it touches.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> KnownCommit {
        self.paths.get_or_insert_default().push(path.into());
        self
    }

    /// Adds a tag on it.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> KnownCommit {
        self.tags.push(tag.into());
        self
    }

    fn shown(&self) -> Commit {
        Commit {
            commit: self.commit.clone(),
            parents: self.parents.clone(),
            author: one_line(&self.author),
            time: self.time,
            subject: one_line(&self.subject),
            paths: self.paths.clone().filter(|paths| paths.len() <= Commit::MAX_PATHS),
        }
    }
}

impl<'de> Deserialize<'de> for KnownCommit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Members {
            commit: CommitHash,
            #[serde(default)]
            parents: Vec<CommitHash>,
            #[serde(default)]
            author: String,
            time: Option<Timestamp>,
            #[serde(default)]
            subject: String,
            paths: Option<Vec<String>>,
            #[serde(default)]
            tags: Vec<String>,
        }

        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = KnownCommit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a commit's full hash, or an object with the member 'commit'")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<KnownCommit, E> {
                KnownCommit::new(text).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> std::result::Result<KnownCommit, A::Error> {
                let Members { commit, parents, author, time, subject, paths, tags } =
                    Members::deserialize(MapAccessDeserializer::new(members))?;
                let time = time.unwrap_or(Timestamp::from_millis(0));
                Ok(KnownCommit { commit, parents, author, time, subject, paths, tags })
            }
        }

        deserializer.deserialize_any(Form)
    }
}

impl KnownCommits {
    /// A source that knows no repository.
    pub fn new() -> KnownCommits {
        KnownCommits::default()
    }

    /// Makes a repository known.
    ///
    /// # Errors
    /// `invalid_repository`.
    pub fn repository(mut self, repository: impl AsRef<str>) -> Result<KnownCommits> {
        self.repositories.entry(Repository::new(repository)?).or_default();
        Ok(self)
    }

    /// Makes a commit of a repository known, of which nothing is told but its hash.
    ///
    /// # Errors
    /// `invalid_repository`, `invalid_commit_hash`.
    pub fn commit(self, repository: impl AsRef<str>, commit: impl AsRef<str>) -> Result<KnownCommits> {
        self.add(repository, KnownCommit::new(commit)?)
    }

    /// Makes a commit of a repository known; one that was told of before is replaced.
    ///
    /// # Errors
    /// `invalid_repository`.
    pub fn add(mut self, repository: impl AsRef<str>, commit: KnownCommit) -> Result<KnownCommits> {
        let known = self.repositories.entry(Repository::new(repository)?).or_default();
        known.graph = OnceLock::new();
        match known.places.get(&commit.commit) {
            Some(place) => known.commits[*place] = commit,
            None => {
                known.places.insert(commit.commit.clone(), known.commits.len());
                known.commits.push(commit);
            }
        }
        Ok(self)
    }

    fn known(&self, repository: &Repository) -> Result<&Told> {
        self.repositories.get(repository).ok_or_else(|| {
            Error::new(Code::RepositoryNotFound, format!("the commit source knows no repository {repository}"))
        })
    }
}

impl Told {
    fn graph(&self) -> Result<&Graph<usize>> {
        self.graph.get_or_init(|| self.build()).as_ref().map_err(Clone::clone)
    }

    /// Adds parents before their children. A parent that nobody told of has a place that no commit has.
    fn build(&self) -> Result<Graph<usize>> {
        let parents_of = |place: usize| self.commits[place].parents.iter().map(|parent| self.place(parent));
        let told = |parent: &usize| *parent != NOWHERE;
        let mut children = vec![Vec::new(); self.commits.len()];
        let mut waits_for = vec![0usize; self.commits.len()];
        for (place, waits) in waits_for.iter_mut().enumerate() {
            for parent in parents_of(place).filter(told) {
                children[parent].push(place);
                *waits += 1;
            }
        }
        let mut graph = Graph::default();
        let mut ready: Vec<usize> = (0..self.commits.len()).filter(|place| waits_for[*place] == 0).collect();
        while let Some(place) = ready.pop() {
            graph.add(place, &parents_of(place).collect::<Vec<_>>(), self.commits[place].time.as_millis());
            for child in &children[place] {
                waits_for[*child] -= 1;
                if waits_for[*child] == 0 {
                    ready.push(*child);
                }
            }
        }
        match waits_for.iter().position(|waits| *waits > 0) {
            None => Ok(graph),
            Some(place) => {
                let message = format!("commit {} is told to be among its own ancestors", self.commits[place].commit);
                Err(Error::new(Code::InvalidRequest, message).with("field", "parents"))
            }
        }
    }

    fn place(&self, commit: &CommitHash) -> usize {
        self.places.get(commit).copied().unwrap_or(NOWHERE)
    }

    /// Whether a parent is named that nobody told of.
    fn is_cut(&self) -> bool {
        self.commits.iter().flat_map(|commit| &commit.parents).any(|parent| !self.places.contains_key(parent))
    }
}

impl CommitSource for KnownCommits {
    fn has_repository(&self, repository: &Repository) -> Result<bool> {
        Ok(self.repositories.contains_key(repository))
    }

    fn resolve(&self, repository: &Repository, commit: &CommitName) -> Result<Resolved> {
        let known = self.known(repository)?;
        let mut matching = known.commits.iter().map(|known| &known.commit).filter(|known| commit.may_be(known));
        Ok(match (matching.next(), matching.next()) {
            (None, _) if known.is_cut() => Resolved::OutOfReach,
            (None, _) => Resolved::Unknown,
            (Some(found), None) => Resolved::Commit(found.clone()),
            (Some(_), Some(_)) => Resolved::Ambiguous,
        })
    }

    fn commit(&self, repository: &Repository, commit: &CommitHash) -> Result<Option<Commit>> {
        let known = self.known(repository)?;
        Ok(known.commits.get(known.place(commit)).map(KnownCommit::shown))
    }

    fn contains(&self, repository: &Repository, commit: &CommitHash, heads: &[CommitHash]) -> Result<Vec<Truth>> {
        let known = self.known(repository)?;
        let heads: Vec<usize> = heads.iter().map(|head| known.place(head)).collect();
        Ok(known.graph()?.contains(&known.place(commit), &heads))
    }

    fn compare(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison> {
        let known = self.known(repository)?;
        let found = known.graph()?.compare(&known.place(base), &known.place(head));
        let merge_base = found.merge_base.map(|place| known.commits[place].commit.clone());
        Ok(Comparison { relation: found.relation, merge_base })
    }

    fn commits(&self, repository: &Repository, span: &Span) -> Result<Commits> {
        let known = self.known(repository)?;
        let from = span.from.as_ref().map(|from| known.place(from));
        let found = known.graph()?.between(from.as_ref(), &known.place(&span.to));
        let page = found.keys.iter().skip(span.skip).take(span.limit).map(|place| known.commits[*place].shown());
        Ok(Commits { items: page.collect(), total: found.keys.len() as u64, complete: !found.cut })
    }

    fn tags(&self, repository: &Repository) -> Result<Vec<Tag>> {
        let known = self.known(repository)?;
        let of = |commit: &KnownCommit| {
            let at = commit.commit.clone();
            let tag = move |name: &String| Tag { name: name.clone(), commit: Some(at.clone()) };
            commit.tags.iter().map(tag).collect::<Vec<_>>()
        };
        let mut tags: Vec<Tag> = known.commits.iter().flat_map(of).collect();
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_checked_and_says_what_is_wrong() {
        let read = |text: &str| serde_json::from_str::<KnownCommit>(text).map_err(|error| error.to_string());
        let hash = "a1".repeat(20);
        assert_eq!(read(&format!("{hash:?}")).unwrap().commit.as_str(), hash);
        let full = format!(
            r#"{{"commit": "{hash}", "parents": ["{}"], "time": "2026-11-24T08:00:00Z", "paths": ["a"], "tags": ["v1"]}}"#,
            "b2".repeat(20)
        );
        assert_eq!(read(&full).unwrap().paths.unwrap(), ["a"]);
        for (text, words) in [
            ("7", "a commit's full hash"),
            ("\"a1\"", "40 or 64 hexadecimal digits"),
            ("{}", "missing field `commit`"),
            (&format!(r#"{{"commit": "{hash}", "parent": []}}"#), "unknown field `parent`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn a_circle_is_no_history() {
        let (a, b) = ("a1".repeat(20), "b2".repeat(20));
        let circle = KnownCommits::new()
            .add("acme/web", KnownCommit::new(&a).unwrap().parent(&b).unwrap())
            .and_then(|source| source.add("acme/web", KnownCommit::new(&b)?.parent(&a)?))
            .unwrap();
        let repository = Repository::new("acme/web").unwrap();
        let (a, b) = (CommitHash::new(a).unwrap(), CommitHash::new(b).unwrap());
        let error = circle.contains(&repository, &a, &[b]).unwrap_err();
        assert!(error.to_string().contains("among its own ancestors"), "{error}");
    }
}
