//! Checks of [`Storage::commit`](crate::Storage::commit).

use super::support::*;
use super::{OpenStorage, checks};
use crate::change::{Expect, Query, Stored, Write};
use crate::record::{List, Record};
use crate::storage::Storage;
use crate::testing::note::{changes, line, note, note_at, note_key, notes};

checks! {
    commit_is_all_or_nothing: "Everything is written, or nothing.",
    commit_checks_that_a_record_is_absent: "It is refused where a record that is expected to be absent is there.",
    commit_checks_that_a_record_has_its_revision: "It is refused where a record that was read has another revision.",
    commit_checks_without_writes: "A change set without writes checks its expectations and changes nothing.",
    insert_refuses_a_key_that_has_a_record: "An insert is refused where its key has a record.",
    update_refuses_another_revision: "An update is refused where the record does not have the revision of `before`.",
    delete_refuses_another_revision: "A delete is refused where the record does not have the revision of `before`.",
    revisions_increase: "Each written record gets a revision higher than every revision given before.",
    revisions_are_not_given_again: "A revision is never given again, not even after a delete.",
    revision_is_a_position: "`Position::Revision` stands for the revision that the record got.",
}

fn commit_is_all_or_nothing(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note_at("kept", 1, 1), note_at("gone", 2, 2), note_at("taken", 3, 3)])?;
    let old = [stored(&*storage, "kept")?, stored(&*storage, "gone")?, stored(&*storage, "taken")?];
    let good = || {
        vec![
            Write::Insert(note_at("new", 9, 9)),
            Write::Update { before: old[0].clone(), after: note_at("kept", 11, 11) },
            Write::Delete { before: old[1].clone() },
        ]
    };
    let mut bad = good();
    bad.push(Write::Insert(note("taken", 0)));
    conflicts(storage.commit(&changes(bad)), "a change set whose last write is refused")?;
    let mut bad = good();
    bad.insert(0, Write::Delete { before: Stored { revision: old[2].revision + 1000, ..old[2].clone() } });
    conflicts(storage.commit(&changes(bad)), "a change set whose first write is refused")?;
    let expects = vec![(note_key("taken"), Expect::Absent)];
    conflicts(storage.commit(&expecting(expects, good())), "a change set whose expectation does not hold")?;

    let [kept, gone, taken] = old;
    ensure_eq!(get(&*storage, "new")?, None, "the insert of a change set that was refused");
    ensure_eq!(stored(&*storage, "kept")?, kept, "the record that it would have updated");
    ensure_eq!(stored(&*storage, "gone")?, gone, "the record that it would have deleted");
    ensure_eq!(stored(&*storage, "taken")?, taken, "the record that it met");
    ensure_eq!(values(&*storage, notes(10))?, [1, 2, 3], "the list");
    storage.commit(&changes([
        Write::Insert(note_at("new", 9, 9)),
        Write::Update { before: kept, after: note_at("kept", 11, 11) },
        Write::Delete { before: gone },
    ]))?;
    ensure_eq!(values(&*storage, notes(10))?, [3, 9, 11], "the list after a change set that was accepted");
    Ok(())
}

fn commit_checks_that_a_record_is_absent(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let expects = |name| vec![(note_key(name), Expect::Absent)];
    storage.commit(&expecting(expects("a"), vec![Write::Insert(note("b", 1))]))?;
    conflicts(storage.commit(&expecting(expects("b"), vec![Write::Insert(note("c", 1))])), "a record that is there")?;
    delete(&*storage, stored(&*storage, "b")?)?;
    storage.commit(&expecting(expects("b"), vec![Write::Insert(note("c", 1))]))?;
    Ok(())
}

fn commit_checks_that_a_record_has_its_revision(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let read = stored(&*storage, "a")?;
    let expects = || vec![(note_key("a"), Expect::Revision(read.revision))];
    let count = |number: i64| vec![Write::Insert(note(&format!("n{number}"), number))];
    storage.commit(&expecting(expects(), count(1)))?;
    ensure_eq!(stored(&*storage, "a")?, read, "a record that was only expected");
    update(&*storage, read.clone(), note("a", 1))?;
    conflicts(storage.commit(&expecting(expects(), count(2))), "a record that was written again, with the same text")?;
    delete(&*storage, stored(&*storage, "a")?)?;
    conflicts(storage.commit(&expecting(expects(), count(3))), "a record that was deleted")?;
    insert(&*storage, [note("a", 1)])?;
    conflicts(storage.commit(&expecting(expects(), count(4))), "a record that was deleted and made again")?;
    Ok(())
}

fn commit_checks_without_writes(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    storage.commit(&changes([]))?;
    insert(&*storage, [note("a", 1)])?;
    let read = stored(&*storage, "a")?;
    let holds = vec![(note_key("a"), Expect::Revision(read.revision)), (note_key("b"), Expect::Absent)];
    storage.commit(&expecting(holds, Vec::new()))?;
    ensure_eq!(stored(&*storage, "a")?, read, "the record that was expected");
    let old = vec![(note_key("a"), Expect::Revision(read.revision + 1))];
    conflicts(storage.commit(&expecting(old, Vec::new())), "another revision")?;
    let absent = vec![(note_key("b"), Expect::Absent), (note_key("a"), Expect::Absent)];
    conflicts(storage.commit(&expecting(absent, Vec::new())), "a record that is there")?;
    Ok(())
}

