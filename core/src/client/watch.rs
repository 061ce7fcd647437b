//! Awaited waits: one thread of the handle looks for all of them, so that a thousand waits hold no thousand threads.
//! It is started by the first wait and ends with the last.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::Releases;
use super::wait::{FIRST_LOOK, LONGEST_LOOK};
use crate::error::{Code, Error, Result};

/// The waits of a handle that are awaited.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Watched>);

#[derive(Default)]
struct Watched {
    new: Vec<Waiting>,
    is_watched: bool,
}

struct Waiting {
    /// Looks, and answers whether it is over; the flag says that it is the last time.
    look: Box<dyn FnMut(bool) -> bool + Send>,
    until: Instant,
    next: Instant,
    pause: Duration,
}

impl Waiting {
    fn is_over(&mut self) -> bool {
        let now = Instant::now();
        self.next = now + self.pause;
        self.pause = (self.pause * 3 / 2).min(LONGEST_LOOK);
        let last = now >= self.until;
        // A storage that breaks down is the end of this wait only.
        catch_unwind(AssertUnwindSafe(|| (self.look)(last))).unwrap_or(true)
    }

    fn next(&self) -> Instant {
        self.next.min(self.until)
    }
}

/// The longest wait: an hour is usual, and a time that no clock can say is none.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

impl Releases {
    /// Waits until something that is looked at again and again is done, or the limit has passed.
    pub(super) async fn watch<T: Send + 'static>(
        self,
        limit: Duration,
        look: impl Fn(&Releases) -> Result<T> + Send + 'static,
        done: impl Fn(&T) -> bool + Send + 'static,
    ) -> Result<T> {
        let (sender, answer) = oneshot::channel();
        let mut sender = Some(sender);
        let releases = self.clone();
        let look = move |last: bool| {
            // Nobody waits any more where the future was dropped.
            if sender.as_ref().is_none_or(oneshot::Sender::is_closed) {
                return true;
            }
            let seen = look(&releases);
            let is_over = last || seen.as_ref().map_or(true, &done);
            if is_over && let Some(sender) = sender.take() {
                // Whoever waited may have gone this moment.
                let _ = sender.send(seen);
            }
            is_over
        };
        let now = Instant::now();
        let waiting = Waiting { look: Box::new(look), until: now + limit.min(LONGEST), next: now, pause: FIRST_LOOK };
        self.add(waiting)?;
        answer.await.unwrap_or_else(|_| Err(Error::new(Code::Internal, "a bug: a wait was given up")))
    }

    fn add(&self, waiting: Waiting) -> Result<()> {
        let mut watched = self.inner().watch.lock();
        watched.new.push(waiting);
        if !watched.is_watched {
            let releases = self.clone();
            let watcher = thread::Builder::new().name("release-wait".to_owned());
            watcher.spawn(move || releases.watch_all()).map_err(|error| {
                watched.new.pop();
                Error::new(Code::Unavailable, "no thread could be started to wait; try again").caused_by(error)
            })?;
            watched.is_watched = true;
        }
        drop(watched);
        self.inner().changed();
        Ok(())
    }

    fn watch_all(self) {
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut seen = None;
        loop {
            let inner = self.inner();
            let changes = inner.changes();
            {
                let mut watched = inner.watch.lock();
                waiting.append(&mut watched.new);
                if waiting.is_empty() {
                    watched.is_watched = false;
                    return;
                }
            }
            let begun = Instant::now();
            let has_changed = seen != Some(changes);
            seen = Some(changes);
            waiting.retain_mut(|wait| !((has_changed || wait.next() <= begun) && wait.is_over()));
            // Where many wait and much happens, half of the time is left to others.
            thread::sleep(begun.elapsed().min(LONGEST_LOOK));
            if let Some(next) = waiting.iter().map(Waiting::next).min() {
                inner.wait_for_change(next.saturating_duration_since(Instant::now()), |count| count == changes);
            }
        }
    }
}

impl Watch {
    fn lock(&self) -> std::sync::MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
