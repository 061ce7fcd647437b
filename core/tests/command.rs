//! The `command` trigger, with real processes.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use release_core::{
    BuildStatus, Clock, Code, CommandTrigger, Deployment, Dispatch, DispatchState, Releases, SqliteOptions,
    SqliteStorage, Status, Timestamp, Workflow,
};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
/// The longest that anything in a test is waited for.
const LONG: Duration = Duration::from_secs(30);

fn workflow() -> Workflow {
    Workflow::new("command", "deploy").unwrap()
}

fn sh(script: &str) -> CommandTrigger {
    CommandTrigger::new("sh").args(["-c", script])
}

fn world_with(trigger: CommandTrigger, workflow: Workflow) -> Releases {
    let releases = Releases::in_memory();
    releases.register_trigger("deploy", trigger).unwrap();
    set_up(&releases, workflow);
    releases
}

fn set_up(releases: &Releases, workflow: Workflow) {
    releases.create_project("my web", "acme/web").build_workflow(workflow.clone()).call().unwrap();
    releases.create_environment("my web", "prod").deploy_workflow(workflow).call().unwrap();
    releases.create_release("my web", "1.4.0-rc1", "acme/web", COMMIT).call().unwrap();
}

fn world(trigger: CommandTrigger) -> Releases {
    world_with(trigger, workflow())
}

fn deploy(releases: &Releases) -> Deployment {
    releases.create_deployment("my web", "prod", "1.4.0-rc1").call().unwrap()
}

fn ended(releases: &Releases, deployment: &Deployment) -> Deployment {
    let ended = releases.wait(deployment.id).limit(LONG).call().unwrap();
    assert!(ended.status.is_closed(), "{ended:?}");
    ended
}

fn run(trigger: CommandTrigger) -> Deployment {
    let releases = world(trigger);
    ended(&releases, &deploy(&releases))
}

fn dispatch(releases: &Releases, deployment: &Deployment) -> Dispatch {
    releases.get_dispatch(deployment.dispatch_id.unwrap()).call().unwrap()
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < LONG, "it never came true: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a process runs, dead ones that nobody has reaped yet not counted.
fn is_alive(pid_file: &Path) -> bool {
    let pid = fs::read_to_string(pid_file).unwrap();
    let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", pid.trim()]).output().unwrap().stdout;
    !state.is_empty() && !state.starts_with(b"Z")
}

fn is_written(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.ends_with('\n'))
}

#[test]
fn the_exit_code_is_the_status() {
    assert_eq!(run(CommandTrigger::new("true")).status, Status::Success);
    let failed = run(CommandTrigger::new("false"));
    assert_eq!((failed.status, failed.error_message.as_deref()), (Status::Failure, Some("exit code 1")));
    let failed = run(sh("echo noise; echo 'cannot connect' >&2; exit 3"));
    assert_eq!(failed.error_message.as_deref(), Some("exit code 3: cannot connect"));
    let killed = run(sh("echo bye >&2; kill -9 $$"));
    assert_eq!((killed.status, killed.error_message.as_deref()), (Status::Failure, Some("killed by signal 9: bye")));
    let fine = run(sh("echo warning >&2"));
    assert_eq!((fine.status, fine.error_message), (Status::Success, None));
}

#[test]
fn a_program_that_ends_at_once_always_ends_as_success() {
    let releases = world(CommandTrigger::new("true"));
    for nth in 1..=300 {
        let deployment = releases.create_deployment("my web", "prod", "1.4.0-rc1").redeploy(true).call().unwrap();
        let ended = ended(&releases, &deployment);
        assert_eq!((ended.status, ended.number), (Status::Success, nth));
        let dispatch = dispatch(&releases, &deployment);
        assert_eq!((dispatch.state, dispatch.attempts, dispatch.due_at), (DispatchState::Started, 1, None));
        assert_eq!(ended.run_id, Some(format!("{}.1", dispatch.id)));
    }
    assert_eq!(releases.list_deployments("my web", "prod").call().unwrap().total, Some(300));
    assert!(releases.live("my web", "prod").call().unwrap().in_flight.is_empty());
}

