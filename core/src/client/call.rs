//! Calls: an operation as a value, and the one way to run it, blocking or awaited.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Inner, Releases};
use crate::change::Reads;
use crate::error::{Code, Error, Result};
use crate::hex;
use crate::known::Known;
use crate::model::{Actor, DispatchId, IdempotencyKey};
use crate::record::{IdempotencyRecord, Key};
use crate::through::Through;
use crate::trace;
use crate::view::{Context, Decide, Decision, View};

/// An operation on a handle, with its options, not yet made.
#[must_use = "nothing happens before `.call()` or `.await`"]
pub struct Call<O> {
    pub(crate) releases: Releases,
    pub(crate) operation: O,
    pub(crate) caller: Caller,
}

/// Who makes a call, and by which key a repeated one is known.
#[derive(Debug, Default, Clone)]
pub struct Caller {
    actor: Option<String>,
    idempotency_key: Option<String>,
}

/// What a [`Call`] can make: every operation and query of this crate. Not to be implemented outside of it.
pub trait Operation: fmt::Debug + Send + Sized + 'static {
    /// What the call answers.
    type Output: Send + 'static;

    #[doc(hidden)]
    fn run(self, releases: &Releases, caller: Caller) -> Result<Self::Output>;

    #[cfg(feature = "tokio")]
    #[doc(hidden)]
    fn run_awaited(self, releases: Releases, caller: Caller) -> Awaited<Self::Output> {
        Box::pin(on_blocking_thread(move || self.run(&releases, caller)))
    }

    #[doc(hidden)]
    fn kept(self, _: &Releases, _: &Caller) -> Result<Option<Self::Output>> {
        Ok(None)
    }
}

/// The answer of a call that is awaited.
#[cfg(feature = "tokio")]
pub(crate) type Awaited<T> = std::pin::Pin<Box<dyn Future<Output = Result<T>> + Send>>;

#[cfg(feature = "tokio")]
pub(super) async fn on_blocking_thread<T: Send + 'static>(
    call: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        let message = "awaited outside of a tokio runtime; use .call(), or await it inside of one";
        return Err(Error::new(Code::InvalidRequest, message));
    };
    match runtime.spawn_blocking(call).await {
        Ok(answer) => answer,
        Err(gone) if gone.is_panic() => Err(crate::storage::panicked(&*gone.into_panic())),
        Err(_) => Err(Error::new(Code::Unavailable, "the runtime was shut down before the call was made")),
    }
}

/// An operation that writes, so that it can tell who asked, and be repeated under a key.
pub trait WriteOperation: Operation {}

impl<O: Operation> Call<O> {
    pub(crate) fn new(releases: &Releases, operation: O) -> Call<O> {
        Call { releases: releases.clone(), operation, caller: Caller::default() }
    }

    /// Makes the call on this thread, and blocks until it is answered.
    ///
    /// # Errors
    /// As the operation's description says; for every write `invalid_request` (actor or idempotency key) and
    /// `idempotency_key_reused`; and those of every storage: `unavailable`, `conflict`,
    /// `storage_read_only`, `storage_full` and `internal`.
    pub fn call(self) -> Result<O::Output> {
        self.operation.run(&self.releases, self.caller)
    }
}

impl<O: WriteOperation> Call<O> {
    /// Who asks, for the audit log: a person or a machine, 1 to 255 characters without control
    /// characters and with no space at either end.
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.caller.actor = Some(actor.into());
        self
    }

    /// A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered
    /// again with the first answer, for 7 days where the database was opened with no other time. Another request under
    /// the key is refused (`idempotency_key_reused`).
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.caller.idempotency_key = Some(key.into());
        self
    }
}

#[cfg(feature = "tokio")]
impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output>;
    type IntoFuture = Awaited<O::Output>;

    /// Makes the call on tokio's pool of blocking threads. A call that has begun is made to its end, also where the
    /// future is dropped. Waits hold no thread of that pool.
    fn into_future(self) -> Self::IntoFuture {
        self.operation.run_awaited(self.releases, self.caller)
    }
}

