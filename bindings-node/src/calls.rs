//! The way back into JavaScript: answers gather in one text, and one call into JavaScript hands over all that are there.
//! A promise of Node's own would cost a handle of the event loop for each call, which takes longer than most calls.

use std::fmt::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use release_core::Error;

use crate::answer::failure;
use crate::runtime::{StopFlag, panicked, runtime};

/// Weak: what keeps the process alive while calls are under way is a timer of the JavaScript around.
type Bell = ThreadsafeFunction<(), (), String, Status, false, true, 0>;

/// Where the calls of one environment of Node (its main thread, or a worker thread) are answered.
#[napi]
#[derive(Clone)]
pub struct Calls {
    answers: Arc<Mutex<String>>,
    bell: Arc<Bell>,
}

#[napi]
impl Calls {
    /// `settle` is handed the text of an array of pairs: a call's number, and its answer.
    #[napi(constructor, catch_unwind)]
    pub fn new(settle: Function<String, ()>) -> napi::Result<Calls> {
        let answers = Arc::new(Mutex::new(String::new()));
        let gathered = Arc::clone(&answers);
        let bell = settle.build_threadsafe_function::<()>().weak::<true>().build_callback(move |_| {
            let text = std::mem::take(&mut *gathered.lock().unwrap_or_else(PoisonError::into_inner));
            Ok(format!("[{text}]"))
        })?;
        Ok(Calls { answers, bell: Arc::new(bell) })
    }
}

impl Calls {
    /// Does some work on a thread that it may hold. A panic is the `internal` error.
    pub(crate) fn make(&self, number: u32, work: impl FnOnce() -> String + Send + 'static) {
        let calls = self.clone();
        match runtime() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || {
                let answer = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| failure(panicked(&*panic)));
                calls.answer(number, &answer);
            })),
            Err(error) => calls.fail(number, error),
        }
    }

    /// Awaits a future, which holds no thread while it waits. Where it is given up, the answer is `null`.
    pub(crate) fn wait(
        &self,
        number: u32,
        stop: Option<&StopFlag>,
        work: impl Future<Output = String> + Send + 'static,
    ) {
        let calls = self.clone();
        match runtime() {
            Ok(runtime) => {
                let task = runtime.spawn(work);
                if let Some(stop) = stop {
                    stop.watch(task.abort_handle());
                }
                drop(runtime.spawn(async move {
                    match task.await {
                        Ok(answer) => calls.answer(number, &answer),
                        Err(gone) if gone.is_panic() => calls.fail(number, panicked(&*gone.into_panic())),
                        Err(_) => calls.answer(number, "null"),
                    }
                }));
            }
            Err(error) => calls.fail(number, error),
        }
    }

    fn fail(&self, number: u32, error: Error) {
        self.answer(number, &failure(error));
    }

    fn answer(&self, number: u32, answer: &str) {
        let is_first = {
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            let is_first = answers.is_empty();
            let comma = if is_first { "" } else { "," };
            // A text can always be written to.
            let _ = write!(answers, "{comma}[{number},{answer}]");
            is_first
        };
        if is_first {
            // An environment that is going away has nobody left to answer.
            let _ = self.bell.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").finish_non_exhaustive()
    }
}
