//! Runs scenarios, each on a database of its own, and tells what was not as expected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};

use crate::calls::{self, Answer};
use crate::format::{File, Given, Scenario, Step};
use crate::storages::{Handle, Kind};
use crate::values::{difference, fill, fill_members, short};

/// What the scenarios reached.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    /// The operations that were called, with the arguments that were said.
    pub(crate) said: BTreeMap<String, BTreeSet<String>>,
    /// The codes of the errors that were expected and came.
    pub(crate) codes: BTreeSet<String>,
    pub(crate) scenarios: usize,
    pub(crate) steps: usize,
}

/// Runs every scenario, once for each of its cases.
///
/// # Panics
/// Where a scenario fails; the message has all of them.
pub(crate) fn all(kind: Kind, files: &[File]) -> Reached {
    let runs: Vec<Run<'_>> = files.iter().flat_map(|file| Run::of(kind, file)).collect();
    let reached = Mutex::new(Reached::default());
    let failures = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // More threads than processors, because some scenarios only wait.
        for _ in 0..8 {
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
    reached.into_inner().unwrap()
}

struct Run<'a> {
    kind: Kind,
    file: &'a File,
    scenario: &'a Scenario,
    case: Map<String, Value>,
}

impl Run<'_> {
    fn of(kind: Kind, file: &File) -> Vec<Run<'_>> {
        let once = [Map::new()];
        let of_scenario = |scenario| {
            let Scenario { cases, .. }: &Scenario = scenario;
            let cases = if cases.is_empty() { once.as_slice() } else { cases.as_slice() };
            cases.iter().map(|case| Run { kind, file, scenario, case: case.clone() }).collect::<Vec<_>>()
        };
        file.scenarios.iter().flat_map(of_scenario).collect()
    }

    fn make(&self, reached: &Mutex<Reached>) -> Result<(), String> {
        let given = merged(&self.file.given, &self.scenario.given);
        let mut handle =
            Handle::open(self.kind, &given).map_err(|error| self.failure("opening", &error.to_string()))?;
        let mut variables = fill_members(&self.case, &Map::new())?;
        for (number, step) in self.file.before.iter().chain(&self.scenario.steps).enumerate() {
            step.make(&mut handle, &mut variables, reached).map_err(|what| {
                let before = self.file.before.len();
                let place = match number.checked_sub(before) {
                    None => format!("step {} of 'before'", number + 1),
                    Some(index) => format!("step {}", index + 1),
                };
                self.failure(&place, &what)
            })?;
        }
        reached.lock().unwrap().scenarios += 1;
        Ok(())
    }

    fn failure(&self, place: &str, what: &str) -> String {
        let case = match self.case.is_empty() {
            true => String::new(),
            false => format!("\n  case: {}", short(&Value::Object(self.case.clone()))),
        };
        let Run { kind, file, scenario, .. } = self;
        let (name, rule) = (&scenario.name, &scenario.rule);
        format!("{} ({}): {name:?}, {place}\n  rule: {rule}{case}\n{what}", file.name, kind.name)
    }
}

fn merged(file: &Given, scenario: &Given) -> Given {
    let mut given = file.clone();
    given.options.extend(scenario.options.clone());
    given.triggers.extend(scenario.triggers.clone());
    given.commits.extend(scenario.commits.clone());
    given
}

impl Step {
    fn make(
        &self,
        handle: &mut Handle,
        variables: &mut Map<String, Value>,
        reached: &Mutex<Reached>,
    ) -> Result<(), String> {
        reached.lock().unwrap().steps += 1;
        if let Some(operation) = &self.call {
            return self.call(operation, handle, variables, reached);
        }
        let done = match self {
            Step { given: Some(given), .. } => handle.give(given),
            Step { reopen: Some(true), .. } => handle.reopen(),
            Step { close: Some(true), .. } => handle.releases.close(),
            Step { sleep_ms: Some(millis), .. } => {
                std::thread::sleep(std::time::Duration::from_millis(*millis));
                Ok(())
            }
            _ => return Err("  not a step".to_owned()),
        };
        done.map_err(|error| format!("  failed: {error:?}"))
    }

    fn call(
        &self,
        operation: &str,
        handle: &Handle,
        variables: &mut Map<String, Value>,
        reached: &Mutex<Reached>,
    ) -> Result<(), String> {
        let with = fill_members(&self.with, variables)?;
        let answer = calls::call(&handle.releases, operation, &with).map_err(|fault| format!("  {fault}"))?;
        let found = match &answer {
            Ok(value) => value.clone(),
            Err(error) => shown(error),
        };
        self.judge(&answer, &found, variables).map_err(|what| {
            let with = short(&Value::Object(with.clone()));
            let verb = if answer.is_ok() { "answered" } else { "failed with" };
            format!("  call: {operation} {with}\n  {what}\n  {verb}: {}", short(&found))
        })?;
        for (variable, pointer) in &self.save {
            let value = found.pointer(pointer).ok_or_else(|| format!("  nothing to save at {pointer:?}"))?;
            variables.insert(variable.clone(), value.clone());
        }
        let mut reached = reached.lock().unwrap();
        reached.said.entry(operation.to_owned()).or_default().extend(with.into_iter().map(|(name, _)| name));
        if let Err(error) = &answer {
            reached.codes.insert(error.code().to_string());
        }
        Ok(())
    }

    /// Why the answer is not the expected one.
    fn judge(&self, answer: &Answer, found: &Value, variables: &Map<String, Value>) -> Result<(), String> {
        let expected = match (&self.fails, answer) {
            (Some(fails), Err(_)) => Value::Object(fails.clone()),
            (Some(fails), Ok(_)) => return Err(format!("expected to fail with {}", short(&json!(fails)))),
            (None, Err(_)) => return Err("expected to succeed".to_owned()),
            (None, Ok(_)) => match &self.returns {
                Some(returns) => returns.clone(),
                None => return Ok(()),
            },
        };
        difference(&fill(&expected, variables)?, found, "").map_or(Ok(()), Err)
    }
}

/// An error as the scenarios speak of it.
fn shown(error: &release_core::Error) -> Value {
    let context: Map<String, Value> =
        error.context().iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())).collect();
    json!({
        "code": error.code().as_str(),
        "kind": error.kind().as_str(),
        "message": error.message(),
        "retryable": error.is_retryable(),
        "context": context,
    })
}