impl<O: fmt::Debug> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation).field("caller", &self.caller).finish()
    }
}

impl<D: Decide> Operation for D {
    type Output = <D as Decide>::Output;

    fn run(mut self, releases: &Releases, caller: Caller) -> Result<Self::Output> {
        let (inner, name) = (releases.inner(), self.name());
        let span = trace::operation(name, D::READ_ONLY, &self);
        let entered = span.enter();
        let made = || -> Result<_> {
            if let Err(error) = self.prepare(inner) {
                // A repeated call is given its first answer, whatever can be asked today.
                caller.actor()?;
                return kept_answer(inner, &self, &caller)?.ok_or(error);
            }
            let (prepared, keep) = Prepared::begin(inner, self, caller)?;
            let (output, starts) = inner.make(prepared)?;
            finish::<D>(releases, output, &starts, keep)
        };
        let answer = made().map_err(|error| error.with("operation", name));
        trace::outcome(&span, &answer);
        drop(entered);
        answer
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self, releases: Releases, caller: Caller) -> Awaited<Self::Output> {
        if D::READ_ONLY {
            return Box::pin(super::apart::read(self, releases, caller));
        }
        if self.asks(releases.inner()) {
            return Box::pin(on_blocking_thread(move || self.run(&releases, caller)));
        }
        Box::pin(super::apart::write(self, releases, caller))
    }

    fn kept(self, releases: &Releases, caller: &Caller) -> Result<Option<Self::Output>> {
        kept_answer(releases.inner(), &self, caller).map_err(|error| error.with("operation", self.name()))
    }
}

/// What the same call was answered before, where it has an idempotency key.
fn kept_answer<D: Decide>(inner: &Inner, operation: &D, caller: &Caller) -> Result<Option<D::Output>> {
    let key = caller.key()?.filter(|_| !D::PROVES_ITSELF);
    let kept = key.map(|key| inner.query(KeptAnswer::new(operation.name(), key, operation)?)).transpose()?.flatten();
    kept.map(|kept| kept.answer()).transpose()
}

impl Caller {
    fn actor(&self) -> Result<Option<Actor>> {
        self.actor.as_ref().map(Actor::new).transpose()
    }

    fn key(&self) -> Result<Option<IdempotencyKey>> {
        self.idempotency_key.as_ref().map(IdempotencyKey::new).transpose()
    }
}

/// Starts what a decision asked for, and answers the call.
pub(super) fn finish<D: Decide>(
    releases: &Releases,
    output: D::Output,
    starts: &[DispatchId],
    keep: Option<KeepAnswer>,
) -> Result<D::Output> {
    let inner = releases.inner();
    if starts.is_empty() {
        return Ok(output);
    }
    if !D::WAITS_FOR_STARTS {
        releases.start_apart(starts);
        return Ok(output);
    }
    releases.start_now(starts);
    let decided = output.clone();
    // What was decided is committed: only a start that was refused fails the call, not a look that failed.
    let answer = match D::refresh(output, inner) {
        Err(error) if error.code() != Code::DispatchFailed => Ok(decided),
        seen => seen,
    };
    if let Some(keep) = keep {
        // Where this fails, what was decided stays kept; the call was made all the same.
        let _ = keep.with(answer.as_ref().ok()).and_then(|keep| inner.execute(keep, Context::new(None), None));
    }
    answer
}

/// Keeps what a call with an idempotency key was answered once its workflows were started, in the place of what was
/// decided before; a call that failed after all is not kept.
#[derive(Debug, Serialize)]
pub(super) struct KeepAnswer {
    operation: &'static str,
    key: IdempotencyKey,
    request: String,
    answer: Option<serde_json::Value>,
}

impl KeepAnswer {
    fn new(operation: &'static str, key: IdempotencyKey, request: &impl Serialize) -> Result<KeepAnswer> {
        Ok(KeepAnswer { operation, key, request: digest(request)?, answer: None })
    }

