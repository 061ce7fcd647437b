//! Writers killed by SIGKILL at random moments, each the heir of the one before on the same file.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use release_core::Releases;

use crate::books::{Books, maybe, text};
use crate::calls::{COMMAND, PROJECT, SHARED};
use crate::ci;
use crate::dice::{Dice, number, seed};
use crate::ledger::Ledger;
use crate::worker;
use crate::writers::{AHEAD, DATABASE, LOG, NAME, SEED, THREADS, Writer};

const KILLS: u64 = 30;
/// So many deaths one file sees, before it is looked after to the end.
const LIVES: u64 = 15;
const THREADS_EACH: u64 = 6;
/// Each writer's clock is ahead of its ancestor's by more than a lease, so that it takes up what that one left.
pub(crate) const GENERATION: Duration = Duration::from_secs(61);

/// What was found over all kills.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) answered: usize,
    pub(crate) refused: usize,
    pub(crate) in_flight: usize,
    pub(crate) in_flight_kept: usize,
    pub(crate) starts: usize,
    /// Programs that were to be stopped, and that nobody followed any more.
    pub(crate) orphans: usize,
    /// How many dispatches were found in each state at a death; `sending` by whether the CI system had the request.
    states: BTreeMap<&'static str, usize>,
}

impl Tally {
    pub(crate) fn add(&mut self, ledger: &Ledger, log: &Path) {
        self.answered += ledger.answered;
        self.refused += ledger.refused;
        self.in_flight += ledger.in_flight;
        self.in_flight_kept += ledger.in_flight_kept;
        self.starts += ci::starts(log).len();
    }
}

#[test]
fn nothing_is_lost_or_started_twice_by_a_kill() {
    let kills = number("RELEASE_CORE_CRASH_KILLS").unwrap_or(KILLS);
    let seed = seed();
    let mut dice = Dice::new(seed);
    let (begun, mut tally, mut left) = (Instant::now(), Tally::default(), kills);
    while left > 0 {
        let lives = LIVES.min(left);
        one_file(&mut dice, lives, &mut tally);
        left -= lives;
    }
    let Tally { answered, refused, in_flight, in_flight_kept, starts, orphans, states } = &tally;
    let summary = format!(
        "{kills} kills in {} s, seed {seed}: {answered} calls answered and all there, {refused} refused; {in_flight} in \
         flight, of which {in_flight_kept} were there whole; {starts} runs started, none twice; {orphans} programs to be \
         stopped that nobody followed any more; dispatches at the deaths: {states:?}",
        begun.elapsed().as_secs(),
    );
    writeln!(std::io::stderr(), "{summary}").unwrap();
    if kills < KILLS {
        return;
    }
    for state in ["queued", "sending, not started", "sending, started", "started", "unknown"] {
        assert!(states.get(state).is_some_and(|found| *found > 0), "no death met a dispatch that was {state}");
    }
}

fn one_file(dice: &mut Dice, lives: u64, tally: &mut Tally) {
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join(DATABASE), folder.path().join(LOG));
    let mut ledger = Ledger::default();
    for life in 0..lives {
        let ahead = GENERATION * u32::try_from(life).unwrap();
        let mut writer = Writer::start(
            folder.path(),
            &[
                (NAME, format!("k-{life}")),
                (SEED, dice.below(u64::MAX).to_string()),
                (AHEAD, ahead.as_secs().to_string()),
                (THREADS, THREADS_EACH.to_string()),
            ],
        );
        // Some die while they open the file or set it up.
        let (calls, pause) = if dice.one_in(8) { (0, dice.below(60_000)) } else { (dice.below(200), dice.below(4000)) };
        for _ in 0..calls {
            ledger.take_down(writer.hear().expect("it writes until it is killed"));
        }
        std::thread::sleep(Duration::from_micros(pause));
        writer.kill();
        while let Some(line) = writer.hear() {
            ledger.take_down(line);
        }
        assert!(writer.ended(), "it ended before it was killed");
        look(&path, &log, &mut ledger, ahead, tally);
    }
    tally.orphans += look_after(&path, &log, GENERATION * u32::try_from(lives).unwrap());
    tally.add(&ledger, &log);
}

/// What must hold right after a death.
pub(crate) fn look(path: &Path, log: &Path, ledger: &mut Ledger, ahead: Duration, tally: &mut Tally) {
    // The library opens the file first, as the next program would.
    let releases = worker::open(path, ahead);
    let books = Books::read(path);
    books.check();
    ledger.settle(&books);
    agrees(&releases, &books);
    releases.close().unwrap();
    let starts = ci::starts(log);
    for dispatch in books.dispatches() {
        let started = starts.get(text(dispatch, "/data/id")).map_or(0, Vec::len);
        let state = state_of(text(dispatch, "/data/state"), started);
        *tally.states.entry(state).or_default() += 1;
        let is_program = text(dispatch, "/data/workflow/connection") == COMMAND;
        match state {
            // A program's own line may come a moment after its start.
            "started" => assert!(started == 1 || (is_program && started == 0), "started {started} times: {dispatch}"),
            "queued" | "refused" | "withdrawn" => assert_eq!(started, 0, "{dispatch}"),
            _ => assert!(started <= 1, "started {started} times: {dispatch}"),
        }
    }
}

