//! Opening a git repository, and why one cannot be.

use std::io;
use std::path::Path;

use crate::error::{Code, Error};
use crate::model::Repository;

/// Why a repository cannot be opened.
pub(super) struct Problem {
    said: String,
    passes: bool,
}

/// The extensions of git's repository format that do not change how commits and tags are read, or that are known here.
const EXTENSIONS: [&str; 8] = [
    "noop",
    "noop-v1",
    "preciousobjects",
    "partialclone",
    "worktreeconfig",
    "relativeworktrees",
    "objectformat",
    "refstorage",
];

/// Opens the repository of a work tree or a git folder.
///
/// It goes by the repository's own configuration only, and that as far as it says how to read objects: neither the
/// environment nor the user's configuration has a say, and whose folder it is does not matter where nothing is run.
pub(super) fn at(path: &Path) -> Result<gix::Repository, Problem> {
    let options = gix::open::Options::isolated().with(gix::sec::Trust::Full);
    let mut repository = match gix::ThreadSafeRepository::open_opts(path, options) {
        Ok(opened) => opened.to_thread_local(),
        Err(error) => return Err(Problem::opening(path, &error)),
    };
    check_format(&repository)?;
    // A local view of history that git keeps under refs/replace is not what the commits say.
    repository.objects.ignore_replacements = true;
    repository.object_cache_size(4 << 20);
    Ok(repository)
}

/// As git does: what is not known may mean that the repository is read wrongly.
fn check_format(repository: &gix::Repository) -> Result<(), Problem> {
    let config = repository.config_snapshot();
    if config.integer("core.repositoryFormatVersion").unwrap_or(0) < 1 {
        return Ok(());
    }
    for section in config.sections_by_name("extensions").into_iter().flatten() {
        for name in section.value_names() {
            let name = name.to_string().to_ascii_lowercase();
            let value = section.value(&name).map(|value| value.to_string().to_ascii_lowercase()).unwrap_or_default();
            if !EXTENSIONS.contains(&name.as_str()) || (name == "refstorage" && value != "files") {
                let said = format!("it is of a format that is not known here: extensions.{name} = {value}");
                return Err(Problem { said, passes: false });
            }
        }
    }
    Ok(())
}

impl Problem {
    fn opening(path: &Path, error: &gix::Error) -> Problem {
        let denied =
            error.is_permission_denied() || seen(path).is_some_and(|kind| kind == io::ErrorKind::PermissionDenied);
        let said = if denied {
            "it may not be read by the user that this program runs as".to_owned()
        } else if !path.exists() {
            "there is no such folder".to_owned()
        } else if error.is_not_found() {
            "it is no git repository".to_owned()
        } else {
            error.to_string()
        };
        // A clone is sometimes moved away and made anew.
        Problem { said, passes: !path.exists() }
    }

    /// For the program that names the path.
    pub(super) fn at(self, path: &Path) -> Error {
        let shown = path.display();
        Error::new(Code::InvalidRequest, format!("{shown} cannot be used as a git repository: {}", self.said))
            .with("field", "path")
            .with("found", shown)
            .with("expected", "a git repository")
    }

    /// For callers, who may be far away: without the path.
    pub(super) fn of(self, repository: &Repository) -> Error {
        let message = format!("the clone of {repository} cannot be used any more: {}", self.said);
        Error::new(Code::CommitSourceUnavailable, message).retryable(self.passes)
    }
}

/// How looking at a folder fails.
fn seen(path: &Path) -> Option<io::ErrorKind> {
    let look = |path: &Path| std::fs::read_dir(path).map(drop).err().map(|error| error.kind());
    look(path).or_else(|| look(&path.join("objects")).filter(|kind| *kind == io::ErrorKind::PermissionDenied))
}
