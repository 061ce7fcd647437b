//! Errors: one type, and the one table that every face of the library reads.
//!
//! A program branches on the [`Kind`] (few) or the [`Code`] (exactly what); a person reads the message. The pairs of
//! the context carry the same facts as data: `field`, `position`, `expected`, `found`, and what else a rule knows.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kinds of error, few enough to branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Something that was handed in is malformed.
    InvalidInput,
    /// Who asks is not known (only where callers are told apart, as over HTTP).
    Unauthorized,
    /// Who asks is known and may not.
    Forbidden,
    /// What was named does not exist.
    NotFound,
    /// What was to be created exists already: a project or environment of that name, a candidate at another commit.
    AlreadyExists,
    /// A rule says no; the context names the rule and the state that it met.
    Refused,
    /// Somebody else moved first, and the attempts to go after them are used up.
    Conflict,
    /// The storage or another service cannot be used now.
    Unavailable,
    /// A CI system refused to start a workflow.
    DispatchFailed,
    /// A damaged store, or a bug of this library.
    Internal,
}

impl Kind {
    /// Every kind, in the order of the table.
    pub const ALL: &'static [Kind] = &[
        Kind::InvalidInput,
        Kind::Unauthorized,
        Kind::Forbidden,
        Kind::NotFound,
        Kind::AlreadyExists,
        Kind::Refused,
        Kind::Conflict,
        Kind::Unavailable,
        Kind::DispatchFailed,
        Kind::Internal,
    ];

    /// The kind as the word that the bindings and the wire use.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::InvalidInput => "invalid_input",
            Kind::Unauthorized => "unauthorized",
            Kind::Forbidden => "forbidden",
            Kind::NotFound => "not_found",
            Kind::AlreadyExists => "already_exists",
            Kind::Refused => "refused",
            Kind::Conflict => "conflict",
            Kind::Unavailable => "unavailable",
            Kind::DispatchFailed => "dispatch_failed",
            Kind::Internal => "internal",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The `error` text of an HTTP answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// Exactly this text, as the seed's reference documents it.
    Exact(&'static str),
    /// The error's own message: it says what is wrong and where.
    Message,
    /// This sentence and never the message, which may name files, SQL or the inside of a store.
    Withheld(&'static str),
}

/// One row of the table of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The code as text, stable for ever.
    pub name: &'static str,
    /// The kind that the code belongs to.
    pub kind: Kind,
    /// The HTTP status.
    pub http_status: u16,
    /// Whether the same call may succeed later, unless the error itself knows better.
    pub retryable: bool,
    /// The text on the wire.
    pub wire: Wire,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $kind:ident, $status:literal, $retryable:literal, $wire:expr;)*) => {
        /// What exactly went wrong. The text of a code never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The code's row in the table.
            pub const fn row(self) -> Row {
                match self {
                    $(Code::$variant => Row {
                        name: $name, kind: Kind::$kind, http_status: $status, retryable: $retryable, wire: $wire,
                    },)*
                }
            }
        }
    };
}

