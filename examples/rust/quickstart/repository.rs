//! What the quickstart needs to know of a git repository, read by the `git` program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

pub(crate) struct GitRepository {
    pub(crate) folder: PathBuf,
    /// `org/repo_name`, from the remote `origin`; without one, the folder's name serves.
    pub(crate) name: String,
    pub(crate) project: String,
    pub(crate) head: String,
    pub(crate) parent: Option<String>,
}

impl GitRepository {
    pub(crate) fn read(path: &Path) -> Result<GitRepository> {
        let folder = git(path, &["rev-parse", "--show-toplevel"])
            .or_else(|_| git(path, &["rev-parse", "--absolute-git-dir"]))?;
        let folder = PathBuf::from(folder);
        let head = git(path, &["rev-parse", "--verify", "HEAD^{commit}"])?;
        let parent = git(path, &["rev-parse", "--verify", "--quiet", "HEAD^^{commit}"]).ok();
        let own = plain(&folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default());
        let name = git(path, &["remote", "get-url", "origin"]).ok().as_deref().and_then(of_remote);
        let name = name.unwrap_or_else(|| format!("local/{own}"));
        let project = name.split('/').next_back().map_or(own, plain);
        Ok(GitRepository { folder, name, project, head, parent })
    }
}

/// The last two parts of a remote's URL, where they are a repository's name.
fn of_remote(url: &str) -> Option<String> {
    let path = url.trim_end_matches('/').trim_end_matches(".git");
    let mut parts = path.rsplit(['/', ':']);
    let (name, owner) = (parts.next()?, parts.next()?);
    let full = format!("{owner}/{name}");
    release_core::Repository::new(&full).ok().map(|repository| repository.to_string())
}

/// A text as a project's name may be.
fn plain(text: &str) -> String {
    let name: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(80).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "repository".to_owned() } else { name.to_owned() }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| format!("the git program cannot be run: {error}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!(
            "{} is no git repository with a commit: git {}: {words}",
            folder.display(),
            arguments.join(" ")
        )
        .into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
