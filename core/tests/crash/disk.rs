//! Writers on a disk that fails at random moments: writes that find no room or end half-way, syncs that fail, and the
//! power that is cut, with which an arbitrary part of what was not synced is lost.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::dice::{Dice, number, seed};
use crate::killed::{GENERATION, Tally, look, look_after};
use crate::ledger::Ledger;
use crate::writers::{AHEAD, DATABASE, DISK, LOG, NAME, SEED, THREADS, Writer};

const LIVES: u64 = 24;
/// So many writers one file sees, before it is looked after to the end.
const LIVES_OF_A_FILE: u64 = 12;

#[derive(Default)]
struct Found {
    tally: Tally,
    failed: BTreeMap<String, usize>,
    unknown: usize,
    cuts: u64,
}

#[test]
fn nothing_acknowledged_is_lost_on_a_disk_that_fails() {
    let lives = number("RELEASE_CORE_DISK_LIVES").unwrap_or(LIVES);
    let seed = seed();
    let mut dice = Dice::new(seed);
    let tools = tempfile::tempdir().unwrap();
    let library = build(tools.path());
    let (begun, mut found, mut left) = (Instant::now(), Found::default(), lives);
    // Heard of also where the test fails, so that the run can be repeated.
    writeln!(std::io::stderr(), "a disk that fails, by seed {seed}").unwrap();
    while left > 0 {
        let lives = LIVES_OF_A_FILE.min(left);
        one_file(&library, &mut dice, lives, &mut found);
        left -= lives;
    }
    let Found { tally, failed, unknown, cuts } = &found;
    let Tally { answered, refused, in_flight, in_flight_kept, starts, orphans, .. } = tally;
    let summary = format!(
        "{lives} writers on a failing disk in {} s, seed {seed}: {cuts} power cuts; {answered} calls answered and all \
         there, {refused} refused; failed without a trace: {failed:?}; in flight or failed in a sync: \
         {in_flight} ({unknown}), of which {in_flight_kept} were there whole; {starts} runs started, none twice; {orphans} programs \
         to be stopped that nobody followed any more",
        begun.elapsed().as_secs(),
    );
    writeln!(std::io::stderr(), "{summary}").unwrap();
    if lives >= LIVES {
        // Otherwise nothing stood between the writers and their disk.
        assert!(*cuts > 0 && *unknown > 0 && failed.contains_key("storage_full"), "{summary}");
    }
}

/// Compiles what stands between a writer and its disk, by the compiler that SQLite is compiled with.
fn build(folder: &Path) -> PathBuf {
    let source = folder.join("disk.c");
    std::fs::write(&source, include_str!("disk.c")).unwrap();
    let library = folder.join("disk.so");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    let status = compiler.args(["-shared", "-fPIC", "-O1", "-o"]).args([&library, &source]).status();
    assert!(status.expect("a C compiler").success());
    library
}

fn one_file(library: &Path, dice: &mut Dice, lives: u64, found: &mut Found) {
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join(DATABASE), folder.path().join(LOG));
    let mut ledger = Ledger::default();
    for life in 0..lives {
        let ahead = GENERATION * u32::try_from(life).unwrap();
        // Errors, a power cut, or both; some while the file is opened.
        let kind = dice.below(3);
        let every = if kind == 0 { 0 } else { 20 + dice.below(600) };
        let cut = match kind {
            1 => 0,
            _ if dice.one_in(6) => 1 + dice.below(60),
            _ => 1 + dice.below(4000),
        };
        let mut writer = Writer::start(
            folder.path(),
            &[
                (NAME, format!("k-{life}")),
                (SEED, dice.below(u64::MAX).to_string()),
                (AHEAD, ahead.as_secs().to_string()),
                (THREADS, (1 + dice.below(6)).to_string()),
                (DISK, library.display().to_string()),
                ("DISK_SEED", dice.below(u64::MAX).to_string()),
                ("DISK_EVERY", every.to_string()),
                ("DISK_CUT", cut.to_string()),
            ],
        );
        let most = 40 + dice.below(300);
        let heard = (0..most).map_while(|_| writer.hear()).map(|line| ledger.take_down(line)).count();
        let killed = heard as u64 == most;
        if killed {
            writer.kill();
            while let Some(line) = writer.hear() {
                ledger.take_down(line);
            }
        }
        found.cuts += u64::from(writer.ended() && !killed);
        if dice.one_in(2) {
            // It was in memory only.
            std::fs::remove_file(folder.path().join(format!("{DATABASE}-shm"))).ok();
        }
        look(&path, &log, &mut ledger, ahead, &mut found.tally);
    }
    found.tally.orphans += look_after(&path, &log, GENERATION * u32::try_from(lives).unwrap());
    found.tally.add(&ledger, &log);
    found.unknown += ledger.unknown;
    for (code, count) in ledger.failed {
        *found.failed.entry(code).or_default() += count;
    }
}
