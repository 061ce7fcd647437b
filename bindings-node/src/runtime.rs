//! Where calls run: threads of this library's own, so that neither Node's event loop nor its pool of four threads
//! is held by a call.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use napi::bindgen_prelude::{Object, ToNapiValue};
use napi::{Env, JsDeferred};
use release_core::{Code, Error};
use tokio::runtime::{Builder, Runtime};
use tokio::task::AbortHandle;

/// The most calls that are made at once; further ones wait for their turn. Waits are not counted.
const MOST_CALLS: usize = 512;

type Resolver<T> = Box<dyn FnOnce(Env) -> napi::Result<T> + Send>;

/// The threads, which are started when they are needed and end when they are idle. They outlive the environments of
/// Node that use them: a call that has begun is made to its end, also where a worker thread of Node is terminated.
pub(crate) fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Result<Runtime, Error>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        let threads = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(MOST_CALLS)
            .thread_name("release-core")
            .build();
        threads.map_err(|error| Error::new(Code::Unavailable, "no threads could be started for calls").caused_by(error))
    });
    made.as_ref().map_err(Clone::clone)
}

/// A promise of what some work makes that only native code can hold; calls go by [`Calls`](crate::calls::Calls).
pub(crate) fn promise<'env, T: ToNapiValue + Send + 'static>(
    env: &'env Env,
    work: impl FnOnce() -> T + Send + 'static,
    failed: impl FnOnce(Error) -> T + Send + 'static,
) -> napi::Result<Object<'env>> {
    let (deferred, promise) = env.create_deferred::<T, Resolver<T>>()?;
    match runtime() {
        Ok(runtime) => drop(runtime.spawn_blocking(move || {
            let answer = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| failed(panicked(&*panic)));
            settle(deferred, answer);
        })),
        Err(error) => settle(deferred, failed(error)),
    }
    Ok(promise)
}

fn settle<T: ToNapiValue + Send + 'static>(deferred: JsDeferred<T, Resolver<T>>, answer: T) {
    deferred.resolve(Box::new(move |_| Ok(answer)));
}

/// Lets go of something on another thread, because letting go of a database may take a while. Called when JavaScript's
/// garbage collector has found that nobody holds it.
pub(crate) fn let_go(held: impl Send + 'static) {
    if let Ok(runtime) = runtime() {
        drop(runtime.spawn_blocking(move || drop(held)));
    }
}

/// What ends a wait, before or after it has begun.
#[derive(Debug, Clone, Default)]
pub(crate) struct StopFlag(Arc<Mutex<Stopping>>);

#[derive(Debug, Default)]
struct Stopping {
    is_stopped: bool,
    task: Option<AbortHandle>,
}

impl StopFlag {
    pub(crate) fn stop(&self) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.is_stopped = true;
        if let Some(task) = stopping.task.take() {
            task.abort();
        }
    }

    pub(crate) fn watch(&self, task: AbortHandle) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if stopping.is_stopped {
            task.abort();
        } else {
            stopping.task = Some(task);
        }
    }
}

/// What a panic said, as an error.
pub(crate) fn panicked(panic: &(dyn Any + Send)) -> Error {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words");
    Error::new(Code::Internal, format!("a bug: the native part of release-core panicked: {words}"))
}
