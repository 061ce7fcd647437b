//! How a call is made: blocking with the interpreter released, or awaited without a thread of Python's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use release_core::{Call, Operation};
use tokio::runtime::Handle;

use crate::error::{Failure, guarded, of_panic};
use crate::handle::Action;

/// Makes a call, while other threads of Python run.
pub(crate) fn run<O: Operation>(py: Python<'_>, call: Call<O>) -> PyResult<O::Output> {
    Ok(py.detach(|| guarded(|| call.call())).map_err(Failure)?)
}

/// Does something else that blocks, while other threads of Python run.
pub(crate) fn run_blocking<T: Send>(py: Python<'_>, action: impl Action<T>) -> PyResult<T> {
    Ok(py.detach(|| guarded(action)).map_err(Failure)?)
}

/// How often a wait looks whether the program was asked to stop.
const SIGNALS: Duration = Duration::from_millis(100);

/// Makes a call that waits, which Ctrl-C may end.
pub(crate) fn wait<O: Operation>(py: Python<'_>, call: Call<O>) -> PyResult<O::Output> {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let mut waiting = Guarded(call.into_future());
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        let polled = py.detach(|| {
            let polled = pin!(&mut waiting).poll(&mut Context::from_waker(&waker));
            if polled.is_pending() {
                thread::park_timeout(SIGNALS);
            }
            polled
        });
        match polled {
            Poll::Ready(answer) => return Ok(answer.map_err(Failure)?),
            Poll::Pending => py.check_signals()?,
        }
    }
}

/// Makes a call whose blocking part runs on threads of a runtime. Where the awaiting task is canceled, a call that has
/// begun is made to its end, and a wait is given up.
pub(crate) async fn awaited<O: Operation>(runtime: Handle, call: Call<O>) -> PyResult<O::Output> {
    let waiting = {
        let _entered = runtime.enter();
        Guarded(call.into_future())
    };
    Ok(InRuntime { runtime, waiting }.await.map_err(Failure)?)
}

/// Awaits what threads of a runtime do.
pub(crate) fn in_runtime<F: Future + Unpin>(runtime: Handle, waiting: F) -> impl Future<Output = F::Output> {
    InRuntime { runtime, waiting }
}

/// A future that is polled on Python's thread as if it was on one of the runtime's, of which it needs no more than to find
/// its threads.
struct InRuntime<F> {
    runtime: Handle,
    waiting: F,
}

impl<F: Future + Unpin> Future for InRuntime<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let runtime = self.runtime.clone();
        let _entered = runtime.enter();
        let waker = Waker::from(Arc::new(Bell(context.waker().clone())));
        Pin::new(&mut self.waiting).poll(&mut Context::from_waker(&waker))
    }
}

/// Wakes a task of Python's, from another thread.
struct Bell(Waker);

/// How many threads are waking tasks now.
static RINGING: AtomicUsize = AtomicUsize::new(0);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        RINGING.fetch_add(1, Ordering::SeqCst);
        // An interpreter that is ending has no tasks any more.
        let _ = Python::try_attach(|_| self.0.wake_by_ref());
        RINGING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How long the end of the interpreter waits for threads that are waking tasks.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// Lets threads that are waking tasks come to their end, before the interpreter ends: what they woke has ended, and they may
/// not have come back from it, and a thread that is inside of Python then would be the end of the process.
#[pyfunction]
pub(crate) fn _at_exit(py: Python<'_>) {
    py.detach(|| {
        let begun = Instant::now();
        while RINGING.load(Ordering::SeqCst) > 0 && begun.elapsed() < LAST_WAIT {
            thread::sleep(Duration::from_millis(1));
        }
    });
}

/// A future whose panic is an error.
struct Guarded<F>(F);

impl<F: Future<Output = release_core::Result<T>> + Unpin, T> Future for Guarded<F> {
    type Output = release_core::Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(&mut self.0).poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(of_panic(&*panic))))
    }
}
