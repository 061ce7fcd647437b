//! What a face of the library keeps beside the releases.

use release_core::{Code, Releases};
use serde_json::json;

#[test]
fn documents_are_kept_by_collection_and_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db").to_string_lossy().into_owned();
    let releases = Releases::open(&path).unwrap();
    assert_eq!(releases.documents("tokens").unwrap(), []);
    releases.add_document("tokens", "b", json!({"hash": "2"})).unwrap();
    releases.add_document("tokens", "a", json!({"hash": "1"})).unwrap();
    releases.add_document("tokens.old", "a", json!(null)).unwrap();

    let error = releases.add_document("tokens", "a", json!({"hash": "3"})).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::Conflict, false));

    // Another handle, as another process has it.
    let another = Releases::open(&path).unwrap();
    let names: Vec<_> = another.documents("tokens").unwrap().into_iter().map(|document| document.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(another.document("tokens", "a").unwrap().unwrap().value, json!({"hash": "1"}));
    assert!(another.remove_document("tokens", "a").unwrap());
    assert!(!releases.remove_document("tokens", "a").unwrap());
    assert_eq!(releases.document("tokens", "a").unwrap(), None);
    assert_eq!(releases.documents("tokens.old").unwrap().len(), 1);
}

#[test]
fn more_documents_than_are_read_at_once_are_all_listed() {
    let releases = Releases::in_memory();
    for number in 0..1001 {
        releases.add_document("many", &format!("{number:04}"), json!(number)).unwrap();
    }
    let documents = releases.documents("many").unwrap();
    assert_eq!(documents.len(), 1001);
    assert!(documents.is_sorted_by(|a, b| a.name < b.name));
}

#[test]
fn names_and_sizes_are_limited() {
    let releases = Releases::in_memory();
    for (collection, name) in [("", "a"), ("a", ""), ("a/b", "c"), ("a", "b c"), ("a", &"x".repeat(101))] {
        let error = releases.add_document(collection, name, json!(1)).unwrap_err();
        assert_eq!(error.code(), Code::InvalidName, "{collection:?} {name:?}");
    }
    let error = releases.add_document("a", "b", json!("x".repeat(70_000))).unwrap_err();
    assert_eq!(error.code(), Code::InvalidRequest);
}
