//! What GitHub says comes out as the same source made of data says it.

use std::fmt::Write as _;

use release_core::{Code, CommitSourceConfig, GithubConnection, Releases, Status, Truth};

use crate::github::{Forge, TOKEN, hash};

/// Two handles with the same releases: one asks GitHub, and one the data.
fn both(forge: &Forge, candidates: &[usize]) -> [Releases; 2] {
    let by_data = Releases::in_memory();
    let source = CommitSourceConfig::from_json(&as_data(forge)).expect("a source");
    by_data.add_commit_source(None, source).expect("a source");
    let all = [forge.releases(), by_data];
    for releases in &all {
        releases.create_project("web", "acme/web").path_patterns(["area-1/", "area-2/"]).call().expect("a project");
        releases.create_environment("web", "production").call().expect("an environment");
        for (n, commit) in candidates.iter().enumerate() {
            let version = format!("1.{n}.0-rc1");
            releases.create_release("web", &version, "acme/web", hash(*commit)).call().expect("a candidate");
            releases
                .update_deployment_status("web", "production", version, Status::Success)
                .call()
                .expect("a deployment");
        }
    }
    all
}

/// What the forge knows, as the description of a source.
fn as_data(forge: &Forge) -> String {
    use release_core::CommitSource;
    let name = crate::github::name();
    let mut commits = String::new();
    for n in 0.. {
        let found = CommitSource::commit(&*forge.truth, &name, &hash(n)).expect("an answer");
        let Some(commit) = found else { break };
        let mut value = serde_json::to_value(commit).expect("JSON");
        value["tags"] = serde_json::json!(if n % 2 == 0 { vec![format!("v0.{n}.0")] } else { Vec::new() });
        let _ = write!(commits, "{}{value}", if n == 0 { "" } else { "," });
    }
    format!(r#"{{"kind": "data", "repositories": {{"acme/web": [{commits}]}}}}"#)
}

#[test]
fn every_answer_is_that_of_the_data() {
    let forge = Forge::start(240);
    forge.set(|state| state.files = 1);
    let [asked, data] = both(&forge, &[5, 19, 18, 100, 230, 239, 240]);
    for commit in [0, 5, 9, 18, 99, 231, 239, 240] {
        let (ours, theirs) =
            (asked.where_is(hash(commit)).call().unwrap(), data.where_is(hash(commit)).call().unwrap());
        let shape = |found: &release_core::WhereIs| {
            let project = &found.projects[0];
            let here: Vec<Truth> = project.environments.iter().map(|here| here.contained).collect();
            (project.details.clone(), project.relevant, project.candidates.clone(), here)
        };
        assert_eq!(shape(&ours), shape(&theirs), "{commit}");
    }
    for from in 0..7 {
        for to in 0..7 {
            let changes = |releases: &Releases| {
                let (from, to) = (format!("1.{from}.0-rc1"), format!("1.{to}.0-rc1"));
                releases.changes("web", "production").from(from).to(to).call().unwrap()
            };
            let (ours, theirs) = (changes(&asked), changes(&data));
            assert_eq!((ours.relation, ours.gap), (theirs.relation, theirs.gap), "{from} {to}");
            for (ours, theirs) in [(&ours.brings, &theirs.brings), (&ours.takes_away, &theirs.takes_away)] {
                assert_eq!((ours.total, ours.looked_at), (theirs.total, theirs.looked_at), "{from} {to}");
                let hashes = |list: &release_core::ChangedCommits| -> Vec<_> {
                    list.commits.iter().filter(|c| c.relevant == Truth::Yes).map(|c| c.commit.commit.clone()).collect()
                };
                // Of many commits, GitHub is asked about the paths of the newest ones; the others may be relevant.
                let (ours, theirs) = (hashes(ours), hashes(theirs));
                assert!(theirs.starts_with(&ours) && (ours.len() >= 40 || ours == theirs), "{from} {to}");
            }
        }
    }
    let first = asked.release_notes("web", "1.0.0-rc1").call().unwrap();
    let same = data.release_notes("web", "1.0.0-rc1").call().unwrap();
    assert_eq!(first.brings, same.brings, "the whole history of a first release");
    let imported = |releases: &Releases| releases.import_tags("web").call().unwrap();
    assert_eq!(imported(&asked), imported(&data));
}

#[test]
fn a_renamed_repository_and_an_enterprise_server_are_followed() {
    let forge = Forge::start(30);
    forge.set(|state| {
        state.prefix = "/api/v3";
        state.renamed = vec!["acme/old"];
    });
    let releases = forge.releases();
    releases.create_project("web", "acme/old").call().unwrap();
    let made = releases.create_release("web", "1.0.0-rc1", "acme/old", &hash(3).as_str()[..38]).call();
    assert_eq!(made.unwrap().commit, hash(3));
    releases.create_release("web", "1.1.0-rc1", "acme/old", hash(8)).call().unwrap();
    assert_eq!(releases.release_notes("web", "1.1.0-rc1").call().unwrap().brings.total, 5);
    assert_eq!(releases.import_tags("web").dry_run(true).call().unwrap().imported.len(), 16);
    assert!(forge.asked().iter().all(|asked| asked.starts_with("/api/v3/repos")));
    // A repository that is not there is told from a commit that is not.
    releases.create_project("other", "acme/none").call().unwrap();
    let missing = releases.create_release("other", "1.0.0-rc1", "acme/none", hash(3)).call().unwrap_err();
    assert_eq!(missing.code(), Code::RepositoryNotFound);
    let missing = releases.create_release("web", "2.0.0-rc1", "acme/old", "e".repeat(40)).call().unwrap_err();
    assert_eq!(missing.code(), Code::InvalidCommitHash);
}

#[test]
fn what_cannot_change_is_asked_once_and_the_rest_by_its_mark() {
    let forge = Forge::start(30);
    let releases = forge.releases();
    releases.create_project("web", "acme/web").call().unwrap();
    for (version, commit) in [("1.0.0-rc1", 3), ("1.1.0-rc1", 8)] {
        releases.create_release("web", version, "acme/web", hash(commit)).call().unwrap();
    }
    releases.where_is(hash(4)).call().unwrap();
    let before = forge.server.seen().len();
    releases.where_is(hash(4)).call().unwrap();
    let again = forge.server.seen().split_off(before);
    assert_eq!(again.iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), ["/repos/acme/web"]);
    assert!(again[0].header("if-none-match").is_some(), "its mark is asked about, which costs nothing of the limit");
    assert_eq!(again[0].header("user-agent").map(|agent| agent.starts_with("release-core")), Some(true));
}

