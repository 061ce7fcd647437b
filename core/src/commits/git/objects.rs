//! Single objects of a git repository: commits with what they touch, and tags.

use std::collections::HashSet;
use std::ops::ControlFlow;

use gix::bstr::{BStr, ByteSlice};
use gix::diff::tree::{Recorder, Visit, visit};
use gix::hash::Prefix;
use gix::objs::{Find, Kind, TreeRefIter};
use gix::{ObjectId, Repository};

use super::damaged;
use crate::commits::{Resolved, Tag};
use crate::error::{Code, Error, Result};
use crate::model::{Commit, CommitHash, CommitName, Timestamp, one_line};

/// The largest object of history that is read, in bytes: commits, trees and tags are far smaller.
const LARGEST: u64 = 64 << 20;

/// A commit's id, where the repository can have it: a repository has hashes of one length.
pub(super) fn id(repository: &Repository, commit: &CommitHash) -> Option<ObjectId> {
    ObjectId::from_hex(commit.as_str().as_bytes()).ok().filter(|id| id.kind() == repository.object_hash())
}

/// An id as a commit's hash.
pub(super) fn hash(id: ObjectId) -> Result<CommitHash> {
    CommitHash::new(id.to_hex().to_string())
}

pub(super) fn resolve(repository: &Repository, name: &CommitName) -> Result<Resolved> {
    let found = match name {
        CommitName::Full(commit) => match id(repository, commit) {
            Some(id) if is_commit(repository, id)? => vec![id],
            _ => Vec::new(),
        },
        CommitName::Prefix(prefix) => beginning_with(repository, prefix)?,
    };
    Ok(match found[..] {
        [] if lacks_history(repository)? => Resolved::OutOfReach,
        [] => Resolved::Unknown,
        [id] => Resolved::Commit(hash(id)?),
        _ => Resolved::Ambiguous,
    })
}

fn beginning_with(repository: &Repository, prefix: &str) -> Result<Vec<ObjectId>> {
    // Digits do not tell which kind of hash they begin.
    let padded = format!("{prefix:0<width$}", width = repository.object_hash().len_in_hex());
    let whole = ObjectId::from_hex(padded.as_bytes());
    let Ok(prefix) = whole.and_then(|whole| Prefix::new(&whole, prefix.len())) else { return Ok(Vec::new()) };
    let mut found = HashSet::new();
    let looked = repository.objects.lookup_prefix(prefix, Some(&mut found));
    looked.map_err(|error| damaged("the repository", &error))?;
    let mut commits = Vec::new();
    for id in found {
        if is_commit(repository, id)? {
            commits.push(id);
        }
    }
    Ok(commits)
}

fn is_commit(repository: &Repository, id: ObjectId) -> Result<bool> {
    let header = repository.try_find_header(id).map_err(|error| damaged(format_args!("object {id}"), &error))?;
    Ok(header.is_some_and(|header| header.kind() == Kind::Commit))
}

/// Whether the clone is one that was told to leave history out.
fn lacks_history(repository: &Repository) -> Result<bool> {
    let shallow = repository.is_shallow().map_err(|error| damaged("the list of shallow commits", &error))?;
    let config = repository.config_snapshot();
    let promised =
        config.sections_by_name("remote").into_iter().flatten().any(|remote| remote.value("promisor").is_some());
    Ok(shallow || promised || config.string("extensions.partialClone").is_some())
}

/// The object of a commit; nothing where it is not there.
pub(super) fn commit_data(repository: &Repository, id: ObjectId) -> Result<Option<gix::Object<'_>>> {
    let what = || format!("commit {id}");
    let Some(header) = repository.try_find_header(id).map_err(|error| damaged(what(), &error))? else {
        return Ok(None);
    };
    if header.kind() != Kind::Commit || header.size() > LARGEST {
        let message = format!("object {id} stands for a commit and is none; try git fsck");
        return Err(Error::new(Code::CommitSourceUnavailable, message).retryable(false));
    }
    repository.try_find_object(id).map_err(|error| damaged(what(), &error))
}

