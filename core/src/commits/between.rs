//! What lies between two commits, as a source tells it.

use std::time::Instant;

use super::{CommitSource, Resolved, Span};
use crate::error::{Code, Error, Result};
use crate::model::{
    ChangedCommit, ChangedCommits, Commit, CommitHash, CommitName, Gap, PathPatterns, Relation, Repository, Truth,
};
use crate::record::ChangesRecord;

/// What a commit has against another one.
#[derive(Debug, Clone)]
pub(crate) struct Between {
    pub(crate) relation: Option<Relation>,
    pub(crate) brings: ChangedCommits,
    pub(crate) takes_away: ChangedCommits,
    pub(crate) gap: Option<Gap>,
}

/// Commits that are asked for together.
const PAGE: usize = 250;

impl Between {
    /// What a commit has against itself.
    pub(crate) fn same() -> Between {
        Between {
            relation: Some(Relation::Identical),
            brings: ChangedCommits::default(),
            takes_away: ChangedCommits::default(),
            gap: None,
        }
    }

    /// What was recorded.
    pub(crate) fn recorded(record: &ChangesRecord) -> Between {
        Between {
            relation: Some(record.relation),
            brings: record.brings.clone(),
            takes_away: record.takes_away.clone(),
            gap: None,
        }
    }

    /// What cannot be told.
    pub(crate) fn nothing(from: Option<&CommitHash>, gap: Gap) -> Between {
        Between {
            relation: from.map(|_| Relation::Unknown),
            brings: ChangedCommits::default(),
            takes_away: ChangedCommits::default(),
            gap: Some(gap),
        }
    }

    /// Asks a source that has the repository; no further than to that moment, where there is one.
    pub(crate) fn ask(
        source: &dyn CommitSource,
        repository: &Repository,
        patterns: &PathPatterns,
        from: Option<&CommitHash>,
        to: &CommitHash,
        until: Option<Instant>,
    ) -> Result<Between> {
        for end in from.into_iter().chain([to]) {
            match source.resolve(repository, &CommitName::Full(end.clone()))? {
                Resolved::Commit(_) => {}
                Resolved::OutOfReach => return Ok(Between::nothing(from, Gap::MissingHistory)),
                _ => return Ok(Between::nothing(from, Gap::UnknownCommit)),
            }
        }
        let relation = from.map(|from| source.compare(repository, from, to)).transpose()?.map(|found| found.relation);
        let whole = relation != Some(Relation::Unknown);
        let mut asked = Listing { source, repository, patterns, until, whole };
        let (mut brings, mut takes_away) = (ChangedCommits::default(), ChangedCommits::default());
        if !matches!(relation, Some(Relation::Identical | Relation::Behind)) {
            brings = asked.list(from, to)?;
        }
        if let Some(from) = from.filter(|_| !matches!(relation, Some(Relation::Identical | Relation::Ahead))) {
            takes_away = asked.list(Some(to), from)?;
        }
        Ok(Between { relation, brings, takes_away, gap: (!asked.whole).then_some(Gap::MissingHistory) })
    }
}

struct Listing<'a> {
    source: &'a dyn CommitSource,
    repository: &'a Repository,
    patterns: &'a PathPatterns,
    until: Option<Instant>,
    /// Whether no history was missing so far.
    whole: bool,
}

impl Listing<'_> {
    /// The commits that one has and another has not: looked through from the newest on, until enough are found.
    fn list(&mut self, from: Option<&CommitHash>, to: &CommitHash) -> Result<ChangedCommits> {
        let matcher = self.patterns.matcher()?;
        let mut found = ChangedCommits::default();
        let most = ChangedCommits::MAX_LOOKED_AT;
        loop {
            let looked_at = usize::try_from(found.looked_at).unwrap_or(most);
            let span = Span {
                from: from.cloned(),
                to: to.clone(),
                skip: looked_at,
                limit: PAGE.min(most - looked_at.min(most)),
                paths: !matcher.fits_all(),
            };
            if self.until.is_some_and(|until| Instant::now() >= until) {
                let message = "the commit source took too long to tell what lies between two commits";
                return Err(Error::new(Code::CommitSourceUnavailable, message).retryable(true));
            }
            let part = self.source.commits(self.repository, &span)?;
            self.whole &= part.complete;
            found.total = part.total;
            let ends = part.items.is_empty() || span.limit == 0;
            for commit in part.items {
                if found.commits.len() == ChangedCommits::MAX_COMMITS {
                    return Ok(found);
                }
                found.looked_at += 1;
                match matcher.touched_by(Some(&commit)) {
                    Truth::No => found.not_relevant += 1,
                    relevant => found.commits.push(listed(commit, relevant)),
                }
            }
            let full = found.commits.len() == ChangedCommits::MAX_COMMITS;
            if ends || full || found.looked_at >= found.total || found.looked_at >= most as u64 {
                return Ok(found);
            }
        }
    }
}

fn listed(commit: Commit, relevant: Truth) -> ChangedCommit {
    ChangedCommit { pull_requests: commit.pull_requests(), commit: Commit { paths: None, ..commit }, relevant }
}
