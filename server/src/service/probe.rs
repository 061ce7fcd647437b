//! Whether the storage can be read, asked for everybody who wants to know.

use std::sync::Arc;
use std::time::{Duration, Instant};

use release_core::{Releases, Result};
use tokio::sync::Mutex;

/// How long an answer is given again, so that however many ask, the database is read once in that time.
const BELIEVED: Duration = Duration::from_secs(1);

/// What was found last.
#[derive(Debug, Default)]
pub(crate) struct Probe(Arc<Mutex<Option<Found>>>);

/// When the storage was asked, and whether it could be read.
type Found = (Instant, Result<()>);

impl Probe {
    /// Whether the storage can be read, or could be within the last second.
    pub(crate) async fn ask(&self, releases: &Releases) -> Result<()> {
        let releases = releases.clone();
        self.ask_by(move || releases.document("release-server.probe", "none").map(drop)).await
    }

    async fn ask_by(&self, read: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
        // Held while it is asked: who comes meanwhile waits for that answer.
        let mut last = Arc::clone(&self.0).lock_owned().await;
        if let Some((_, found)) = last.as_ref().filter(|(at, _)| at.elapsed() < BELIEVED) {
            return found.clone();
        }
        // Held by the reading, which goes on where nobody waits for it any more: there is one, however many gave up.
        super::blocking(move || {
            let found = read();
            *last = Some((Instant::now(), found.clone()));
            found
        })
        .await
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

    #[tokio::test]
    async fn who_gives_up_leaves_one_reading_and_its_answer() {
        let probe = Probe::default();
        let (end, ended) = std::sync::mpsc::channel();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let first = probe.ask_by(move || {
            let _ = begin.send(());
            let _ = ended.recv();
            Ok(())
        });
        tokio::select! {
            biased;
            _ = begun => {}
            _ = first => panic!("it was not to end"),
        }
        // The first has given up. The next find its reading under way, and give up too.
        for _ in 0..3 {
            let next = probe.ask_by(|| panic!("there is a reading already"));
            let given_up = tokio::time::timeout(Duration::from_millis(1), next).await;
            assert!(given_up.is_err());
        }
        end.send(()).unwrap();
        let found = Arc::clone(&probe.0).lock_owned().await.take();
        assert!(matches!(found, Some((_, Ok(())))), "{found:?}");
    }
}
