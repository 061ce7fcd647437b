//! Checks of [`Storage::read`](crate::Storage::read).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::support::*;
use super::{OpenStorage, checks};
use crate::change::{Query, Reads, Write};
use crate::error::Code;
use crate::record::{List, Record};
use crate::storage::Storage;
use crate::testing::note::{Script, changes, line, line_partition, note, note_at, note_key, note_value, notes};

checks! {
    read_answers_in_the_order_of_the_requests: "The answers are in the order of the requests, one for each.",
    read_gives_nothing_where_nothing_is: "A key without a record gives nothing; a list without records gives no rows.",
    read_gives_back_what_was_written: "A record, its key and its texts come back exactly as they were written.",
    read_sees_what_was_acknowledged: "Every commit that was acknowledged before the call is seen, by every thread.",
    list_is_in_the_order_of_bytes: "Rows come in the order of their positions as bytes, or the other way round.",
    list_goes_on_behind_a_position: "Only rows behind `after` are given, in the order asked for.",
    list_stops_at_its_limit: "At most `limit` rows are given, the first ones.",
    list_is_parted: "A partition holds the records that name it, and no others.",
    list_follows_the_last_write: "A record stands in exactly the lists that its entries name, as of its last write.",
    list_gives_a_place_that_was_left_to_another: "A record may take a place that another leaves in the same change set.",
    read_is_of_one_moment: "All answers are as of one moment: no commit is seen in one and not in another.",
    decision_reads_one_moment: "A decision that only reads sees one moment, however often it reads.",
}

fn read_answers_in_the_order_of_the_requests(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1), note("b", 2), note("c", 3)])?;
    let mut reads = keys(&["c", "missing", "a", "b", "a"]);
    reads.queries = vec![notes(1), Query { limit: 2, descending: true, ..notes(0) }, notes(0)];
    let found = storage.read(&reads)?;
    let of = |record: &Record| note_value(record);
    let records: Vec<_> = found.records.iter().map(|stored| stored.as_ref().and_then(|s| of(&s.record))).collect();
    ensure_eq!(records, [Some(3), None, Some(1), Some(2), Some(1)], "records c, missing, a, b, a");
    let rows: Vec<Vec<_>> =
        found.rows.iter().map(|rows| rows.iter().map(|row| of(&row.stored.record)).collect()).collect();
    ensure_eq!(rows, [vec![Some(1)], vec![Some(3), Some(2)], vec![]], "the first note, the last two, none");
    Ok(())
}

fn read_gives_nothing_where_nothing_is(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let empty = storage.read(&Reads::default())?;
    ensure!(empty.records.is_empty() && empty.rows.is_empty(), "no requests were answered with {empty:?}");
    ensure_eq!(get(&*storage, "a")?, None, "a note that was never written");
    ensure_eq!(list(&*storage, notes(10))?, [], "the list of notes before there was one");
    insert(&*storage, [line(1, "x")])?;
    let other = Query { list: List::History, partition: line_partition(2), ..notes(10) };
    ensure_eq!(list(&*storage, other)?, [], "a partition without records in a list that has some");
    Ok(())
}

fn read_gives_back_what_was_written(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let long = "k".repeat(500);
    let names = ["a", "A", "a ", " a", "a%", "a_", "'", "\"", "\\", "a/b", "a//b", "a\tb", "", ";--", &long];
    let all: Vec<_> = names.iter().zip(0..).map(|(name, value)| note(name, value)).collect();
    for record in &all {
        insert(&*storage, [record.clone()])?;
    }
    for (name, record) in names.iter().zip(&all) {
        let found = stored(&*storage, name)?.record;
        ensure_eq!(found, *record, "the note {name:?}");
        ensure_eq!(found.encode()?, record.encode()?, "the bytes of the note {name:?}");
    }
    for number in [i64::MIN, -1, 0, i64::MAX] {
        let before = stored(&*storage, "a")?;
        update(&*storage, before, note("a", number))?;
        ensure_eq!(value(&*storage, "a")?, Some(number), "the number of the note \"a\"");
    }
    ensure_eq!(list(&*storage, notes(usize::MAX))?.len(), names.len(), "the number of notes without a limit");
    Ok(())
}

fn read_sees_what_was_acknowledged(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 0)])?;
    for number in 1..=20 {
        let writer = storage.clone();
        let outcome = std::thread::spawn(move || {
            let before = stored(&*writer, "a")?;
            Ok(update(&*writer, before, note("a", number))?)
        });
        outcome.join().unwrap_or_else(|panic| Err(Failure::of_panic(&*panic)))?;
        ensure_eq!(value(&*storage, "a")?, Some(number), "the note right after another thread's commit");
    }
    Ok(())
}

