//! Everything in one storage, for another one that is empty.
//!
//! Copied are the rows as they are kept: records with their keys, revisions and bytes, places in lists with their
//! positions, and the revision given last. Nothing is decided anew and no record is written in other words, so cursors,
//! revisions and idempotency records go on to mean what they meant. The source is read as of one moment, in parts that
//! are small enough to hold; the target takes them in one transaction that begins with nobody else writing and nothing
//! there. So a copy is whole or not there at all, also where the process or the machine ends in the middle of it.
//!
//! A storage of somebody else's need not do any of this: [`Storage::whole`](super::Storage::whole) says that it does not.

use crate::error::{Code, Error, Result};

/// Rows of one part, at most; and bytes, where one more row may come on top.
pub(super) const ROWS: usize = 1000;
pub(super) const BYTES: usize = 1 << 20;

/// A part of what is copied. All records come before the places in lists, and the revision given last comes last.
#[derive(Debug)]
pub enum Part {
    Records(Vec<CopiedRecord>),
    Entries(Vec<CopiedEntry>),
    Revision(u64),
}

/// A record as it is kept.
#[derive(Debug)]
pub struct CopiedRecord {
    pub key: String,
    pub revision: u64,
    pub body: String,
}

/// A record's place in a list.
#[derive(Debug)]
pub struct CopiedEntry {
    pub list: u8,
    pub partition: String,
    pub position: Vec<u8>,
    pub key: String,
}

/// Takes one part after another.
pub(crate) type Take<'t> = dyn FnMut(Part) -> Result<()> + 't;
/// Gives all parts to somebody who takes them.
pub(crate) type Pour<'p> = dyn FnMut(&mut Take<'_>) -> Result<()> + 'p;

/// A storage that can be copied, and be a copy.
pub trait Whole {
    /// Lets `copy` have everything as of one moment. With `moved_to`, nobody else writes meanwhile, and once `copy` has
    /// succeeded nobody can use this storage any more: it says that it was moved there.
    fn copy_out(&self, moved_to: Option<&str>, copy: &mut dyn FnMut(&mut Pour<'_>) -> Result<()>) -> Result<()>;

    /// Takes everything that `pour` gives, or nothing where it fails. Refused where there is something already.
    fn copy_in(&self, pour: &mut Pour<'_>) -> Result<()>;

    /// What two handles of one file have in common, by whatever path they were opened; nothing where it is not known.
    fn file(&self) -> Option<(u64, u64)> {
        None
    }
}

/// Rows that become a part when they are enough.
#[derive(Debug)]
pub(super) struct Batch<T> {
    rows: Vec<T>,
    bytes: usize,
    part: fn(Vec<T>) -> Part,
}

impl<T> Batch<T> {
    pub(super) fn new(part: fn(Vec<T>) -> Part) -> Batch<T> {
        Batch { rows: Vec::new(), bytes: 0, part }
    }

    pub(super) fn push(&mut self, bytes: usize, row: T, take: &mut Take<'_>) -> Result<()> {
        self.rows.push(row);
        self.bytes += bytes;
        if self.rows.len() >= ROWS || self.bytes >= BYTES { self.end(take) } else { Ok(()) }
    }

    /// Gives what there is.
    pub(super) fn end(&mut self, take: &mut Take<'_>) -> Result<()> {
        self.bytes = 0;
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() { Ok(()) } else { take((self.part)(rows)) }
    }
}

/// The target has a record, or something that stands in a list.
pub(super) fn not_empty(location: &str, key: Option<&str>) -> Error {
    let kind = key.and_then(|key| key.split('/').next()).unwrap_or("row");
    let message = format!(
        "{location} is not empty: it holds a record already ({kind}), and nothing is ever overwritten; copy into a new \
         database (a service that was started on it has made a token there)"
    );
    Error::new(Code::InvalidRequest, message).with("field", "target").with("found", kind)
}

/// A storage that was moved is not used any more.
#[cfg(feature = "sqlite")]
pub(super) fn moved(location: &str, to: &str) -> Error {
    let message = format!("{location} is not used any more: everything in it was moved to {to}; open that instead");
    Error::new(Code::Unavailable, message).with("moved_to", to).retryable(false)
}

/// Rows that do not fit to each other.
pub(super) fn damaged(location: &str, what: &str) -> Error {
    Error::new(Code::Internal, format!("damaged store: {location} {what}; nothing was copied"))
}