codes! {
    /// Not of the form `<release-version>-rc<N>`, or not of the project's version scheme.
    InvalidReleaseCandidateVersion = "invalid_release_candidate_version", InvalidInput, 400, false,
        Wire::Exact("Invalid release candidate version");
    /// Not 40 or 64 hexadecimal digits, or a commit that the commit source does not know.
    InvalidCommitHash = "invalid_commit_hash", InvalidInput, 400, false, Wire::Exact("Invalid commit hash");
    /// Not one of the words for a deployment's or a build's status.
    InvalidStatus = "invalid_status", InvalidInput, 400, false, Wire::Exact("Invalid deployment status");
    /// A malformed name of a project, an environment or a connection.
    InvalidName = "invalid_name", InvalidInput, 400, false, Wire::Message;
    /// A repository that is not of the form `org/repo_name`.
    InvalidRepository = "invalid_repository", InvalidInput, 400, false, Wire::Message;
    /// Any other malformed argument or option.
    InvalidRequest = "invalid_request", InvalidInput, 400, false, Wire::Message;
    /// A cursor that no list of this kind handed out.
    InvalidCursor = "invalid_cursor", InvalidInput, 400, false, Wire::Message;
    /// A webhook whose signature or token does not fit.
    InvalidSignature = "invalid_signature", InvalidInput, 400, false, Wire::Message;
    /// A body over the stated limit.
    PayloadTooLarge = "payload_too_large", InvalidInput, 413, false, Wire::Message;
    /// The environment is frozen: no deployment without `force`.
    EnvironmentFrozen = "environment_frozen", Refused, 400, false, Wire::Exact("Environment is frozen");
    /// No token, or one that is not known.
    Unauthorized = "unauthorized", Unauthorized, 401, false, Wire::Exact("Unauthorized");
    /// A known token outside of its scope.
    Forbidden = "forbidden", Forbidden, 403, false, Wire::Exact("Forbidden");
    /// A repository that is not the project's, or that the commit source does not know.
    RepositoryNotFound = "repository_not_found", NotFound, 404, false, Wire::Exact("GitHub repository not found");
    /// No environment of that name in the project.
    EnvironmentNotFound = "environment_not_found", NotFound, 404, false, Wire::Exact("Release environment not found");
    /// No such release or candidate in the project.
    ReleaseNotFound = "release_not_found", NotFound, 404, false, Wire::Exact("Release not found");
    /// No such deployment.
    DeploymentNotFound = "deployment_not_found", NotFound, 404, false, Wire::Exact("Deployment not found");
    /// No project of that name.
    ProjectNotFound = "project_not_found", NotFound, 404, false, Wire::Exact("Release project not found");
    /// There is nothing that a rollback could go back to.
    NothingToRollBack = "nothing_to_roll_back", NotFound, 404, false,
        Wire::Exact("No previous deployment to roll back from");
    /// The candidate exists already, at another commit.
    CandidateExists = "candidate_exists", AlreadyExists, 409, false, Wire::Message;
    /// A project of that name exists already.
    ProjectExists = "project_exists", AlreadyExists, 409, false, Wire::Message;
    /// An environment of that name exists already in the project.
    EnvironmentExists = "environment_exists", AlreadyExists, 409, false, Wire::Message;
    /// The candidate is still building, or its build failed.
    CandidateNotReady = "candidate_not_ready", Refused, 409, false, Wire::Exact("Release candidate is not ready");
    /// The status table has no such move.
    InvalidTransition = "invalid_transition", Refused, 409, false, Wire::Message;
    /// Another candidate is being deployed, and the environment allows one at a time.
    DeploymentInProgress = "deployment_in_progress", Refused, 409, false, Wire::Message;
    /// The project or environment is archived.
    Archived = "archived", Refused, 409, false, Wire::Message;
    /// The idempotency key was used for another request.
    IdempotencyKeyReused = "idempotency_key_reused", Refused, 422, false, Wire::Message;
    /// Somebody else moved first; read again and decide again.
    Conflict = "conflict", Conflict, 409, true, Wire::Message;
    /// The CI system refused to start the workflow; the context has its words.
    DispatchFailed = "dispatch_failed", DispatchFailed, 502, false, Wire::Message;
    /// A damaged store, or a bug.
    Internal = "internal", Internal, 500, false, Wire::Withheld("Internal error");
    /// The storage is busy or cannot be reached.
    Unavailable = "unavailable", Unavailable, 503, true, Wire::Withheld("Storage is unavailable");
    /// The commit source could not be asked.
    CommitSourceUnavailable = "commit_source_unavailable", Unavailable, 503, true, Wire::Message;
    /// The storage may only be read.
    StorageReadOnly = "storage_read_only", Unavailable, 503, false, Wire::Withheld("Storage is read-only");
    /// The disk is full.
    StorageFull = "storage_full", Unavailable, 503, false, Wire::Withheld("Storage is full");
    /// The database was written by a newer version of this library.
    SchemaTooNew = "schema_too_new", Unavailable, 503, false, Wire::Withheld("Storage has a newer schema");
    /// The file is no database, or one of another program.
    NotADatabase = "not_a_database", Unavailable, 503, false, Wire::Withheld("Storage is not a release database");
}

