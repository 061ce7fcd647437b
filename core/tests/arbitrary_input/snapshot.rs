//! Everything that can be seen through a handle, as text, to tell whether a call has changed anything.

use std::fmt::Debug;

use release_core::{Page, Releases};

pub(crate) fn of(r: &Releases) -> String {
    let mut seen = String::new();
    for project in all(|cursor| {
        paged(
            cursor,
            |c| r.list_projects().include_archived(true).cursor(c).call(),
            || r.list_projects().include_archived(true).call(),
        )
    }) {
        let name = &project.name;
        note(&mut seen, &project);
        for candidate in r.list_candidates(name).per_page(100).call().expect("candidates") {
            if let Some(id) = candidate.dispatch_id {
                note(&mut seen, r.get_dispatch(id).call().expect("a dispatch"));
            }
            note(&mut seen, candidate);
        }
        note(&mut seen, r.list_releases(name).per_page(100).call().expect("releases"));
        let environments = r.list_environments(name).include_archived(true).per_page(100).call();
        for environment in environments.expect("environments") {
            note(&mut seen, r.live(name, &environment.name).call().expect("what is live"));
            let deployments = r.list_deployments(name, &environment.name).per_page(100).call();
            for deployment in deployments.expect("deployments") {
                if let Some(id) = deployment.dispatch_id {
                    note(&mut seen, r.get_dispatch(id).call().expect("a dispatch"));
                }
                note(&mut seen, deployment);
            }
            note(&mut seen, environment);
        }
    }
    for event in
        all(|cursor| paged(cursor, |c| r.history().per_page(100).cursor(c).call(), || r.history().per_page(100).call()))
    {
        note(&mut seen, event);
    }
    seen
}

/// The lines in which two of them differ, the first few.
pub(crate) fn difference(before: &str, after: &str) -> String {
    let only = |one: &str, other: &str, sign: &str| -> Vec<String> {
        let missing = one.lines().filter(|line| !other.lines().any(|there| there == *line));
        missing.take(3).map(|line| format!("{sign} {line}")).collect()
    };
    [only(before, after, "-"), only(after, before, "+")].concat().join("\n")
}

fn note(seen: &mut String, what: impl Debug) {
    seen.push_str(&format!("{what:?}\n"));
}

fn paged<T>(
    cursor: Option<String>,
    next: impl Fn(String) -> release_core::Result<Page<T>>,
    first: impl Fn() -> release_core::Result<Page<T>>,
) -> Page<T> {
    cursor.map_or_else(first, next).expect("a page")
}

fn all<T>(page: impl Fn(Option<String>) -> Page<T>) -> Vec<T> {
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let page = page(cursor.take());
        items.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return items,
        }
    }
}
