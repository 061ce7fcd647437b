//! The page as HTML. Every text of the database is escaped.

use std::fmt::{self, Write as _};

use release_core::{BuildStatus, Deployment, Timestamp};

use super::{Page, STYLE, Shown};

/// A text within HTML, in an element or a quoted attribute.
struct Text<T>(T);

impl<T: fmt::Display> fmt::Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.to_string().chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A time, short for people and whole for machines.
struct Time(Timestamp);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        write!(f, "<time datetime=\"{text}\">{} {} UTC</time>", &text[..10], &text[11..16])
    }
}

/// The page; links begin with `root`, the way from this address to the status page's.
pub(crate) fn written(page: &Page, root: &str) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_page(&mut out, page, root);
    out
}

/// What is shown to who may not read the page.
pub(crate) fn refused(title: &str, text: &str) -> String {
    let mut out = String::new();
    let _ = head(&mut out, title)
        .and_then(|()| writeln!(out, "<main><h1>{}</h1><p>{}</p></main></body></html>", Text(title), Text(text)));
    out
}

fn head(out: &mut String, title: &str) -> fmt::Result {
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{}</title><style>{STYLE}</style></head><body>",
        Text(title)
    )
}

fn write_page(out: &mut String, page: &Page, root: &str) -> fmt::Result {
    let title = match &page.projects[..] {
        [shown] if page.is_of_one => format!("{} – releases", shown.project.name),
        _ => "Releases".to_owned(),
    };
    head(out, &title)?;
    if page.is_of_one {
        writeln!(out, "<nav aria-label=\"Breadcrumb\"><a href=\"{root}\">All projects</a></nav>")?;
    }
    let heading = if page.is_of_one { "Release status" } else { "Releases" };
    writeln!(out, "<main><h1>{heading}</h1>")?;
    if page.projects.is_empty() {
        writeln!(
            out,
            "<p>There is no project here yet. Create one: <code>PUT /api/releases/&lt;project&gt;</code></p>"
        )?;
    }
    for shown in &page.projects {
        write_project(out, shown, page.is_of_one, root)?;
    }
    if let Some(next) = &page.next {
        writeln!(out, "<p><a href=\"?cursor={}\">Further projects</a></p>", Text(next))?;
    }
    writeln!(out, "</main></body></html>")
}

fn write_project(out: &mut String, shown: &Shown, is_alone: bool, root: &str) -> fmt::Result {
    let name = &shown.project.name;
    let id = &shown.project.id;
    writeln!(out, "<section aria-labelledby=\"p-{id}\">")?;
    if is_alone {
        writeln!(out, "<h2 id=\"p-{id}\">{}</h2>", Text(name))?;
    } else {
        let path = name.as_str().replace(' ', "%20");
        writeln!(out, "<h2 id=\"p-{id}\"><a href=\"{root}projects/{path}\">{}</a></h2>", Text(name))?;
    }
    writeln!(out, "<p class=\"note\">{}</p>", Text(&shown.project.repository))?;
    write_environments(out, shown)?;
    write_deployments(out, shown)?;
    write_candidates(out, shown)?;
    writeln!(out, "</section>")
}

/// The beginning of a table. Roles are said, because on narrow screens the style makes a block of each row, and browsers
/// then forget that it is one.
fn table(out: &mut String, caption: &str, columns: &[&str]) -> fmt::Result {
    write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table role=\"table\">"
    )?;
    write!(out, "<caption>{caption}</caption><thead role=\"rowgroup\"><tr role=\"row\">")?;
    for column in columns {
        write!(out, "<th role=\"columnheader\" scope=\"col\">{column}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody role=\"rowgroup\">")
}

/// The beginning of a row, with what it is about.
const ROW: &str = "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">";

/// The beginning of a cell, after the end of the one before; where rows are blocks, its column stands before it.
struct Cell(&'static str);

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<td role=\"cell\" data-column=\"{}\">", self.0)
    }
}

