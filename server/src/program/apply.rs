//! `release-server apply FILE`

use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use release_core::{Code, Error, Result};

use super::arguments::Apply;
use super::say;
use crate::config::Config;

/// The status of a dry run that found a difference, so that a script can tell.
const DIFFERS: u8 = 2;
/// More is never read: it is longer than any file of declarations may be.
const MOST: u64 = 4 << 20;

pub(super) fn run(config: &Config, asked: &Apply) -> Result<ExitCode> {
    let text = read(&asked.file)?;
    let releases = config.open()?;
    let mut call = releases.apply(text).dry_run(asked.dry_run);
    if let Some(actor) = &asked.actor {
        call = call.actor(actor);
    }
    let applied = call.call().map_err(|error| named(&asked.file, error));
    let closed = releases.close();
    let applied = applied?;
    let end = match (applied.changes.len(), applied.dry_run) {
        (0, _) => String::new(),
        (1, false) => "1 change was made\n".to_owned(),
        (1, true) => "1 change would be made\n".to_owned(),
        (changes, false) => format!("{changes} changes were made\n"),
        (changes, true) => format!("{changes} changes would be made\n"),
    };
    if let Err(error) = closed.and_then(|()| say(format!("{}{end}", applied.text))) {
        if applied.dry_run {
            return Err(error);
        }
        // A failure would say that nothing was changed.
        let _ = writeln!(std::io::stderr(), "release-server: all is made as declared, but then: {error}");
    }
    Ok(if applied.dry_run && !applied.is_unchanged() { ExitCode::from(DIFFERS) } else { ExitCode::SUCCESS })
}

fn read(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().lock().take(MOST).read_to_end(&mut bytes),
        false => File::open(file).and_then(|file| file.take(MOST).read_to_end(&mut bytes)),
    };
    let refused = |message: String| Error::new(Code::InvalidRequest, message).with("field", "declarations");
    let unread = |reason: &dyn Display| refused(format!("{} cannot be read: {reason}", shown(file)));
    read.map_err(|error| unread(&error).caused_by(error))?;
    if bytes.len() as u64 == MOST {
        return Err(refused(format!("{} is too long a file of declarations: expected at most 1 MiB", shown(file))));
    }
    String::from_utf8(bytes).map_err(|error| unread(&error.utf8_error()).caused_by(error))
}

/// The file's name in front of what is wrong with it.
fn named(file: &Path, error: Error) -> Error {
    if error.get("line").is_none() {
        return error;
    }
    Error::new(error.code(), format!("{}, {}", shown(file), error.message())).caused_by(error)
}

fn shown(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}
