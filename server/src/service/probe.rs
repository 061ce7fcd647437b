//! Whether the storage can be read, asked for everybody who wants to know.

use std::time::{Duration, Instant};

use release_core::{Releases, Result};
use tokio::sync::Mutex;

/// How long an answer is given again, so that however many ask, the database is read once in that time.
const BELIEVED: Duration = Duration::from_secs(1);

/// What was found last.
#[derive(Debug, Default)]
pub(crate) struct Probe(Mutex<Option<(Instant, Result<()>)>>);

impl Probe {
    /// Whether the storage can be read, or could be within the last second.
    pub(crate) async fn ask(&self, releases: &Releases) -> Result<()> {
        // Held while it is asked: who comes meanwhile waits for that answer.
        let mut last = self.0.lock().await;
        if let Some((_, found)) = last.as_ref().filter(|(at, _)| at.elapsed() < BELIEVED) {
            return found.clone();
        }
        let releases = releases.clone();
        let found = super::blocking(move || releases.document("release-server.probe", "none")).await.map(drop);
        *last = Some((Instant::now(), found.clone()));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_is_given_again_for_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let releases = Releases::open(folder.path().join("releases.db").to_str().unwrap()).unwrap();
        let probe = Probe::default();
        // Where the machine stops the process for a second in between, it is asked again.
        let asked = loop {
            let begun = Instant::now();
            assert!(probe.ask(&releases).await.is_ok());
            let first = probe.0.lock().await.as_ref().unwrap().0;
            assert!(probe.ask(&releases).await.is_ok());
            if begun.elapsed() < BELIEVED {
                break first;
            }
        };
        assert_eq!(probe.0.lock().await.as_ref().unwrap().0, asked);
        releases.close().unwrap();
        assert!(Probe::default().ask(&releases).await.is_err());
    }
}
