//! What the file must hold by what the writers said: every call that was answered, exactly, and of a call that was not
//! answered all or nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::books::{Books, Environment, maybe, text};
use crate::calls::{COMMIT, Do, Line, Says};
use crate::worker::canceled;

/// What is expected of a deployment that only one thread writes to.
enum Expected {
    /// As its last answer said.
    As(Value),
    /// Otherwise as the file had it, with this status: it was canceled by a rollback, whose answer only names it.
    Status(String),
}

#[derive(Default)]
pub(crate) struct Ledger {
    /// For each environment that belongs to one thread, its deployments.
    own: BTreeMap<String, BTreeMap<String, Expected>>,
    /// For each such environment, the reason of its freeze.
    frozen: BTreeMap<String, Option<String>>,
    calls: BTreeMap<String, Call>,
    order: Vec<String>,
    /// Deployments of shared environments that succeeded, each with what was live right afterwards.
    successes: Vec<(String, Option<String>)>,
    pub(crate) answered: usize,
    pub(crate) refused: usize,
    pub(crate) repeated: u64,
    pub(crate) in_flight: usize,
    pub(crate) in_flight_kept: usize,
    /// Among those in flight, the ones that were told that nobody knows what the disk holds.
    pub(crate) unknown: usize,
    /// How often a call failed by each code and had changed nothing.
    pub(crate) failed: BTreeMap<String, usize>,
}

struct Call {
    what: Do,
    outcome: Option<Says>,
}

fn is_own(environment: &str) -> bool {
    environment.starts_with("own-")
}

impl Ledger {
    /// Takes down a line, in the order in which its thread said it.
    pub(crate) fn take_down(&mut self, line: Line) {
        if let Says::Begun(what) = line.says {
            self.calls.insert(line.call.clone(), Call { what, outcome: None });
            self.order.push(line.call);
            return;
        }
        let call = self.calls.get_mut(&line.call).expect("a call begins before it is answered");
        call.outcome = Some(line.says);
    }

    /// Holds the file against all calls since the last time, and goes on from the file.
    pub(crate) fn settle(&mut self, books: &Books) {
        let mut by_actor: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        let events = books.events();
        for event in &events {
            by_actor.entry(maybe(event, "/data/actor").unwrap_or_default()).or_default().push(event);
        }
        let order = std::mem::take(&mut self.order);
        let calls = std::mem::take(&mut self.calls);
        let mut in_flight: BTreeMap<&str, (&str, Vec<&Value>)> = BTreeMap::new();
        for name in &order {
            let call = &calls[name];
            let logged = by_actor.get(name.as_str()).cloned().unwrap_or_default();
            match &call.outcome {
                Some(Says::Answered { answer, live, repeated }) => {
                    self.answered += 1;
                    self.repeated += u64::from(*repeated);
                    self.check_answered(books, name, &call.what, answer, &logged);
                    if live.is_some() {
                        self.successes.push((answer["id"].as_str().unwrap().to_owned(), live.clone()));
                    }
                }
                Some(Says::Refused { code }) => {
                    self.refused += 1;
                    assert!(logged.is_empty(), "{name} was refused with {code} and changed something: {logged:?}");
                    assert!(kept_answer(books, name, &call.what).is_none(), "{name} was refused and is kept");
                }
                Some(Says::Failed { code, unknown: false }) => {
                    *self.failed.entry(code.clone()).or_default() += 1;
                    assert!(logged.is_empty(), "{name} failed with {code} and changed something: {logged:?}");
                    assert!(kept_answer(books, name, &call.what).is_none(), "{name} failed and is kept");
                }
                Some(Says::Begun(_)) => unreachable!("a beginning is no outcome"),
                None | Some(Says::Failed { unknown: true, .. }) => {
                    self.in_flight += 1;
                    self.unknown += usize::from(call.outcome.is_some());
                    self.in_flight_kept += usize::from(!logged.is_empty());
                    check_in_flight(books, name, &call.what, &logged);
                    if let Some(environment) = call.what.environment() {
                        in_flight.insert(environment, (name, logged));
                    }
                }
            }
        }
        for environment in books.environments().iter().filter(|environment| is_own(environment.name)) {
            self.check_own(environment, in_flight.get(environment.name));
        }
        self.check_lives(books, &events);
    }

