//! The numbers that stand for the partitions of lists.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

/// Numbers remembered at most; when there are more, all are forgotten.
const MOST: usize = 4096;

/// The number given last, and those of partitions that were used lately.
///
/// True as long as no other connection commits, and no transaction that gave one is rolled back.
#[derive(Debug, Default)]
pub(super) struct Partitions {
    pub(super) last: i64,
    known: HashMap<String, i64>,
}

impl Partitions {
    /// With this number given last, and nothing remembered.
    pub(super) fn after(last: i64) -> Partitions {
        Partitions { last, known: HashMap::new() }
    }

    /// The partition's number; nothing where no record ever stood in it.
    pub(super) fn find(&mut self, connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
        if let Some(id) = self.known.get(name) {
            return Ok(Some(*id));
        }
        let mut select = connection.prepare_cached("SELECT id FROM partitions WHERE name = ?1")?;
        let found = select.query_row([name], |row| row.get(0)).optional()?;
        if let Some(id) = found {
            self.remember(name, id);
        }
        Ok(found)
    }

    /// The partition's number; a new one where it has none yet.
    pub(super) fn find_or_make(&mut self, connection: &Connection, name: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.find(connection, name)? {
            return Ok(id);
        }
        let id = self.last + 1;
        connection.prepare_cached("INSERT INTO partitions (name, id) VALUES (?1, ?2)")?.execute((name, id))?;
        self.last = id;
        self.remember(name, id);
        Ok(id)
    }

    fn remember(&mut self, name: &str, id: i64) {
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(name.to_owned(), id);
    }
}
