//! Questions to GitHub about one repository.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serde::de::DeserializeOwned;

use super::answers::FoundComparison;
use crate::error::{Code, Error, Result};
use crate::http::{Api, Failure, Method, Response};
use crate::model::Repository;
use crate::secret::Secret;

/// Answers that may be asked about again by their mark, and the longest that is kept.
const KEPT: usize = 200;
const LONGEST: usize = 256 << 10;

pub(super) struct Asking {
    api: Arc<Api>,
    /// Answers by their address: GitHub says for free that one has not changed.
    kept: Mutex<HashMap<String, Response>>,
    /// Until then, the little that is left of the connection's limit is for starting workflows.
    spared_until: Mutex<Option<Instant>>,
}

/// A page of a list.
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    /// Whether there is another page.
    pub(super) more: bool,
    /// The number of the last page, where GitHub tells it.
    pub(super) last: Option<usize>,
}

type Query<'a> = &'a [(&'a str, String)];

impl Asking {
    pub(super) fn new(api: Arc<Api>) -> Asking {
        Asking { api, kept: Mutex::default(), spared_until: Mutex::default() }
    }

    pub(super) fn has_repository(&self, repository: &Repository) -> Result<bool> {
        let response = self.get(repository, &[], &[])?;
        match response.status {
            404 => Ok(false),
            _ => self.whole(&response).map(|()| true),
        }
    }

    /// One object, and whether it goes on at another page; nothing where there is none.
    pub(super) fn ask<T: DeserializeOwned>(
        &self,
        repository: &Repository,
        path: &[&str],
        query: Query<'_>,
    ) -> Result<Option<(T, bool)>> {
        let response = self.get(repository, path, query)?;
        if is_absent(&response) {
            return Ok(None);
        }
        Ok(Some((self.read(&response)?, page_of(&response, "next").is_some())))
    }

    /// A comparison; nothing where one of the commits is not there. GitHub answers 404 also where they share no history.
    pub(super) fn ask_or_unrelated(
        &self,
        repository: &Repository,
        path: &[&str],
        query: Query<'_>,
    ) -> Result<Option<FoundComparison>> {
        let response = self.get(repository, path, query)?;
        if response.status == 404 && String::from_utf8_lossy(&response.body).contains("No common ancestor") {
            return Ok(Some(FoundComparison::unrelated()));
        }
        if is_absent(&response) { Ok(None) } else { self.read(&response).map(Some) }
    }

    /// A page of a list; nothing where there is none.
    pub(super) fn list<T: DeserializeOwned>(
        &self,
        repository: &Repository,
        path: &[&str],
        query: Query<'_>,
    ) -> Result<Option<Listed<T>>> {
        let response = self.get(repository, path, query)?;
        if is_absent(&response) {
            return Ok(None);
        }
        let items = self.read(&response)?;
        Ok(Some(Listed { items, more: page_of(&response, "next").is_some(), last: page_of(&response, "last") }))
    }

    fn read<T: DeserializeOwned>(&self, response: &Response) -> Result<T> {
        self.whole(response)?;
        serde_json::from_slice(&response.body).map_err(|error| {
            failed(format!("GitHub's answer is not what its description says: {error}"), false).caused_by(error)
        })
    }

    /// Refuses what is no success, or was not read to its end.
    fn whole(&self, response: &Response) -> Result<()> {
        if !response.is_success() {
            let passes = self.api.limited(response).is_some() || response.status >= 500 || response.status == 408;
            return Err(failed(self.api.words(response), passes));
        }
        if !response.complete {
            return Err(failed("GitHub's answer broke off, or is too long".to_owned(), true));
        }
        Ok(())
    }

    /// Questions stop before the limit is spent: a connection that is to be left alone starts nothing either.
    fn unless_spared(&self) -> Result<()> {
        let until = *self.spared_until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until.and_then(|until| until.checked_duration_since(self.api.transport().now()));
        left.filter(|left| !left.is_zero()).map_or(Ok(()), |left| {
            let message = format!(
                "less than a tenth of GitHub's rate limit is left, which is kept for starting workflows; commits can be \
                 asked for again in {} s",
                left.as_secs() + 1
            );
            Err(failed(message, true))
        })
    }

    fn get(&self, repository: &Repository, path: &[&str], query: Query<'_>) -> Result<Response> {
        self.unless_spared()?;
        let mut url = self.api.url(&[&["repos", repository.owner(), repository.name()], path].concat());
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let address = url.as_str().to_owned();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&address).cloned();
        let mark = kept.as_ref().and_then(|kept| kept.header("etag")).map(Secret::new);
        let headers: Vec<_> = mark.map(|mark| ("if-none-match", mark)).into_iter().collect();
        let response = self.api.send(Method::Get, url, &headers, Vec::new()).map_err(unanswered)?;
        if let Some(pause) = self.api.spared(&response) {
            let until = self.api.transport().now().checked_add(pause);
            *self.spared_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        }
        if let (304, Some(kept)) = (response.status, kept) {
            return Ok(kept);
        }
        if response.is_success()
            && response.complete
            && response.header("etag").is_some()
            && response.body.len() <= LONGEST
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(address, response.clone());
        }
        Ok(response)
    }
}

/// No such commit; 409 is said of a repository that is empty, and 422 of a name that no commit can have.
fn is_absent(response: &Response) -> bool {
    matches!(response.status, 404 | 409 | 422)
}

/// The number of the page that a `Link` header names so.
fn page_of(response: &Response, relation: &str) -> Option<usize> {
    let wanted = format!("rel=\"{relation}\"");
    let link = response.header("link")?.split(',').find(|link| link.contains(&wanted))?;
    let address = link.split_once('<')?.1.split_once('>')?.0;
    let page = address.split(['?', '&']).find_map(|part| part.strip_prefix("page="))?;
    page.parse().ok()
}

fn unanswered(failure: Failure) -> Error {
    match failure {
        Failure::NotSent { message, .. } | Failure::PerhapsSent { message } => failed(message, true),
    }
}

pub(super) fn failed(message: String, passes: bool) -> Error {
    Error::new(Code::CommitSourceUnavailable, message).retryable(passes)
}

impl fmt::Debug for Asking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asking").field("api", &self.api).finish_non_exhaustive()
    }
}
