//! Changes as people read them.

use std::fmt::Write;

use super::{ChangedCommit, ChangedCommits, Changes, Gap, Relation};

/// How the parts of a list of changes are written.
trait Style {
    fn heading(&self, level: usize, text: &str, out: &mut String);
    fn paragraph(&self, text: &str, out: &mut String);
    fn item(&self, commit: &ChangedCommit, out: &mut String);
    /// A text that is not the library's own.
    fn escaped(&self, text: &str) -> String;
}

impl Changes {
    /// Writes `markdown` and `text` from the other members.
    pub(crate) fn written(mut self) -> Changes {
        self.markdown = self.write(&Markdown);
        self.text = self.write(&Plain);
        self
    }

    fn write(&self, style: &impl Style) -> String {
        let mut out = String::new();
        let title = match &self.environment {
            Some(environment) => format!("{} {} in {environment}", self.project, self.to.candidate_version),
            None => format!("{} {}", self.project, self.to.candidate_version),
        };
        style.heading(2, &style.escaped(&title), &mut out);
        style.paragraph(&style.escaped(&self.summary()), &mut out);
        if let Some(gap) = self.gap {
            style.paragraph(&style.escaped(missing(gap)), &mut out);
        }
        for (verb, list) in [("Brings", &self.brings), ("Takes away", &self.takes_away)] {
            if list.total > 0 {
                section(style, verb, list, self.project.as_str(), &mut out);
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    fn summary(&self) -> String {
        let to = &self.to;
        let own = format!("{} is at {}", to.candidate_version, to.commit.short());
        let Some(from) = &self.from else {
            let before =
                if self.environment.is_some() { "nothing was live before" } else { "there was no release before" };
            return format!("{own}; {before}.");
        };
        let before = format!("{} at {}", from.candidate_version, from.commit.short());
        match self.relation {
            Some(Relation::Identical) => format!("{own}, the same commit as {}.", from.candidate_version),
            Some(Relation::Ahead) => format!("{own}, ahead of {before}."),
            Some(Relation::Behind) => format!("{own}, behind {before}."),
            Some(Relation::Diverged) => format!("{own}, on another line of history than {before}."),
            Some(Relation::Unrelated) => format!("{own}, which shares no history with {before}."),
            Some(Relation::Unknown) | None => format!("{own}; it is compared with {before}."),
        }
    }
}

fn missing(gap: Gap) -> &'static str {
    match gap {
        Gap::NoCommitSource => "What lies between them is not known: the repository has no commit source here.",
        Gap::UnknownCommit => {
            "What lies between them is not known: the commit source does not have both commits. A branch may have been \
             force-pushed."
        }
        Gap::MissingHistory => {
            "This may not be everything: the commit source has only a part of the history, as a shallow clone has."
        }
    }
}

fn section(style: &impl Style, verb: &str, list: &ChangedCommits, project: &str, out: &mut String) {
    style.heading(3, &format!("{verb} {}", counted(list.total)), out);
    for commit in &list.commits {
        style.item(commit, out);
    }
    if !list.commits.is_empty() {
        out.push('\n');
    }
    if list.not_relevant > 0 {
        let touch = if list.not_relevant == 1 { "touches" } else { "touch" };
        let text = format!("{} of them {touch} nothing of {project}.", list.not_relevant);
        style.paragraph(&style.escaped(&text), out);
    }
    if list.is_cut_off() {
        style.paragraph(&format!("Only the newest {} were looked at.", list.looked_at), out);
    }
}

fn counted(commits: u64) -> String {
    if commits == 1 { "1 commit".to_owned() } else { format!("{commits} commits") }
}

/// A space of no width, which shows in the source of a text.
const NO_WIDTH: &str = "&#8203;";

struct Markdown;

impl Style for Markdown {
    fn heading(&self, level: usize, text: &str, out: &mut String) {
        let _ = write!(out, "{} {text}\n\n", "#".repeat(level));
    }

    fn paragraph(&self, text: &str, out: &mut String) {
        let _ = write!(out, "{text}\n\n");
    }

    /// The hash comes first, so that no subject stands where a block could begin.
    fn item(&self, changed: &ChangedCommit, out: &mut String) {
        let (hash, subject) = (changed.commit.commit.short(), self.escaped(&shown(&changed.commit.subject)));
        let _ = write!(out, "- `{hash}` {subject}");
        if !changed.commit.author.is_empty() {
            let _ = write!(out, " ({})", self.escaped(&shown(&changed.commit.author)));
        }
        out.push('\n');
    }

    /// A subject is anybody's text: it may not become a link, an image, HTML or emphasis, nor call anybody by name. What
    /// a page links by itself, also behind a backslash, is parted by a space of no width.
    fn escaped(&self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let (before, rest) = text.split_at(at);
            if before.ends_with('@') || rest.starts_with("://") || (c == '.' && before.ends_with("www")) {
                escaped.push_str(NO_WIDTH);
            }
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    }
}

struct Plain;

impl Style for Plain {
    fn heading(&self, _: usize, text: &str, out: &mut String) {
        let _ = writeln!(out, "{text}");
    }

    fn paragraph(&self, text: &str, out: &mut String) {
        let _ = write!(out, "{text}\n\n");
    }

    fn item(&self, changed: &ChangedCommit, out: &mut String) {
        let (hash, subject) = (changed.commit.commit.short(), shown(&changed.commit.subject));
        let _ = write!(out, "  {hash} {subject}");
        if !changed.commit.author.is_empty() {
            let _ = write!(out, " ({})", shown(&changed.commit.author));
        }
        out.push('\n');
    }

    fn escaped(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Without the characters that turn the direction of writing, by which a line could show what it does not say.
fn shown(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !turns(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Commit, CommitHash, Cut, Timestamp, Truth};

    fn cut(version: &str, digits: &str) -> Cut {
        Cut::new(version.parse().unwrap(), CommitHash::new(digits.repeat(20)).unwrap())
    }

    fn list(subjects: &[&str]) -> ChangedCommits {
        let commit = |subject: &&str| {
            let commit = Commit::new(CommitHash::new("c3".repeat(20)).unwrap(), Timestamp::from_millis(0));
            let commit = Commit { subject: (*subject).to_owned(), author: "Ana".to_owned(), ..commit };
            ChangedCommit { pull_requests: commit.pull_requests(), commit, relevant: Truth::Yes }
        };
        let total = subjects.len() as u64;
        ChangedCommits { commits: subjects.iter().map(commit).collect(), total, looked_at: total, not_relevant: 0 }
    }

    fn changes(relation: Option<Relation>) -> Changes {
        Changes {
            project: "web".parse().unwrap(),
            environment: Some("production".parse().unwrap()),
            from: relation.map(|_| cut("1.4.0-rc1", "a1")),
            to: cut("1.4.0-rc2", "b2"),
            relation,
            brings: ChangedCommits::default(),
            takes_away: ChangedCommits::default(),
            gap: None,
            recorded_at: None,
            markdown: String::new(),
            text: String::new(),
        }
    }

    #[test]
    fn as_people_read_it() {
        let mut diverged = changes(Some(Relation::Diverged));
        diverged.brings =
            ChangedCommits { total: 900, looked_at: 5, not_relevant: 3, ..list(&["Mend it (#12)", "Add"]) };
        diverged.takes_away = list(&["Try"]);
        let mut lost = changes(Some(Relation::Unknown));
        lost.gap = Some(Gap::UnknownCommit);
        let mut first = changes(None);
        first.environment = None;
        let all = [diverged, changes(Some(Relation::Identical)), lost, first].map(Changes::written);
        let shown = all.iter().map(|changes| format!("{}----\n{}====\n", changes.markdown, changes.text));
        insta::assert_snapshot!(shown.collect::<String>());
    }

    #[test]
    fn a_subject_stays_a_text() {
        let mut hostile = changes(Some(Relation::Ahead));
        hostile.brings = list(&["<img src=x> [a](http://b) ![c](d) `e` *f* | \u{202e}g"]);
        let hostile = hostile.written();
        let line = hostile.markdown.lines().find(|line| line.starts_with("- ")).unwrap();
        assert_eq!(line, r"- `c3c3c3c3c3c3` \<img src=x\> \[a\](http&#8203;://b) !\[c\](d) \`e\` \*f\* \| g (Ana)");
        assert!(hostile.text.contains("<img src=x>") && !hostile.text.contains('\u{202e}'));

        let mut loud = changes(Some(Relation::Ahead));
        loud.brings = list(&["Ask @acme/web, a@b.example, https://c.example, www.d.example"]);
        let loud = loud.written();
        let line = loud.markdown.lines().find(|line| line.starts_with("- ")).unwrap();
        let shown = "Ask @&#8203;acme/web, a@&#8203;b.example, https&#8203;://c.example, www&#8203;.d.example (Ana)";
        assert_eq!(line, format!("- `c3c3c3c3c3c3` {shown}"));
        assert!(loud.text.contains("Ask @acme/web, a@b.example, https://c.example"));
    }
}