#[test]
fn of_many_candidates_the_newest_are_asked_about_and_the_others_next_time() {
    let forge = Forge::start(150);
    let releases = forge.releases();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.import_tags("web").call().unwrap();
    let counts = || {
        let found = releases.where_is(hash(0)).call().unwrap();
        (found.projects[0].candidates.count, found.projects[0].candidates.unknown)
    };
    // 75 of them have it; one is its own, and one shares no history with it.
    assert_eq!(counts(), (60, 15));
    let (count, unknown) = counts();
    assert_eq!((count + unknown, unknown), (75, 0));
}

#[test]
fn the_connection_must_be_one_to_github() {
    let releases = Releases::in_memory();
    let config = || CommitSourceConfig::from_json(r#"{"kind": "github", "connection": "forge"}"#).unwrap();
    let refused = releases.add_commit_source(None, config()).unwrap_err();
    assert_eq!((refused.code(), refused.get("field")), (Code::InvalidRequest, Some("connection")), "{refused}");
    {
        let webhook =
            release_core::WebhookConnection::new("https://ci.example/hook", "0123456789abcdef0123456789abcdef");
        releases.connect("forge", webhook).unwrap();
        assert_eq!(releases.add_commit_source(None, config()).unwrap_err().get("found"), Some("webhook"));
    }
    releases.connect("forge", GithubConnection::new(TOKEN)).unwrap();
    releases.add_commit_source(Some("acme/web"), config()).unwrap();
}
