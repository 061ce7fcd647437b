//! `release-server apply FILE`

use std::fs::File;
use std::io::Read;
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
    closed?;
    let end = match (applied.changes.len(), applied.dry_run) {
        (0, _) => String::new(),
        (1, false) => "1 change was made\n".to_owned(),
        (1, true) => "1 change would be made\n".to_owned(),
        (changes, false) => format!("{changes} changes were made\n"),
        (changes, true) => format!("{changes} changes would be made\n"),
    };
    say(format!("{}{end}", applied.text))?;
    Ok(if applied.dry_run && !applied.is_unchanged() { ExitCode::from(DIFFERS) } else { ExitCode::SUCCESS })
}

fn read(file: &Path) -> Result<String> {
    let mut text = String::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().lock().take(MOST).read_to_string(&mut text),
        false => File::open(file).and_then(|file| file.take(MOST).read_to_string(&mut text)),
    };
    match read {
        Ok(_) => Ok(text),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", shown(file));
            Err(Error::new(Code::InvalidRequest, message).with("field", "declarations").caused_by(error))
        }
    }
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