#[test]
fn the_program_is_told_the_facts() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("facts");
    let trigger = sh("env > facts.new; echo done >> facts.new; mv facts.new facts; read line && exit 9; exit 0")
        .current_dir(directory.path())
        .env("TOKEN", "s3cret")
        .env("RELEASE_PROJECT", "overridden")
        .env("AVIATOR_RELEASE_CUT_ID", "stale");
    let workflow = workflow().parameter("region.eu-1", "Frankfurt").parameter("PATH", "/nowhere");
    let releases = world_with(trigger, workflow);
    let deployment = deploy(&releases);
    assert_eq!(ended(&releases, &deployment).status, Status::Success);
    let told = fs::read_to_string(&out).unwrap();
    let id = deployment.dispatch_id.unwrap();
    for line in [
        &format!("AVIATOR_DEPLOYMENT_ID={}", deployment.id),
        "AVIATOR_RELEASE_CANDIDATE_VERSION=1.4.0-rc1",
        &format!("AVIATOR_RELEASE_CUT_COMMIT_HASH={COMMIT}"),
        "RELEASE_PROJECT=my web",
        "RELEASE_ENVIRONMENT=prod",
        "RELEASE_REPOSITORY=acme/web",
        "RELEASE_VERSION=1.4.0",
        &format!("RELEASE_DISPATCH_ID={id}"),
        "RELEASE_ATTEMPT=1",
        &format!("RELEASE_RUN_ID={id}.1"),
        "RELEASE_PARAMETER_REGION_EU_1=Frankfurt",
        "RELEASE_PARAMETER_PATH=/nowhere",
        "TOKEN=s3cret",
    ] {
        assert!(told.lines().any(|told| told == line), "{line} is missing in\n{told}");
    }
    assert!(!told.contains("AVIATOR_RELEASE_CUT_ID") && !told.contains("\nPATH=/nowhere"), "{told}");
}

#[test]
fn a_cleared_environment_has_only_what_was_named() {
    let directory = tempfile::tempdir().unwrap();
    let trigger = CommandTrigger::new("/bin/sh")
        .args(["-c", "/usr/bin/env > facts"])
        .current_dir(directory.path())
        .env_clear()
        .env_inherit("PATH")
        .env("GREETING", "hello");
    assert_eq!(run(trigger).status, Status::Success);
    let told = fs::read_to_string(directory.path().join("facts")).unwrap();
    let names: Vec<_> = told.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    assert!(names.contains(&"PATH") && told.contains("GREETING=hello"), "{told}");
    // The shell sets some of its own.
    let own = |name: &&str| matches!(*name, "PATH" | "GREETING" | "PWD" | "OLDPWD" | "SHLVL" | "_");
    let facts = |name: &&str| name.starts_with("RELEASE_") || name.starts_with("AVIATOR_");
    assert_eq!(names.iter().find(|name| !own(name) && !facts(name)), None, "{told}");
}

#[test]
fn a_build_ends_by_its_exit_code() {
    let directory = tempfile::tempdir().unwrap();
    let script = "env > facts; [ \"$AVIATOR_RELEASE_CANDIDATE_VERSION\" = 1.5.0-rc1 ] || { echo broken >&2; exit 2; }";
    let releases = world(sh(script).current_dir(directory.path()));
    for (version, becomes, words) in
        [("1.5.0-rc1", BuildStatus::Ready, None), ("1.5.0-rc2", BuildStatus::Failed, Some("exit code 2: broken"))]
    {
        releases.create_release("my web", version, "acme/web", COMMIT).trigger_build_workflow(true).call().unwrap();
        let built = releases.wait_for_build("my web", version).limit(LONG).call().unwrap();
        assert_eq!((built.build_status, built.error_message.as_deref()), (becomes, words));
        let told = fs::read_to_string(directory.path().join("facts")).unwrap();
        assert!(told.contains(&format!("AVIATOR_RELEASE_CUT_ID={}\n", built.id)), "{told}");
        assert!(!told.contains("RELEASE_ENVIRONMENT=") && !told.contains("AVIATOR_DEPLOYMENT_ID="), "{told}");
    }
}

#[test]
fn a_program_that_cannot_be_run_is_refused_in_words() {
    let directory = tempfile::tempdir().unwrap();
    let plain = directory.path().join("plain.txt");
    fs::write(&plain, "no program").unwrap();
    for (trigger, words) in [
        (CommandTrigger::new("/no/such/program"), ["/no/such/program", "install it"]),
        (CommandTrigger::new(&plain), ["plain.txt", "make it executable"]),
        (CommandTrigger::new("true").current_dir("/no/such/directory"), ["/no/such/directory", "is missing"]),
        (CommandTrigger::new("true").arg("x".repeat(10_000_000)), ["too long", "\"deploy\""]),
    ] {
        let refused = run(trigger);
        assert_eq!(refused.status, Status::Error);
        let message = refused.error_message.unwrap();
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    }
}

