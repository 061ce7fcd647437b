//! Many processes on one file.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::books::Books;
use crate::ci;
use crate::dice::{Dice, number, seed};
use crate::ledger::Ledger;
use crate::writers::{AHEAD, DATABASE, LOG, MILLIS, NAME, SEED, THREADS, Writer};

const PROCESSES: u64 = 4;
const THREADS_EACH: u64 = 2;
const SECONDS: u64 = 8;

/// Each writer by itself sees that it meets no error but those that say that they may be tried again, and that `live`
/// is right after every step of its own environments.
#[test]
fn many_processes_lose_nothing() {
    let duration = Duration::from_secs(number("RELEASE_CORE_PROCESSES_SECONDS").unwrap_or(SECONDS));
    let processes = number("RELEASE_CORE_PROCESSES").unwrap_or(PROCESSES);
    let seed = seed();
    let mut dice = Dice::new(seed);
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let writers: Vec<_> = (0..processes)
        .map(|process| {
            Writer::start(
                folder.path(),
                &[
                    (NAME, format!("p{process}-0")),
                    (SEED, dice.below(u64::MAX).to_string()),
                    (AHEAD, "0".to_owned()),
                    (THREADS, THREADS_EACH.to_string()),
                    (MILLIS, duration.as_millis().to_string()),
                ],
            )
        })
        .collect();
    // Each is listened to by a thread of its own, so that none waits for its pipe.
    let heard: Vec<_> = std::thread::scope(|scope| {
        let listen = |mut writer: Writer| {
            let lines: Vec<_> = std::iter::from_fn(|| writer.hear()).collect();
            assert!(!writer.ended(), "nobody killed it");
            lines
        };
        let listeners: Vec<_> = writers.into_iter().map(|writer| scope.spawn(move || listen(writer))).collect();
        listeners.into_iter().map(|listener| listener.join().unwrap()).collect()
    });
    let mut ledger = Ledger::default();
    for lines in heard {
        assert!(!lines.is_empty(), "each of them has written");
        lines.into_iter().for_each(|line| ledger.take_down(line));
    }
    let (books, starts) = (Books::read(&folder.path().join(DATABASE)), ci::starts(&folder.path().join(LOG)));
    books.check();
    ledger.settle(&books);
    assert_eq!(ledger.in_flight, 0, "every call was answered");
    let twice: Vec<_> = starts.iter().filter(|(_, attempts)| attempts.len() != 1).collect();
    assert!(twice.is_empty(), "started twice: {twice:?}");
    let Ledger { answered, refused, repeated, .. } = ledger;
    let summary = format!(
        "{processes} processes of {THREADS_EACH} threads for {} s (with their beginning and end {} s), seed {seed}: \
         {answered} calls answered and all there, {refused} refused, {repeated} errors that said to try again; {} runs \
         started, none twice",
        duration.as_secs(),
        begun.elapsed().as_secs(),
        starts.len(),
    );
    writeln!(std::io::stderr(), "{summary}").unwrap();
}
