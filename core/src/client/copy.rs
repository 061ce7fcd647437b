//! A database as a whole: everything in it copied into another one.

use std::collections::BTreeMap;
use std::fmt;

use super::Releases;
use crate::error::{Code, Error, Result};
use crate::storage::Storage;
use crate::storage::copying::Part;

/// What a copy holds, or has taken so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copied {
    /// The records: projects, deployments, lines of the log, answers kept for idempotency keys, and all others.
    pub records: u64,
    /// The records of each kind, by the word that their keys begin with: `project`, `deployment`, `event`, …
    pub kinds: BTreeMap<String, u64>,
    /// The places of records in lists.
    pub entries: u64,
    /// The highest revision that the source had given; the target's next one is higher.
    pub revision: u64,
}

/// A copy that is to be made; [`Releases::copy_to`] gives it, and nothing happens before [`call`](CopyTo::call).
#[must_use = "nothing is copied before .call()"]
pub struct CopyTo<'c> {
    source: &'c Releases,
    target: &'c Releases,
    retire: bool,
    progress: Box<dyn FnMut(&Copied) + 'c>,
}

impl Releases {
    /// Copies everything in this database into another one, which must be empty: a file into PostgreSQL, or back.
    ///
    /// Everything is taken over as it is kept: records with their revisions and places in lists, the audit log, open
    /// dispatches, answers kept for idempotency keys, documents. So the same program on the target gets the same answers,
    /// goes on with cursors that it had, and with the numbers and revisions that come next. The source is read as of one
    /// moment. The copy is there as a whole or not at all, also where the process dies in the middle of it.
    ///
    /// A database and its copy know nothing of each other. **Stop everything that uses the source before**: what is written
    /// there after the moment of the copy is not in the target, and a worker on each of the two would start the same queued
    /// workflow twice. [`retire`](CopyTo::retire) makes sure of it, where the source is a file.
    ///
    /// ```
    /// use release_core::Releases;
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("releases.db").to_string_lossy().into_owned();
    /// # Releases::open(&path)?.create_project("web", "acme/web").call()?;
    /// let source = Releases::options().must_exist(true).open(&path)?;
    /// let target = Releases::open("memory:")?; // or "postgres://…"
    /// let copied = source.copy_to(&target).call()?;
    /// assert_eq!(copied.kinds["project"], 1);
    /// assert_eq!(target.history().call()?, source.history().call()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_to<'c>(&'c self, target: &'c Releases) -> CopyTo<'c> {
        CopyTo { source: self, target, retire: false, progress: Box::new(|_| ()) }
    }
}

impl<'c> CopyTo<'c> {
    /// Whether the source, which must be a file, is given up for the target. While the copy is made nobody else writes to
    /// it (their calls wait, and fail with `unavailable` after their `busy_timeout_ms`), so nothing is missed; once the
    /// copy is there, every call on the file, also of programs that have it open, fails with `unavailable` and says where
    /// it was moved to. What is in the file stays.
    pub fn retire(mut self, retire: bool) -> CopyTo<'c> {
        self.retire = retire;
        self
    }

    /// Is called after each part (a thousand rows at most) with what was copied so far; it must be quick, and use neither database.
    pub fn on_progress(mut self, progress: impl FnMut(&Copied) + 'c) -> CopyTo<'c> {
        self.progress = Box::new(progress);
        self
    }

    /// Makes the copy. Memory is taken for some parts, whatever there is; the target needs room on its disk for the whole
    /// in one transaction.
    ///
    /// # Errors
    /// - `invalid_request`, where the target has anything in it, is the source itself, or there is nothing to copy; where a
    ///   storage is one that cannot be copied; where a source that is no file is to be retired
    /// - as the storages': `unavailable`, `storage_full`, `storage_read_only`, `schema_too_new`, `internal`
    ///
    /// An older database is brought up to date where it is opened, not by this; [`Options::upgrade`](crate::Options::upgrade)
    /// leaves it as it is.
    ///
    /// The target is then as it was, except that of an error with `outcome` `unknown` nobody knows whether the copy is there;
    /// copying again tells, because it is refused where it is. An error with `copied` `true` says that the copy is there,
    /// and that the source could not be retired: `docs/postgresql.md` says how to do that by hand.
    pub fn call(self) -> Result<Copied> {
        let CopyTo { source, target, retire, mut progress } = self;
        let (from, to) = (&source.inner().storage, &target.inner().storage);
        let place = to.location();
        let file = |storage: &std::sync::Arc<dyn Storage>| storage.whole().and_then(|whole| whole.file());
        let is_same = std::sync::Arc::ptr_eq(from, to)
            || (place != "memory:" && place == from.location())
            || file(from).is_some_and(|from| file(to) == Some(from));
        if is_same {
            return Err(refused(format!("{place} is both source and target: give the target's own path or URL")));
        }
        if retire && place == "memory:" {
            let message = "a file cannot be given up for memory, whose content is gone with this process";
            return Err(refused(message.to_owned()).with("field", "retire"));
        }
        let (out, taken) = match (from.whole(), to.whole()) {
            (Some(out), Some(taken)) => (out, taken),
            (None, _) => return Err(not_copied(&from.location())),
            (_, None) => return Err(not_copied(&place)),
        };
        let (mut copied, mut is_there) = (Copied::default(), false);
        let ended = out.copy_out(retire.then_some(place.as_str()), &mut |pour| {
            taken.copy_in(&mut |take| {
                pour(&mut |part| {
                    copied.count(&part);
                    take(part)?;
                    progress(&copied);
                    Ok(())
                })?;
                // Nobody moves an empty database on purpose.
                match copied.records {
                    0 => Err(refused(format!(
                        "there is nothing in {}: give the path or URL of another",
                        from.location()
                    ))),
                    _ => Ok(()),
                }
            })?;
            is_there = true;
            Ok(())
        });
        if is_there {
            target.inner().changed();
        }
        match ended {
            Ok(()) => Ok(copied),
            Err(error) if is_there => {
                // The storage's own advice is for a call that changed nothing.
                let why = error.cause().map_or_else(|| error.message().to_owned(), ToString::to_string);
                let message = format!(
                    "all was copied to {place}, but {} could not be retired ({why}): do not copy again; stop what uses \
                     the file, and retire it by hand (docs/postgresql.md says how)",
                    from.location()
                );
                Err(Error::new(error.code(), message).with("copied", true).retryable(false).caused_by(error))
            }
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for CopyTo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CopyTo { source, target, retire, .. } = self;
        f.debug_struct("CopyTo")
            .field("source", source)
            .field("target", target)
            .field("retire", retire)
            .finish_non_exhaustive()
    }
}

impl Copied {
    fn count(&mut self, part: &Part) {
        match part {
            Part::Records(records) => {
                for record in records {
                    self.records += 1;
                    let kind = record.key.split('/').next().unwrap_or_default();
                    match self.kinds.get_mut(kind) {
                        Some(count) => *count += 1,
                        None => drop(self.kinds.insert(kind.to_owned(), 1)),
                    }
                }
            }
            Part::Entries(entries) => self.entries += u64::try_from(entries.len()).unwrap_or(u64::MAX),
            Part::Revision(revision) => self.revision = *revision,
        }
    }
}

fn not_copied(location: &str) -> Error {
    refused(format!("{location} is of a storage that cannot be copied: only files, PostgreSQL and memory can"))
}

fn refused(message: String) -> Error {
    Error::new(Code::InvalidRequest, message)
}