#[test]
fn a_program_that_writes_much_never_stalls_and_is_quoted_in_short() {
    let script = "i=0; while [ $i -lt 20000 ]; do echo \"line $i of very many\" >&2; i=$((i+1)); done; exit 1";
    let failed = run(sh(script));
    let message = failed.error_message.unwrap();
    assert!(message.starts_with("exit code 1: line ") && message.ends_with("line 19999 of very many"), "{message}");
    assert!(message.len() < 4300, "{}", message.len());
    let binary = run(sh("printf '\\377\\376\\033[31m\\000red' >&2; exit 1")).error_message.unwrap();
    assert_eq!(binary, "exit code 1: \u{fffd}\u{fffd}[31mred");
}

#[test]
fn a_daemon_that_is_left_behind_does_not_hold_up_the_end() {
    let directory = tempfile::tempdir().unwrap();
    let pid = directory.path().join("pid");
    let begun = Instant::now();
    let done = run(sh("sleep 60 & echo $! > pid").current_dir(directory.path()));
    assert_eq!(done.status, Status::Success);
    assert!(begun.elapsed() < LONG && is_alive(&pid));
    let pid = fs::read_to_string(pid).unwrap();
    assert!(std::process::Command::new("kill").arg(pid.trim()).status().unwrap().success());
}

#[test]
fn canceling_stops_the_whole_group() {
    let directory = tempfile::tempdir().unwrap();
    let pid = directory.path().join("pid");
    let script = "sleep 60 & echo $! > pid.new; mv pid.new pid; wait";
    // Longer than what ends is waited for.
    let releases = world(sh(script).current_dir(directory.path()).grace(2 * LONG));
    let deployment = deploy(&releases);
    assert_eq!(deployment.status, Status::InProgress);
    until("the child runs", || is_written(&pid));
    assert_eq!(releases.cancel_deployment(deployment.id).call().unwrap().id, deployment.id);
    assert_eq!(ended(&releases, &deployment).status, Status::Canceled);
    until("the child is gone", || !is_alive(&pid));
}

#[test]
fn one_that_does_not_want_to_stop_is_killed_after_the_grace() {
    let directory = tempfile::tempdir().unwrap();
    let script = "trap '' TERM; echo $$ > pid.new; mv pid.new pid; while :; do sleep 0.1; done";
    let releases = world(sh(script).current_dir(directory.path()).grace(Duration::from_millis(200)));
    let deployment = deploy(&releases);
    until("the program runs", || is_written(&directory.path().join("pid")));
    let begun = Instant::now();
    releases.cancel_deployment(deployment.id).call().unwrap();
    assert_eq!(ended(&releases, &deployment).status, Status::Canceled);
    assert!(begun.elapsed() >= Duration::from_millis(200));
    until("the program is gone", || !is_alive(&directory.path().join("pid")));
}

#[test]
fn one_that_cleans_up_within_the_grace_may() {
    let directory = tempfile::tempdir().unwrap();
    let script = "trap 'sleep 0.2; echo clean > cleaned; exit 7' TERM; echo up > up; while :; do sleep 0.05; done";
    let releases = world(sh(script).current_dir(directory.path()).grace(Duration::MAX));
    let deployment = deploy(&releases);
    until("the program runs", || is_written(&directory.path().join("up")));
    releases.cancel_deployment(deployment.id).call().unwrap();
    assert_eq!(ended(&releases, &deployment).status, Status::Canceled);
    assert!(directory.path().join("cleaned").exists());
}

#[test]
fn one_that_takes_too_long_has_failed() {
    let directory = tempfile::tempdir().unwrap();
    let has_spoken = directory.path().join("spoken");
    let script = || sh("echo working >&2; echo > spoken; sleep 60").current_dir(directory.path());
    // The machine may leave a program no time to say anything.
    let late = (0..100).map(|_| run(script().time_limit(Duration::from_millis(300)))).find(|late| {
        assert_eq!(late.status, Status::Failure);
        has_spoken.exists()
    });
    let words = late.unwrap().error_message;
    assert_eq!(words.as_deref(), Some("stopped, because it took longer than 300ms: working"));
    assert_eq!(run(CommandTrigger::new("true").time_limit(Duration::MAX)).status, Status::Success);
}