/// Six notes whose places do not order like text, nor like the order of writing.
fn six(storage: &dyn Storage) -> Outcome {
    for (name, value, place) in [("e", 5, 256), ("a", 1, 1), ("f", 6, 65_536), ("b", 2, 2), ("d", 4, 255), ("c", 3, 10)]
    {
        insert(storage, [note_at(name, value, place)])?;
    }
    Ok(())
}

fn list_is_in_the_order_of_bytes(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    six(&*storage)?;
    ensure_eq!(values(&*storage, notes(10))?, [1, 2, 3, 4, 5, 6], "the notes by place");
    let descending = Query { descending: true, ..notes(10) };
    ensure_eq!(values(&*storage, descending)?, [6, 5, 4, 3, 2, 1], "the notes by place, descending");
    for (position, stored) in list(&*storage, notes(10))? {
        let expected: Vec<_> = stored.record.entries().iter().map(|e| e.position.bytes(stored.revision)).collect();
        ensure_eq!(vec![position], expected, "the position of {:?}", stored.record);
    }
    Ok(())
}

fn list_goes_on_behind_a_position(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    six(&*storage)?;
    let positions: Vec<_> = list(&*storage, notes(10))?.into_iter().map(|(position, _)| position).collect();
    ensure_eq!(positions.len(), 6, "the number of notes");
    let after = |position: &[u8], descending| Query { after: Some(position.to_vec()), descending, ..notes(10) };
    ensure_eq!(values(&*storage, after(&positions[1], false))?, [3, 4, 5, 6], "behind the second");
    ensure_eq!(values(&*storage, after(&positions[1], true))?, [1], "behind the second, descending");
    ensure_eq!(values(&*storage, after(&positions[5], false))?, [0; 0], "behind the last");
    ensure_eq!(values(&*storage, after(&positions[0], true))?, [0; 0], "behind the first, descending");
    // A position at which nothing stands (any more), between the third and the fourth.
    let mut between = positions[2].clone();
    between.push(0);
    ensure_eq!(values(&*storage, after(&between, false))?, [4, 5, 6], "behind a place between third and fourth");
    ensure_eq!(values(&*storage, after(&between, true))?, [3, 2, 1], "the same, descending");
    ensure_eq!(values(&*storage, after(&[], false))?, [1, 2, 3, 4, 5, 6], "behind the empty position");
    ensure_eq!(values(&*storage, after(&[255; 9], true))?, [6, 5, 4, 3, 2, 1], "before the highest, descending");
    let page = Query { limit: 2, ..after(&positions[1], false) };
    ensure_eq!(values(&*storage, page)?, [3, 4], "two behind the second");
    Ok(())
}

fn list_stops_at_its_limit(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    six(&*storage)?;
    for limit in [0, 1, 5, 6, 7] {
        let expected: Vec<i64> = (1..=6).take(limit).collect();
        ensure_eq!(values(&*storage, notes(limit))?, expected, "limit {limit}");
        let last = Query { descending: true, ..notes(limit) };
        let expected: Vec<i64> = (1..=6).rev().take(limit).collect();
        ensure_eq!(values(&*storage, last)?, expected, "limit {limit}, descending");
    }
    Ok(())
}

fn list_is_parted(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [line(1, "1a"), line(2, "2a"), note("n", 0), line(1, "1b")])?;
    let keys = |partition: String| -> Outcome<Vec<String>> {
        let found = list(&*storage, Query { list: List::History, partition, ..notes(10) })?;
        Ok(found.into_iter().map(|(_, stored)| stored.record.key().to_string()).collect())
    };
    ensure_eq!(keys(line_partition(1))?, ["event/1a", "event/1b"], "the lines of group 1");
    ensure_eq!(keys(line_partition(2))?, ["event/2a"], "the lines of group 2");
    ensure_eq!(keys(String::new())?, ["event/1a", "event/2a", "event/1b"], "the lines of all groups");
    ensure_eq!(values(&*storage, notes(10))?, [0], "another list, whose partition has the same name");
    Ok(())
}

fn list_follows_the_last_write(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note_at("a", 1, 10), note_at("b", 2, 20), note_at("c", 3, 30)])?;
    update(&*storage, stored(&*storage, "a")?, note_at("a", 1, 40))?;
    ensure_eq!(values(&*storage, notes(10))?, [2, 3, 1], "after the first one moved behind the last");
    update(&*storage, stored(&*storage, "b")?, note_at("b", 22, 20))?;
    ensure_eq!(values(&*storage, notes(10))?, [22, 3, 1], "after the first one changed in its place");
    delete(&*storage, stored(&*storage, "c")?)?;
    ensure_eq!(values(&*storage, notes(10))?, [22, 1], "after the second one was deleted");
    insert(&*storage, [note_at("c", 3, 5)])?;
    ensure_eq!(values(&*storage, notes(10))?, [3, 22, 1], "after it was made again at the start");
    Ok(())
}

