//! Rates, processor time, and what the disk can do.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one side of a round is measured.
const SLICE: Duration = Duration::from_millis(200);

/// What one side of a round came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// Calls a second.
    pub(crate) rate: f64,
    /// Processor time of the whole process a call, by user and system.
    pub(crate) cpu_micros: f64,
}

/// Lets so many threads call, each with a function of its own, until the time is over or all have no more to do.
pub(crate) fn round<F: FnMut() -> bool>(callers: usize, caller: impl Fn(usize) -> F + Sync) -> Measured {
    let (barrier, count, caller) = (Barrier::new(callers + 1), AtomicU64::new(0), &caller);
    let (mut elapsed, mut cpu) = (Duration::ZERO, Duration::ZERO);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..callers)
            .map(|number| {
                let (barrier, count) = (&barrier, &count);
                scope.spawn(move || {
                    let mut call = caller(number);
                    barrier.wait();
                    let start = Instant::now();
                    let mut calls = 0;
                    while start.elapsed() < SLICE && call() {
                        calls += 1;
                    }
                    count.fetch_add(calls, Ordering::Relaxed);
                })
            })
            .collect();
        barrier.wait();
        let (start, used) = (Instant::now(), processor_time());
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        (elapsed, cpu) = (start.elapsed(), processor_time() - used);
    });
    let calls = count.load(Ordering::Relaxed) as f64;
    Measured { rate: calls / elapsed.as_secs_f64(), cpu_micros: cpu.as_secs_f64() * 1e6 / calls }
}

/// What this process has used, in Linux's ticks of 10 ms; nothing elsewhere.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// Appends of a page a second, each synced.
pub(crate) fn probe(folder: &Path) -> f64 {
    let path = folder.join("probe");
    let mut file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    let start = Instant::now();
    let mut count = 0.0;
    while start.elapsed() < SLICE {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        count += 1.0;
    }
    let rate = count / start.elapsed().as_secs_f64();
    std::fs::remove_file(path).unwrap();
    rate
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
