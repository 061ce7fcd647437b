//! Storages with one fault each, of the kinds that people make who write a storage.

pub(crate) mod handles;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use release_core::{
    ChangeSet, Code, Decision, Error, Expect, Key, Listed, MemoryStorage, Query, Reader, Reads, Result, Snapshot,
    Storage, Stored, Timestamp, View, Write, execute_optimistically,
};

macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident => [$($check:literal),+],)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Fault { $($(#[$doc])* $fault,)* }

        impl Fault {
            /// Each fault, with checks that must notice it.
            pub(crate) const ALL: &[(Fault, &[&str])] = &[$((Fault::$fault, &[$($check),+]),)*];
        }
    };
}

faults! {
    /// Checks what is written, and not what was only read: write skew.
    ForgetsExpectations => [
        "commit_checks_that_a_record_has_its_revision", "commit_checks_that_a_record_is_absent",
        "commit_checks_without_writes", "race_of_records_that_are_only_read"
    ],
    /// `INSERT OR REPLACE`.
    InsertsOverRecords => ["insert_refuses_a_key_that_has_a_record", "race_of_inserts"],
    /// `UPDATE … WHERE key = ?`, without the revision: lost updates.
    UpdatesAnyRevision => [
        "update_refuses_another_revision", "race_of_increments_by_commit", "race_of_increments", "race_of_claims"
    ],
    /// `DELETE … WHERE key = ?`.
    DeletesAnyRevision => ["delete_refuses_another_revision"],
    /// One statement a key, without a transaction.
    TearsReads => ["read_is_of_one_moment"],
    /// Counts each record's revisions from 1.
    ReusesRevisions => ["revisions_increase", "revisions_are_not_given_again", "race_of_revisions"],
    /// One transaction a write.
    CommitsPiecemeal => [
        "commit_is_all_or_nothing", "read_is_of_one_moment", "list_gives_a_place_that_was_left_to_another"
    ],
    /// Keys in a column whose texts are compared without regard to case.
    FoldsCase => ["read_gives_back_what_was_written"],
    /// Takes a change set without writes for a mistake.
    RefusesToOnlyCheck => ["commit_checks_without_writes", "decision_that_changes_nothing"],
    IgnoresAfter => ["list_goes_on_behind_a_position"],
    IncludesAfter => ["list_goes_on_behind_a_position"],
    IgnoresDescending => ["list_is_in_the_order_of_bytes", "list_stops_at_its_limit"],
    IgnoresLimit => ["list_stops_at_its_limit"],
    /// Applies the limit first, and then the position to go on behind.
    LimitsTooEarly => ["list_goes_on_behind_a_position"],
    /// Orders rows by key.
    OrdersByKey => ["list_is_in_the_order_of_bytes", "revision_is_a_position"],
    IgnoresPartitions => ["list_is_parted", "read_gives_nothing_where_nothing_is"],
    /// `… WHERE key IN (…)`, in whatever order, each record once.
    AnswersInAnyOrder => ["read_answers_in_the_order_of_the_requests"],
    /// Leaves list entries as the first write made them.
    ForgetsLists => ["list_follows_the_last_write", "commit_is_all_or_nothing"],
    /// Reads from a replica that is one commit behind.
    ReadsTheDayBefore => ["read_sees_what_was_acknowledged", "decision_is_committed"],
    /// Answers when a commit is queued.
    AnswersTooEarly => ["decision_is_committed"],
    /// Writes what a decision had written when it gave up.
    WritesWhatWasRefused => ["error_of_a_decision_is_handed_on"],
    /// Says nothing of an error.
    SwallowsErrors => ["error_of_a_decision_is_handed_on", "panic_in_a_decision_is_answered"],
    /// Lets a panic through to the caller.
    PassesPanicsOn => ["panic_in_a_decision_is_answered", "race_among_bad_company"],
    /// Lets decisions that only read go to a replica that is one commit behind.
    DecidesOnTheDayBefore => ["decision_sees_what_was_committed"],
    /// Lets decisions that only read take each record as it is when they come to it.
    TearsDecisions => ["decision_reads_one_moment"],
    /// Leaves it to the caller to call again.
    GivesUpAtOnce => ["decision_that_was_overtaken_is_made_again"],
    NeverGivesUp => ["decision_that_is_always_overtaken_ends"],
    /// Gives decisions a time of its own.
    HasTwoClocks => ["time_is_the_storages"],
    StaysOpen => ["close_ends_all_use", "close_lets_calls_end"],
    /// Answers with whatever comes of using what is gone.
    BreaksCallsOff => ["close_ends_all_use", "close_lets_calls_end"],
    FailsToCloseTwice => ["close_ends_all_use"],
    HasNoPlace => ["location_says_where"],
}

#[derive(Debug)]
pub(crate) struct Faulty {
    fault: Option<Fault>,
    inner: Arc<MemoryStorage>,
    /// The last change set, which has not reached the replica.
    last: Mutex<Option<ChangeSet>>,
    stale: MemoryStorage,
    counts: Mutex<HashMap<Key, u64>>,
    closed: Mutex<bool>,
}

impl Faulty {
    pub(crate) fn new(fault: Option<Fault>) -> Faulty {
        let inner = Arc::new(MemoryStorage::new());
        let stale = MemoryStorage::new();
        Faulty { fault, inner, last: Mutex::default(), stale, counts: Mutex::default(), closed: Mutex::default() }
    }

    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn rows(&self, query: &Query) -> Result<Vec<Listed>> {
        let mut query = query.clone();
        let (after, limit, descending) = (query.after.clone(), query.limit, query.descending);
        let partition = query.partition.clone();
        match self.fault {
            Some(Fault::IgnoresAfter) => query.after = None,
            Some(Fault::IncludesAfter | Fault::LimitsTooEarly) => {
                query.after = None;
                if self.has(Fault::IncludesAfter) {
                    query.limit = usize::MAX;
                }
            }
            Some(Fault::IgnoresDescending) => query.descending = false,
            Some(Fault::IgnoresLimit) => query.limit = usize::MAX,
            Some(Fault::IgnoresPartitions) => query.partition = String::new(),
            _ => {}
        }
        let reads = Reads { keys: Vec::new(), queries: vec![query] };
        let mut rows = self.inner.read(&reads)?.rows.remove(0);
        let behind = |row: &Listed, or_at: bool| match &after {
            None => true,
            Some(after) if row.position == *after => or_at,
            Some(after) => (row.position > *after) != descending,
        };
        match self.fault {
            Some(Fault::IncludesAfter) => {
                rows.retain(|row| behind(row, true));
                rows.truncate(limit);
            }
            Some(Fault::LimitsTooEarly) => rows.retain(|row| behind(row, false)),
            Some(Fault::OrdersByKey) => rows.sort_by_key(|row| row.stored.record.key()),
            Some(Fault::IgnoresPartitions) if rows.is_empty() => {
                let query = Query { list: reads.queries[0].list, partition, descending, after, limit };
                rows = self.inner.read(&Reads { keys: Vec::new(), queries: vec![query] })?.rows.remove(0);
            }
            _ => {}
        }
        Ok(rows)
    }

    fn keeps_a_replica(&self) -> bool {
        self.has(Fault::ReadsTheDayBefore) || self.has(Fault::DecidesOnTheDayBefore)
    }

    fn record(&self, key: &Key) -> Result<Option<Stored>> {
        Ok(self.inner.read(&Reads { keys: vec![key.clone()], queries: Vec::new() })?.records.remove(0))
    }

    /// The stored record as it is now, whatever revision somebody has read.
    fn current(&self, before: Stored) -> Result<Stored> {
        Ok(self.record(&before.record.key())?.unwrap_or(before))
    }

    /// Commits by revisions that are counted anew for each record, from 1.
    fn apply_by_count(&self, changes: &ChangeSet) -> Result<()> {
        let mut counts = self.counts.lock().unwrap();
        let mut changes = changes.clone();
        let real = |key: &Key, counted: u64| -> Result<u64> {
            let fits = counts.get(key) == Some(&counted);
            Ok(self.record(key)?.filter(|_| fits).map_or(u64::MAX, |stored| stored.revision))
        };
        for (key, expect) in &mut changes.expects {
            if let Expect::Revision(revision) = expect {
                *revision = real(key, *revision)?;
            }
        }
        for write in &mut changes.writes {
            if let Write::Update { before, .. } | Write::Delete { before } = write {
                before.revision = real(&before.record.key(), before.revision)?;
            }
        }
        self.inner.commit(&changes)?;
        for write in &changes.writes {
            match write {
                Write::Delete { .. } => drop(counts.remove(&write.key())),
                _ => *counts.entry(write.key()).or_default() += 1,
            }
        }
        Ok(())
    }

    fn apply(&self, changes: &ChangeSet) -> Result<()> {
        if self.has(Fault::ReusesRevisions) {
            return self.apply_by_count(changes);
        }
        if self.has(Fault::RefusesToOnlyCheck) && changes.writes.is_empty() {
            return Err(Error::new(Code::InvalidRequest, "nothing to write"));
        }
        let mut changes = changes.clone();
        if self.has(Fault::ForgetsExpectations) {
            changes.expects.clear();
        }
        for write in &mut changes.writes {
            *write = match (self.fault, write.clone()) {
                (Some(Fault::InsertsOverRecords), Write::Insert(after)) => match self.record(&after.key())? {
                    Some(before) => Write::Update { before, after },
                    None => Write::Insert(after),
                },
                (Some(Fault::UpdatesAnyRevision), Write::Update { before, after }) => {
                    Write::Update { before: self.current(before)?, after }
                }
                (Some(Fault::DeletesAnyRevision), Write::Delete { before }) => {
                    Write::Delete { before: self.current(before)? }
                }
                (Some(Fault::ForgetsLists), Write::Update { before, after }) => {
                    Write::Update { before: Stored { record: after.clone(), ..before }, after }
                }
                (_, write) => write,
            };
        }
        if self.has(Fault::CommitsPiecemeal) && !changes.writes.is_empty() {
            for write in changes.writes {
                let expects = changes.expects.clone();
                self.inner.commit(&ChangeSet { expects, writes: vec![write] })?;
                std::thread::sleep(Duration::from_millis(1));
            }
            return Ok(());
        }
        self.inner.commit(&changes)?;
        if self.keeps_a_replica() && !changes.writes.is_empty() {
            let yesterday = self.last.lock().unwrap().replace(changes);
            if let Some(changes) = yesterday {
                self.stale.commit(&changes)?;
            }
        }
        Ok(())
    }

    fn broken_off(&self, error: Error) -> Error {
        let breaks = self.has(Fault::BreaksCallsOff) && error.code() == Code::Unavailable;
        if breaks { Error::new(Code::Internal, "no such file") } else { error }
    }

    /// The loop of `execute`, written by somebody in a hurry.
    fn hurried(&self, decision: &dyn Decision) -> Result<()> {
        loop {
            let mut reader = Direct(self);
            let mut view = View::new(&mut reader, self.now()?);
            let decided = decision.decide(&mut view);
            if !self.has(Fault::WritesWhatWasRefused) {
                decided.clone()?;
            }
            let changes = view.finish()?;
            match self.commit(&changes) {
                Err(error) if error.code() == Code::Conflict && !self.has(Fault::GivesUpAtOnce) => {}
                outcome => return outcome.and(decided),
            }
        }
    }
}

struct Direct<'f>(&'f Faulty);