fn state_of(state: &str, started: usize) -> &'static str {
    match (state, started) {
        ("queued", _) => "queued",
        ("sending", 0) => "sending, not started",
        ("sending", _) => "sending, started",
        ("started", _) => "started",
        ("refused", _) => "refused",
        ("unknown", _) => "unknown",
        ("withdrawn", _) => "withdrawn",
        other => panic!("no such state: {other:?}"),
    }
}

/// The library tells what the file holds.
fn agrees(releases: &Releases, books: &Books) {
    for environment in books.environments() {
        let live = releases.live(PROJECT, environment.name).call().unwrap().deployment;
        assert_eq!(live.map(|live| live.id.to_string()).as_deref(), environment.live(), "live in {}", environment.name);
        let mut listed = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let page = releases.list_deployments(PROJECT, environment.name).per_page(100);
            let page = cursor.take().into_iter().fold(page, |page, cursor| page.cursor(cursor)).call().unwrap();
            listed.extend(page.items.into_iter().map(|deployment| deployment.id.to_string()));
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        let kept: Vec<_> = environment.deployments.iter().rev().map(|d| text(d, "/data/id").to_owned()).collect();
        assert_eq!(listed, kept, "deployments of {}", environment.name);
    }
}

/// Takes up what is left with a handle that has the triggers, as time goes by; nothing is started a second time, and
/// every dispatch comes to its end. Says how many programs were to be stopped that nobody followed any more.
pub(crate) fn look_after(path: &Path, log: &Path, ahead: Duration) -> usize {
    let (left, before) = (Books::read(path), ci::starts(log));
    let opened = worker::open(path, ahead);
    opened.dispatch_pending().call().unwrap();
    assert_eq!(ci::starts(log).len(), before.len(), "a handle without triggers starts nothing");
    opened.close().unwrap();

    let (mut now, mut orphans) = (ahead, 0);
    loop {
        let releases = worker::open(path, now);
        ci::register(&releases, log, Dice::new(now.as_secs()));
        releases.dispatch_pending().call().unwrap();
        // The library cannot know that the one who followed such a program is dead, and asks until somebody reports.
        for orphan in Books::read(path).dispatches().filter(|dispatch| is_orphan(dispatch)) {
            let deployment = text(orphan, "/data/deployment_id");
            releases.update_deployment_status_by_id(deployment, "canceled").call().unwrap();
            orphans += 1;
        }
        releases.close().unwrap();
        let books = Books::read(path);
        let due: Vec<_> = books.dispatches().filter(|dispatch| dispatch.pointer("/data/due_at").is_some()).collect();
        if due.is_empty() {
            break;
        }
        // Longer than any pause or grace, so a few rounds settle everything.
        now += Duration::from_secs(700);
        assert!(now < ahead + Duration::from_secs(700 * 100), "they never come to their end: {due:?}");
    }
    let (books, after) = (await_programs(path, log), ci::starts(log));
    books.check();
    for dispatch in books.dispatches() {
        let id = text(dispatch, "/data/id");
        let (started, state) = (after.get(id).map_or(0, Vec::len), text(dispatch, "/data/state"));
        match state {
            "started" if is_stopped(dispatch) => assert!(started <= 1, "{dispatch}"),
            "started" => assert_eq!(started, 1, "{dispatch}"),
            "refused" | "withdrawn" => assert_eq!(started, 0, "{dispatch}"),
            "unknown" => assert!(started <= 1, "{dispatch}"),
            _ => panic!("it was not settled: {dispatch}"),
        }
        let Some(was) = left.get(&format!("dispatch/{id}")) else { panic!("made by nobody: {dispatch}") };
        let is_program = text(dispatch, "/data/workflow/connection") == COMMAND;
        if text(was, "/data/state") == "sending" && !is_program {
            // It is found where it had arrived, and not sent again where it had not.
            let arrived = before.contains_key(id);
            assert_eq!((state, started), if arrived { ("started", 1) } else { ("unknown", 0) }, "{was} and {dispatch}");
        }
    }
    assert!(books.environments().iter().any(|environment| environment.name == SHARED) || left.events().is_empty());
    orphans
}

/// A program that is to be stopped, and whose writer died before it could tell how it ended.
fn is_orphan(dispatch: &serde_json::Value) -> bool {
    let is_asked_for = maybe(dispatch, "/cancel") == Some("requested") && dispatch.pointer("/data/due_at").is_some();
    let has_nobody =
        maybe(dispatch, "/data/message").is_some_and(|words| words.contains("not followed by this process"));
    is_asked_for && has_nobody && text(dispatch, "/data/state") == "started"
}

/// A program that was to be stopped, perhaps before it came to write its line.
fn is_stopped(dispatch: &serde_json::Value) -> bool {
    text(dispatch, "/data/workflow/connection") == COMMAND && maybe(dispatch, "/cancel").is_some()
}

/// The books once every program that was started has written its line.
fn await_programs(path: &Path, log: &Path) -> Books {
    let begun = Instant::now();
    loop {
        let (books, starts) = (Books::read(path), ci::starts(log));
        let writes = |dispatch: &serde_json::Value| text(dispatch, "/data/state") == "started" && !is_stopped(dispatch);
        let silent =
            books.dispatches().filter(|d| writes(d)).any(|dispatch| !starts.contains_key(text(dispatch, "/data/id")));
        if !silent {
            return books;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "a program was started and never came to write");
        std::thread::sleep(Duration::from_millis(10));
    }
}
