//! Numbers in the text format of Prometheus. They name routes and never projects, so that they do not grow with use.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::routes::ROUTES;

/// The upper bounds of the histogram's buckets, in microseconds.
const BUCKETS: [u64; 11] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000, 10_000_000];
/// The classes of statuses that are counted: 1xx to 5xx.
const CLASSES: usize = 5;

#[derive(Debug)]
pub(crate) struct Metrics {
    begun: Instant,
    under_way: AtomicI64,
    abandoned: AtomicU64,
    /// One for each route, and one for all other addresses.
    routes: Vec<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    statuses: [AtomicU64; CLASSES],
    buckets: [AtomicU64; BUCKETS.len() + 1],
    micros: AtomicU64,
}

/// A request that is being handled. Where it is dropped before its end, the client has gone away.
pub(crate) struct UnderWay<'a>(Option<&'a Metrics>);

impl Metrics {
    pub(crate) fn new() -> Metrics {
        Metrics {
            begun: Instant::now(),
            under_way: AtomicI64::new(0),
            abandoned: AtomicU64::new(0),
            routes: (0..=ROUTES.len()).map(|_| Counted::default()).collect(),
        }
    }

    pub(crate) fn begin(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(Some(self))
    }

    pub(crate) fn count(&self, route: Option<usize>, status: u16, took: Duration) {
        let Some(counted) = self.routes.get(route.unwrap_or(ROUTES.len())) else { return };
        let class = usize::from(status / 100).clamp(1, CLASSES) - 1;
        counted.statuses[class].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|bound| micros <= *bound).unwrap_or(BUCKETS.len());
        counted.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        counted.micros.fetch_add(micros, Ordering::Relaxed);
    }
}

impl UnderWay<'_> {
    pub(crate) fn end(mut self) {
        if let Some(metrics) = self.0.take() {
            metrics.under_way.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(metrics) = self.0.take() {
            metrics.under_way.fetch_sub(1, Ordering::Relaxed);
            metrics.abandoned.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl fmt::Display for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = env!("CARGO_PKG_VERSION");
        writeln!(f, "# HELP release_server_info The version that runs.\n# TYPE release_server_info gauge")?;
        writeln!(f, "release_server_info{{version=\"{version}\"}} 1")?;
        writeln!(f, "# HELP release_server_uptime_seconds Since when it runs.")?;
        writeln!(f, "# TYPE release_server_uptime_seconds gauge")?;
        writeln!(f, "release_server_uptime_seconds {:.3}", self.begun.elapsed().as_secs_f64())?;
        writeln!(f, "# HELP release_server_requests_under_way Requests that are being handled.")?;
        writeln!(f, "# TYPE release_server_requests_under_way gauge")?;
        writeln!(f, "release_server_requests_under_way {}", self.under_way.load(Ordering::Relaxed))?;
        writeln!(f, "# HELP release_server_requests_abandoned_total Requests whose client went away.")?;
        writeln!(f, "# TYPE release_server_requests_abandoned_total counter")?;
        writeln!(f, "release_server_requests_abandoned_total {}", self.abandoned.load(Ordering::Relaxed))?;
        writeln!(f, "# HELP release_server_requests_total Requests that were answered.")?;
        writeln!(f, "# TYPE release_server_requests_total counter")?;
        for (labels, counted) in self.used() {
            for (class, count) in counted.statuses.iter().enumerate() {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    writeln!(f, "release_server_requests_total{{{labels},status=\"{}xx\"}} {count}", class + 1)?;
                }
            }
        }
        writeln!(f, "# HELP release_server_request_seconds How long answers took.")?;
        writeln!(f, "# TYPE release_server_request_seconds histogram")?;
        for (labels, counted) in self.used() {
            counted.write_histogram(f, &labels)?;
        }
        Ok(())
    }
}

impl Metrics {
    /// The routes that were asked for, with their labels.
    fn used(&self) -> impl Iterator<Item = (String, &Counted)> {
        self.routes.iter().enumerate().filter_map(|(number, counted)| {
            let labels = match ROUTES.get(number) {
                Some(route) => format!("method=\"{}\",route=\"{}\"", route.method, route.path),
                None => "method=\"\",route=\"other\"".to_owned(),
            };
            counted.buckets.iter().any(|count| count.load(Ordering::Relaxed) > 0).then_some((labels, counted))
        })
    }
}

impl Counted {
    fn write_histogram(&self, f: &mut fmt::Formatter<'_>, labels: &str) -> fmt::Result {
        let mut count = 0;
        for (place, bucket) in self.buckets.iter().enumerate() {
            count += bucket.load(Ordering::Relaxed);
            let bound = BUCKETS.get(place).map_or("+Inf".to_owned(), |micros| seconds(*micros));
            writeln!(f, "release_server_request_seconds_bucket{{{labels},le=\"{bound}\"}} {count}")?;
        }
        let sum = seconds(self.micros.load(Ordering::Relaxed));
        writeln!(f, "release_server_request_seconds_sum{{{labels}}} {sum}")?;
        writeln!(f, "release_server_request_seconds_count{{{labels}}} {count}")
    }
}

fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_class() {
        let metrics = Metrics::new();
        metrics.begin().end();
        metrics.count(Some(0), 201, Duration::from_micros(700));
        metrics.count(Some(0), 201, Duration::from_secs(20));
        metrics.count(None, 404, Duration::from_micros(1));
        drop(metrics.begin());
        let text = metrics.to_string();
        let route = "method=\"POST\",route=\"/api/releases/{project}/releases/{candidate_version}\"";
        for line in [
            format!("release_server_requests_total{{{route},status=\"2xx\"}} 2"),
            format!("release_server_request_seconds_bucket{{{route},le=\"0.0005\"}} 0"),
            format!("release_server_request_seconds_bucket{{{route},le=\"0.001\"}} 1"),
            format!("release_server_request_seconds_bucket{{{route},le=\"+Inf\"}} 2"),
            format!("release_server_request_seconds_sum{{{route}}} 20.0007"),
            format!("release_server_request_seconds_count{{{route}}} 2"),
            "release_server_requests_total{method=\"\",route=\"other\",status=\"4xx\"} 1".to_owned(),
            "release_server_requests_abandoned_total 1".to_owned(),
            "release_server_requests_under_way 0".to_owned(),
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