impl Code {
    /// The code as text, for example `environment_frozen`.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The kind that the code belongs to.
    pub const fn kind(self) -> Kind {
        self.row().kind
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The error of every operation: a [`Code`], a message for a person, and its facts as pairs.
///
/// ```
/// use release_core::{CandidateVersion, Code};
///
/// let error = "1.4.0".parse::<CandidateVersion>().unwrap_err();
/// assert_eq!(error.code(), Code::InvalidReleaseCandidateVersion);
/// assert_eq!(error.get("found"), Some("1.4.0"));
/// assert!(!error.is_retryable());
/// ```
#[derive(Clone, thiserror::Error)]
#[error("{}", .inner.message)]
pub struct Error {
    inner: Box<Inner>,
    #[source]
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone)]
struct Inner {
    code: Code,
    message: String,
    context: Vec<(&'static str, String)>,
    retryable: Option<bool>,
    overtaken: bool,
}

/// The longest value that a context pair or a quotation in a message takes over from outside, in bytes as it is shown.
const EXCERPT: usize = 120;

impl Error {
    /// An error of this code, with a message that says what was wrong and what to do.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        let message = message.into();
        Error {
            inner: Box::new(Inner { code, message, context: Vec::new(), retryable: None, overtaken: false }),
            cause: None,
        }
    }

    /// The attempt saw records of two moments, or its expectations did not hold: it is to be made again.
    pub(crate) fn overtaken() -> Error {
        let mut error = Error::new(Code::Conflict, "others changed the same records at the same time; try again");
        error.inner.overtaken = true;
        error
    }

    /// Whether the storage may yet take what must not get lost: also where room on a disk may be made, and for what may be
    /// told again although nobody knows whether it was heard, because it says the same twice.
    pub(crate) fn may_pass(&self) -> bool {
        self.is_retryable() || self.code() == Code::StorageFull || self.get("outcome") == Some("unknown")
    }

    pub(crate) fn is_overtaken(&self) -> bool {
        self.inner.overtaken
    }

    /// Adds a fact. A long value is cut, because it may come from outside.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl fmt::Display) -> Error {
        self.inner.context.push((key, excerpt(&value.to_string())));
        self
    }

    /// Names the argument that is wrong, unless an inner layer has named it.
    #[must_use]
    pub fn in_field(mut self, field: &'static str) -> Error {
        if self.get("field").is_none() {
            self.inner.context.insert(0, ("field", field.to_owned()));
        }
        self
    }

    /// Says it in other words, made of those that it has.
    #[cfg(feature = "declarations")]
    pub(crate) fn reworded(mut self, words: impl FnOnce(&str) -> String) -> Error {
        self.inner.message = words(&self.inner.message);
        self
    }

    /// Keeps the error that led to this one; it is this error's [`source`](StdError::source).
    #[must_use]
    pub fn caused_by(mut self, cause: impl StdError + Send + Sync + 'static) -> Error {
        self.cause = Some(Arc::new(cause));
        self
    }

    /// Says whether the same call may succeed later, where that is known better than by the code.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Error {
        self.inner.retryable = Some(retryable);
        self
    }

    /// What exactly went wrong.
    pub fn code(&self) -> Code {
        self.inner.code
    }

    /// The kind of the code.
    pub fn kind(&self) -> Kind {
        self.inner.code.kind()
    }

    /// The sentence for a person; the same as `to_string()`.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// The facts as pairs, in the order in which they were added.
    pub fn context(&self) -> &[(&'static str, String)] {
        &self.inner.context
    }

    /// One fact by its key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.inner.context.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str())
    }

    /// Whether the same call may succeed later without anything being changed by the caller.
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable.unwrap_or(self.inner.code.row().retryable)
    }

    /// The HTTP status of this error.
    pub fn http_status(&self) -> u16 {
        self.inner.code.row().http_status
    }

    /// The `error` text of an HTTP answer: the seed's exact text where it has one, else the message, and never the
    /// inside of a store.
    pub fn wire_text(&self) -> &str {
        match self.inner.code.row().wire {
            Wire::Exact(text) | Wire::Withheld(text) => text,
            Wire::Message => &self.inner.message,
        }
    }

    /// The error that led to this one, as it is handed on to the exceptions of other languages.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("code", &self.inner.code.as_str()).field("message", &self.inner.message);
        for (key, value) in &self.inner.context {
            out.field(key, value);
        }
        if let Some(cause) = &self.cause {
            out.field("cause", &cause.to_string());
        }
        out.finish()
    }
}

