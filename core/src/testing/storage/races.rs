//! Races that end in an exact number.

use std::sync::Arc;

use super::support::*;
use super::{OpenStorage, checks};
use crate::change::{Expect, Query, Write};
use crate::error::Code;
use crate::record::List;
use crate::testing::note::{Script, line, note, note_key, note_value, notes};

checks! {
    race_of_increments: "Decisions that count one record up count each time: the effect is one after another.",
    race_of_increments_by_commit: "Commits that count one record up count each time that they are accepted.",
    race_of_records_that_are_only_read: "A record that a decision only read has not changed when it is committed.",
    race_of_claims: "One of many that claim a thing gets it.",
    race_of_inserts: "One of many that insert a key succeeds.",
    race_of_revisions: "Revisions given at the same time are different, and in the order of the list by revision.",
    race_among_bad_company: "A decision that is refused or panics hurts no other.",
}

const WORKERS: usize = 8;
const TIMES: i64 = 25;

fn race_of_increments(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    together(WORKERS, |_| {
        for _ in 0..TIMES {
            persist(&*storage, &increment("counter"))?;
        }
        Ok(())
    })?;
    let expected = i64::try_from(WORKERS).unwrap_or_default() * TIMES;
    ensure_eq!(value(&*storage, "counter")?, Some(expected), "{WORKERS} workers that each count to {TIMES}");
    Ok(())
}

fn race_of_increments_by_commit(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("counter", 0)])?;
    let accepted = together(WORKERS, |_| {
        let mut accepted = 0;
        for _ in 0..TIMES {
            let before = stored(&*storage, "counter")?;
            let number = note_value(&before.record).unwrap_or_default();
            let_others_in();
            match update(&*storage, before, note("counter", number + 1)) {
                Ok(()) => accepted += 1,
                outcome => conflicts(outcome, "a commit that was overtaken")?,
            }
        }
        Ok(accepted)
    })?;
    let expected: i64 = accepted.iter().sum();
    ensure_eq!(value(&*storage, "counter")?, Some(expected), "the counter after so many commits were accepted");
    ensure!(expected >= TIMES, "of {WORKERS} workers' {TIMES} commits each, only {expected} were accepted");
    Ok(())
}

fn race_of_records_that_are_only_read(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    for round in 0..TIMES {
        let names = [format!("first-{round}"), format!("second-{round}")];
        insert(&*storage, names.iter().map(|name| note(name, 1)))?;
        // Each takes one of the two away, if both are there. One must remain.
        together(2, |worker| {
            let (names, own) = (names.clone(), names[worker].clone());
            let script = Script::new(move |view| {
                let both = view.get(&names[0])? == Some(1) && view.get(&names[1])? == Some(1);
                let_others_in();
                if both {
                    view.put(&own, 0);
                }
                Ok(())
            });
            Ok(persist(&*storage, &Arc::new(script))?)
        })?;
        let left = value(&*storage, &names[0])?.unwrap_or_default() + value(&*storage, &names[1])?.unwrap_or_default();
        ensure_eq!(left, 1, "what two decisions left of two, each of which takes one where both are there");
    }
    // The same without any chance in it: the second commit must notice what the first one did.
    insert(&*storage, [note("x", 1), note("y", 1)])?;
    let (x, y) = (stored(&*storage, "x")?, stored(&*storage, "y")?);
    let sees = |name, revision| vec![(note_key(name), Expect::Revision(revision))];
    let takes = |before: &crate::Stored, name| vec![Write::Update { before: before.clone(), after: note(name, 0) }];
    storage.commit(&expecting(sees("y", y.revision), takes(&x, "x")))?;
    conflicts(storage.commit(&expecting(sees("x", x.revision), takes(&y, "y"))), "the second of the two")
}

fn race_of_claims(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    for round in 0..TIMES {
        let name = format!("job-{round}");
        insert(&*storage, [note(&name, -1)])?;
        let won = together(WORKERS, |worker| {
            let (name, number) = (name.clone(), i64::try_from(worker).unwrap_or_default());
            let script = Script::new(move |view| match view.get(&name)? {
                Some(-1) => {
                    view.put(&name, number);
                    Ok(())
                }
                _ => Err(view.refuse()),
            });
            match persist(&*storage, &Arc::new(script)) {
                Ok(()) => Ok(Some(number)),
                Err(error) if error.code() == Code::InvalidTransition => Ok(None),
                Err(error) => Err(error.into()),
            }
        })?;
        let won: Vec<i64> = won.into_iter().flatten().collect();
        ensure_eq!(won.len(), 1, "the number of {WORKERS} workers that claimed one job");
        ensure_eq!(value(&*storage, &name)?, won.first().copied(), "whom the job belongs to");
    }
    Ok(())
}

fn race_of_inserts(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    for round in 0..TIMES {
        let name = format!("key-{round}");
        let won = together(WORKERS, |worker| {
            let number = i64::try_from(worker).unwrap_or_default();
            match insert(&*storage, [note(&name, number)]) {
                Ok(()) => Ok(Some(number)),
                outcome => conflicts(outcome, "an insert that came late").map(|()| None),
            }
        })?;
        let won: Vec<i64> = won.into_iter().flatten().collect();
        ensure_eq!(won.len(), 1, "the number of {WORKERS} workers that inserted one key");
        ensure_eq!(value(&*storage, &name)?, won.first().copied(), "whose record it is");
    }
    ensure_eq!(list(&*storage, notes(1000))?.len(), usize::try_from(TIMES).unwrap_or_default(), "rows in the list");
    Ok(())
}

fn race_of_revisions(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let seen = together(WORKERS, |worker| {
        let mut seen = Vec::new();
        for number in 0..TIMES {
            let record = line(1, &format!("{worker}-{number}"));
            let key = record.key();
            insert(&*storage, [record])?;
            let revision = get_key(&*storage, key)?.map(|stored| stored.revision);
            ensure!(revision > seen.last().copied().flatten(), "a worker's revisions: {seen:?}, and then {revision:?}");
            seen.push(revision);
        }
        Ok(seen)
    })?;
    let mut all: Vec<u64> = seen.into_iter().flatten().flatten().collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    ensure_eq!(all.len(), count, "different revisions");
    let rows = list(&*storage, Query { list: List::History, ..notes(10_000) })?;
    let listed: Vec<u64> = rows.iter().map(|(_, stored)| stored.revision).collect();
    ensure_eq!(listed, all, "revisions in the order of the list by revision");
    Ok(())
}

fn race_among_bad_company(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let refuses = Arc::new(Script::new(|view| {
        view.get("counter")?;
        view.put("counter", -1000);
        Err(view.refuse())
    }));
    let panics = Arc::new(Script::new(|view| {
        view.get("counter")?;
        view.put("counter", -1000);
        std::panic::resume_unwind(Box::new("the script panics"))
    }));
    together(WORKERS, |worker| {
        for _ in 0..TIMES {
            let (outcome, expected) = match worker % 4 {
                0 => (persist(&*storage, &refuses), Some(Code::InvalidTransition)),
                1 => (persist(&*storage, &panics), Some(Code::Internal)),
                _ => (persist(&*storage, &increment("counter")), None),
            };
            ensure_eq!(outcome.err().map(|error| error.code()), expected, "the answer to worker {worker}");
        }
        Ok(())
    })?;
    let expected = i64::try_from(WORKERS / 2).unwrap_or_default() * TIMES;
    ensure_eq!(value(&*storage, "counter")?, Some(expected), "the counter, which half of the workers counted up");
    Ok(())
}
