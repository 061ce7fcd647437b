//! GitHub and GitHub Enterprise Server.

mod answers;
mod ask;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use self::answers::{FoundCommit, FoundComparison, FoundTag};
use self::ask::Asking;
use super::{CommitSource, Commits, Comparison, Resolved, Span, Tag};
use crate::error::Result;
use crate::http::Api;
use crate::model::{Commit, CommitHash, CommitName, Relation, Repository, Truth};

/// A commit source that asks GitHub, over a connection that was registered: `{"kind": "github", "connection": "github"}`.
/// Feature `github`.
///
/// It asks with the connection's token, which must be allowed to read contents and metadata, and obeys the limits that
/// GitHub sets: where GitHub asks for a pause, nothing is sent until it is over, and the call says when. The last tenth of a
/// limit, or 500 requests, is left to starting workflows over the same connection. A renamed
/// repository is followed. What cannot change (a commit, how two of them stand to each other) is asked once.
///
/// GitHub tells of two commits at a time: of a project with many candidates, one question about containment asks for
/// [`MOST_COMPARED`] at most, and says of the others that it is not known; a clone ([`GitCommits`](crate::GitCommits))
/// knows all at once. GitHub also knows commits that only a fork has.
pub(crate) struct GithubCommits {
    asking: Asking,
    known: Mutex<HashMap<Repository, Known>>,
}

/// Comparisons that one question asks for.
const MOST_COMPARED: usize = 60;
/// Commits whose paths one question asks for.
const MOST_WITH_PATHS: usize = 60;
/// Facts that are kept of a repository before they are forgotten.
const KEPT: usize = 20_000;
/// The items of a page, which is the most that GitHub gives.
const PAGE: usize = 100;
/// Files that GitHub lists of a commit: where there are so many, there may be more. A page has 300 at most.
const MOST_FILES: usize = 3000;
const MOST_FILE_PAGES: usize = 11;
/// Tags that are read.
const MOST_TAGS: usize = 30_000;

/// What was learned of a repository and stays true.
#[derive(Default)]
struct Known {
    commits: HashMap<CommitHash, Commit>,
    comparisons: HashMap<(CommitHash, CommitHash), Comparison>,
}

impl GithubCommits {
    pub(crate) fn new(api: Arc<Api>) -> GithubCommits {
        GithubCommits { asking: Asking::new(api), known: Mutex::default() }
    }

    fn known<T>(&self, repository: &Repository, look: impl FnOnce(&mut Known) -> T) -> T {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.entry(repository.clone()).or_default();
        if known.commits.len() + known.comparisons.len() > KEPT {
            *known = Known::default();
        }
        look(known)
    }

    /// A commit by its hash or a prefix of it, with its paths; nothing where GitHub has none of that name.
    fn find(&self, repository: &Repository, name: &str) -> Result<Option<Commit>> {
        let mut files = Vec::new();
        let mut found = None;
        let mut whole = false;
        for page in 1..=MOST_FILE_PAGES {
            let query = [("page", page.to_string())];
            // A first page needs no number.
            let query = if page == 1 { &[][..] } else { &query[..] };
            let answer = self.asking.ask::<FoundCommit>(repository, &["commits", name], query)?;
            let Some((answer, more)) = answer else { return Ok(None) };
            let (commit, mut touched) = answer.read()?;
            found.get_or_insert(commit);
            files.append(&mut touched);
            whole = !more && files.len() < MOST_FILES;
            if !more || files.len() >= MOST_FILES {
                break;
            }
        }
        let paths = whole.then_some(files);
        let found = found.map(|commit| Commit { paths, ..commit });
        if let Some(commit) = &found {
            self.known(repository, |known| known.commits.insert(commit.commit.clone(), commit.clone()));
        }
        Ok(found)
    }

