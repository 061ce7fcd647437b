//! Making, listing, revoking and recognising tokens.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use release_core::{Actor, Code, Document, Error, ProjectName, Releases, Result, Secret, Timestamp};
use tokio::sync::Semaphore;

use super::text::{self, Digest};
use super::{RevokedToken, Scope, Token};

/// The collection of documents that tokens are kept in.
const COLLECTION: &str = "release-server.tokens";
/// The collection of what is remembered of revoked tokens, and the document in it that says that one was revoked once.
const REVOKED: (&str, &str) = ("release-server.tokens-revoked", "once");
/// How long a revoked token is told of: for longer than a year, which is what people look back on.
const TOLD_OF: Duration = Duration::from_secs(400 * 24 * 3600);
/// How long a token is believed without asking the database: so long after being revoked it may still be taken.
const BELIEVED: Duration = Duration::from_secs(1);
/// The most tokens that are remembered; when there are more, all are forgotten and asked for again.
const REMEMBERED: usize = 10_000;
/// The most tokens that are looked up at once: whoever tries unknown ones keeps few threads from those with known ones.
const LOOKED_UP: usize = 32;
/// The shortest token that is taken from outside, in bytes.
const SHORTEST: usize = 16;

/// The tokens of a database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Tokens {
    releases: Releases,
    /// A token from outside, which is kept nowhere.
    given: Option<Arc<Token>>,
    seen: Arc<RwLock<Seen>>,
    look_ups: Arc<Semaphore>,
}

/// Tokens by their id, with the time at which the database was asked.
type Seen = HashMap<String, (Instant, Arc<Token>)>;

/// What a new token is to be.
#[derive(Debug, Clone)]
pub struct NewToken {
    name: String,
    scope: Scope,
    projects: Option<BTreeSet<String>>,
    ends_at: Option<Timestamp>,
    made_by: Option<String>,
}

impl NewToken {
    /// A token for all projects, without an end. The name is who it stands for in the audit log: 1 to 255 characters
    /// without control characters and with no space at either end.
    pub fn new(name: impl Into<String>, scope: Scope) -> NewToken {
        NewToken { name: name.into(), scope, projects: None, ends_at: None, made_by: None }
    }

    /// Adds a project to those that it sees, by its name; the project need not exist yet. A project that is renamed is
    /// seen by tokens that name it as it is called now.
    #[must_use]
    pub fn project(mut self, name: impl Into<String>) -> NewToken {
        self.projects.get_or_insert_default().insert(name.into());
        self
    }

    /// Who makes it, to be told by the lists of tokens: in the form of an actor.
    #[must_use]
    pub fn made_by(mut self, who: impl Into<String>) -> NewToken {
        self.made_by = Some(who.into());
        self
    }

    /// When it ends.
    #[must_use]
    pub fn ends_at(mut self, end: Timestamp) -> NewToken {
        self.ends_at = Some(end);
        self
    }
}

impl Tokens {
    /// The tokens of the handle's database.
    pub fn new(releases: &Releases) -> Tokens {
        Tokens {
            releases: releases.clone(),
            given: None,
            seen: Arc::default(),
            look_ups: Arc::new(Semaphore::new(LOOKED_UP)),
        }
    }

