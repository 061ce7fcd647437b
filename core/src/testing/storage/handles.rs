//! Checks of storages that outlive a handle, or that several handles share: here each call of `open` opens another handle
//! of the same place.

use std::time::Duration;

use super::support::*;
use super::{OpenStorage, checks};
use crate::change::{Query, Write};
use crate::record::List;
use crate::testing::note::{changes, line, note, note_at, notes};

checks! {
    handles_see_what_was_acknowledged: "Every commit that was acknowledged before the call is seen, whoever made it.",
    handles_notice_each_others_changes: "It is refused with `conflict` where another handle's commit came first.",
    handles_give_revisions_in_turn: "Each revision is higher than every one given before, by whichever handle.",
    handles_race_to_an_exact_number: "Decisions of several handles have the effect of one after another.",
    handles_go_by_one_clock: "All users of one storage go by one clock.",
    handles_are_closed_alone: "A handle that is closed leaves the others open.",
    what_was_acknowledged_is_kept: "What a call has returned for is there when the storage is opened again.",
}

const HANDLES: usize = 3;

fn handles_see_what_was_acknowledged(open: &OpenStorage<'_>) -> Outcome {
    let handles: Vec<_> = (0..HANDLES).map(|_| open()).collect();
    insert(&*handles[0], [note("a", 0)])?;
    for (number, place) in (1..=12).zip((0..HANDLES).cycle()) {
        let before = stored(&*handles[place], "a")?;
        ensure!(before.revision > 0, "a record with revision 0");
        match number % 3 {
            0 => handles[place].execute(increment("a"))?,
            _ => update(&*handles[place], before, note_at("a", number, number))?,
        }
        for handle in &handles {
            ensure_eq!(value(&**handle, "a")?, Some(number), "the note right after a commit of another handle");
            ensure_eq!(values(&**handle, notes(10))?, [number], "the list right after a commit of another handle");
        }
    }
    delete(&*handles[0], stored(&*handles[1], "a")?)?;
    ensure_eq!(get(&*handles[1], "a")?, None, "the note right after another handle deleted it");
    ensure_eq!(list(&*handles[2], notes(10))?, [], "the list right after another handle deleted its note");
    Ok(())
}

fn handles_notice_each_others_changes(open: &OpenStorage<'_>) -> Outcome {
    let (one, other) = (open(), open());
    insert(&*one, [note("a", 1)])?;
    conflicts(insert(&*other, [note("a", 2)]), "an insert of what another handle has inserted")?;
    let read = stored(&*other, "a")?;
    update(&*one, read.clone(), note("a", 3))?;
    conflicts(update(&*other, read.clone(), note("a", 4)), "an update of what another handle has updated")?;
    conflicts(delete(&*other, read), "a delete of what another handle has updated")?;
    ensure_eq!(value(&*other, "a")?, Some(3), "the note of the handle that came first");
    Ok(())
}

fn handles_give_revisions_in_turn(open: &OpenStorage<'_>) -> Outcome {
    let handles: Vec<_> = (0..HANDLES).map(|_| open()).collect();
    let mut highest = 0;
    for (number, handle) in (0..12).zip(handles.iter().cycle()) {
        let record = line(1, &number.to_string());
        insert(&**handle, [record.clone()])?;
        let revision = get_key(&**handle, record.key())?.map_or(0, |stored| stored.revision);
        ensure!(revision > highest, "a handle gave revision {revision}, and another one had given {highest}");
        highest = revision;
    }
    let rows = list(&*handles[0], Query { list: List::History, ..notes(100) })?;
    ensure_eq!(rows.len(), 12, "the rows of the list by revision");
    Ok(())
}

fn handles_race_to_an_exact_number(open: &OpenStorage<'_>) -> Outcome {
    const TIMES: i64 = 25;
    let handles: Vec<_> = (0..HANDLES).map(|_| open()).collect();
    together(2 * HANDLES, |worker| {
        (0..TIMES).try_for_each(|_| Ok(persist(&*handles[worker % HANDLES], &increment("counter"))?))
    })?;
    let expected = i64::try_from(2 * HANDLES).unwrap_or_default() * TIMES;
    for handle in &handles {
        ensure_eq!(value(&**handle, "counter")?, Some(expected), "what so many workers on several handles counted to");
    }
    Ok(())
}

fn handles_go_by_one_clock(open: &OpenStorage<'_>) -> Outcome {
    /// One machine's clock may be put back a little in between.
    const SLACK: Duration = Duration::from_secs(5);
    let handles: Vec<_> = (0..HANDLES).map(|_| open()).collect();
    let before = handles[0].now()?;
    for handle in &handles {
        let (now, after) = (handle.now()?, handles[0].now()?);
        ensure!(
            before.since(now) <= SLACK && now.since(after) <= SLACK,
            "one handle says {now}, and another one {before} before and {after} behind it"
        );
    }
    Ok(())
}

fn handles_are_closed_alone(open: &OpenStorage<'_>) -> Outcome {
    let (one, other) = (open(), open());
    insert(&*one, [note("a", 1)])?;
    one.close()?;
    ensure_eq!(value(&*other, "a")?, Some(1), "the note, read by a handle that is still open");
    other.execute(increment("a"))?;
    ensure_eq!(value(&*open(), "a")?, Some(2), "the note, read by a handle that was opened after another was closed");
    Ok(())
}

fn what_was_acknowledged_is_kept(open: &OpenStorage<'_>) -> Outcome {
    let mut highest = 0;
    for round in 1..=3_u64 {
        let storage = open();
        let name = format!("only of round {round}");
        storage.execute(increment("counter"))?;
        insert(&*storage, [note_at(&name, -1, 9), line(1, &name)])?;
        let (before, gone) = (stored(&*storage, "counter")?, stored(&*storage, &name)?);
        // A revision that is given to what is deleted next must not be given again either.
        storage.commit(&changes([Write::Delete { before: gone }, Write::Insert(note(&format!("kept {round}"), 7))]))?;
        ensure!(before.revision > highest, "revision {} after {highest} was given, before a close", before.revision);
        highest = stored(&*storage, &format!("kept {round}"))?.revision;
        storage.close()?;

        let storage = open();
        ensure_eq!(stored(&*storage, "counter")?, before, "a record after the storage was opened again");
        ensure_eq!(get(&*storage, &name)?, None, "a record that was deleted, after the storage was opened again");
        let lines = list(&*storage, Query { list: List::History, ..notes(100) })?;
        ensure_eq!(lines.len(), usize::try_from(round).unwrap_or_default(), "the lines, after it was opened again");
        ensure_eq!(list(&*storage, notes(100))?.len(), lines.len() + 1, "the notes, after it was opened again");
        storage.close()?;
    }
    Ok(())
}
