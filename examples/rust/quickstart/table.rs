//! Tables for people.

use release_core::{Deployment, Event, Releases};
use serde_json::{Map, Value};

use crate::Result;

/// Environments × what is live, with its commit.
pub(crate) fn live(releases: &Releases, project: &str) -> Result<()> {
    let mut rows = vec![words(["environment", "tier", "live", "commit", "since", "before it", "in flight"])];
    for environment in releases.list_environments(project).call()? {
        let live = releases.live(project, &environment.name).call()?;
        let version =
            |deployment: Option<&Deployment>| deployment.map_or("–".to_owned(), |d| d.candidate_version.to_string());
        rows.push(vec![
            environment.name.to_string(),
            environment.tier.to_string(),
            version(live.deployment.as_ref()),
            live.deployment.as_ref().map_or("–", |d| d.commit.short()).to_owned(),
            live.deployment.as_ref().and_then(|d| d.deploy_end_at).map_or("–".to_owned(), |at| at.to_string()),
            version(live.previous.as_ref()),
            live.in_flight.len().to_string(),
        ]);
    }
    print(&rows);
    Ok(())
}

/// The audit log of a project.
pub(crate) fn history(releases: &Releases, project: &str) -> Result<()> {
    let mut rows = vec![words(["when", "who", "what", "environment", "candidate", "change"])];
    for event in releases.history().project(project).per_page(100).call()? {
        rows.push(vec![
            event.at.to_string(),
            event.actor.as_ref().map_or("–", |actor| actor.as_str()).to_owned(),
            event.action.clone(),
            event.environment.as_ref().map_or("–", |name| name.as_str()).to_owned(),
            event.candidate_version.as_ref().map_or("–", |version| version.as_str()).to_owned(),
            change(&event),
        ]);
    }
    print(&rows);
    Ok(())
}

/// The most telling change of an event, in a few words.
fn change(event: &Event) -> String {
    let text = |values: &Map<String, Value>, field: &str| match values.get(field) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    for field in ["status", "build_status", "state", "repository", "tier"] {
        match (text(&event.before, field), text(&event.after, field)) {
            (Some(before), Some(after)) => return format!("{before} → {after}"),
            (None, Some(after)) => return after,
            _ => {}
        }
    }
    event.after.keys().cloned().collect::<Vec<_>>().join(", ")
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// Prints rows in columns; the first row is the head.
fn print(rows: &[Vec<String>]) {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        say!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        if number == 0 {
            say!("  {}", widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join("  "));
        }
    }
}
