//! What writers do, and how they tell of it: a line of JSON before each call and one after it.

use std::io::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The project that everything happens in.
pub(crate) const PROJECT: &str = "web";
pub(crate) const REPOSITORY: &str = "acme/web";
pub(crate) const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
/// What is deployed.
pub(crate) const VERSIONS: [&str; 4] = ["1.0.0-rc1", "1.1.0-rc1", "1.2.0-rc1", "1.3.0-rc1"];
/// Environments of all writers: without a workflow, with one on the fake CI system, with one that runs a program.
pub(crate) const SHARED: &str = "shared";
pub(crate) const CI: &str = "ci";
pub(crate) const COMMAND: &str = "command";

/// One call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Do {
    Cut { version: String, build: bool },
    Deploy { environment: String, version: String, keyed: bool, redeploy: bool, later: bool },
    Report { environment: String, version: String, status: String, keyed: bool },
    ReportById { environment: String, id: String, status: String },
    Cancel { environment: String, id: String },
    RollBack { environment: String },
    Freeze { environment: String },
    Unfreeze { environment: String },
    Pump,
}

impl Do {
    pub(crate) fn environment(&self) -> Option<&str> {
        match self {
            Do::Cut { .. } | Do::Pump => None,
            Do::Deploy { environment, .. }
            | Do::Report { environment, .. }
            | Do::ReportById { environment, .. }
            | Do::Cancel { environment, .. }
            | Do::RollBack { environment }
            | Do::Freeze { environment }
            | Do::Unfreeze { environment } => Some(environment),
        }
    }

    /// The operation under which the answer is kept, where the call has a key.
    pub(crate) fn keyed(&self) -> Option<&'static str> {
        match self {
            Do::Deploy { keyed: true, .. } => Some("create_deployment"),
            Do::Report { keyed: true, .. } => Some("update_deployment_status"),
            _ => None,
        }
    }
}

/// A line: `call` names the call, and is its actor and its idempotency key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) call: String,
    pub(crate) says: Says,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Says {
    Begun(Do),
    Answered {
        answer: Value,
        /// In a shared environment, after a success was reported: what is live then.
        live: Option<String>,
        /// How often the call was repeated, because of an error that said it may be.
        repeated: u32,
    },
    Refused {
        code: String,
    },
    /// The disk failed, and the thread that called is done.
    Failed {
        code: String,
        /// Whether the error said that nobody can know what the disk holds.
        unknown: bool,
    },
}

const MARK: &str = "line: ";

impl Line {
    /// Writes the line to standard output, in one piece and at once.
    pub(crate) fn say(&self) {
        let text = format!("{MARK}{}\n", serde_json::to_string(self).unwrap());
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).expect("the parent listens");
    }

    /// The line that a writer has said, among what its test harness says. What is cut off was not said.
    pub(crate) fn hear(text: &str) -> Option<Line> {
        // The harness does not end its own line, "test … ", before the test says something.
        let (_, line) = text.split_once(MARK)?;
        line.ends_with('\n').then(|| serde_json::from_str(line).unwrap())
    }
}
