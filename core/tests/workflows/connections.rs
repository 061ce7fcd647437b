//! Descriptions of connections: what is refused, and that no secret is shown.

use release_core::{BuildkiteConnection, Code, Connection, GithubConnection, Releases, WebhookConnection};

const SECRET: &str = "unmistakable-Secret-0123456789";

fn refused(json: &str) -> release_core::Error {
    let error = Connection::from_json(json).unwrap_err();
    assert_eq!(error.code(), Code::InvalidRequest);
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    error
}

#[test]
fn every_kind_is_read() {
    let all = [
        format!(r#"{{"kind": "github", "token": "{SECRET}"}}"#),
        format!(
            r#"{{"kind": "github", "token": "{SECRET}", "base_url": "https://ghe.acme.dev/api/v3", "webhook_secret": "{SECRET}",
                "return_run_details": true, "neutral": "failure", "proxy": "http://u:{SECRET}@proxy:3128", "timeout_seconds": 2.5}}"#
        ),
        format!(r#"{{"kind": "buildkite", "organization": "acme", "token": "{SECRET}", "webhook_token": "{SECRET}"}}"#),
        format!(r#"{{"kind": "webhook", "url": "https://hooks.acme.dev/{SECRET}", "key": "{SECRET}"}}"#),
        format!(
            r#"{{"kind": "command", "program": "/bin/true", "args": ["--key={SECRET}"], "env": {{"KEY": "{SECRET}"}},
                "env_inherit": ["PATH"], "time_limit_seconds": 60, "grace_seconds": 1, "inherit_stdout": false}}"#
        ),
    ];
    for json in all {
        let connection = Connection::from_json(&json).unwrap();
        assert!(!format!("{connection:?}").contains(SECRET), "{connection:?}");
        let same: Connection = serde_json::from_str(&json).unwrap();
        assert_eq!(same.kind(), connection.kind());
        let releases = Releases::in_memory();
        releases.connect("ci", connection).unwrap();
        releases.connect("ci", same).unwrap();
        assert!(!format!("{releases:?}").contains(SECRET));
    }
}

#[test]
fn what_is_wrong_is_named_and_not_shown() {
    let cases = [
        (format!(r#"{{"kind": "github", "token": "x", "tokn": "{SECRET}"}}"#), "connection", "\"tokn\""),
        (format!(r#"{{"kind": "gitlab", "token": "{SECRET}"}}"#), "kind", "gitlab"),
        (format!(r#"{{"token": "{SECRET}"}}"#), "kind", "no kind"),
        (format!(r#"{{"kind": "github", "token": ["{SECRET}"]}}"#), "token", "a text"),
        (format!(r#"{{"kind": "github", "webhook_secret": "{SECRET}"}}"#), "token", "no token"),
        (format!(r#"{{"kind": "command", "program": "x", "args": "{SECRET}"}}"#), "args", "an array of texts"),
        (
            format!(r#"{{"kind": "command", "program": "x", "env": {{"A": ["{SECRET}"]}}}}"#),
            "env",
            "an object of texts",
        ),
        (
            format!(r#"{{"kind": "webhook", "url": "x", "key": "{SECRET}", "timeout_seconds": -1}}"#),
            "timeout_seconds",
            "seconds",
        ),
        (format!(r#"{{"kind": "github", "token": "{SECRET}", "neutral": "pending"}}"#), "neutral", "success, failure"),
        (format!(r#"["{SECRET}"]"#), "connection", "no JSON object"),
        (format!("{{{SECRET}"), "connection", "no JSON object"),
    ];
    for (json, field, words) in cases {
        let error = refused(&json);
        assert_eq!(error.get("field"), Some(field), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
        let wrapped = serde_json::from_str::<Connection>(&json).unwrap_err();
        let is_object = json.starts_with("{\"");
        assert!(!is_object || !wrapped.to_string().contains(SECRET), "{wrapped}");
    }
}

#[test]
fn addresses_and_credentials_are_checked_together() {
    let releases = Releases::in_memory();
    let github = || GithubConnection::new(SECRET);
    let all: [(Connection, &str); 10] = [
        (github().base_url("http://ghe.acme.dev").into(), "base_url"),
        (github().base_url("https://u:p@ghe.acme.dev").into(), "base_url"),
        (github().base_url("ftp://ghe.acme.dev").into(), "base_url"),
        (github().base_url("https://ghe.acme.dev?x=y").into(), "base_url"),
        (github().base_url("nonsense").into(), "base_url"),
        (github().timeout(std::time::Duration::from_secs(60)).into(), "timeout_seconds"),
        (GithubConnection::new("a b\r\nx: y").into(), "token"),
        (BuildkiteConnection::new("acme", "").into(), "token"),
        (WebhookConnection::new("https://hooks.acme.dev", "short").into(), "key"),
        (WebhookConnection::new(format!("https://u:{SECRET}@hooks.acme.dev"), SECRET).into(), "url"),
    ];
    for (connection, field) in all {
        let error = releases.connect("ci", connection).unwrap_err();
        assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some(field)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}
