//! The history of a git repository as far as it was asked about, kept from question to question.

use std::collections::{HashMap, HashSet};

use gix::{ObjectId, Repository};

use super::{damaged, objects};
use crate::commits::graph::Graph;
use crate::commits::{Commits, Comparison, Span};
use crate::error::Result;
use crate::model::{Commit, CommitHash, Timestamp, Truth};

/// Who is in whose history, as far as it was read. Commits do not change, so it only grows; where something that was
/// missing has arrived, it is read anew.
#[derive(Default)]
pub(super) struct History {
    graph: Graph<ObjectId>,
    /// Parents that were not there.
    missing: HashSet<ObjectId>,
}

/// Missing parents that are looked for at each question; the boundary of a shallow clone moves as one.
const LOOKED_FOR: usize = 16;

/// A commit as the graph needs it.
struct Node {
    parents: Vec<ObjectId>,
    time: i64,
}

impl History {
    /// Reads the history of these commits, as far as it is not known and is there.
    pub(super) fn reach(&mut self, repository: &Repository, heads: &[&CommitHash]) -> Result<()> {
        if self.missing.iter().take(LOOKED_FOR).any(|id| repository.has_object(id)) {
            *self = History::default();
        }
        let heads = heads.iter().filter_map(|head| objects::id(repository, head));
        let mut next: Vec<(ObjectId, bool)> =
            heads.filter(|head| !self.graph.has(head)).map(|head| (head, false)).collect();
        if next.is_empty() {
            return Ok(());
        }
        let (mut read, mut absent) = (HashMap::new(), HashSet::new());
        let known = Known::open(repository)?;
        while let Some((id, is_parent)) = next.pop() {
            if self.graph.has(&id) || read.contains_key(&id) {
                continue;
            }
            let node = if absent.contains(&id) { None } else { known.node(id)? };
            match node {
                Some(node) => {
                    next.extend(node.parents.iter().map(|parent| (*parent, true)));
                    read.insert(id, node);
                }
                None => {
                    absent.insert(id);
                    if is_parent {
                        self.missing.insert(id);
                    }
                }
            }
        }
        self.add(&read);
        Ok(())
    }

    /// Adds commits, parents before their children.
    fn add(&mut self, read: &HashMap<ObjectId, Node>) {
        let mut children: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
        let mut waits_for: HashMap<ObjectId, usize> = HashMap::new();
        let mut ready = Vec::new();
        for (id, node) in read {
            let mut waits = 0;
            for parent in node.parents.iter().filter(|parent| read.contains_key(*parent)) {
                children.entry(*parent).or_default().push(*id);
                waits += 1;
            }
            if waits == 0 {
                ready.push(*id);
            }
            waits_for.insert(*id, waits);
        }
        while let Some(id) = ready.pop() {
            let node = &read[&id];
            self.graph.add(id, &node.parents, node.time);
            for child in children.get(&id).into_iter().flatten() {
                if let Some(waits) = waits_for.get_mut(child) {
                    *waits -= 1;
                    if *waits == 0 {
                        ready.push(*child);
                    }
                }
            }
        }
    }

    pub(super) fn contains(&self, repository: &Repository, commit: &CommitHash, heads: &[CommitHash]) -> Vec<Truth> {
        let absent = ObjectId::null(repository.object_hash());
        let id = |commit: &CommitHash| objects::id(repository, commit).unwrap_or(absent);
        self.graph.contains(&id(commit), &heads.iter().map(id).collect::<Vec<_>>())
    }

    pub(super) fn compare(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison> {
        let absent = ObjectId::null(repository.object_hash());
        let id = |commit: &CommitHash| objects::id(repository, commit).unwrap_or(absent);
        let found = self.graph.compare(&id(base), &id(head));
        Ok(Comparison { relation: found.relation, merge_base: found.merge_base.map(objects::hash).transpose()? })
    }

    pub(super) fn commits(&self, repository: &Repository, span: &Span) -> Result<Commits> {
        let absent = ObjectId::null(repository.object_hash());
        let id = |commit: &CommitHash| objects::id(repository, commit).unwrap_or(absent);
        let found = self.graph.between(span.from.as_ref().map(id).as_ref(), &id(&span.to));
        let (mut items, mut complete) = (Vec::new(), !found.cut);
        for id in found.keys.iter().skip(span.skip).take(span.limit) {
            // It was there when the history was read, and may have been cleared away since.
            let there = objects::commit(repository, *id, span.paths)?;
            complete &= there.is_some();
            items.push(match there {
                Some(commit) => commit,
                None => Commit::new(objects::hash(*id)?, Timestamp::from_millis(0)),
            });
        }
        Ok(Commits { items, total: found.keys.len() as u64, complete })
    }
}

/// Where commits are read from: git's own summary of the history where there is one, and else the objects.
struct Known<'a> {
    repository: &'a Repository,
    summary: Option<gix::commitgraph::Graph>,
}

impl<'a> Known<'a> {
    fn open(repository: &'a Repository) -> Result<Known<'a>> {
        let shallow = repository.is_shallow().map_err(|error| damaged("the list of shallow commits", &error))?;
        // The summary of what a shallow clone had before may name what is gone; a damaged one is made good by objects.
        let summary = if shallow { None } else { repository.commit_graph_if_enabled().ok().flatten() };
        Ok(Known { repository, summary })
    }

    /// A commit; nothing where it is not there.
    fn node(&self, id: ObjectId) -> Result<Option<Node>> {
        if let Some(node) = self.summarised(id) {
            return Ok(Some(node));
        }
        let Some(object) = objects::commit_data(self.repository, id)? else { return Ok(None) };
        let unreadable = |error: &gix::Error| damaged(format_args!("commit {id}"), error);
        let decoded = gix::objs::CommitRef::from_bytes(&object.data, self.repository.object_hash());
        let decoded = decoded.map_err(|error| unreadable(&error))?;
        let time = decoded.time().map_err(|error| unreadable(&error))?;
        Ok(Some(Node { parents: decoded.parents().collect(), time: time.seconds }))
    }

    fn summarised(&self, id: ObjectId) -> Option<Node> {
        let summary = self.summary.as_ref()?;
        let commit = summary.commit_by_id(id)?;
        let time = i64::try_from(commit.committer_timestamp()).ok()?;
        let parents = commit.iter_parents().map(|at| at.map(|at| summary.id_at(at).to_owned()));
        Some(Node { parents: parents.collect::<Result<_, _>>().ok()?, time })
    }
}
