//! GitHub's API for commits, as far as a commit source needs it. What it knows is data, and what it says of two commits
//! comes from the source that is made of data.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

use release_core::{
    Commit, CommitHash, CommitName, CommitSource, CommitSourceConfig, GithubConnection, KnownCommit, KnownCommits,
    Relation, Releases, Repository, Resolved, Span,
};
use serde_json::{Value, json};

use crate::forge::{Reply, Seen};
use crate::server::Server;

pub(crate) const TOKEN: &str = "ghp_0123456789abcdefghijABCDEFGHIJ";

/// What the forge knows and how it is set.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Where the API is: empty on github.com, `/api/v3` on an Enterprise Server.
    pub(crate) prefix: &'static str,
    /// Former names of the repository.
    pub(crate) renamed: Vec<&'static str>,
    /// Branches by name.
    pub(crate) branches: HashMap<String, CommitHash>,
    /// How many files a page has.
    pub(crate) files: usize,
}

pub(crate) struct Forge {
    pub(crate) server: Server,
    pub(crate) state: Arc<Mutex<State>>,
    pub(crate) truth: Arc<KnownCommits>,
}

pub(crate) fn name() -> Repository {
    "acme/web".parse().expect("a repository")
}

/// The n-th commit's hash.
pub(crate) fn hash(n: usize) -> CommitHash {
    CommitHash::new(format!("{:040x}", n * 0x1_0000_0001 + 0xabcd_ef00_0000)).expect("a hash")
}

impl Forge {
    /// With a line of commits, a side branch that is merged again and again, and a beginning of its own at the end.
    pub(crate) fn start(commits: usize) -> Forge {
        let mut truth = KnownCommits::new();
        for n in 0..=commits {
            let parents: Vec<usize> = match n {
                0 => vec![],
                _ if n == commits => vec![],
                _ if n % 10 == 9 => vec![n - 2],
                _ if n % 10 == 0 => vec![n - 1, n - 2],
                _ => vec![n - 1],
            };
            let time = format!("2026-01-01T{:02}:{:02}:00Z", n / 60 % 24, n % 60).parse().expect("a time");
            let mut commit = KnownCommit::new(hash(n).as_str()).expect("a commit").author("Ana").time(time);
            commit = commit.subject(format!("Change {n} (#{n})")).path(format!("area-{}/file", n % 3));
            for parent in parents {
                commit = commit.parent(hash(parent).as_str()).expect("a parent");
            }
            if n % 2 == 0 {
                commit = commit.tag(format!("v0.{n}.0"));
            }
            truth = truth.add("acme/web", commit).expect("a repository");
        }
        let (truth, state) = (Arc::new(truth), Arc::new(Mutex::new(State { files: 300, ..State::default() })));
        let (known, inside) = (Arc::clone(&truth), Arc::clone(&state));
        let server = Server::start(move |seen| {
            let state = inside.lock().expect("the state");
            Answering { state: &state, truth: &known, seen }.answer()
        });
        Forge { server, state, truth }
    }

    pub(crate) fn set(&self, set: impl FnOnce(&mut State)) {
        set(&mut self.state.lock().expect("the state"));
    }

    /// A handle whose commits come from here.
    pub(crate) fn releases(&self) -> Releases {
        let releases = Releases::in_memory();
        let prefix = self.state.lock().expect("the state").prefix;
        let connection = GithubConnection::new(TOKEN).base_url(format!("{}{prefix}", self.server.url()));
        releases.connect("github", connection).expect("a connection");
        let config = CommitSourceConfig::from_json(r#"{"kind": "github", "connection": "github"}"#).expect("a source");
        releases.add_commit_source(None, config).expect("a source");
        releases
    }

    /// The paths that were asked for, with their queries.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.server.seen().iter().map(|seen| format!("{}?{}", seen.path, seen.query)).collect()
    }
}

struct Answering<'a> {
    state: &'a State,
    truth: &'a KnownCommits,
    seen: &'a Seen,
}

