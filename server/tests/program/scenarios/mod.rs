//! The scenarios of `tests/scenarios`, which every face of the library runs, over real HTTP. Each has a service of its
//! own, over a handle in this process; those that open their handle again have the program, which is started again. What
//! the interface calls an operation is found in the committed OpenAPI description, so that it is tried with it.

#[path = "../../../../core/tests/scenarios/format.rs"]
#[expect(dead_code, reason = "the other runner uses more of it")]
mod format;
mod request;
mod served;
#[path = "../../../../core/tests/scenarios/values.rs"]
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};

use self::format::{File, Given, Scenario, Step};
use self::request::{Said, say};
use self::served::Served;
use self::values::{difference, fill, fill_members, short};

#[test]
fn every_scenario_holds_over_http() {
    let files = format::files();
    let runs: Vec<Run<'_>> = files.iter().flat_map(Run::of).collect();
    let (failures, reached, next) = (Mutex::new(Vec::new()), Mutex::new(Reached::default()), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        // More threads than processors, because some scenarios only wait.
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = run.make(&reached) {
                        failures.lock().unwrap().push(failure);
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(failures.is_empty(), "{} of {} runs failed\n\n{}\n", failures.len(), runs.len(), failures.join("\n\n"));

    let reached = reached.into_inner().unwrap();
    let all: BTreeSet<String> = release_core::OPERATIONS.iter().map(|name| (*name).to_owned()).collect();
    let left_out: Vec<_> = all.difference(&reached.operations).collect();
    assert!(left_out.is_empty(), "no scenario called these over HTTP: {left_out:?}");
    // Steps that HTTP cannot say (an empty name in a path, an actor that no token may have) stay few.
    assert!(reached.unsaid * 20 < reached.steps, "{} of {} steps were left out", reached.unsaid, reached.steps);
}

#[derive(Debug, Default)]
struct Reached {
    operations: BTreeSet<String>,
    steps: usize,
    unsaid: usize,
}

struct Run<'a> {
    file: &'a File,
    scenario: &'a Scenario,
    case: Map<String, Value>,
}

/// What a run has while it is made.
struct World {
    served: Served,
    variables: Map<String, Value>,
    tokens: BTreeMap<String, Option<String>>,
}

impl Run<'_> {
    /// The runs of a file, without the scenarios that close a handle: over HTTP there is none.
    fn of(file: &File) -> Vec<Run<'_>> {
        let once = [Map::new()];
        let scenarios = file.scenarios.iter().filter(|scenario| scenario.steps.iter().all(|step| step.close.is_none()));
        let cases_of = |scenario| {
            let Scenario { cases, .. }: &Scenario = scenario;
            let cases = if cases.is_empty() { once.as_slice() } else { cases.as_slice() };
            // A text of ten megabytes is no request's: its body is refused as a whole.
            let sayable = cases.iter().filter(|case| !json!(case).to_string().contains("*10000000}"));
            sayable.map(|case| Run { file, scenario, case: case.clone() }).collect::<Vec<_>>()
        };
        scenarios.flat_map(cases_of).collect()
    }

    fn make(&self, reached: &Mutex<Reached>) -> Result<(), String> {
        let mut given = self.file.given.clone();
        extend(&mut given, &self.scenario.given);
        let reopens = self.scenario.steps.iter().any(|step| step.reopen.is_some());
        let served = if reopens { Served::by_program(given) } else { Served::here(given) };
        let variables = fill_members(&self.case, &Map::new())?;
        let mut world = World { served, variables, tokens: BTreeMap::new() };
        for (number, step) in self.file.before.iter().chain(&self.scenario.steps).enumerate() {
            world.step(step, reached).map_err(|what| {
                let Run { file, scenario, case } = self;
                format!(
                    "{}: {:?}, step {}\n  case: {}\n{what}",
                    file.name,
                    scenario.name,
                    number + 1,
                    short(&json!(case))
                )
            })?;
        }
        Ok(())
    }
}

impl World {
    fn step(&mut self, step: &Step, reached: &Mutex<Reached>) -> Result<(), String> {
        reached.lock().unwrap().steps += 1;
        if let Some(given) = &step.given {
            self.served.give(given);
        }
        if step.reopen == Some(true) {
            self.served.reopen();
        }
        if let Some(millis) = step.sleep_ms {
            std::thread::sleep(std::time::Duration::from_millis(millis));
        }
        let Some(operation) = &step.call else { return Ok(()) };
        let with = fill_members(&step.with, &self.variables)?;
        let token = match with.get("actor").and_then(Value::as_str) {
            Some(actor) => self.token(actor),
            None => Some(crate::server::ADMIN.to_owned()),
        };
        let said = token.and_then(|token| say(self.served.address(), &token, operation, &with));
        let Some(Said { found, failed }) = said else {
            reached.lock().unwrap().unsaid += 1;
            return Ok(());
        };
        reached.lock().unwrap().operations.insert(operation.clone());
        let place = || format!("  call: {operation} {}\n  answered: {}", short(&json!(with)), short(&found));
        let expected = match (&step.fails, failed) {
            (Some(fails), true) => Value::Object(fails.clone()),
            (Some(_), false) => return Err(format!("{}\n  expected to fail", place())),
            (None, true) => return Err(format!("{}\n  expected to succeed", place())),
            (None, false) => step.returns.clone().unwrap_or(json!({ "$not": "nothing is expected" })),
        };
        let mut expected = fill(&expected, &self.variables)?;
        forget_missing_actors(&mut expected);
        if let Some(what) = difference(&expected, &found, "") {
            return Err(format!("{}\n  {what}", place()));
        }
        for (variable, pointer) in &step.save {
            let value = found.pointer(pointer).ok_or_else(|| format!("{}\n  nothing at {pointer:?}", place()))?;
            self.variables.insert(variable.clone(), value.clone());
        }
        Ok(())
    }

    /// A token of that name: the actor of a request is its token's name. Nothing where no token may have it.
    fn token(&mut self, actor: &str) -> Option<String> {
        let served = &self.served;
        self.tokens.entry(actor.to_owned()).or_insert_with(|| served.token(actor)).clone()
    }
}

/// Over HTTP, there always is an actor: the token's name.
fn forget_missing_actors(expected: &mut Value) {
    match expected {
        Value::Object(members) => {
            members.retain(|name, value| name != "actor" || !value.is_null());
            members.values_mut().for_each(forget_missing_actors);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_missing_actors),
        _ => {}
    }
}

fn extend(given: &mut Given, more: &Given) {
    given.options.extend(more.options.clone());
    given.triggers.extend(more.triggers.clone());
    given.commits.extend(more.commits.clone());
}