    /// Takes an admin token of all projects from outside, as from an environment variable: at least 16 visible ASCII
    /// characters. It is known to this value and its clones only, and kept nowhere; its name is `admin`.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn with_admin(mut self, text: Secret) -> Result<Tokens> {
        Tokens::check_given(&text)?;
        self.given = Some(Arc::new(Token {
            id: "given".to_owned(),
            name: "admin".to_owned(),
            scope: Scope::Admin,
            projects: None,
            created_at: Timestamp::now(),
            made_by: None,
            ends_at: None,
            sha256: Digest::of(&text),
        }));
        Ok(self)
    }

    pub(crate) fn check_given(text: &Secret) -> Result<()> {
        let fine = text.expose().bytes().all(|byte| byte.is_ascii_graphic());
        if fine && text.expose().len() >= SHORTEST {
            return Ok(());
        }
        let expected = "at least 16 visible ASCII characters without spaces";
        Err(Error::new(Code::InvalidRequest, format!("the admin token is too weak: expected {expected}"))
            .with("field", "token")
            .with("expected", expected))
    }

    /// Makes a token, and answers it with its text, which is not kept and cannot be shown again. Blocks.
    ///
    /// # Errors
    /// `invalid_request` (the name, or who makes it), `invalid_name` (a project), those of the storage.
    pub fn create(&self, token: NewToken) -> Result<(Token, Secret)> {
        Actor::new(&token.name).map_err(|error| error.in_field("name"))?;
        check_who("made_by", token.made_by.as_deref())?;
        for project in token.projects.iter().flatten() {
            ProjectName::new(project)?;
        }
        let (id, text) = text::new()?;
        let NewToken { name, scope, projects, ends_at, made_by } = token;
        let created_at = Timestamp::now();
        let token = Token { id, name, scope, projects, created_at, made_by, ends_at, sha256: Digest::of(&text) };
        let value = serde_json::to_value(&token)
            .map_err(|error| Error::new(Code::Internal, "a token cannot be written as JSON").caused_by(error))?;
        self.releases.add_document(COLLECTION, &token.id, value)?;
        let Token { id, name, scope, made_by, .. } = &token;
        let (id, name, scope, by) = (id.as_str(), name.as_str(), scope.as_str(), made_by.as_deref());
        tracing::info!(token = id, name, scope, by, "a token was made");
        Ok((token, text))
    }

    /// All tokens that are kept, in the order in which they were made. Blocks.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn list(&self) -> Result<Vec<Token>> {
        let documents = self.releases.documents(COLLECTION)?;
        let mut tokens = documents.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        tokens.sort_by_key(|token| token.created_at);
        Ok(tokens)
    }

    /// All tokens that were revoked within the last 400 days, in the order in which that was. Blocks.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn revoked(&self) -> Result<Vec<RevokedToken>> {
        let mut revoked = self.told_of()?;
        // One whose revoking failed on its way works still. Looked for behind, so that one that is revoked meanwhile is told.
        let kept: HashSet<String> = self.releases.documents(COLLECTION)?.into_iter().map(|kept| kept.name).collect();
        revoked.retain(|token| !kept.contains(&token.id));
        revoked.sort_by_key(|token| token.revoked_at);
        Ok(revoked)
    }

    fn told_of(&self) -> Result<Vec<RevokedToken>> {
        let documents = self.releases.documents(REVOKED.0)?.into_iter().filter(|document| document.name != REVOKED.1);
        let read = |document: Document| {
            let revoked: RevokedToken = serde_json::from_value(document.value).map_err(unreadable)?;
            Ok(RevokedToken { id: document.name, ..revoked })
        };
        documents.map(read).collect()
    }

    /// Forgets what was revoked long ago, so that it does not become more and more.
    fn forget(&self, now: Timestamp) -> Result<()> {
        let is_old = |token: &RevokedToken| token.revoked_at.plus(TOLD_OF) < now;
        for token in self.told_of()?.into_iter().filter(is_old) {
            self.releases.remove_document(REVOKED.0, &token.id)?;
        }
        Ok(())
    }

    /// Revokes a token by its id; answers whether there was one. Servers take it for a second more at most. Who revokes it,
    /// in the form of an actor, is remembered with it. Blocks.
    ///
    /// # Errors
    /// `invalid_name`; `invalid_request` (who revokes it); those of the storage.
    pub fn revoke(&self, id: &str, by: Option<&str>) -> Result<bool> {
        check_who("by", by)?;
        self.seen.write().unwrap_or_else(PoisonError::into_inner).remove(id);
        let Some(token) = self.releases.document(COLLECTION, id)?.map(read).transpose()? else { return Ok(false) };
        let Token { id, name, scope, projects, created_at, made_by, .. } = token;
        let (revoked_at, revoked_by) = (Timestamp::now(), by.map(str::to_owned));
        let revoked =
            RevokedToken { id: id.clone(), name, scope, projects, created_at, made_by, revoked_at, revoked_by };
        let revoked = serde_json::to_value(revoked)
            .map_err(|error| Error::new(Code::Internal, "a token cannot be written as JSON").caused_by(error))?;
        // Before, so that no token is ever gone without it.
        for (name, said) in [(REVOKED.1, serde_json::Value::Null), (&*id, revoked)] {
            match self.releases.add_document(REVOKED.0, name, said) {
                Err(error) if error.code() != Code::Conflict || error.is_retryable() => return Err(error),
                _ => {}
            }
        }
        let revoked = self.releases.remove_document(COLLECTION, &id)?;
        if revoked {
            tracing::info!(token = id, by, "a token was revoked");
        }
        // It is revoked, whatever becomes of those of old.
        if let Err(error) = self.forget(revoked_at) {
            tracing::warn!(%error, "what was revoked long ago could not be forgotten");
        }
        Ok(revoked)
    }

    /// Whether there never was a token: none is kept, and none was revoked. Blocks.
    pub(crate) fn are_new(&self) -> Result<bool> {
        Ok(self.list()?.is_empty() && self.releases.document(REVOKED.0, REVOKED.1)?.is_none())
    }

    /// The token of this text.
    ///
    /// # Errors
    /// `unauthorized`, those of the storage.
    pub(crate) async fn recognise(&self, text: Secret) -> Result<Arc<Token>> {
        if let Some(given) = self.given.as_ref().filter(|given| given.is(&text)) {
            return Ok(Arc::clone(given));
        }
        let unknown = || Error::new(Code::Unauthorized, "this token is not known here, or it has ended");
        let id = text::id_of(&text).ok_or_else(unknown)?.to_owned();
        let token = match self.remembered(&id) {
            Some(token) => token,
            None => {
                // Nobody closes it. The turn goes with the look-up, which goes on where nobody waits for it any more.
                let turn = Arc::clone(&self.look_ups).acquire_owned().await;
                // Who waited for its turn may find that another has asked.
                match self.remembered(&id) {
                    Some(token) => token,
                    None => self.clone().look_up(id, turn).await?.ok_or_else(unknown)?,
                }
            }
        };
        if token.is(&text) && !token.has_ended(Timestamp::now()) { Ok(token) } else { Err(unknown()) }
    }

    fn remembered(&self, id: &str) -> Option<Arc<Token>> {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        seen.get(id).filter(|(at, _)| at.elapsed() < BELIEVED).map(|(_, token)| Arc::clone(token))
    }

    async fn look_up(self, id: String, turn: impl Send + 'static) -> Result<Option<Arc<Token>>> {
        let looked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            // What was read holds from before it was read.
            let asked = Instant::now();
            let found = self.releases.document(COLLECTION, &id)?.map(read).transpose()?.map(Arc::new);
            let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
            match &found {
                Some(token) => {
                    if seen.len() >= REMEMBERED {
                        seen.clear();
                    }
                    seen.insert(id, (asked, Arc::clone(token)));
                }
                None => {
                    seen.remove(&id);
                }
            }
            Ok(found)
        });
        looked
            .await
            .unwrap_or_else(|error| Err(Error::new(Code::Internal, "looking for a token failed").caused_by(error)))
    }
}