#[test]
fn a_run_of_another_process_is_stopped_by_the_one_that_follows_it() {
    let releases = world(sh("while :; do sleep 0.02; done"));
    let deployment = deploy(&releases);
    // A trigger that did not start it stands for that of another process.
    releases.register_trigger("deploy", CommandTrigger::new("true")).unwrap();
    assert_eq!(releases.cancel_deployment(deployment.id).call().unwrap().status, Status::Canceling);
    let message = dispatch(&releases, &deployment).message.unwrap();
    assert!(message.contains("not followed by this process"), "{message}");
    assert_eq!(ended(&releases, &deployment).status, Status::Canceled);
}

/// The one who started the program has gone, so nobody can stop it or will ever tell of its end.
#[test]
fn a_run_that_nobody_follows_any_more_is_asked_to_stop_until_somebody_reports() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db");
    let ahead = Arc::new(AtomicU64::new(0));
    let clock = {
        let ahead = Arc::clone(&ahead);
        Clock::new(move || Timestamp::now().plus(Duration::from_secs(ahead.load(Ordering::SeqCst))))
    };
    let open = |trigger: CommandTrigger| {
        let storage = SqliteStorage::open(&path, SqliteOptions::new().clock(clock.clone())).unwrap();
        let releases = Releases::options().open_storage(Arc::new(storage));
        releases.register_trigger("deploy", trigger).unwrap();
        releases
    };
    // It ends with the test, however that ends.
    let gone = open(sh(r#"while [ -e "$0" ]; do sleep 0.02; done"#).arg(folder.path()));
    set_up(&gone, workflow());
    let deployment = deploy(&gone);
    assert_eq!(deployment.status, Status::InProgress);
    gone.close().unwrap();

    let releases = open(CommandTrigger::new("true"));
    assert_eq!(releases.cancel_deployment(deployment.id).call().unwrap().status, Status::Canceling);
    let mut due = dispatch(&releases, &deployment).due_at.unwrap();
    for _ in 0..5 {
        // At most five minutes later, it is asked for again.
        ahead.fetch_add(301, Ordering::SeqCst);
        releases.dispatch_pending().call().unwrap();
        let asked = dispatch(&releases, &deployment);
        assert!(asked.message.unwrap().contains("stop it on its machine, or report how it ended"));
        assert!(asked.due_at > Some(due), "{:?} after {due}", asked.due_at);
        due = asked.due_at.unwrap();
    }
    let reported = releases.update_deployment_status_by_id(deployment.id, "canceled").call().unwrap();
    assert_eq!(reported.status, Status::Canceled);
    ahead.fetch_add(301, Ordering::SeqCst);
    releases.dispatch_pending().call().unwrap();
    assert_eq!(dispatch(&releases, &deployment).due_at, None);
}

#[test]
fn canceling_and_ending_at_once_leaves_nothing_open() {
    let releases = world(sh("sleep 0.01").grace(Duration::from_millis(50)));
    for _ in 0..50 {
        let deployment = releases.create_deployment("my web", "prod", "1.4.0-rc1").redeploy(true).call().unwrap();
        if let Err(error) = releases.cancel_deployment(deployment.id).call() {
            assert_eq!(error.code(), Code::InvalidTransition);
        }
        let status = ended(&releases, &deployment).status;
        assert!(matches!(status, Status::Canceled | Status::Success), "{status}");
    }
}

#[test]
fn a_workflow_chooses_no_program() {
    let releases = world(CommandTrigger::new("true"));
    for workflow in [
        workflow().setting("program", "/bin/sh"),
        workflow().setting("args", vec!["-c", "id"]),
        workflow().parameter("a.b", "1").parameter("a_b", "2"),
    ] {
        let call = releases.create_environment("my web", "other").deploy_workflow(workflow);
        assert_eq!(call.call().unwrap_err().code(), Code::InvalidRequest);
    }
}

#[test]
fn debug_shows_no_secret() {
    let trigger = CommandTrigger::new("deploy").arg("--token=s3cret").env("TOKEN", "s3cret");
    let shown = format!("{trigger:?}");
    assert!(shown.contains("TOKEN") && !shown.contains("s3cret"), "{shown}");
}
