//! Checks of [`Storage::execute`](crate::Storage::execute) and [`Storage::now`](crate::Storage::now).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use super::support::*;
use super::{OpenStorage, checks};
use crate::error::Code;
use crate::storage::Storage;
use crate::testing::note::{Script, note, note_at, notes};

checks! {
    decision_is_committed: "A decision's writes are committed when the call returns.",
    decision_sees_what_was_committed: "A decision decides on all that was committed before it.",
    decision_that_changes_nothing: "A decision may write nothing.",
    error_of_a_decision_is_handed_on: "An error of the decision is handed on, and nothing of it is written.",
    decision_that_was_overtaken_is_made_again: "A decision that was overtaken is made again, on what is there now.",
    decision_that_is_always_overtaken_ends: "A decision that is overtaken again and again ends, with `conflict` or done.",
    panic_in_a_decision_is_answered: "A panic in a decision is answered with `internal`, and writes nothing.",
    time_is_the_storages: "Decisions go by the same clock as `now`.",
}

fn decision_is_committed(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    for number in 1..=10 {
        let script = Script::new(move |view| {
            view.get("a")?;
            view.get("old")?;
            view.put_at("a", number, number);
            view.delete("old");
            Ok(())
        });
        insert(&*storage, [note_at("old", 0, 1000)])?;
        // Said before or not: what a decision reads must not matter.
        let script = if number % 2 == 0 { script.reading(&["a", "old"]) } else { script };
        storage.execute(Arc::new(script))?;
        ensure_eq!(value(&*storage, "a")?, Some(number), "the note right after the decision that wrote it");
        ensure_eq!(get(&*storage, "old")?, None, "the note right after the decision that deleted it");
        ensure_eq!(values(&*storage, notes(10))?, [number], "the list right after the decision");
    }
    Ok(())
}

fn decision_sees_what_was_committed(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let seen = Arc::new(Mutex::new(Vec::new()));
    insert(&*storage, [note("a", 0)])?;
    for number in 1..=10 {
        if number % 2 == 0 {
            update(&*storage, stored(&*storage, "a")?, note("a", number))?;
        } else {
            storage.execute(increment("a"))?;
        }
        let sink = Arc::clone(&seen);
        let script = move |view: &mut crate::testing::Notes<'_, '_>| {
            let read = (view.get("a")?, view.list(&notes(2))?, view.get("missing")?);
            sink.lock().unwrap_or_else(PoisonError::into_inner).push(read);
            Ok(())
        };
        storage.execute(Arc::new(Script::new(script.clone())))?;
        storage.execute(Arc::new(Script::read_only(script).reading(&["missing", "a"])))?;
        let read = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        let expected = (Some(number), vec![number], None);
        ensure_eq!(read.last(), Some(&expected), "what a decision that only reads saw");
        ensure_eq!(read.first(), Some(&expected), "what a decision that may write saw");
    }
    Ok(())
}

fn decision_that_changes_nothing(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let before = stored(&*storage, "a")?;
    storage.execute(Arc::new(Script::new(|_| Ok(()))))?;
    storage.execute(Arc::new(Script::new(|view| view.get("a").map(|_| ()))))?;
    storage.execute(Arc::new(Script::read_only(|_| Ok(()))))?;
    ensure_eq!(stored(&*storage, "a")?, before, "the note that was only read");
    Ok(())
}

fn error_of_a_decision_is_handed_on(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let before = stored(&*storage, "a")?;
    let refuses = |view: &mut crate::testing::Notes<'_, '_>| {
        view.get("a")?;
        view.get("b")?;
        view.put("a", 2);
        view.put("b", 2);
        Err(view.refuse().with("rule", "of the script"))
    };
    for script in [
        Script::new(refuses),
        Script::new(refuses).reading(&["a"]),
        Script::read_only(|view| Err(view.refuse().with("rule", "of the script"))),
    ] {
        match storage.execute(Arc::new(script)) {
            Ok(()) => return Err(Failure("a decision that refused was answered with success".to_owned())),
            Err(error) => {
                ensure_eq!(error.code(), Code::InvalidTransition, "the code of the decision's error");
                ensure_eq!(error.get("rule"), Some("of the script"), "the context of the decision's error");
            }
        }
    }
    ensure_eq!(stored(&*storage, "a")?, before, "the note that it would have written");
    ensure_eq!(get(&*storage, "b")?, None, "the note that it would have made");
    Ok(())
}

/// A decision that adds one to a note, and the others who do so while it decides.
struct Overtaken {
    attempts: Arc<AtomicUsize>,
    others: Arc<Mutex<Vec<JoinHandle<crate::Result<()>>>>>,
}