fn read(document: Document) -> Result<Token> {
    let token: Token = serde_json::from_value(document.value).map_err(unreadable)?;
    Ok(Token { id: document.name, ..token })
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(Code::Internal, "damaged store: a token cannot be read").caused_by(error)
}

fn check_who(field: &'static str, who: Option<&str>) -> Result<()> {
    who.map(Actor::new).transpose().map(drop).map_err(|error| error.in_field(field))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn remember(releases: &Releases, id: &str, revoked_at: Timestamp) {
        let said = json!({ "name": "ci", "scope": "read", "created_at": revoked_at, "revoked_at": revoked_at });
        releases.add_document(REVOKED.0, id, said).unwrap();
    }

    fn ids(revoked: &[RevokedToken]) -> Vec<&str> {
        revoked.iter().map(|token| token.id.as_str()).collect()
    }

    #[test]
    fn a_token_whose_revoking_failed_on_its_way_is_not_told_as_revoked() {
        let releases = Releases::in_memory();
        let tokens = Tokens::new(&releases);
        let (token, _) = tokens.create(NewToken::new("ci", Scope::Read)).unwrap();
        remember(&releases, &token.id, Timestamp::now());
        assert_eq!((tokens.list().unwrap().len(), tokens.revoked().unwrap().len()), (1, 0));
        assert!(tokens.revoke(&token.id, None).unwrap());
        assert!(tokens.list().unwrap().is_empty());
        assert_eq!(ids(&tokens.revoked().unwrap()), [token.id.as_str()]);
    }

    #[test]
    fn what_was_revoked_long_ago_is_forgotten() {
        let releases = Releases::in_memory();
        let tokens = Tokens::new(&releases);
        let day = 24 * 3600 * 1000;
        let days_ago = |days: i64| Timestamp::from_millis(Timestamp::now().as_millis() - days * day);
        releases.add_document(REVOKED.0, REVOKED.1, Value::Null).unwrap();
        remember(&releases, "old", days_ago(401));
        remember(&releases, "recent", days_ago(399));
        let (token, _) = tokens.create(NewToken::new("ci", Scope::Read)).unwrap();
        assert!(tokens.revoke(&token.id, Some("ana")).unwrap());
        assert_eq!(ids(&tokens.revoked().unwrap()), ["recent", token.id.as_str()]);
        assert!(!tokens.are_new().unwrap());
    }
}
