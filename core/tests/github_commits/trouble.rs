//! What goes wrong between here and GitHub, and what it says that cannot be believed.

use release_core::{Code, Error, Releases};

use crate::forge::{Fault, Reply};
use crate::github::{Forge, TOKEN, hash, message};

fn prepared(forge: &Forge) -> Releases {
    let releases = forge.releases();
    releases.create_project("web", "acme/web").call().expect("a project");
    releases
}

fn cut(releases: &Releases, version: &str, commit: impl AsRef<str>) -> Result<(), Error> {
    releases.create_release("web", version, "acme/web", commit).call().map(drop)
}

#[test]
fn what_cannot_be_asked_is_said_and_can_be_tried_again() {
    for (fault, retryable, words) in [
        (Fault::Instead(message(401, "Bad credentials")), false, "Bad credentials"),
        (Fault::Instead(message(403, "Resource not accessible by personal access token")), false, "not accessible"),
        (Fault::Instead(message(500, "Server Error")), true, "500"),
        (Fault::Instead(message(503, "Service unavailable")), true, "503"),
        (Fault::DropBefore, true, ""),
        (Fault::CutShort, true, "broke off"),
    ] {
        let forge = Forge::start(20);
        let releases = prepared(&forge);
        forge.server.fault(fault);
        let error = cut(&releases, "1.0.0-rc1", hash(3)).unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, retryable), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!format!("{error:?}").contains(TOKEN), "{error:?}");
        cut(&releases, "1.0.0-rc1", hash(3)).unwrap();
    }
}

#[test]
fn the_last_of_a_limit_is_left_to_starting_workflows() {
    let forge = Forge::start(20);
    let releases = prepared(&forge);
    let low = Reply::new(200, "{}").header("x-ratelimit-limit", "5000").header("x-ratelimit-remaining", "499");
    forge.server.fault(Fault::Instead(low.header("x-ratelimit-reset", "99999999999")));
    let error = cut(&releases, "1.0.0-rc1", hash(3)).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, true), "{error}");
    assert!(error.to_string().contains("kept for starting workflows"), "{error}");
}

#[test]
fn an_answer_that_is_none_is_not_believed() {
    for (body, words) in [
        ("[]", "not what its description says"),
        ("not json", "not what its description says"),
        (r#"{"sha": "main", "commit": {}}"#, "whose hash is none"),
    ] {
        let forge = Forge::start(20);
        let releases = prepared(&forge);
        // The first question is whether there is the repository.
        forge.server.fault(Fault::Instead(Reply::new(200, "{}"))).fault(Fault::Instead(Reply::new(200, body)));
        let error = cut(&releases, "1.0.0-rc1", hash(3)).unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, false), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn another_commit_than_was_asked_for_is_not_taken() {
    let forge = Forge::start(20);
    let releases = prepared(&forge);
    let absent = "c".repeat(40);
    forge.set(|state| {
        state.branches.insert(absent.clone(), hash(3));
        state.branches.insert("abcdef0".to_owned(), hash(7));
    });
    let error = cut(&releases, "1.0.0-rc1", &absent).unwrap_err();
    assert_eq!(error.code(), Code::InvalidCommitHash, "a branch has that name: {error}");
    // All hashes of the forge begin with zeros.
    let error = cut(&releases, "1.0.0-rc1", "abcdef0").unwrap_err();
    assert_eq!(error.code(), Code::InvalidCommitHash, "{error}");
    assert!(error.to_string().contains("say more digits"), "{error}");
    assert_eq!(releases.list_candidates("web").call().unwrap().items.len(), 0);
}

#[test]
fn where_github_asks_for_a_pause_nothing_is_sent() {
    let forge = Forge::start(20);
    let releases = prepared(&forge);
    let limited =
        message(403, "API rate limit exceeded").header("x-ratelimit-remaining", 0).header("retry-after", 3600);
    forge.server.fault(Fault::Instead(limited));
    let error = cut(&releases, "1.0.0-rc1", hash(3)).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, true), "{error}");
    assert!(error.to_string().contains("rate limit"), "{error}");
    let before = forge.server.seen().len();
    let error = cut(&releases, "1.0.0-rc1", hash(3)).unwrap_err();
    assert!(error.to_string().contains("asked to be left alone"), "{error}");
    assert_eq!(forge.server.seen().len(), before);
}

#[test]
fn a_deployment_does_not_fail_because_github_does() {
    let forge = Forge::start(20);
    let releases = prepared(&forge);
    releases.create_environment("web", "production").call().unwrap();
    cut(&releases, "1.0.0-rc1", hash(3)).unwrap();
    cut(&releases, "2.0.0-rc1", hash(5)).unwrap();
    cut(&releases, "2.1.0-rc1", hash(8)).unwrap();
    releases.update_deployment_status("web", "production", "1.0.0-rc1", "success").call().unwrap();
    forge.server.fault(Fault::Instead(message(500, "Server Error")));
    releases.create_deployment("web", "production", "2.1.0-rc1").call().unwrap();
    let changes = releases.changes("web", "production").to("2.1.0-rc1").call().unwrap();
    assert_eq!((changes.brings.total, changes.recorded_at), (5, None), "it was not recorded, and is asked now");
}
