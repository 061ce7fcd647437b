//! The form of texts in requests, as far as a pattern can say it. What it cannot say, the argument's description does.

use serde_json::{Value, json};

/// Parts between single dots, of which the first begins and the last ends with a letter or digit.
const RELEASE: &str = r"[A-Za-z0-9]((\.?[A-Za-z0-9_+-])*\.?[A-Za-z0-9])?";
/// Numbers that surely have 32 bits.
const NUMBER: &str = "(0|[1-9][0-9]{0,8}|[1-3][0-9]{9})";

/// The schema of an operation's argument.
pub(super) fn schema(operation: &str, argument: &str) -> Value {
    match (operation, argument) {
        ("rename_project", "to") | (_, "project") => text(100, "[A-Za-z0-9_-]([A-Za-z0-9 _-]*[A-Za-z0-9_-])?"),
        ("rename_environment", "to") | (_, "environment") => text(100, "[A-Za-z0-9_-]+"),
        (_, "connection") => text(100, "[A-Za-z0-9._-]+"),
        ("rename_repository", "to") | (_, "repo" | "repository") => {
            text(140, "[A-Za-z0-9](-?[A-Za-z0-9]){0,38}/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-]")
        }
        (_, "candidate_version" | "candidate" | "from" | "to") => text(132, &format!("{RELEASE}-rc{NUMBER}")),
        (_, "release_version" | "release") => text(128, RELEASE),
        (_, "commit") => text(64, "[0-9A-Fa-f]{7,64}"),
        (_, "version_scheme") => text(1006, "(any|semver|calver:.+|regex:.+)"),
        (_, "deployment_id" | "dispatch_id" | "release_cut_id") => json!({ "type": "string", "format": "uuid" }),
        (_, "run_id") => json!({ "anyOf": [text(255, "[!-~]+"), { "type": "integer", "minimum": 0 }] }),
        (_, "url") => json!({ "type": "string", "format": "uri", "maxLength": 2048, "pattern": "^https?://[!-~]+$" }),
        (_, "error_message" | "reason" | "force") => json!({ "type": "string", "minLength": 1, "maxLength": 8192 }),
        ("import_tags", "pattern") => text(200, r"[!-z]*\{version\}[!-z]*"),
        (_, "cursor") => json!({ "type": "string", "minLength": 1 }),
        _ => json!({ "type": "string" }),
    }
}

/// The schema of the names of a workflow's parameters.
pub(super) fn parameter_name() -> Value {
    text(128, "[A-Za-z0-9._-]+")
}

/// A text that matches as a whole.
fn text(longest: u32, pattern: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": longest, "pattern": format!("^{pattern}$") })
}