fn insert_refuses_a_key_that_has_a_record(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let first = stored(&*storage, "a")?;
    conflicts(insert(&*storage, [note("a", 2)]), "a second insert")?;
    conflicts(insert(&*storage, [note("a", 1)]), "a second insert of the same text")?;
    ensure_eq!(stored(&*storage, "a")?, first, "the record of the first insert");
    delete(&*storage, first)?;
    insert(&*storage, [note("a", 3)])?;
    ensure_eq!(value(&*storage, "a")?, Some(3), "the record that was made again");
    Ok(())
}

fn update_refuses_another_revision(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let first = stored(&*storage, "a")?;
    update(&*storage, first.clone(), note("a", 2))?;
    conflicts(update(&*storage, first.clone(), note("a", 3)), "an update of what was updated since")?;
    ensure_eq!(value(&*storage, "a")?, Some(2), "the record of the update before");
    delete(&*storage, stored(&*storage, "a")?)?;
    conflicts(update(&*storage, first, note("a", 4)), "an update of what was deleted")?;
    ensure_eq!(get(&*storage, "a")?, None, "the record that was deleted");
    Ok(())
}

fn delete_refuses_another_revision(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    let first = stored(&*storage, "a")?;
    update(&*storage, first.clone(), note("a", 2))?;
    conflicts(delete(&*storage, first.clone()), "a delete of what was updated since")?;
    let second = stored(&*storage, "a")?;
    delete(&*storage, second.clone())?;
    conflicts(delete(&*storage, second), "a second delete")?;
    insert(&*storage, [note("a", 3)])?;
    conflicts(delete(&*storage, first), "a delete of what was deleted and made again")?;
    ensure_eq!(value(&*storage, "a")?, Some(3), "the record that was made again");
    Ok(())
}

/// Writes, and checks that each record written is now of a revision higher than all before.
fn written(storage: &dyn Storage, highest: &mut u64, writes: Vec<Write>, names: &[&str]) -> Outcome {
    storage.commit(&changes(writes))?;
    let mut revisions = Vec::new();
    for name in names {
        let revision = stored(storage, name)?.revision;
        ensure!(revision > *highest, "the note {name:?} got revision {revision}, and {highest} was given before");
        revisions.push(revision);
    }
    revisions.sort_unstable();
    let count = revisions.len();
    revisions.dedup();
    ensure_eq!(revisions.len(), count, "revisions of one change set, each once");
    *highest = revisions.last().copied().unwrap_or(*highest);
    Ok(())
}

fn revisions_increase(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let mut highest = 0;
    written(&*storage, &mut highest, vec![Write::Insert(note("a", 1)), Write::Insert(note("b", 1))], &["a", "b"])?;
    written(&*storage, &mut highest, vec![Write::Insert(note("c", 1))], &["c"])?;
    for round in 0..3 {
        for name in ["a", "b", "c"] {
            let write = Write::Update { before: stored(&*storage, name)?, after: note(name, round) };
            written(&*storage, &mut highest, vec![write], &[name])?;
        }
    }
    Ok(())
}

fn revisions_are_not_given_again(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let mut highest = 0;
    for _ in 0..3 {
        written(&*storage, &mut highest, vec![Write::Insert(note("a", 1))], &["a"])?;
        delete(&*storage, stored(&*storage, "a")?)?;
    }
    written(&*storage, &mut highest, vec![Write::Insert(note("b", 1))], &["b"])?;
    delete(&*storage, stored(&*storage, "b")?)?;
    ensure_eq!(list(&*storage, notes(1))?, [], "the list after everything was deleted");
    written(&*storage, &mut highest, vec![Write::Insert(note("a", 1))], &["a"])
}

fn revision_is_a_position(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [line(1, "a"), line(1, "b")])?;
    insert(&*storage, [note("n", 1), line(1, "c")])?;
    let rows = || list(&*storage, Query { list: List::History, ..notes(10) });
    let keys = |rows: &[(Vec<u8>, Stored)]| -> Vec<String> {
        rows.iter().map(|(_, stored)| stored.record.key().to_string()).collect()
    };
    let found = rows()?;
    ensure_eq!(keys(&found), ["event/a", "event/b", "event/c"], "lines, in the order in which they were written");
    for (position, stored) in &found {
        ensure_eq!(*position, stored.revision.to_be_bytes(), "the position of {}", stored.record.key());
    }
    // A record that is deleted leaves the place that its revision gave it.
    delete(&*storage, found[1].1.clone())?;
    ensure_eq!(keys(&rows()?), ["event/a", "event/c"], "lines after the second was deleted");
    let again: Record = line(1, "b");
    insert(&*storage, [again])?;
    ensure_eq!(keys(&rows()?), ["event/a", "event/c", "event/b"], "lines after it was made again");
    Ok(())
}
