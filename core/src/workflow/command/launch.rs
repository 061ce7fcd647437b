//! Starting a program, and following it until its end is reported.

use std::io;
use std::process::{ChildStderr, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use super::run::{Run, Runs};
use super::{CommandTrigger, Inherits, facts, process, run_id};
use crate::client::{Reports, RunReport};
use crate::workflow::{RunRef, StartRequest, Started};

/// How often a report is tried that the storage could not take: nobody else knows how the run ended.
const REPORT_TRIES: u32 = 60;
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Starts the program. All that may fail for want of resources is made before, so that a program that runs is followed.
pub(super) fn start(trigger: &CommandTrigger, request: &StartRequest, reports: &Reports) -> Started {
    let followers = match Followers::new(trigger, reports) {
        Ok(followers) => followers,
        Err(error) => return not_sent(&format!("no thread could be started to follow the program: {error}")),
    };
    let mut child = match command(trigger, request).spawn() {
        Ok(child) => child,
        Err(error) if process::is_passing(&error) => {
            return not_sent(&format!("program {:?} could not be started now: {error}", trigger.program));
        }
        Err(error) => return Started::Refused { message: refused(trigger, request, &error) },
    };
    let stderr = child.stderr.take();
    let run = Arc::new(Run::new(run_id(request), child));
    // Before it is followed, because the follower takes it out again.
    trigger.runs.insert(&run);
    followers.follow(&run, stderr);
    Started::Run(RunRef::new(Some(run.id.clone())).in_progress(true))
}

fn not_sent(message: &str) -> Started {
    Started::NotSent { message: message.to_owned(), retry_after: None }
}

fn refused(trigger: &CommandTrigger, request: &StartRequest, error: &io::Error) -> String {
    let connection = &request.workflow.connection;
    let program = &trigger.program;
    if let Some(directory) = trigger.current_dir.as_deref().filter(|directory| !directory.is_dir()) {
        return format!(
            "program {program:?} cannot be started: its directory {directory:?} is missing; make it, or register \
             another one under {connection:?}"
        );
    }
    let advice = match error.kind() {
        io::ErrorKind::NotFound => "install it, or register its full path",
        io::ErrorKind::PermissionDenied => "make it executable for the user of this process, or register another one",
        _ => "register a program that can be run",
    };
    format!("program {program:?} cannot be started: {error}; {advice} under {connection:?}")
}

fn command(trigger: &CommandTrigger, request: &StartRequest) -> Command {
    let mut command = Command::new(&trigger.program);
    command.args(&trigger.args).stdin(Stdio::null()).stderr(Stdio::piped());
    command.stdout(if trigger.inherit_stdout { Stdio::inherit() } else { Stdio::null() });
    if let Some(directory) = &trigger.current_dir {
        command.current_dir(directory);
    }
    match &trigger.inherits {
        Inherits::All => {
            // This process may itself be a run, whose facts are not those of the new one.
            for (name, _) in std::env::vars_os() {
                if name.to_str().is_some_and(|name| facts::NAMES.contains(&name) || name.starts_with(facts::PARAMETER))
                {
                    command.env_remove(name);
                }
            }
        }
        Inherits::Only(names) => {
            command.env_clear();
            command.envs(names.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        }
    }
    command.envs(trigger.env.iter().map(|(name, value)| (name, value)));
    for name in facts::NAMES {
        command.env_remove(name);
    }
    command.envs(facts::of(request));
    process::prepare(&mut command);
    command
}

/// The threads of one run, which wait for it to begin. They end where it does not.
struct Followers {
    listen: mpsc::Sender<(Arc<Run>, ChildStderr)>,
    await_end: mpsc::Sender<Arc<Run>>,
    follow: mpsc::Sender<Arc<Run>>,
}

impl Followers {
    fn new(trigger: &CommandTrigger, reports: &Reports) -> io::Result<Followers> {
        let (time_limit, grace) = (trigger.time_limit, trigger.grace);
        let (runs, reports): (Arc<Runs>, Reports) = (Arc::clone(&trigger.runs), reports.clone());
        Ok(Followers {
            listen: on_a_thread(|(run, stderr): (Arc<Run>, ChildStderr)| run.listen(stderr))?,
            await_end: on_a_thread(|run: Arc<Run>| run.await_end())?,
            follow: on_a_thread(move |run: Arc<Run>| {
                // A storage that cannot be asked is asked again.
                let report = run.follow(time_limit, grace, || reports.is_cancel_wanted().unwrap_or(false));
                tell(&reports, &report);
                runs.remove(&run);
            })?,
        })
    }

    fn follow(self, run: &Arc<Run>, stderr: Option<ChildStderr>) {
        // Each thread waits for exactly this, so there is somebody to take it.
        if let Some(stderr) = stderr {
            let _ = self.listen.send((Arc::clone(run), stderr));
        }
        let _ = self.await_end.send(Arc::clone(run));
        let _ = self.follow.send(Arc::clone(run));
    }
}

fn on_a_thread<T: Send + 'static>(work: impl FnOnce(T) + Send + 'static) -> io::Result<mpsc::Sender<T>> {
    let (sender, given) = mpsc::channel();
    thread::Builder::new().name("release-command".to_owned()).spawn(move || {
        if let Ok(given) = given.recv() {
            work(given);
        }
    })?;
    Ok(sender)
}

fn tell(reports: &Reports, report: &RunReport) {
    let mut pause = Duration::from_millis(50);
    for _ in 0..REPORT_TRIES {
        match reports.report(report.clone()) {
            Err(error) if error.may_pass() => {
                thread::sleep(pause);
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            // What the storage will never take is lost with the storage.
            Ok(()) | Err(_) => return,
        }
    }
}
