//! `release-server copy`

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use release_core::{Copied, Releases, Result};

use super::arguments::Copy;
use super::say;
use crate::config::Config;

/// How often it says how far it is: to a person, and to a log.
const TO_A_PERSON: Duration = Duration::from_secs(1);
const TO_A_LOG: Duration = Duration::from_secs(10);

pub(super) fn run(config: &Config, asked: Copy) -> Result<()> {
    // Without connections and commit sources: nothing is started and nobody is asked.
    let from = asked.from.as_deref().unwrap_or(&config.database);
    // What runs on a server goes on there, and would refuse a schema that a copy had upgraded.
    let is_on_a_server = from.starts_with("postgres://") || from.starts_with("postgresql://");
    let source = Releases::options().must_exist(true).upgrade(!is_on_a_server).open(from)?;
    let target = Releases::open(asked.to.as_deref().unwrap_or(&config.database))?;
    let (begun, mut told) = (Instant::now(), Instant::now());
    let every = if std::io::stderr().is_terminal() { TO_A_PERSON } else { TO_A_LOG };
    let progress = |sofar: &Copied| {
        if told.elapsed() >= every {
            told = Instant::now();
            tell(&format!("{} records and {} places in lists so far", sofar.records, sofar.entries));
        }
    };
    let copied = source.copy_to(&target).retire(asked.retire).on_progress(progress).call()?;
    let (from, to) = (source.location(), target.location());
    let mut text = format!(
        "copied {} records ({}) from {from} to {to} in {:.1} s\n",
        copied.records,
        kinds(&copied),
        begun.elapsed().as_secs_f64()
    );
    if asked.retire {
        text.push_str(&format!("{from} is not used any more: what opens it is sent to {to}\n"));
    }
    // A failure would say that nothing was changed.
    for closed in [source.close(), target.close(), say(text)] {
        if let Err(error) = closed {
            tell(&format!("release-server: all was copied to {to}, but then: {error}"));
        }
    }
    Ok(())
}

fn kinds(copied: &Copied) -> String {
    copied.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join(", ")
}

fn tell(text: &str) {
    // Where not even that can be written, nobody is there to read it.
    let _ = writeln!(std::io::stderr(), "{text}");
}