fn write_environments(out: &mut String, shown: &Shown) -> fmt::Result {
    if shown.environments.is_empty() {
        return writeln!(out, "<p>No environments yet.</p>");
    }
    table(out, "Environments", &["Environment", "Live", "Since", "In flight", "Frozen"])?;
    for (environment, live) in &shown.environments {
        let tier = environment.tier.as_str();
        write!(out, "{ROW}{} <span class=\"note\">{tier}</span></th>{}", Text(&environment.name), Cell("Live"))?;
        match &live.deployment {
            Some(deployment) => {
                let (version, commit) = (&deployment.candidate_version, short(deployment.commit.as_str()));
                write!(out, "<span><strong>{}</strong> <code>{commit}</code></span>", Text(version))?;
            }
            None => write!(out, "nothing yet")?,
        }
        write!(out, "</td>{}", Cell("Since"))?;
        if let Some(end) = live.deployment.as_ref().and_then(|deployment| deployment.deploy_end_at) {
            write!(out, "{}", Time(end))?;
        }
        write!(out, "</td>{}", Cell("In flight"))?;
        for deployment in live.in_flight.iter().take(5) {
            write!(out, "<div>{} {}</div>", Text(&deployment.candidate_version), badge(deployment))?;
        }
        if live.in_flight.len() > 5 {
            write!(out, "<div>and {} more</div>", live.in_flight.len() - 5)?;
        }
        write!(out, "</td>{}", Cell("Frozen"))?;
        if let Some(freeze) = &live.freeze {
            write!(out, "<span class=\"badge frozen\">frozen</span> <span>{}", Text(&freeze.reason))?;
            if let Some(until) = freeze.until {
                write!(out, ", until {}", Time(until))?;
            }
            write!(out, "</span>")?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn write_deployments(out: &mut String, shown: &Shown) -> fmt::Result {
    if shown.deployments.is_empty() {
        return Ok(());
    }
    table(out, "Recent deployments", &["When", "Environment", "Candidate", "From", "Status", "By"])?;
    for deployment in &shown.deployments {
        write!(out, "{ROW}{}</th>", Time(deployment.created_at))?;
        let (environment, version) = (Text(&deployment.environment), Text(&deployment.candidate_version));
        write!(out, "{}{environment} #{}</td>", Cell("Environment"), deployment.number)?;
        write!(out, "{}<span>{version}</span>", Cell("Candidate"))?;
        if deployment.rollback_of.is_some() {
            write!(out, " <span class=\"badge rollback\">rollback</span>")?;
        }
        write!(out, "</td>{}", Cell("From"))?;
        if let Some(from) = &deployment.from_candidate_version {
            write!(out, "{}", Text(from))?;
        }
        write!(out, "</td>{}", Cell("Status"))?;
        match &deployment.url {
            Some(url) => {
                let (number, url, badge) = (deployment.number, Text(url), badge(deployment));
                let label = format!("Run of deployment {number}");
                write!(out, "<a href=\"{url}\" rel=\"noreferrer\" title=\"{label}\">{badge}</a>")?;
            }
            None => write!(out, "{}", badge(deployment))?,
        }
        if let Some(message) = &deployment.error_message {
            let line: String = message.lines().next().unwrap_or_default().chars().take(120).collect();
            write!(out, " <span class=\"note\">{}</span>", Text(line))?;
        }
        write!(out, "</td>{}", Cell("By"))?;
        if let Some(actor) = &deployment.actor {
            write!(out, "{}", Text(actor))?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn write_candidates(out: &mut String, shown: &Shown) -> fmt::Result {
    if shown.candidates.is_empty() {
        return Ok(());
    }
    table(out, "Candidates", &["Candidate", "Commit", "Build", "Cut", "By"])?;
    for candidate in &shown.candidates {
        let commit = candidate.commit.as_str();
        write!(out, "{ROW}{}</th>", Text(&candidate.version))?;
        write!(out, "{}<code title=\"{commit}\">{}</code></td>", Cell("Commit"), short(commit))?;
        let class = match candidate.build_status {
            BuildStatus::Ready => "success",
            BuildStatus::Failed => "failure",
            _ => "in_progress",
        };
        let word = candidate.build_status;
        write!(out, "{}<span class=\"badge {class}\">{word}</span></td>", Cell("Build"))?;
        write!(out, "{}{}</td>{}", Cell("Cut"), Time(candidate.created_at), Cell("By"))?;
        if let Some(actor) = &candidate.actor {
            write!(out, "{}", Text(actor))?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// The status as a word; its colour says nothing that the word does not.
fn badge(deployment: &Deployment) -> String {
    let word = deployment.status.as_str();
    format!("<span class=\"badge {word}\">{}</span>", word.replace('_', " "))
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        let text = Text("<a href='x' onclick=\"y\">&</a>").to_string();
        assert_eq!(text, "&lt;a href=&#39;x&#39; onclick=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
    }
}
