//! Checks of [`Storage::close`](crate::Storage::close).

use std::sync::atomic::{AtomicBool, Ordering};

use super::support::*;
use super::{OpenStorage, checks};
use crate::error::{Code, Result};
use crate::testing::note::{note, notes};

checks! {
    close_ends_all_use: "Later calls fail with `unavailable`, which is not worth trying again; closing twice is no error.",
    close_lets_calls_end: "Calls that are under way end as they would have, or fail with `unavailable`.",
    location_says_where: "A storage says what is kept where.",
}

fn is_closed(outcome: Result<()>, what: &str) -> Outcome {
    match outcome {
        Err(error) if error.code() == Code::Unavailable && !error.is_retryable() => Ok(()),
        Err(error) => {
            let (code, retryable) = (error.code(), error.is_retryable());
            Err(Failure(format!(
                "{what} after close: expected unavailable, not retryable; found {code}, {retryable}: {error}"
            )))
        }
        Ok(()) => Err(Failure(format!("{what} after close: expected unavailable, and it was accepted"))),
    }
}

fn close_ends_all_use(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 1)])?;
    values(&*storage, notes(1))?;
    storage.close()?;
    is_closed(get(&*storage, "a").map(|_| ()), "read")?;
    is_closed(insert(&*storage, [note("b", 1)]), "commit")?;
    is_closed(storage.commit(&Default::default()).and(get(&*storage, "a").map(|_| ())), "an empty commit")?;
    is_closed(storage.execute(increment("a")), "execute")?;
    storage.close()?;
    is_closed(get(&*storage, "a").map(|_| ()), "read, closed twice,")
}

fn close_lets_calls_end(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    insert(&*storage, [note("a", 0)])?;
    let closed = AtomicBool::new(false);
    together(4, |worker| {
        if worker == 0 {
            let close = || -> Outcome {
                for _ in 0..20 {
                    persist(&*storage, &increment("a"))?;
                }
                Ok(storage.close()?)
            };
            let outcome = close();
            closed.store(true, Ordering::SeqCst);
            return outcome;
        }
        let mut last = false;
        while !last {
            last = closed.load(Ordering::SeqCst);
            let outcome = match worker {
                1 => get(&*storage, "a").map(|_| ()),
                _ => persist(&*storage, &increment("a")),
            };
            if outcome.is_err() {
                return is_closed(outcome, "a call");
            }
        }
        Err(Failure("a call that began after close was accepted".to_owned()))
    })?;
    Ok(())
}

fn location_says_where(open: &OpenStorage<'_>) -> Outcome {
    let storage = open();
    let location = storage.location();
    ensure!(!location.is_empty(), "the location is empty");
    ensure_eq!(storage.location(), location, "the location, asked for again");
    Ok(())
}
