//! A CI system whose only memory is a file: a line for each run that was really started.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use release_core::{
    CancelAnswer, CommandTrigger, Found, Releases, Reports, Result, RunRef, RunReport, RunState, StartRequest, Started,
    Status, Workflow, WorkflowTrigger,
};

use crate::calls::{CI, COMMAND};
use crate::dice::Dice;

/// The triggers of both kinds of workflow. Without them a handle starts nothing.
pub(crate) fn register(releases: &Releases, log: &Path, dice: Dice) {
    releases.register_trigger(CI, Ci { log: log.to_owned(), dice: Mutex::new(dice) }).unwrap();
    let program = r#"echo "$RELEASE_DISPATCH_ID $RELEASE_ATTEMPT" >> "$0""#;
    releases.register_trigger(COMMAND, CommandTrigger::new("/bin/sh").args(["-c", program]).arg(log)).unwrap();
}

pub(crate) fn workflow(connection: &str) -> Workflow {
    Workflow::new("command", connection).unwrap()
}

/// How often each dispatch was started, by the CI systems' own word.
pub(crate) fn starts(log: &Path) -> BTreeMap<String, Vec<u32>> {
    let mut starts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for line in std::fs::read_to_string(log).unwrap_or_default().lines() {
        let (dispatch, attempt) = line.split_once(' ').expect("a line is written in one piece");
        starts.entry(dispatch.to_owned()).or_default().push(attempt.parse().unwrap());
    }
    starts
}

#[derive(Debug)]
struct Ci {
    log: PathBuf,
    dice: Mutex<Dice>,
}

impl Ci {
    fn roll(&self, n: u64) -> u64 {
        self.dice.lock().unwrap().below(n)
    }

    /// A request takes its time, so that many are under way at any moment.
    fn travel(&self) {
        std::thread::sleep(Duration::from_micros(self.roll(4000)));
    }

    fn begin_run(&self, request: &StartRequest) -> String {
        let mut log = OpenOptions::new().create(true).append(true).open(&self.log).unwrap();
        log.write_all(format!("{} {}\n", request.dispatch_id, request.attempt).as_bytes()).unwrap();
        run_id(request, request.attempt)
    }
}

fn run_id(request: &StartRequest, attempt: u32) -> String {
    format!("{}.{attempt}", request.dispatch_id)
}

impl WorkflowTrigger for Ci {
    fn kind(&self) -> &str {
        "command"
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, reports: &Reports) -> Started {
        self.travel();
        let message = || "the CI system's words".to_owned();
        match self.roll(20) {
            0 => Started::refused(message()),
            1 => Started::not_sent(message(), None),
            2 => Started::unknown(message()),
            kind => {
                let run_id = Some(self.begin_run(request));
                self.travel();
                if kind == 3 {
                    return Started::unknown(message());
                }
                if kind % 2 == 0 {
                    let status = if kind < 8 { Status::Failure } else { Status::Success };
                    // Told before the answer, as by a webhook that overtakes it. What cannot be kept is told again
                    // by nobody, like a webhook's.
                    let _ = reports.report(RunReport::new(status).run_id(run_id.clone()));
                }
                Started::Run(RunRef::new(run_id).in_progress(true))
            }
        }
    }

    fn find(&self, request: &StartRequest) -> Found {
        match starts(&self.log).get(&request.dispatch_id.to_string()).and_then(|attempts| attempts.last()) {
            Some(attempt) => Found::Run(RunRef::new(Some(run_id(request, *attempt))).in_progress(true)),
            None => Found::None,
        }
    }

    fn cancel(&self, _: &StartRequest, _: &str) -> CancelAnswer {
        CancelAnswer::Accepted
    }

    fn run_state(&self, _: &StartRequest, _: &str) -> RunState {
        RunState::CannotTell
    }
}