/// A commit as it is shown; nothing where it is not there, or is no commit.
pub(super) fn commit(repository: &Repository, id: ObjectId, with_paths: bool) -> Result<Option<Commit>> {
    if !is_commit(repository, id)? {
        return Ok(None);
    }
    let Some(object) = commit_data(repository, id)? else { return Ok(None) };
    let unreadable = |error: &gix::Error| damaged(format_args!("commit {id}"), error);
    let decoded = gix::objs::CommitRef::from_bytes(&object.data, repository.object_hash());
    let decoded = decoded.map_err(|error| unreadable(&error))?;
    let author = decoded.author().map_err(|error| unreadable(&error))?;
    let time = decoded.time().map_err(|error| unreadable(&error))?;
    let paths = if with_paths { paths(repository, decoded.tree(), decoded.parents().next()) } else { None };
    Ok(Some(Commit {
        commit: hash(id)?,
        parents: decoded.parents().map(hash).collect::<Result<_>>()?,
        author: one_line(&author.name.to_str_lossy()),
        time: seconds(time.seconds),
        subject: one_line(&decoded.message.to_str_lossy()),
        paths,
    }))
}

pub(super) fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds.saturating_mul(1000))
}

/// The paths in which a tree differs from that of the first parent; nothing where that cannot be told, as in a clone
/// that has no trees, and where they are too many.
fn paths(repository: &Repository, tree: ObjectId, parent: Option<ObjectId>) -> Option<Vec<String>> {
    let new = tree_data(repository, tree)?;
    let old = match parent {
        None => Vec::new(),
        Some(parent) => {
            let parent = commit_data(repository, parent).ok()??;
            let before = gix::objs::CommitRef::from_bytes(&parent.data, repository.object_hash()).ok()?;
            tree_data(repository, before.tree())?
        }
    };
    let mut touched = Touched::default();
    let (kind, objects) = (repository.object_hash(), Bounded(repository));
    let state = gix::diff::tree::State::default();
    let (old, new) = (TreeRefIter::from_bytes(&old, kind), TreeRefIter::from_bytes(&new, kind));
    gix::diff::tree(old, new, state, objects, &mut touched).ok()?;
    (touched.paths.len() <= Commit::MAX_PATHS).then_some(touched.paths)
}

fn tree_data(repository: &Repository, id: ObjectId) -> Option<Vec<u8>> {
    let mut buffer = Vec::new();
    let found = Bounded(repository).try_find(&id, &mut buffer).ok()??;
    (found.kind == Kind::Tree).then(|| found.data.to_vec())
}

/// Finds objects that are not too large to be trees.
struct Bounded<'a>(&'a Repository);

impl Find for Bounded<'_> {
    fn try_find<'a>(&self, id: &gix::oid, buffer: &'a mut Vec<u8>) -> gix::Result<Option<gix::objs::Data<'a>>> {
        match self.0.try_find_header(id.to_owned())? {
            Some(header) if header.size() <= LARGEST => self.0.objects.try_find(id, buffer),
            _ => Ok(None),
        }
    }
}

/// Collects the paths of files; folders are told by what is in them.
#[derive(Default)]
struct Touched {
    place: Recorder,
    paths: Vec<String>,
}

impl Visit for Touched {
    fn pop_front_tracked_path_and_set_current(&mut self) {
        self.place.pop_front_tracked_path_and_set_current();
    }

    fn push_back_tracked_path_component(&mut self, component: &BStr) {
        self.place.push_back_tracked_path_component(component);
    }

    fn push_path_component(&mut self, component: &BStr) {
        self.place.push_path_component(component);
    }

    fn pop_path_component(&mut self) {
        self.place.pop_path_component();
    }

    fn visit(&mut self, change: visit::Change) -> visit::Action {
        if !change.entry_mode().is_tree() {
            self.paths.push(self.place.path().to_str_lossy().into_owned());
        }
        if self.paths.len() > Commit::MAX_PATHS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// All tags with the commits that they lead to.
pub(super) fn tags(repository: &Repository) -> Result<Vec<Tag>> {
    let unreadable = |error: &gix::Error| damaged("the list of tags", error);
    let references = repository.references().map_err(|error| unreadable(&error))?;
    let packed = repository.refs.cached_packed_buffer().map_err(|error| unreadable(&error))?;
    let mut tags = Vec::new();
    for reference in references.tags().map_err(|error| unreadable(&error))? {
        // One that cannot be read is damaged by itself, and no reason to know none of the others.
        let Ok(mut reference) = reference else { continue };
        let name = reference.name().as_bstr().to_str_lossy();
        let name = name.strip_prefix("refs/tags/").unwrap_or(&name).to_owned();
        let target = reference.peel_to_id_packed(packed.as_ref().map(|packed| &***packed)).map(gix::Id::detach);
        let commit = match target {
            Ok(id) if is_commit(repository, id)? => Some(hash(id)?),
            _ => None,
        };
        tags.push(Tag { name, commit });
    }
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tags)
}