    fn check_answered(&mut self, books: &Books, name: &str, what: &Do, answer: &Value, logged: &[&Value]) {
        let made: Vec<_> = logged.iter().filter(|event| text(event, "/data/action") == "deployment.created").collect();
        match what {
            Do::Cut { version, .. } => {
                let candidate = books.candidate(version).unwrap_or_else(|| panic!("{name}: {version} is lost"));
                assert_eq!(text(candidate, "/data/commit"), COMMIT);
                assert!(!logged.is_empty(), "{name}: nothing was logged of {version}");
            }
            Do::Pump => {}
            Do::Freeze { environment } => drop(self.frozen.insert(environment.clone(), Some(name.to_owned()))),
            Do::Unfreeze { environment } => drop(self.frozen.insert(environment.clone(), None)),
            Do::RollBack { .. } | Do::Deploy { .. } | Do::Report { .. } | Do::ReportById { .. } | Do::Cancel { .. } => {
                let deployment = if let Do::RollBack { .. } = what { &answer["deployment"] } else { answer };
                let id = text(deployment, "/id");
                let kept = books.deployment(id).unwrap_or_else(|| panic!("{name}: deployment {id} is lost"));
                for fixed in ["id", "number", "release_candidate_version", "created_at", "actor", "rollback_of"] {
                    assert_eq!(kept["data"].get(fixed), deployment.get(fixed), "{name}: {fixed}");
                }
                let is_new = maybe(deployment, "/actor") == Some(name);
                assert_eq!(made.len(), usize::from(is_new), "{name}: {logged:?}");
                assert!(made.iter().all(|event| maybe(event, "/data/deployment_id") == Some(id)), "{name}: {made:?}");
                if what.keyed().is_some() {
                    let answer = kept_answer(books, name, what).unwrap_or_else(|| panic!("{name}: its answer is lost"));
                    assert_eq!(maybe(answer, "/answer/id"), Some(id), "{name}");
                }
                self.expect(what, answer, deployment);
            }
        }
    }

    fn expect(&mut self, what: &Do, answer: &Value, deployment: &Value) {
        let environment = what.environment().unwrap_or_default();
        if !is_own(environment) {
            return;
        }
        let expected = self.own.entry(environment.to_owned()).or_default();
        for id in answer["cancels"].as_array().into_iter().flatten() {
            let id = id.as_str().unwrap().to_owned();
            let before = match &expected[&id] {
                Expected::As(deployment) => text(deployment, "/status"),
                Expected::Status(status) => status,
            };
            let status = canceled(before.parse().unwrap());
            expected.insert(id, Expected::Status(status.as_str().to_owned()));
        }
        expected.insert(text(deployment, "/id").to_owned(), Expected::As(deployment.clone()));
    }

    /// An environment of one thread is as its answers said, but for the one call that was not answered.
    fn check_own(&mut self, environment: &Environment<'_>, in_flight: Option<&(&str, Vec<&Value>)>) {
        let name = environment.name;
        let touched: BTreeSet<&str> = in_flight.map_or_else(BTreeSet::new, |(_, logged)| {
            logged.iter().filter_map(|event| maybe(event, "/data/deployment_id")).collect()
        });
        let mut expected = self.own.remove(name).unwrap_or_default();
        for deployment in &environment.deployments {
            let (id, data) = (text(deployment, "/data/id"), &deployment["data"]);
            let as_expected = match expected.remove(id) {
                Some(Expected::As(expected)) => expected == *data,
                Some(Expected::Status(status)) => text(data, "/status") == status,
                None => false,
            };
            assert!(as_expected || touched.contains(id), "in {name}, nobody made this of it: {deployment}");
            self.own.entry(name.to_owned()).or_default().insert(id.to_owned(), Expected::As(data.clone()));
        }
        assert!(expected.is_empty(), "{name} has lost {:?}", expected.keys());
        let reason = maybe(environment.record, "/data/freeze/reason").map(str::to_owned);
        let refrozen = in_flight.is_some_and(|(_, logged)| {
            logged.iter().any(|event| text(event, "/data/action").starts_with("environment."))
        });
        let expected = self.frozen.insert(name.to_owned(), reason.clone()).flatten();
        assert!(expected == reason || refrozen, "{name} is frozen because of {reason:?}, not {expected:?}");
    }

    /// What was live right after a success is that success, or one that ended later.
    fn check_lives(&mut self, books: &Books, events: &[&Value]) {
        let left_success = |event: &&&Value| maybe(event, "/data/before/status") == Some("success");
        let corrected: BTreeSet<_> =
            events.iter().filter(left_success).filter_map(|event| maybe(event, "/data/deployment_id")).collect();
        for (deployment, live) in std::mem::take(&mut self.successes) {
            if corrected.contains(deployment.as_str()) {
                continue;
            }
            let ending = |id: &str| Environment::ending(books.deployment(id).unwrap());
            let live = live.unwrap_or_else(|| panic!("{deployment} had succeeded, and nothing was live"));
            assert!(ending(&live) >= ending(&deployment), "{live} was live after the success of {deployment}");
        }
    }
}

fn kept_answer<'b>(books: &'b Books, name: &str, what: &Do) -> Option<&'b Value> {
    books.get(&format!("idempotency/{}/{name}", what.keyed()?))
}

/// A call that was not answered is there with all that belongs to it, or has left nothing.
fn check_in_flight(books: &Books, name: &str, what: &Do, logged: &[&Value]) {
    let made: Vec<_> = logged.iter().filter(|event| text(event, "/data/action") == "deployment.created").collect();
    assert!(made.len() <= 1, "{name}: {made:?}");
    if let (Some(_), Do::Deploy { redeploy: true, .. }) = (what.keyed(), what) {
        let answer = kept_answer(books, name, what);
        assert_eq!(answer.is_some(), !made.is_empty(), "{name}: {answer:?} and {made:?}");
    }
    if let Some(answer) = kept_answer(books, name, what) {
        assert!(books.deployment(text(answer, "/answer/id")).is_some(), "{name}: a kept answer, and no deployment");
    }
    if let Do::Cut { version, .. } = what {
        assert_eq!(books.candidate(version).is_some(), !logged.is_empty(), "{name}: {logged:?}");
    }
}
