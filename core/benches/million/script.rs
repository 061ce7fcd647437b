//! The rows of deployments, learned from those that the library made, and written with other ids and numbers.

use std::path::Path;

use rusqlite::{Connection, Statement, Transaction};

use crate::build::{BY_LIBRARY, CANDIDATES, version};

/// Milliseconds in the ids that the script makes: after those of the library.
const FIRST_MILLIS: u64 = 0x0200_0000_0000;

pub(crate) struct Script {
    connection: Connection,
    /// The rows of the library's last deployments, one of each candidate, oldest first.
    examples: Vec<Example>,
    /// Revisions between two deployments of the same candidate.
    round: u64,
    environment: (String, String),
    /// What lies between the last deployment's revision and that of its environment, and the last one given.
    behind: [u64; 2],
}

struct Example {
    number: u64,
    id: String,
    rows: Vec<Row>,
}

struct Row {
    key: String,
    revision: u64,
    body: String,
    /// The call that wrote it, in the key of a line of the log.
    request: Option<String>,
    /// Partition and list, and whether the place is by revision; else it is the deployment's number.
    entries: Vec<(i64, u8, bool)>,
}

impl Script {
    pub(crate) fn of(file: &Path) -> Script {
        let connection = Connection::open(file).unwrap();
        // The whole of the lists stays in memory, and nobody needs the file if the machine stops meanwhile.
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000").unwrap();
        connection.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(())).unwrap();
        let examples: Vec<_> =
            (BY_LIBRARY - CANDIDATES + 1..=BY_LIBRARY).map(|number| Example::of(&connection, number)).collect();
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().cast_unsigned();
        let environments = "FROM records WHERE key >= 'environment/' AND key < 'environment0'";
        let texts = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let environment = connection.query_row(&format!("SELECT key, body {environments}"), [], texts).unwrap();
        let last = examples.last().unwrap().rows[0].revision;
        let before = Example::of(&connection, BY_LIBRARY - CANDIDATES).rows[0].revision;
        let behind =
            [one(&format!("SELECT revision {environments}")) - last, one("SELECT revision FROM counter") - last];
        Script { connection, examples, round: last - before, environment, behind }
    }

    /// Writes the deployments up to that number.
    pub(crate) fn run(self, count: u64) {
        // Unchecked means that the compiler does not see to it that there is one at a time.
        let open = self.connection.unchecked_transaction().unwrap();
        {
            let mut records = open.prepare("INSERT INTO records (key, revision, body) VALUES (?1, ?2, ?3)").unwrap();
            let mut entries = open
                .prepare("INSERT INTO entries (partition, list, position, record) VALUES (?1, ?2, ?3, ?4)")
                .unwrap();
            for number in BY_LIBRARY + 1..=count {
                let (example, rounds) = example(&self.examples, number);
                example.write(number, rounds * self.round, &mut records, &mut entries);
            }
        }
        self.leave_environment(&open, count);
        open.commit().unwrap();
        self.connection.close().unwrap();
    }

    /// The environment and the counter as so many deployments leave them.
    fn leave_environment(&self, open: &Transaction<'_>, count: u64) {
        let (key, body) = &self.environment;
        let (example, rounds) = example(&self.examples, count);
        let last = example.rows[0].revision + rounds * self.round;
        let fields = |count: u64, id: &str| {
            [
                format!("\"deployments\":{count},"),
                format!("\"endings\":{count},"),
                format!("\"ending\":{count}}}"),
                format!("\"deployment\":\"{id}\",\"candidate\":\"{}\"", version(count)),
            ]
        };
        let mut body = body.clone();
        let before = self.examples.last().unwrap();
        for (from, to) in fields(before.number, &before.id).iter().zip(fields(count, &id(count, 0))) {
            assert!(body.contains(from), "{from} in {body}");
            body = body.replace(from, &to);
        }
        let [environment, given] = self.behind.map(|behind| (last + behind).cast_signed());
        let sql = "UPDATE records SET revision = ?2, body = ?3 WHERE key = ?1";
        assert_eq!(open.execute(sql, (key, environment, body)).unwrap(), 1);
        assert_eq!(open.execute("UPDATE counter SET revision = ?1", [given]).unwrap(), 1);
    }
}

/// The library's deployment of the same candidate, and how many rounds of all candidates lie between.
fn example(examples: &[Example], number: u64) -> (&Example, u64) {
    let rounds = (number - BY_LIBRARY).div_ceil(CANDIDATES);
    let like = number - rounds * CANDIDATES;
    let example = &examples[(like + CANDIDATES - BY_LIBRARY - 1) as usize];
    assert_eq!(example.number, like);
    (example, rounds)
}

/// Ids like the library's, which order by the time at which they were made: of a deployment and of its two calls.
fn id(number: u64, part: u64) -> String {
    let millis = FIRST_MILLIS + number * 4 + part;
    format!("{:08x}-{:04x}-7000-8000-{number:012x}", millis >> 16, millis & 0xffff)
}

impl Example {
    fn of(connection: &Connection, number: u64) -> Example {
        let sql = "SELECT json_extract(body, '$.data.id') FROM records
                   WHERE key >= 'deployment/' AND key < 'deployment0' AND json_extract(body, '$.data.number') = ?1";
        let id: String = connection.query_row(sql, [number.cast_signed()], |row| row.get(0)).unwrap();
        let sql = "SELECT key, revision, body, id FROM records
                   WHERE key = 'deployment/' || ?1
                   OR key >= 'event/' AND key < 'event0' AND json_extract(body, '$.data.deployment_id') = ?1
                   ORDER BY key";
        let mut select = connection.prepare(sql).unwrap();
        let rows = select.query_map([&id], |row| {
            let (key, revision, body, id): (String, i64, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let request = key.strip_prefix("event/").map(|id| id[..36].to_owned());
            let revision = revision.cast_unsigned();
            Ok(Row { request, entries: entries(connection, id, revision, number), key, revision, body })
        });
        let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3, "a deployment, and a line of the log for each of the two calls");
        Example { number, id, rows }
    }

    fn write(&self, number: u64, later: u64, records: &mut Statement<'_>, entries: &mut Statement<'_>) {
        let new = id(number, 0);
        let numbers = |number: u64| [format!("\"number\":{number},"), format!("\"ending\":{number}")];
        for (part, row) in self.rows.iter().enumerate() {
            let (mut key, mut body) = (row.key.replace(&self.id, &new), row.body.replace(&self.id, &new));
            if let Some(request) = &row.request {
                let new = id(number, part as u64);
                (key, body) = (key.replace(request, &new), body.replace(request, &new));
            } else {
                for (from, to) in numbers(self.number).iter().zip(numbers(number)) {
                    body = body.replace(from, &to);
                }
            }
            let revision = row.revision + later;
            let record = records.insert((key, revision.cast_signed(), body)).unwrap();
            for (partition, list, by_revision) in &row.entries {
                let position = if *by_revision { revision } else { number };
                entries.execute((partition, list, position.to_be_bytes(), record)).unwrap();
            }
        }
    }
}

fn entries(connection: &Connection, id: i64, revision: u64, number: u64) -> Vec<(i64, u8, bool)> {
    let sql = "SELECT partition, list, position FROM entries WHERE record = ?1 ORDER BY partition, list";
    let mut select = connection.prepare(sql).unwrap();
    let rows = select.query_map([id], |row| {
        let (partition, list, position): (i64, u8, [u8; 8]) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let by_revision = u64::from_be_bytes(position) == revision;
        assert!(by_revision || u64::from_be_bytes(position) == number);
        Ok((partition, list, by_revision))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