    fn with(self, answer: Option<&impl Serialize>) -> Result<KeepAnswer> {
        Ok(KeepAnswer { answer: answer.map(IdempotencyRecord::written).transpose()?, ..self })
    }
}

impl Decide for KeepAnswer {
    const NAME: &'static str = "keep_answer";
    type Output = ();

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::idempotency(self.operation, self.key.as_str())], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<()> {
        let key = Key::idempotency(self.operation, self.key.as_str());
        // It may have expired while the workflow was started, and be another request's now.
        let kept = view.get::<IdempotencyRecord>(&key)?.filter(|kept| kept.request == self.request);
        let Some(kept) = kept else { return Ok(()) };
        match &self.answer {
            Some(answer) => view.put(IdempotencyRecord { answer: answer.clone(), ..(*kept).clone() }),
            None => view.delete(&key),
        }
        Ok(())
    }
}

/// Looks for what a call with that idempotency key was answered before.
#[derive(Debug, Serialize)]
struct KeptAnswer {
    operation: &'static str,
    key: IdempotencyKey,
    request: String,
}

impl KeptAnswer {
    fn new(operation: &'static str, key: IdempotencyKey, request: &impl Serialize) -> Result<KeptAnswer> {
        Ok(KeptAnswer { operation, key, request: digest(request)? })
    }
}

impl Decide for KeptAnswer {
    const NAME: &'static str = "kept_answer";
    const READ_ONLY: bool = true;
    type Output = Option<IdempotencyRecord>;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::idempotency(self.operation, self.key.as_str())], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<IdempotencyRecord>> {
        Ok(kept(view, self.operation, &self.key, &self.request)?.map(|kept| (*kept).clone()))
    }
}

/// What a request was answered under a key, as long as that is kept. Refuses a key that was used for another request.
fn kept(
    view: &mut View<'_>,
    operation: &str,
    key: &IdempotencyKey,
    request: &str,
) -> Result<Option<Arc<IdempotencyRecord>>> {
    let record = view.get::<IdempotencyRecord>(&Key::idempotency(operation, key.as_str()))?;
    let kept = record.filter(|kept| kept.holds_at(view.now()));
    if kept.as_ref().is_some_and(|kept| kept.request != request) {
        let message = format!("idempotency key {key:?} was used for another {operation} request");
        return Err(Error::new(Code::IdempotencyKeyReused, message)
            .with("field", "idempotency_key")
            .with("rule", "one key, one request"));
    }
    Ok(kept)
}

impl Inner {
    /// Lets the storage make a decision; what it asks to be started is left to the caller.
    pub(crate) fn execute<D: Decide>(
        &self,
        operation: D,
        context: Context,
        key: Option<IdempotencyKey>,
    ) -> Result<(D::Output, Vec<DispatchId>)> {
        self.make(Prepared::new(self, operation, context, key)?)
    }

    fn make<D: Decide>(&self, prepared: Prepared<D>) -> Result<(D::Output, Vec<DispatchId>)> {
        let prepared = Arc::new(prepared);
        self.storage.execute(Arc::new(Declared::new(self, Arc::clone(&prepared))))?;
        prepared.made(self)
    }

    /// Makes a query of the library's own.
    pub(crate) fn query<D: Decide>(&self, query: D) -> Result<D::Output> {
        Ok(self.execute(query, Context::of_query(), None)?.0)
    }
}

/// An operation with all that was fixed before its first attempt, and the place for its answer.
pub(super) struct Prepared<D: Decide> {
    operation: D,
    context: Context,
    repeat: Option<Repeat>,
    made: Mutex<Option<Made<D::Output>>>,
}

/// What makes a repeated call known.
#[derive(Debug)]
struct Repeat {
    key: IdempotencyKey,
    request: String,
    keep: std::time::Duration,
}

struct Made<T> {
    output: T,
    starts: Vec<DispatchId>,
    names: crate::view::Names,
}

