//! The `command` trigger: runs a program of this machine.

mod facts;
mod launch;
mod process;
mod run;
mod tail;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use self::run::Runs;
use super::{CancelAnswer, Found, RunRef, RunState, StartRequest, Started, WorkflowTrigger};
use crate::client::{Reports, RunReport};
use crate::error::Result;
use crate::model::{Status, Workflow};

/// How long a program that was asked to stop may take over it, where nothing else is said.
const GRACE: Duration = Duration::from_secs(10);

/// Starts a program that the running program names here. A workflow in the database only asks for it by the connection
/// name that it is registered under, and cannot choose a program, an argument or a variable.
///
/// ```
/// use std::time::Duration;
/// use release_core::{CommandTrigger, Releases};
///
/// let releases = Releases::in_memory();
/// let deploy = CommandTrigger::new("/srv/deploy/run").arg("--verbose").time_limit(Duration::from_secs(1800));
/// releases.register_trigger("deploy-script", deploy)?;
/// # Ok::<(), release_core::Error>(())
/// ```
///
/// # What the program is told
/// The release's facts are environment variables; they replace variables of the same names that are inherited or set.
///
/// | variable | what it holds |
/// |---|---|
/// | `AVIATOR_RELEASE_CUT_ID` | the candidate's id; for builds |
/// | `AVIATOR_DEPLOYMENT_ID` | the deployment's id; for deploys |
/// | `AVIATOR_RELEASE_CANDIDATE_VERSION`, `AVIATOR_RELEASE_CUT_COMMIT_HASH` | the candidate and its commit |
/// | `RELEASE_PROJECT`, `RELEASE_REPOSITORY`, `RELEASE_VERSION` | the project, its repository, the version without `-rc<N>` |
/// | `RELEASE_ENVIRONMENT` | the environment; for deploys |
/// | `RELEASE_DISPATCH_ID`, `RELEASE_ATTEMPT`, `RELEASE_RUN_ID` | which start this is |
/// | `RELEASE_PARAMETER_<NAME>` | the workflow's parameters: letters in upper case, other characters than `A-Z0-9_` as `_` |
///
/// The workflow has no settings. Two parameters that would be one variable are refused.
///
/// # What is made of its end
/// Exit code 0 is `success` (a build: `ready`), everything else `failure` with the code or signal and the last lines of
/// its standard error, at most 4 KiB. Standard error is always read, so a program that writes much never stalls;
/// standard output is thrown away, unless [`inherit_stdout`](CommandTrigger::inherit_stdout) is said; there is no input.
///
/// On Unix the program leads a process group of its own, and canceling stops the group: a signal `TERM`, and `KILL` to
/// those who are left when the grace has passed. Elsewhere the program itself is ended.
///
/// A run is followed by the process that started it. It stops the run, within seconds, also where another process asks
/// for it to be canceled. Where that process ends before the run, the run goes on and somebody has to report how it
/// ended.
pub struct CommandTrigger {
    program: OsString,
    args: Vec<OsString>,
    current_dir: Option<PathBuf>,
    env: Vec<(OsString, OsString)>,
    inherits: Inherits,
    inherit_stdout: bool,
    time_limit: Option<Duration>,
    grace: Duration,
    runs: Arc<Runs>,
}

/// Which variables of this process a program gets.
#[derive(Debug)]
enum Inherits {
    All,
    Only(Vec<OsString>),
}

impl CommandTrigger {
    /// Runs this program: best an absolute path; a bare name is looked for along `PATH`. No shell is involved.
    pub fn new(program: impl AsRef<OsStr>) -> CommandTrigger {
        CommandTrigger {
            program: program.as_ref().to_owned(),
            args: Vec::new(),
            current_dir: None,
            env: Vec::new(),
            inherits: Inherits::All,
            inherit_stdout: false,
            time_limit: None,
            grace: GRACE,
            runs: Arc::default(),
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> CommandTrigger {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> CommandTrigger {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// The directory that the program runs in; by default that of this process.
    #[must_use]
    pub fn current_dir(mut self, directory: impl Into<PathBuf>) -> CommandTrigger {
        self.current_dir = Some(directory.into());
        self
    }

    /// Sets a variable for the program, for example a credential. Values are never shown by `Debug` or in an error.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> CommandTrigger {
        self.env.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Hands none of this process's variables on; see [`env_inherit`](CommandTrigger::env_inherit).
    /// By default the program gets all of them.
    #[must_use]
    pub fn env_clear(mut self) -> CommandTrigger {
        self.inherits = Inherits::Only(Vec::new());
        self
    }

    /// Hands this variable of this process on, as it is at the start of the run, after
    /// [`env_clear`](CommandTrigger::env_clear).
    #[must_use]
    pub fn env_inherit(mut self, name: impl AsRef<OsStr>) -> CommandTrigger {
        if let Inherits::Only(names) = &mut self.inherits {
            names.push(name.as_ref().to_owned());
        }
        self
    }

    /// Whether the program writes to this process's standard output; by default its output is thrown away.
    #[must_use]
    pub fn inherit_stdout(mut self, inherit: bool) -> CommandTrigger {
        self.inherit_stdout = inherit;
        self
    }

    /// How long a run may take: one that takes longer is stopped, and ends as `failure`. By default as long as it likes.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> CommandTrigger {
        self.time_limit = Some(limit);
        self
    }

    /// How long a program that was asked to stop may take over it before it is killed; 10 seconds by default.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> CommandTrigger {
        self.grace = grace;
        self
    }
}

impl fmt::Debug for CommandTrigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments and values of variables may be secrets.
        f.debug_struct("CommandTrigger")
            .field("program", &self.program)
            .field("args", &self.args.len())
            .field("current_dir", &self.current_dir)
            .field("env", &self.env.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("inherits", &self.inherits)
            .field("inherit_stdout", &self.inherit_stdout)
            .field("time_limit", &self.time_limit)
            .field("grace", &self.grace)
            .finish_non_exhaustive()
    }
}

impl WorkflowTrigger for CommandTrigger {
    fn kind(&self) -> &str {
        "command"
    }

    fn check(&self, workflow: &Workflow) -> Result<()> {
        facts::check(workflow)
    }

    /// A program that is started twice runs twice.
    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, reports: &Reports) -> Started {
        launch::start(self, request, reports)
    }

    fn find(&self, request: &StartRequest) -> Found {
        let run_id = run_id(request);
        match self.runs.get(&run_id) {
            Some(_) => Found::Run(RunRef::new(Some(run_id)).in_progress(true)),
            None => Found::None,
        }
    }

    fn cancel(&self, _: &StartRequest, run_id: &str) -> CancelAnswer {
        match self.runs.get(run_id).as_deref() {
            Some(run) => run.cancel(self.grace),
            None => CancelAnswer::not_mine(format!(
                "run {run_id} is not followed by this process: it was started by another one, or has ended; stop it on \
                 its machine, or report how it ended"
            )),
        }
    }

    /// A run that is not followed here is another process's, or has reported its end.
    fn run_state(&self, _: &StartRequest, run_id: &str) -> RunState {
        match self.runs.get(run_id) {
            Some(_) => RunState::Known(RunReport::new(Status::InProgress).run_id(Some(run_id.to_owned()))),
            None => RunState::CannotTell,
        }
    }
}

/// The id of a run; nothing of the process is in it, because ids of processes are used again.
fn run_id(request: &StartRequest) -> String {
    format!("{}.{}", request.dispatch_id, request.attempt)
}
