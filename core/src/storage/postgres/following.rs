//! Reads through other records: how they are said to the schema's `read_through_1`, and what they turn out to be of.

use std::collections::HashMap;

use tokio_postgres::types::Type;

use super::statements::{Value, value};
use crate::change::{Listed, Query, Reads, Snapshot, Stored};
use crate::record::Key;
use crate::through::{Link, Through};

/// What is to be followed, as columns. Keys and partitions are templates of PostgreSQL's `format`, with the numbers of
/// links in the places of their stand-ins.
pub(super) struct Follows<'t> {
    links: &'t [Link],
    link_keys: Vec<String>,
    link_paths: Vec<&'static str>,
    beside_requests: Vec<i32>,
    beside_keys: Vec<String>,
    beside_paths: Vec<&'static str>,
}

impl<'t> Follows<'t> {
    pub(super) fn of(through: &'t Through) -> Follows<'t> {
        let follow = &through.follow;
        let mut follows = Follows {
            links: &follow.links,
            link_keys: Vec::new(),
            link_paths: follow.links.iter().map(|link| link.path).collect(),
            beside_requests: Vec::new(),
            beside_keys: Vec::new(),
            beside_paths: Vec::new(),
        };
        follows.link_keys = follow.links.iter().map(|link| follows.template(link.key.as_str())).collect();
        for beside in &follow.beside {
            let asked = through.reads.queries.iter().zip(1..).find(|(query, _)| **query == beside.query);
            if let Some((_, request)) = asked {
                let key = follows.template(&beside.prefix);
                follows.beside_requests.push(request);
                // What the row says comes behind all links.
                follows.beside_keys.push(format!("{key}%{}$s", follow.links.len() + 1));
                follows.beside_paths.push(beside.path);
            }
        }
        follows
    }

    pub(super) fn template(&self, text: &str) -> String {
        let mut template = text.replace('%', "%%");
        for (link, number) in self.links.iter().zip(1..) {
            if template.contains(&link.stand_in) {
                template = template.replace(&link.stand_in, &format!("%{number}$s"));
            }
        }
        template
    }

    pub(super) fn values(self) -> [(Value, Type); 5] {
        [
            value(self.link_keys, Type::TEXT_ARRAY),
            value(self.link_paths, Type::TEXT_ARRAY),
            value(self.beside_requests, Type::INT4_ARRAY),
            value(self.beside_keys, Type::TEXT_ARRAY),
            value(self.beside_paths, Type::TEXT_ARRAY),
        ]
    }
}

/// What was read once it is known what the stand-ins stand for: what is below something that is not there was not, and
/// what was found beside lists was.
pub(super) fn followed(
    through: &Through,
    said: &[Option<String>],
    mut records: HashMap<Key, Stored>,
    lists: Vec<Vec<Listed>>,
) -> (Reads, Snapshot) {
    let (mut reads, mut snapshot) = (Reads::default(), Snapshot::default());
    for key in &through.reads.keys {
        let Some(text) = meant(key.as_str(), &through.follow.links, said) else { continue };
        let key = text.map_or_else(|| key.clone(), Key::from_text);
        snapshot.records.push(records.get(&key).cloned());
        reads.keys.push(key);
    }
    for key in &reads.keys {
        records.remove(key);
    }
    for (key, stored) in records {
        reads.keys.push(key);
        snapshot.records.push(Some(stored));
    }
    for (query, rows) in through.reads.queries.iter().zip(lists) {
        let Some(text) = meant(&query.partition, &through.follow.links, said) else { continue };
        let partition = text.unwrap_or_else(|| query.partition.clone());
        reads.queries.push(Query { partition, ..query.clone() });
        snapshot.rows.push(rows);
    }
    (reads, snapshot)
}

/// A text with what its stand-ins stand for: nothing where one stands for nothing, and no other text where it has none.
#[expect(clippy::option_option, reason = "both are told apart")]
fn meant(text: &str, links: &[Link], said: &[Option<String>]) -> Option<Option<String>> {
    let mut meant: Option<String> = None;
    for (link, said) in links.iter().zip(said) {
        let so_far = meant.as_deref().unwrap_or(text);
        if so_far.contains(&link.stand_in) {
            meant = Some(so_far.replace(&link.stand_in, said.as_deref()?));
        }
    }
    Some(meant)
}