/// A prepared operation as a storage sees it.
pub(super) struct Declared<D: Decide> {
    prepared: Arc<Prepared<D>>,
    known: Known,
    /// Said once, because others go on learning names, and a storage may ask twice.
    reads: OnceLock<Reads>,
}

impl<D: Decide> Prepared<D> {
    fn new(inner: &Inner, operation: D, context: Context, key: Option<IdempotencyKey>) -> Result<Prepared<D>> {
        let repeat = match key {
            Some(key) => Some(Repeat { key, request: digest(&operation)?, keep: inner.options.idempotency_ttl }),
            None => None,
        };
        Ok(Prepared { operation, context, repeat, made: Mutex::new(None) })
    }

    /// A call with all that is fixed before its first attempt, and what keeps its answer once its workflows are started.
    pub(super) fn begin(inner: &Inner, operation: D, caller: Caller) -> Result<(Prepared<D>, Option<KeepAnswer>)> {
        let (actor, key) = (caller.actor()?, caller.key()?);
        let context = if D::READ_ONLY { Context::of_query() } else { Context::new(actor) };
        let keep = key.clone().map(|key| KeepAnswer::new(operation.name(), key, &operation)).transpose()?;
        Ok((Prepared::new(inner, operation, context, key)?, keep))
    }

    /// What was decided, once it is committed.
    pub(super) fn made(&self, inner: &Inner) -> Result<(D::Output, Vec<DispatchId>)> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Made { output, starts, names } =
            made.ok_or_else(|| Error::new(Code::Internal, "a bug: the storage answered without having decided"))?;
        names.learn(&inner.known);
        if !D::READ_ONLY {
            inner.changed();
        }
        Ok((output, starts))
    }

    /// Answers a repeated call, or decides and keeps the answer.
    fn answer(&self, view: &mut View<'_>) -> Result<D::Output> {
        let Some(repeat) = &self.repeat else { return self.operation.decide(view, &self.context) };
        let operation = self.operation.name();
        if let Some(kept) = kept(view, operation, &repeat.key, &repeat.request)? {
            return kept.answer();
        }
        let output = self.operation.decide(view, &self.context)?;
        let answer = IdempotencyRecord::written(&output)?;
        view.put(IdempotencyRecord {
            operation: operation.to_owned(),
            key: repeat.key.as_str().to_owned(),
            request: repeat.request.clone(),
            answer,
            expires_at: view.now().plus(repeat.keep),
        });
        Ok(output)
    }
}

impl<D: Decide> Declared<D> {
    pub(super) fn new(inner: &Inner, prepared: Arc<Prepared<D>>) -> Declared<D> {
        Declared { prepared, known: inner.known.share(), reads: OnceLock::new() }
    }

    fn reads_by(&self, known: &Known) -> Reads {
        let Prepared { operation, repeat, .. } = &*self.prepared;
        let mut reads = operation.reads(known);
        if let Some(repeat) = repeat {
            reads.keys.push(Key::idempotency(operation.name(), repeat.key.as_str()));
        }
        reads
    }
}

impl<D: Decide> fmt::Debug for Declared<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.prepared.operation, f)
    }
}

impl<D: Decide> Decision for Declared<D> {
    fn reads(&self) -> Reads {
        self.reads.get_or_init(|| self.reads_by(&self.known)).clone()
    }

    fn reads_through(&self) -> Through {
        self.known.reads_through(|known| self.reads_by(known))
    }

    fn is_read_only(&self) -> bool {
        D::READ_ONLY
    }

    fn decide(&self, view: &mut View<'_>) -> Result<()> {
        let output = self.prepared.answer(view)?;
        let made = Made { output, starts: view.take_starts(), names: view.names() };
        *self.prepared.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        Ok(())
    }
}

/// A digest of the request: SHA-256 of its JSON.
fn digest(operation: &impl Serialize) -> Result<String> {
    let request = serde_json::to_vec(operation)
        .map_err(|error| Error::new(Code::Internal, "a request cannot be written as JSON").caused_by(error))?;
    Ok(hex::encode(Sha256::digest(&request)))
}