/// A text from outside, short enough for a message, and without the credential that a URL may have.
pub(crate) fn excerpt(text: &str) -> String {
    let shown = without_credential(text);
    let mut width = 0;
    let too_wide = |c: char| {
        // Bytes of a quotation: a control character or a mark that turns the direction takes up to ten, an emoji four.
        width += c.escape_debug().map(char::len_utf8).sum::<usize>();
        width > EXCERPT
    };
    match shown.find(too_wide) {
        None => shown.into_owned(),
        Some(end) => format!("{}… ({} bytes)", &shown[..end], text.len()),
    }
}

/// `scheme://user:password@host` as `scheme://***@host`.
fn without_credential(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else { return Cow::Borrowed(text) };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once('@') {
        Some((credential, _)) => Cow::Owned(format!("{scheme}://***{}", &rest[credential.len()..])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_their_kinds_follow_the_table() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let row = code.row();
            let statuses: &[u16] = match row.kind {
                Kind::InvalidInput => &[400, 413],
                Kind::Unauthorized => &[401],
                Kind::Forbidden => &[403],
                Kind::NotFound => &[404],
                Kind::AlreadyExists | Kind::Conflict => &[409],
                Kind::Refused => &[409, 400, 422],
                Kind::Unavailable => &[503],
                Kind::DispatchFailed => &[502],
                Kind::Internal => &[500],
            };
            assert!(statuses.contains(&row.http_status), "{code}");
        }
    }

    #[test]
    fn a_long_value_is_cut_on_a_character() {
        let error = Error::new(Code::InvalidName, "no").with("found", "ü".repeat(10_000_000));
        assert!(error.get("found").is_some_and(|found| found.len() < 300 && found.ends_with("(20000000 bytes)")));
    }

    #[test]
    fn the_credential_of_a_url_is_not_shown() {
        let error = crate::Releases::open("postgres://bob:s3cret@db/x").unwrap_err();
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        let error = crate::Repository::new("https://bob:s3cret@github.com/a/b").unwrap_err();
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        assert_eq!(excerpt("https://a:b@host/p@th?x"), "https://***@host/p@th?x");
        assert_eq!(excerpt("ana@acme.dev"), "ana@acme.dev");
    }

    #[test]
    fn the_wire_never_shows_the_inside_of_a_store() {
        let error = Error::new(Code::Internal, "table records of /srv/x.db is damaged");
        assert_eq!(error.wire_text(), "Internal error");
        assert_eq!(Error::new(Code::InvalidName, "empty").wire_text(), "empty");
    }

    #[test]
    fn a_cause_is_found_by_whoever_walks_the_sources() {
        let cause = "x".parse::<u8>().unwrap_err();
        let error = Error::new(Code::Internal, "no number").caused_by(cause.clone());
        assert_eq!(error.source().map(ToString::to_string), Some(cause.to_string()));
        assert_eq!(error.cause().map(ToString::to_string), Some(cause.to_string()));
        assert!(Error::new(Code::Internal, "alone").source().is_none());
    }

    #[test]
    fn the_table_of_errors() {
        let rows: Vec<String> = Code::ALL
            .iter()
            .map(|code| {
                let Row { name, kind, http_status, retryable, wire } = code.row();
                format!("{name} | {kind} | {http_status} | {retryable} | {wire:?}")
            })
            .collect();
        insta::assert_snapshot!(rows.join("\n"));
    }
}
