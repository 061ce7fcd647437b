//! What an operation needs that is made of others: each of them decides on the same view, one after the other.

use super::{Context, View, neighbour};
use crate::model::Event;
use crate::record::{Body, Key};

impl Context {
    /// The context of one of the operations that a call is made of, by its place among them: less than 20,000.
    pub(crate) fn nth(&self, n: usize) -> Context {
        let first = self.ids.len() * (n + 1);
        let ids = std::array::from_fn(|id| neighbour(self.request, first + id));
        Context { request: self.request, ids, actor: self.actor.clone() }
    }
}

impl View<'_> {
    /// The lines of the audit log that were written so far, in their order.
    pub(crate) fn logged(&self) -> impl Iterator<Item = &Event> {
        self.writes.iter().filter_map(|(_, record)| match &record.as_ref()?.0 {
            Body::Event(event) => Some(&event.data),
            _ => None,
        })
    }

    /// Says that there is no record of a key, because the key has an id made for this request; so it is not asked for.
    /// That there is none is still checked when the changes are committed.
    pub(crate) fn expect_none(&mut self, key: Key) {
        self.seen.entry(key).or_insert(None);
    }

    /// Takes back all that was written. What was read is still checked.
    pub(crate) fn take_back(&mut self) {
        self.writes.clear();
        self.places.clear();
        self.starts.clear();
    }
}
