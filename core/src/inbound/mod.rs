//! What CI systems send: pure functions that verify a webhook and read what it says of a run.
//!
//! They work in any web framework: hand in the headers and the body exactly as it came, before anything has parsed it.
//! [`Releases::apply_webhook`](crate::Releases::apply_webhook) does that and moves what the run is of.
//!
//! | sender | function | proof | order of what it says |
//! |---|---|---|---|
//! | GitHub, `workflow_run` | [`github()`] | `X-Hub-Signature-256` | attempt, state, `updated_at` |
//! | Buildkite, `build.*` | [`buildkite()`] | `X-Buildkite-Signature` or `X-Buildkite-Token` | state, `finished_at` or `started_at` |
//! | your own program | [`webhook()`] | the signature that the webhook trigger sends | attempt, state, `observed_at` |
//! | a step of a workflow | [`sync_build()`], [`sync_deploy()`] | the server's own | none |

pub(crate) mod buildkite;
mod callbacks;
pub(crate) mod github;
mod headers;
mod signature;
mod webhook;

pub use buildkite::buildkite;
pub use callbacks::{SyncBuild, SyncDeploy, sync_build, sync_deploy};
pub use github::github;
pub use headers::Headers;
use serde::de::DeserializeOwned;
pub(crate) use signature::digest;
pub use webhook::webhook;

use crate::error::{Code, Error, Result};
use crate::model::{Status, Timestamp};

/// The largest body that is read, in bytes: GitHub sends no larger one.
pub const MAX_BODY: usize = 25 << 20;

/// A webhook that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inbound {
    /// What tells this delivery from others; the same when it is sent again.
    pub delivery_id: String,
    /// What it is about, in the sender's words: `workflow_run.completed`, `build.finished`.
    pub event: String,
    /// What it says.
    pub says: Says,
}

/// What a webhook says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Says {
    /// How a run stands.
    Run(Box<RunNews>),
    /// Nothing about a run's course, and why that is so.
    Nothing {
        /// Why it is ignored.
        reason: String,
    },
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunNews {
    /// The ids that the CI system gives the run; any of them may be known.
    pub run_ids: Vec<String>,
    /// The attempt of the run, from 1, where its attempts share an id.
    pub attempt: Option<u32>,
    /// Where it stands.
    pub status: Status,
    /// When it stood so, by the CI system's clock.
    pub observed_at: Option<Timestamp>,
    /// Where it is shown.
    pub url: Option<String>,
    /// What went wrong.
    pub message: Option<String>,
    /// The ids of dispatches, deployments or candidates that the run names: what it was started with.
    pub names: Vec<String>,
    /// The repository that it runs in, `org/repo_name`, where that is said.
    pub repository: Option<String>,
    /// Whether somebody asked for the run, so that it could be one of ours.
    pub asked_for: bool,
}

impl RunNews {
    /// Whether they may be of what is known to be that run's: of what has no run yet, anything may be news.
    pub(crate) fn may_be_of(&self, known: Option<&String>) -> bool {
        known.is_none_or(|known| self.run_ids.is_empty() || self.run_ids.contains(known))
    }
}

/// Refuses what is larger than any sender sends.
fn limited(body: &[u8]) -> Result<()> {
    if body.len() <= MAX_BODY {
        return Ok(());
    }
    Err(Error::new(Code::PayloadTooLarge, format!("a body of {} bytes: expected at most {MAX_BODY}", body.len()))
        .with("field", "body")
        .with("expected", format_args!("at most {MAX_BODY} bytes"))
        .with("found", body.len()))
}

/// Reads a body whose sender is known. What the type does not name is skipped, so a large body costs little.
fn parsed<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| {
        // The words of the parser may quote the body; where it is wrong is all that is told.
        let place = format!("line {}, column {}", error.line(), error.column());
        let why = match error.classify() {
            serde_json::error::Category::Eof => "it is cut off",
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => "it is no JSON in UTF-8",
            serde_json::error::Category::Data => "a member is missing or of the wrong type",
        };
        let expected = format!("JSON of {what}");
        Error::new(Code::InvalidRequest, format!("invalid body: expected {expected}, and {why} at {place}"))
            .with("field", "body")
            .with("position", place)
            .with("expected", expected)
    })
}

/// Ids of the form that this library gives, within a text. At most eight: a title names one or two.
fn ids_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'));
    let ids = words.filter(|word| word.len() == 36).filter_map(|word| uuid::Uuid::try_parse(word).ok());
    ids.map(|id| id.to_string()).take(8)
}

/// An id that is written as a text or as a number.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(untagged)]
enum AnyId {
    Number(u64),
    Text(String),
}

impl AnyId {
    fn into_text(self) -> String {
        match self {
            AnyId::Number(number) => number.to_string(),
            AnyId::Text(text) => text,
        }
    }
}

/// A URL that can be kept; another one is as if it had not been said.
fn kept_url(url: Option<String>) -> Option<String> {
    url.filter(|url| crate::model::names::url(url).is_ok())
}

/// A time of the sender; one that cannot be read is as if it had not been said.
fn time(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(|text| text.parse().ok())
}