impl Reader for Direct<'_> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        if self.0.has(Fault::TearsDecisions) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(self.0.read(&Reads { keys: keys.to_vec(), queries: Vec::new() })?.records)
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        Ok(self.0.read(&Reads { keys: Vec::new(), queries: vec![query.clone()] })?.rows.remove(0))
    }
}

impl Storage for Faulty {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let mut snapshot = match self.fault {
            // Held open between any two, so that the tear is sure to be met with.
            Some(Fault::TearsReads) => {
                let mut snapshot = Snapshot::default();
                for key in &reads.keys {
                    snapshot.records.push(self.record(key)?);
                    std::thread::sleep(Duration::from_millis(1));
                }
                for query in &reads.queries {
                    snapshot.rows.push(self.rows(query)?);
                }
                snapshot
            }
            Some(Fault::ReadsTheDayBefore) => self.stale.read(reads)?,
            Some(Fault::FoldsCase) => {
                let folded = |key: &Key| Key::from_text(key.as_str().to_ascii_lowercase());
                let keys = reads.keys.iter().map(folded).collect();
                self.inner.read(&Reads { keys, queries: reads.queries.clone() })?
            }
            Some(
                Fault::IgnoresAfter
                | Fault::IncludesAfter
                | Fault::IgnoresDescending
                | Fault::IgnoresLimit
                | Fault::LimitsTooEarly
                | Fault::OrdersByKey
                | Fault::IgnoresPartitions,
            ) => Snapshot {
                rows: reads.queries.iter().map(|query| self.rows(query)).collect::<Result<_>>()?,
                ..self.inner.read(&Reads { keys: reads.keys.clone(), queries: Vec::new() })?
            },
            _ => self.inner.read(reads).map_err(|error| self.broken_off(error))?,
        };
        match self.fault {
            Some(Fault::ReusesRevisions) => {
                let counts = self.counts.lock().unwrap();
                let rows = snapshot.rows.iter_mut().flatten().map(|row| &mut row.stored);
                for stored in snapshot.records.iter_mut().flatten().chain(rows) {
                    stored.revision = counts.get(&stored.record.key()).copied().unwrap_or_default();
                }
            }
            Some(Fault::AnswersInAnyOrder) => snapshot.records.reverse(),
            // The time in which others come in between, so that some do.
            Some(Fault::UpdatesAnyRevision) => std::thread::sleep(Duration::from_micros(200)),
            _ => {}
        }
        Ok(snapshot)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.apply(changes).map_err(|error| self.broken_off(error))
    }

    fn now(&self) -> Result<Timestamp> {
        self.inner.now()
    }

    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        match self.fault {
            Some(Fault::PassesPanicsOn | Fault::WritesWhatWasRefused | Fault::GivesUpAtOnce | Fault::NeverGivesUp) => {
                self.hurried(&*decision)
            }
            Some(Fault::DecidesOnTheDayBefore) if decision.is_read_only() => {
                execute_optimistically(&self.stale, &*decision)
            }
            Some(Fault::TearsDecisions) if decision.is_read_only() => {
                decision.decide(&mut View::new(&mut Direct(self), self.now()?))
            }
            Some(Fault::SwallowsErrors) => {
                let _ = execute_optimistically(self, &*decision);
                Ok(())
            }
            Some(Fault::AnswersTooEarly) => {
                let inner = Arc::clone(&self.inner);
                std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(5));
                    execute_optimistically(&*inner, &*decision)
                });
                Ok(())
            }
            Some(Fault::HasTwoClocks) => {
                let mut reader = Direct(self);
                let mut view = View::new(&mut reader, Timestamp::from_millis(0));
                decision.decide(&mut view)?;
                let changes = view.finish()?;
                self.commit(&changes)
            }
            _ => execute_optimistically(self, &*decision),
        }
    }

    fn close(&self) -> Result<()> {
        let mut closed = self.closed.lock().unwrap();
        if self.has(Fault::FailsToCloseTwice) && *closed {
            return Err(Error::new(Code::Unavailable, "closed"));
        }
        *closed = true;
        if !self.has(Fault::StaysOpen) { self.inner.close() } else { Ok(()) }
    }

    fn location(&self) -> String {
        if self.has(Fault::HasNoPlace) { String::new() } else { "faulty:".to_owned() }
    }
}