fn list_gives_a_place_that_was_left_to_another(open: &OpenStorage<'_>) -> Outcome {
    use crate::testing::note::success;

    let storage = open();
    insert(&*storage, [success(1, Some(7)), success(2, None)])?;
    let successes = || -> Outcome<Vec<Record>> {
        let query = Query { list: List::Successes, partition: success_partition(), ..notes(10) };
        Ok(list(&*storage, query)?.into_iter().map(|(_, stored)| stored.record).collect())
    };
    ensure_eq!(successes()?, [success(1, Some(7))], "before");
    let read = |record: Record| get_key(&*storage, record.key());
    let (Some(first), Some(second)) = (read(success(1, None))?, read(success(2, None))?) else {
        return Err(Failure("two records were written and are not there".to_owned()));
    };
    // The one that takes the place stands before the one that leaves it.
    let takes = Write::Update { before: second, after: success(2, Some(7)) };
    let leaves = Write::Update { before: first, after: success(1, None) };
    storage.commit(&changes([takes, leaves]))?;
    ensure_eq!(successes()?, [success(2, Some(7))], "after");
    Ok(())
}

fn success_partition() -> String {
    crate::testing::note::line_partition(0)
}

/// Keeps two notes and the list equal while `look` is called over and over; none of its looks may see them differ. There
/// are so many changes at least while somebody looks, and so many looks while something changes.
fn while_it_changes(storage: &dyn Storage, look: impl Fn() -> Outcome + Sync) -> Outcome {
    const LOOKERS: usize = 2;
    const MANY: usize = 25;
    insert(storage, [note("a", 0), note("b", 0)])?;
    let (lookers, changed) = (AtomicUsize::new(LOOKERS), AtomicUsize::new(0));
    let change = |number| -> Outcome {
        let set = Script::new(move |notes| {
            notes.get("a")?;
            notes.get("b")?;
            notes.put_at("a", number, number);
            notes.put_at("b", number, number);
            Ok(())
        });
        persist(storage, &Arc::new(set))?;
        // Not without a pause, in which decisions that were overtaken can end.
        std::thread::sleep(Duration::from_micros(200));
        Ok(())
    };
    together(1 + LOOKERS, |worker| {
        if worker == 0 {
            let goes_on = || changed.load(Ordering::SeqCst) < MANY || lookers.load(Ordering::SeqCst) > 0;
            let outcome = (1..).take_while(|_| goes_on()).try_for_each(|number| {
                change(number)?;
                changed.fetch_add(1, Ordering::SeqCst);
                Ok(())
            });
            // Nobody shall wait for changes that do not come.
            changed.fetch_add(MANY, Ordering::SeqCst);
            return outcome;
        }
        let goes_on = |looks| looks <= MANY || changed.load(Ordering::SeqCst) < MANY;
        let outcome = (1..).take_while(|looks| goes_on(*looks)).try_for_each(|_| look());
        lookers.fetch_sub(1, Ordering::SeqCst);
        outcome
    })?;
    Ok(())
}

fn read_is_of_one_moment(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    while_it_changes(&*storage, || {
        let reads = Reads { keys: vec![note_key("a"), note_key("b")], queries: vec![notes(1), notes(2)] };
        let found = storage.read(&reads)?;
        let records = found.records.iter().flatten();
        let rows = found.rows.iter().flatten().map(|row| &row.stored);
        let mut seen: Vec<_> = records.chain(rows).map(|stored| note_value(&stored.record)).collect();
        ensure_eq!(seen.len(), 5, "the number of answers (two records, then one row, then two)");
        seen.dedup();
        ensure!(seen.len() == 1, "notes that are always written together were read as {seen:?}");
        Ok(())
    })
}

fn decision_reads_one_moment(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let looks = AtomicUsize::new(0);
    while_it_changes(&*storage, || {
        // Not both in one look: a view notices by itself that a row of a list is not the record that it read before.
        let by_list = looks.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
        let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let script = Script::read_only(move |view| {
            let mut read = vec![view.get("a")?];
            let_others_in();
            if by_list {
                read.extend(view.list(&notes(2))?.into_iter().map(Some));
            } else {
                read.push(view.get("b")?);
            }
            *sink.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = read;
            Ok(())
        });
        match storage.execute(Arc::new(script.reading(&["a"]))) {
            // It met with too many changes; then it must not have an answer.
            Err(error) if error.code() == Code::Conflict => return Ok(()),
            other => other?,
        }
        let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        ensure_eq!(
            seen.len(),
            if by_list { 3 } else { 2 },
            "the number of answers (a record, then two rows or another)"
        );
        seen.dedup();
        ensure!(seen.len() == 1, "notes that are always written together were read as {seen:?}");
        Ok(())
    })
}
