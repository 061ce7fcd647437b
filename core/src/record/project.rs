//! A project as it is kept: as people see it.

use std::sync::Arc;

use super::{Body, Entry, Kept, Key, List, Position, Record, of_repository};
use crate::model::Project;

impl Kept for Project {
    wraps!(Project);

    fn key(&self) -> Key {
        Key::project(&self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry::new(List::Projects, "", Position::Bytes(self.name.as_str().as_bytes().to_vec())),
            Entry::new(List::ProjectById, self.id, Position::number(0)),
        ];
        for repository in std::iter::once(&self.repository).chain(&self.former_repositories) {
            let position = Position::Bytes(self.id.as_bytes().to_vec());
            let entry = Entry::new(List::RepositoryProjects, of_repository(repository), position);
            // A repository that got an earlier name back is named twice.
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}