    /// How two commits stand to each other, or nothing of it where GitHub does not have both.
    fn compared(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison> {
        let pair = (base.clone(), head.clone());
        if base == head {
            return Ok(Comparison { relation: Relation::Identical, merge_base: Some(base.clone()) });
        }
        if let Some(known) = self.known(repository, |known| known.comparisons.get(&pair).cloned()) {
            return Ok(known);
        }
        let range = format!("{base}...{head}");
        let query = [("per_page", "1".to_owned())];
        let answer = self.asking.ask_or_unrelated(repository, &["compare", &range], &query)?;
        let found = answer.map_or(Comparison { relation: Relation::Unknown, merge_base: None }, |answer| answer.read());
        if found.relation != Relation::Unknown {
            self.known(repository, |known| known.comparisons.insert(pair, found.clone()));
        }
        Ok(found)
    }

    /// What `to` has and `from` has not: GitHub gives the oldest first.
    fn between(&self, repository: &Repository, from: &CommitHash, span: &Span) -> Result<Commits> {
        let range = format!("{from}...{}", span.to);
        let page = |number: usize| {
            let query = [("per_page", PAGE.to_string()), ("page", number.to_string())];
            self.asking.ask_or_unrelated(repository, &["compare", &range], &query)
        };
        let Some(first) = page(1)? else {
            return Ok(Commits { items: Vec::new(), total: 0, complete: false });
        };
        if first.is_unrelated() {
            return self.whole(repository, span);
        }
        let (total, first) = first.listed()?;
        // The places of what is wanted, counted from the oldest.
        let end = total.saturating_sub(span.skip);
        let begin = end.saturating_sub(span.limit);
        let mut items = Vec::new();
        for number in begin / PAGE..end.div_ceil(PAGE) {
            let listed = if number == 0 {
                first.clone()
            } else {
                page(number + 1)?.map(FoundComparison::listed).transpose()?.map_or(Vec::new(), |(_, list)| list)
            };
            let places = number * PAGE..;
            items
                .extend(places.zip(listed).filter(|(place, _)| (begin..end).contains(place)).map(|(_, commit)| commit));
        }
        items.reverse();
        let complete = items.len() == end - begin;
        Ok(Commits { items, total: total as u64, complete })
    }

    /// The whole history of a commit: GitHub gives the newest first, and tells which page is the last.
    fn whole(&self, repository: &Repository, span: &Span) -> Result<Commits> {
        let page = |number: usize| {
            let query = [("sha", span.to.to_string()), ("per_page", PAGE.to_string()), ("page", number.to_string())];
            self.asking.list::<FoundCommit>(repository, &["commits"], &query)
        };
        let Some(first) = page(1)? else { return Ok(Commits { items: Vec::new(), total: 0, complete: false }) };
        let total = match first.last {
            Some(last) if last > 1 => {
                let before = (last - 1).saturating_mul(PAGE);
                before.saturating_add(page(last)?.map_or(0, |last| last.items.len()))
            }
            _ => first.items.len(),
        };
        let end = total.min(span.skip.saturating_add(span.limit));
        let mut items = Vec::new();
        for number in span.skip / PAGE..end.div_ceil(PAGE) {
            let listed =
                if number == 0 { first.items.clone() } else { page(number + 1)?.map_or(Vec::new(), |p| p.items) };
            for (place, commit) in (number * PAGE..).zip(listed) {
                if (span.skip..end).contains(&place) {
                    items.push(commit.read()?.0);
                }
            }
        }
        Ok(Commits { items, total: total as u64, complete: true })
    }
}

impl CommitSource for GithubCommits {
    fn has_repository(&self, repository: &Repository) -> Result<bool> {
        self.asking.has_repository(repository)
    }

    fn resolve(&self, repository: &Repository, commit: &CommitName) -> Result<Resolved> {
        if let CommitName::Full(hash) = commit
            && self.known(repository, |known| known.commits.contains_key(hash))
        {
            return Ok(Resolved::Commit(hash.clone()));
        }
        Ok(match self.find(repository, commit.as_str())? {
            None => Resolved::Unknown,
            Some(found) if commit.may_be(&found.commit) => Resolved::Commit(found.commit),
            // A branch or tag has that name, and GitHub prefers it.
            Some(_) if matches!(commit, CommitName::Prefix(_)) => Resolved::Ambiguous,
            Some(_) => Resolved::Unknown,
        })
    }

    fn commit(&self, repository: &Repository, commit: &CommitHash) -> Result<Option<Commit>> {
        if let Some(known) = self.known(repository, |known| known.commits.get(commit).cloned()) {
            return Ok(Some(known));
        }
        Ok(self.find(repository, commit.as_str())?.filter(|found| found.commit == *commit))
    }

    fn contains(&self, repository: &Repository, commit: &CommitHash, heads: &[CommitHash]) -> Result<Vec<Truth>> {
        let mut left = MOST_COMPARED;
        let mut contains = Vec::with_capacity(heads.len());
        for head in heads {
            let pair = (commit.clone(), head.clone());
            let is_known = commit == head || self.known(repository, |known| known.comparisons.contains_key(&pair));
            if !is_known && left == 0 {
                contains.push(Truth::Unknown);
                continue;
            }
            left -= usize::from(!is_known);
            contains.push(match self.compared(repository, commit, head)?.relation {
                Relation::Identical | Relation::Ahead => Truth::Yes,
                Relation::Behind | Relation::Diverged | Relation::Unrelated => Truth::No,
                Relation::Unknown => Truth::Unknown,
            });
        }
        Ok(contains)
    }

    fn compare(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison> {
        self.compared(repository, base, head)
    }

    fn commits(&self, repository: &Repository, span: &Span) -> Result<Commits> {
        let mut found = match &span.from {
            Some(from) => self.between(repository, from, span)?,
            None => self.whole(repository, span)?,
        };
        if span.paths {
            for commit in found.items.iter_mut().take(MOST_WITH_PATHS) {
                commit.paths = self.commit(repository, &commit.commit)?.and_then(|commit| commit.paths);
            }
        }
        Ok(found)
    }

    fn tags(&self, repository: &Repository) -> Result<Vec<Tag>> {
        let mut tags = Vec::new();
        for page in 1..=MOST_TAGS / PAGE {
            let query = [("per_page", PAGE.to_string()), ("page", page.to_string())];
            let Some(listed) = self.asking.list::<FoundTag>(repository, &["tags"], &query)? else { break };
            tags.extend(listed.items.into_iter().map(FoundTag::read));
            if !listed.more {
                tags.sort_by(|a, b| a.name.cmp(&b.name));
                return Ok(tags);
            }
        }
        Err(ask::failed(format!("{repository} has more than {MOST_TAGS} tags; import them from a clone"), false))
    }
}

impl fmt::Debug for GithubCommits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GithubCommits").field("asking", &self.asking).finish_non_exhaustive()
    }
}