impl Answering<'_> {
    fn answer(&self) -> Reply {
        if self.seen.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return message(401, "Bad credentials");
        }
        let path = self.seen.path.strip_prefix(self.state.prefix).unwrap_or("/");
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (repository, rest) = match parts[..] {
            ["repos", owner, name, ref rest @ ..] => (format!("{owner}/{name}"), rest.join("/")),
            ["repositories", "7", ref rest @ ..] => ("acme/web".to_owned(), rest.join("/")),
            _ => return message(404, "Not Found"),
        };
        if self.state.renamed.contains(&repository.as_str()) {
            let query = if self.seen.query.is_empty() { String::new() } else { format!("?{}", self.seen.query) };
            let to = format!("{}/repositories/7/{rest}{query}", self.state.prefix);
            return message(301, "Moved Permanently").header("location", to.replace("7/?", "7?"));
        }
        if repository != "acme/web" {
            return message(404, "Not Found");
        }
        let reply = match rest.split_once('/') {
            None if rest.is_empty() => Reply::new(200, json!({"id": 7, "name": "web", "full_name": "acme/web"})),
            None if rest == "commits" => self.history(),
            None if rest == "tags" => self.tags(),
            Some(("commits", wanted)) => self.commit(wanted),
            Some(("compare", range)) => self.compare(range),
            _ => message(404, "Not Found"),
        };
        self.marked(reply)
    }

    /// An answer has a mark; who has it already is told so.
    fn marked(&self, reply: Reply) -> Reply {
        let mut hasher = DefaultHasher::new();
        reply.body.hash(&mut hasher);
        let mark = format!("W/\"{:x}\"", hasher.finish());
        match self.seen.header("if-none-match") {
            Some(known) if known == mark && reply.status == 200 => Reply::new(304, "").header("etag", mark),
            _ => reply.header("etag", mark),
        }
    }

    fn query(&self, name: &str, usual: usize) -> usize {
        let pairs = self.seen.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok()).unwrap_or(usual)
    }

    /// A page of items, and the links to other pages.
    fn page<T: Clone>(&self, items: &[T], per_page: usize) -> (Vec<T>, Vec<String>) {
        let (number, last) = (self.query("page", 1), items.len().div_ceil(per_page).max(1));
        let page = items.iter().skip((number - 1) * per_page).take(per_page).cloned().collect();
        let url = |page: usize| format!("<https://api.example/x?per_page={per_page}&page={page}>");
        let mut links = Vec::new();
        if number < last {
            links.push(format!("{}; rel=\"next\"", url(number + 1)));
            links.push(format!("{}; rel=\"last\"", url(last)));
        }
        (page, links)
    }

    fn paged(reply: Reply, links: &[String]) -> Reply {
        if links.is_empty() { reply } else { reply.header("link", links.join(", ")) }
    }

    fn commit(&self, wanted: &str) -> Reply {
        let found = match self.state.branches.get(wanted) {
            Some(head) => Some(head.clone()),
            None => match CommitName::new(wanted).map(|wanted| self.truth.resolve(&name(), &wanted)) {
                Ok(Ok(Resolved::Commit(found))) => Some(found),
                _ => None,
            },
        };
        let Some(found) = found.and_then(|found| self.truth.commit(&name(), &found).ok()?) else {
            return message(422, &format!("No commit found for SHA: {wanted}"));
        };
        let files: Vec<Value> = found.paths.iter().flatten().map(|path| json!({"filename": path})).collect();
        let (files, links) = self.page(&files, self.state.files);
        let mut body = shown(&found);
        body["files"] = json!(files);
        Self::paged(Reply::new(200, body), &links)
    }

    fn compare(&self, range: &str) -> Reply {
        let ends = range.split_once("...").map(|(base, head)| (CommitHash::new(base), CommitHash::new(head)));
        let Some((Ok(base), Ok(head))) = ends else { return message(404, "Not Found") };
        let known = |commit: &CommitHash| self.truth.commit(&name(), commit).expect("an answer").is_some();
        if !known(&base) || !known(&head) {
            return message(404, "Not Found");
        }
        let found = self.truth.compare(&name(), &base, &head).expect("an answer");
        let status = match found.relation {
            Relation::Unrelated => {
                return message(404, &format!("No common ancestor between {base} and {head}."));
            }
            relation => format!("{relation:?}").to_lowercase(),
        };
        let list = |from: &CommitHash, to: &CommitHash| {
            let span = Span { from: Some(from.clone()), to: to.clone(), skip: 0, limit: 100_000, paths: false };
            self.truth.commits(&name(), &span).expect("an answer").items
        };
        let (mut ahead, behind) = (list(&base, &head), list(&head, &base));
        ahead.reverse();
        let (page, links) = self.page(&ahead, self.query("per_page", 250));
        let body = json!({
            "status": status,
            "ahead_by": ahead.len(),
            "behind_by": behind.len(),
            "total_commits": ahead.len(),
            "merge_base_commit": found.merge_base.map(|base| json!({"sha": base})),
            "commits": page.iter().map(shown).collect::<Vec<_>>(),
        });
        Self::paged(Reply::new(200, body), &links)
    }

    fn history(&self) -> Reply {
        let sha = self.seen.query.split('&').find_map(|pair| pair.strip_prefix("sha=")).unwrap_or_default();
        let Ok(to) = CommitHash::new(sha) else { return message(404, "Not Found") };
        let span = Span { from: None, to, skip: 0, limit: 100_000, paths: false };
        let items = self.truth.commits(&name(), &span).expect("an answer").items;
        let (page, links) = self.page(&items, self.query("per_page", 30));
        Self::paged(Reply::new(200, json!(page.iter().map(shown).collect::<Vec<_>>())), &links)
    }

    fn tags(&self) -> Reply {
        let tags = self.truth.tags(&name()).expect("an answer");
        let tags: BTreeMap<_, _> = tags.into_iter().map(|tag| (tag.name, tag.commit)).collect();
        let tags: Vec<Value> = tags.iter().map(|(name, at)| json!({"name": name, "commit": {"sha": at}})).collect();
        let (page, links) = self.page(&tags, self.query("per_page", 30));
        Self::paged(Reply::new(200, json!(page)), &links)
    }
}

fn shown(commit: &Commit) -> Value {
    json!({
        "sha": commit.commit,
        "parents": commit.parents.iter().map(|parent| json!({"sha": parent})).collect::<Vec<_>>(),
        "commit": {
            "message": format!("{}\n\nAnd more", commit.subject),
            "author": {"name": commit.author, "date": "2025-12-31T00:00:00Z"},
            "committer": {"name": "GitHub", "date": commit.time},
        },
    })
}

pub(crate) fn message(status: u16, text: &str) -> Reply {
    Reply::new(status, json!({"message": text, "documentation_url": "https://docs.github.com/rest"}))
}
