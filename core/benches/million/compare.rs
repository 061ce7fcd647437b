//! The same call where there are a thousand deployments and where there are a million, in turns.

use std::time::{Duration, Instant};

use release_core::Releases;

const CALLS: usize = 301;

/// Prints the medians and their ratio. The call is given a handle, and how many deployments it has.
pub(crate) fn compare(name: &str, handles: &[(Releases, u64); 2], call: impl Fn(&Releases, u64)) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..CALLS {
        for ((releases, count), times) in handles.iter().zip(&mut times) {
            let begun = Instant::now();
            call(releases, *count);
            times.push(begun.elapsed());
        }
    }
    let [few, many] = times.map(|mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    });
    println!("  {name:<38}{few:>11.0} us{many:>11.0} us{:>10.2}", many / few);
}
