//! The thread that connections live on. Callers block on it, in or outside of an async runtime of their own.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::error::{Code, Error, Result};

/// How long connections may take to say good-bye.
const GOODBYE: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(super) struct Runtime {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    pub(super) fn start() -> Result<Runtime> {
        let no_thread = |error: std::io::Error| {
            Error::new(Code::Unavailable, format!("no thread could be started for connections: {error}"))
                .caused_by(error)
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(no_thread)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let work = move || {
            // Stopped, or forgotten: in both cases nobody asks for more.
            let _ = runtime.block_on(stopped);
            runtime.shutdown_timeout(GOODBYE);
        };
        let thread = thread::Builder::new().name("release-postgres".to_owned()).spawn(work).map_err(no_thread)?;
        Ok(Runtime { handle, stop: Some(stop), thread: Some(thread) })
    }

    /// Runs a future on the thread and blocks until it has ended.
    pub(super) fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.handle.spawn(async move {
            // Who waits, waits until the answer.
            let _ = answer.send(work.await);
        });
        answered.recv().map_err(|_| Error::new(Code::Internal, "a bug: a call was given up by the connections' thread"))
    }

    /// Runs a future on the thread without waiting.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        drop(self.handle.spawn(work));
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It ends by itself; a panic in it has been answered to those who waited.
            let _ = thread.join();
        }
    }
}
