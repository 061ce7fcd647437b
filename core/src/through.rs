//! Reads through other records: of what is kept under an id that the reader does not know, and a record says that it can
//! name. A storage that follows them fetches at once what else takes a question for each name on the way.
//!
//! Nothing rests on them. What comes back stands under the keys that were really looked at, so a decision that names
//! something else by then asks for that, as it does where nothing was followed.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::change::{Query, Reads};
use crate::record::Key;

/// More links than this are not followed; what is below further names is asked for later.
const MOST_LINKS: usize = 16;

/// [`Reads`], and those whose keys and partitions have stand-ins in the places of what other records say.
#[derive(Debug, Default, Clone)]
pub struct Through {
    pub(crate) reads: Reads,
    pub(crate) follow: Follow,
}

/// What is to be followed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Follow {
    /// In an order in which none needs a later one.
    pub(crate) links: Vec<Link>,
    pub(crate) beside: Vec<Beside>,
}

/// What a stand-in stands for: something that a record says.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) stand_in: String,
    pub(crate) key: Key,
    /// Where it stands in the record's JSON, as an array of PostgreSQL.
    pub(crate) path: &'static str,
}

/// Records that the rows of a list name, beside that list.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    pub(crate) query: Query,
    pub(crate) prefix: String,
    /// Where in the row's JSON the rest of the key stands, as an array of PostgreSQL.
    pub(crate) path: &'static str,
}

impl From<Reads> for Through {
    fn from(reads: Reads) -> Through {
        Through { reads, follow: Follow::default() }
    }
}

impl Through {
    /// Whether there is nothing to follow.
    pub(crate) fn is_plain(&self) -> bool {
        self.follow.links.is_empty() && self.follow.beside.is_empty()
    }
}

/// Gathers what is to be followed while a decision says its reads.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// No id of anything: stand-ins are neighbours of it.
    base: Uuid,
    follow: Mutex<Follow>,
}

impl Gathered {
    pub(crate) fn new() -> Gathered {
        Gathered { base: Uuid::now_v7(), follow: Mutex::default() }
    }

    /// A stand-in for the id that a record says at that place; nothing where there are too many.
    pub(crate) fn id(&self, key: &Key, path: &'static str) -> Option<Uuid> {
        self.stand_in(key, path, |id| id.to_string()).map(|(id, _)| id)
    }

    /// A stand-in for a text, made of an id that is of nothing.
    pub(crate) fn stand_in(
        &self,
        key: &Key,
        path: &'static str,
        text: impl Fn(Uuid) -> String,
    ) -> Option<(Uuid, String)> {
        let mut follow = self.follow.lock().unwrap_or_else(PoisonError::into_inner);
        let links = &mut follow.links;
        let place = links.iter().position(|link| link.key == *key && link.path == path).unwrap_or(links.len());
        let id = Uuid::from_u128(self.base.as_u128() ^ (place as u128 + 1));
        if place == MOST_LINKS {
            return None;
        }
        if place == links.len() {
            links.push(Link { stand_in: text(id), key: key.clone(), path });
        }
        Some((id, text(id)))
    }

    /// Beside the rows of a query, the records that they name.
    pub(crate) fn beside(&self, query: &Query, prefix: String, path: &'static str) {
        let mut follow = self.follow.lock().unwrap_or_else(PoisonError::into_inner);
        follow.beside.push(Beside { query: query.clone(), prefix, path });
    }

    pub(crate) fn with(self, reads: Reads) -> Through {
        Through { reads, follow: self.follow.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }
}
