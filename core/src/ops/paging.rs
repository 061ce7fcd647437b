//! Pages of lists, and the cursors between them.

use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::change::Query;
use crate::error::{Code, Error, Result, excerpt};
use crate::hex;
use crate::model::Page;
use crate::record::{Kept, List};
use crate::view::View;

/// The most items of a page.
pub(super) const MOST: u32 = 100;
/// The items of a page where the caller does not say.
const USUAL: u32 = 50;

/// Where a page begins and how long it is.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Paging {
    pub(super) per_page: Option<u32>,
    pub(super) cursor: Option<String>,
}

/// Gives a list's call the options of its pages.
macro_rules! paged {
    ($type:ident) => {
        impl $crate::client::Call<$type> {
            /// How many items a page has: 1 to 100, 50 where nothing is said.
            pub fn per_page(mut self, items: u32) -> Self {
                self.operation.paging.per_page = Some(items);
                self
            }

            /// Where the page begins: the `next` of the page before.
            pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
                self.operation.paging.cursor = Some(cursor.into());
                self
            }
        }
    };
}
pub(super) use paged;

impl Paging {
    pub(super) fn limit(&self, usual: u32) -> Result<usize> {
        match self.per_page.unwrap_or(usual) {
            items @ 1..=MOST => Ok(items as usize),
            items => Err(Error::new(Code::InvalidRequest, format!("invalid per_page {items}: expected 1 to {MOST}"))
                .with("field", "per_page")
                .with("expected", "1 to 100")
                .with("found", items)),
        }
    }
}

/// What `page_of` reads first, to be read ahead; nothing where it will refuse the page.
pub(super) fn ahead(paging: &Paging, list: List, partition: impl std::fmt::Display, descending: bool) -> Option<Query> {
    let limit = paging.limit(USUAL).ok()?;
    let partition = partition.to_string();
    let after = paging.cursor.as_deref().map(|cursor| position(cursor, list, &partition)).transpose().ok()?;
    Some(Query { list, partition, descending, after, limit: limit + 1 })
}

/// A page of a list: the records that are wanted, with their positions, in the list's order.
pub(super) fn page_of<T: Kept>(
    view: &mut View<'_>,
    paging: &Paging,
    list: List,
    partition: impl std::fmt::Display,
    descending: bool,
    wanted: impl Fn(&T) -> bool,
) -> Result<Page<(Vec<u8>, Arc<T>)>> {
    let limit = paging.limit(USUAL)?;
    let partition = partition.to_string();
    let mut after = paging.cursor.as_deref().map(|cursor| position(cursor, list, &partition)).transpose()?;
    let mut items = Vec::new();
    loop {
        // One more than is asked for tells whether there is a next page.
        let query = Query { list, partition: partition.clone(), descending, after: after.take(), limit: limit + 1 };
        let rows = view.list_positions::<T>(&query)?;
        let last = rows.len() <= limit;
        let end = rows.last().map(|(position, _)| position.clone());
        for (position, record) in rows {
            if !wanted(&record) {
                continue;
            }
            if items.len() == limit {
                let last: Option<&(Vec<u8>, Arc<T>)> = items.last();
                let next = last.map(|(position, _)| cursor(list, &partition, position));
                return Ok(Page { items, next, total: None });
            }
            items.push((position, record));
        }
        if last {
            return Ok(Page { items, next: None, total: None });
        }
        after = end;
    }
}

/// A place in a list as text for callers: opaque, and only for that list.
pub(super) fn cursor(list: List, partition: &str, position: &[u8]) -> String {
    let mut bytes = mark(list, partition).to_vec();
    bytes.extend_from_slice(position);
    hex::encode(bytes)
}

/// The place that a cursor stands for.
pub(super) fn position(cursor: &str, list: List, partition: &str) -> Result<Vec<u8>> {
    let mark = mark(list, partition);
    let bytes = if cursor.len() <= 2048 { hex::decode(cursor) } else { None };
    match bytes {
        Some(bytes) if bytes.len() > mark.len() && bytes.starts_with(&mark) => Ok(bytes[mark.len()..].to_vec()),
        _ => Err(Error::new(
            Code::InvalidCursor,
            format!("invalid cursor {:?}: expected the 'next' of a page of the same list", excerpt(cursor)),
        )
        .with("field", "cursor")
        .with("expected", "the 'next' of a page of the same list")
        .with("found", cursor)),
    }
}

/// Tells the cursors of one list from those of another.
fn mark(list: List, partition: &str) -> [u8; 4] {
    let digest = Sha256::new().chain_update([list.number()]).chain_update(partition).finalize();
    *digest.first_chunk().unwrap_or(&[0; 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_only_for_its_list() {
        let text = cursor(List::Projects, "", b"web");
        assert_eq!(position(&text, List::Projects, "").unwrap(), b"web");
        assert!(position(&text, List::Environments, "").is_err());
        assert!(position(&text, List::Projects, "x").is_err());
        for bad in ["", "zz", "+1+1+1+1+1", "é", &"0".repeat(3000)] {
            assert_eq!(position(bad, List::Projects, "").unwrap_err().code(), Code::InvalidCursor);
        }
    }
}