impl Overtaken {
    /// Executes it; at each of its first attempts another caller's commit comes before its own, where the storage lets
    /// it. Gives its answer, and what the others came to.
    fn execute(&self, storage: &Arc<dyn Storage>, times: usize) -> (crate::Result<()>, Outcome) {
        /// A storage that lets one decide after the other lets the other caller wait for this one.
        const PATIENCE: Duration = Duration::from_millis(100);

        let (attempts, others, other) = (Arc::clone(&self.attempts), Arc::clone(&self.others), Arc::clone(storage));
        let script = move |view: &mut crate::testing::Notes<'_, '_>| {
            let value = view.get("a")?.unwrap_or_default();
            if attempts.fetch_add(1, Ordering::SeqCst) < times {
                let (other, (done, is_done)) = (Arc::clone(&other), mpsc::channel());
                let adds = std::thread::spawn(move || {
                    let outcome = persist(&*other, &increment("a"));
                    // Nobody may wait for it any more.
                    let _ = done.send(());
                    outcome
                });
                others.lock().unwrap_or_else(PoisonError::into_inner).push(adds);
                // Whether it came in time or not, it goes on.
                let _ = is_done.recv_timeout(PATIENCE);
            }
            view.put("a", value + 1);
            Ok(())
        };
        let outcome = storage.execute(Arc::new(Script::new(script)));
        let others = std::mem::take(&mut *self.others.lock().unwrap_or_else(PoisonError::into_inner));
        let ended = others
            .into_iter()
            .try_for_each(|other| Ok(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?));
        (outcome, ended)
    }

    fn new() -> Overtaken {
        Overtaken { attempts: Arc::default(), others: Arc::default() }
    }

    fn attempts(&self) -> usize {
        self.attempts.load(Ordering::SeqCst)
    }
}

fn decision_that_was_overtaken_is_made_again(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let overtaken = Overtaken::new();
    let (outcome, others) = overtaken.execute(&storage, 1);
    others?;
    outcome?;
    ensure_eq!(value(&*storage, "a")?, Some(2), "a note that two have counted up, one of whom overtook the other");
    Ok(())
}

fn decision_that_is_always_overtaken_ends(open: &OpenStorage<'_>) -> Outcome {
    /// More attempts than are sensible.
    const TOO_MANY: usize = 500;

    let storage = open();
    let overtaken = Overtaken::new();
    let (outcome, others) = overtaken.execute(&storage, TOO_MANY);
    others?;
    let attempts = overtaken.attempts();
    ensure!(attempts < TOO_MANY, "a decision was overtaken {attempts} times, and made again");
    let counted = match outcome {
        Err(error) if error.code() == Code::Conflict => attempts,
        other => other.map(|()| attempts + 1)?,
    };
    ensure_eq!(value(&*storage, "a")?, i64::try_from(counted).ok(), "the note, by those whose calls succeeded");
    Ok(())
}

fn panic_in_a_decision_is_answered(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    for read_only in [false, true] {
        let panics = move |view: &mut crate::testing::Notes<'_, '_>| {
            view.get("a")?;
            if !read_only {
                view.put("a", 2);
            }
            // Not `panic!`, which would also print to the output of the tests.
            std::panic::resume_unwind(Box::new("the script panics"))
        };
        let script = if read_only { Script::read_only(panics) } else { Script::new(panics) };
        let outcome = storage.execute(Arc::new(script));
        ensure_eq!(outcome.err().map(|error| error.code()), Some(Code::Internal), "the answer to a panic");
        ensure_eq!(value(&*storage, "a")?, Some(if read_only { 2 } else { 1 }), "the note after a panic");
        storage.execute(increment("a"))?;
    }
    ensure_eq!(value(&*storage, "a")?, Some(3), "the note, added to after each panic");
    Ok(())
}

fn time_is_the_storages(open: &OpenStorage<'_>) -> Outcome {
    /// Nobody's clock jumps in between, but one that is set by the network may be put back a little.
    const SLACK: Duration = Duration::from_secs(5);

    let storage = open();
    let seen = Arc::new(Mutex::new(None));
    for read_only in [false, true] {
        let sink = Arc::clone(&seen);
        let look = move |view: &mut crate::testing::Notes<'_, '_>| {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(view.now());
            Ok(())
        };
        let before = storage.now()?;
        storage.execute(Arc::new(if read_only { Script::read_only(look) } else { Script::new(look) }))?;
        let after = storage.now()?;
        let Some(time) = seen.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return Err(Failure("a decision was not asked".to_owned()));
        };
        ensure!(
            before.since(time) <= SLACK && time.since(after) <= SLACK,
            "a decision saw {time}, and the storage said {before} before it and {after} behind it"
        );
    }
    Ok(())
}
