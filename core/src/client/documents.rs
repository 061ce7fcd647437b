//! Documents: what a face of this library keeps beside the releases, as a service its tokens. They are records like all
//! others, so that every process that uses the database sees them; the engine itself reads none.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Releases;
use crate::change::{Query, Reads};
use crate::error::{Code, Error, Result, excerpt};
use crate::known::Known;
use crate::record::{DocumentRecord, Key, List};
use crate::view::{Context, Decide, View};

/// The largest document, in bytes of JSON.
const MAX_BYTES: usize = 64 * 1024;
/// Documents that are read together.
const AT_ONCE: usize = 500;

/// A document that is kept for a face of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// Its name within the collection.
    pub name: String,
    /// What it says.
    pub value: Value,
}

impl Releases {
    /// Keeps a new document of a collection. Names of both are 1 to 100 ASCII letters, digits, `-`, `_` and `.`. It must
    /// hold no secret: the database is readable to whoever has the file.
    ///
    /// # Errors
    /// `invalid_name`; `invalid_request` (more than 64 KiB of JSON); `conflict` where there is one of that name, which
    /// is not retryable.
    pub fn add_document(&self, collection: &str, name: &str, value: Value) -> Result<()> {
        let add = AddDocument { place: Place::new(collection, name)?, value };
        if serde_json::to_vec(&add.value).map_or(usize::MAX, |bytes| bytes.len()) > MAX_BYTES {
            let message = format!("document {name:?} is too large: expected at most {MAX_BYTES} bytes of JSON");
            return Err(Error::new(Code::InvalidRequest, message).with("field", "value"));
        }
        self.inner().execute(add, Context::new(None), None).map(|(done, _)| done)
    }

    /// A document by its name.
    ///
    /// # Errors
    /// `invalid_name`.
    pub fn document(&self, collection: &str, name: &str) -> Result<Option<Document>> {
        self.inner().query(GetDocument { place: Place::new(collection, name)? })
    }

    /// All documents of a collection, by name.
    ///
    /// # Errors
    /// `invalid_name`.
    pub fn documents(&self, collection: &str) -> Result<Vec<Document>> {
        let mut all = Vec::new();
        loop {
            let after = all.last().map(|document: &Document| document.name.clone());
            let page = ListDocuments { collection: checked("collection", collection)?, after };
            let page = self.inner().query(page)?;
            let is_last = page.len() < AT_ONCE;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// Forgets a document; answers whether there was one.
    ///
    /// # Errors
    /// `invalid_name`.
    pub fn remove_document(&self, collection: &str, name: &str) -> Result<bool> {
        let remove = RemoveDocument { place: Place::new(collection, name)? };
        self.inner().execute(remove, Context::new(None), None).map(|(done, _)| done)
    }
}

#[derive(Debug, Serialize)]
struct Place {
    collection: String,
    name: String,
}

impl Place {
    fn new(collection: &str, name: &str) -> Result<Place> {
        Ok(Place { collection: checked("collection", collection)?, name: checked("name", name)? })
    }

    fn key(&self) -> Key {
        Key::document(&self.collection, &self.name)
    }

    fn reads(&self) -> Reads {
        Reads { keys: vec![self.key()], queries: Vec::new() }
    }

    fn get(&self, view: &mut View<'_>) -> Result<Option<Arc<DocumentRecord>>> {
        view.get(&self.key())
    }
}

fn checked(field: &'static str, name: &str) -> Result<String> {
    let fine = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fine && (1..=100).contains(&name.len()) {
        return Ok(name.to_owned());
    }
    let expected = "1 to 100 ASCII letters, digits, '-', '_' and '.'";
    Err(Error::new(Code::InvalidName, format!("invalid {field} {:?}: expected {expected}", excerpt(name)))
        .with("field", field)
        .with("expected", expected)
        .with("found", name))
}

#[derive(Debug, Serialize)]
struct AddDocument {
    place: Place,
    value: Value,
}

impl Decide for AddDocument {
    const NAME: &'static str = "add_document";
    type Output = ();

    fn reads(&self, _: &Known) -> Reads {
        self.place.reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<()> {
        let Place { collection, name } = &self.place;
        if self.place.get(view)?.is_some() {
            let message = format!("{collection} has a document {name:?} already: choose another name");
            return Err(Error::new(Code::Conflict, message).retryable(false).with("found", name));
        }
        view.put(DocumentRecord { collection: collection.clone(), name: name.clone(), value: self.value.clone() });
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct GetDocument {
    place: Place,
}

impl Decide for GetDocument {
    const NAME: &'static str = "document";
    const READ_ONLY: bool = true;
    type Output = Option<Document>;

    fn reads(&self, _: &Known) -> Reads {
        self.place.reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<Document>> {
        Ok(self.place.get(view)?.map(|record| shown(&record)))
    }
}

#[derive(Debug, Serialize)]
struct ListDocuments {
    collection: String,
    after: Option<String>,
}

impl ListDocuments {
    fn query(&self) -> Query {
        let query = Query::first(List::Documents, &self.collection).limit(AT_ONCE);
        match &self.after {
            Some(name) => query.after(name.clone().into_bytes()),
            None => query,
        }
    }
}

impl Decide for ListDocuments {
    const NAME: &'static str = "documents";
    const READ_ONLY: bool = true;
    type Output = Vec<Document>;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: Vec::new(), queries: vec![self.query()] }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Vec<Document>> {
        Ok(view.list::<DocumentRecord>(&self.query())?.iter().map(|record| shown(record)).collect())
    }
}

#[derive(Debug, Serialize)]
struct RemoveDocument {
    place: Place,
}

impl Decide for RemoveDocument {
    const NAME: &'static str = "remove_document";
    type Output = bool;

    fn reads(&self, _: &Known) -> Reads {
        self.place.reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<bool> {
        let there = self.place.get(view)?.is_some();
        if there {
            view.delete(&self.place.key());
        }
        Ok(there)
    }
}

fn shown(record: &DocumentRecord) -> Document {
    Document { name: record.name.clone(), value: record.value.clone() }
}
