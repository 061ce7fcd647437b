//! Places that tokens share: however many one token asks for, some are left for others.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// So many places. A token may have half of those that other tokens leave it, and one at least where one is free; so the
/// first to come can take half of them, the next half of the rest, and who has none finds one.
#[derive(Debug)]
pub(crate) struct Shares {
    places: usize,
    taken: Mutex<HashMap<String, usize>>,
    freed: Notify,
}

/// A place, which is free again with the value's end.
#[derive(Debug)]
pub(crate) struct Share<'a> {
    shares: &'a Shares,
    token: &'a str,
}

impl Shares {
    pub(crate) fn new(places: usize) -> Shares {
        Shares { places, taken: Mutex::default(), freed: Notify::new() }
    }

    /// Waits until the token may have a place.
    pub(crate) async fn take<'a>(&'a self, token: &'a str) -> Share<'a> {
        loop {
            let mut freed = std::pin::pin!(self.freed.notified());
            // Before looking, so that what is freed meanwhile is heard of.
            freed.as_mut().enable();
            if let Some(share) = self.try_take(token) {
                return share;
            }
            freed.await;
        }
    }

    fn try_take<'a>(&'a self, token: &'a str) -> Option<Share<'a>> {
        let mut taken = self.taken();
        let own = taken.get(token).copied().unwrap_or(0);
        let others = taken.values().sum::<usize>() - own;
        if own >= self.places.saturating_sub(others).div_ceil(2) {
            return None;
        }
        *taken.entry(token.to_owned()).or_default() += 1;
        Some(Share { shares: self, token })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut taken = self.shares.taken();
        if let Some(own) = taken.get_mut(self.token) {
            *own -= 1;
            if *own == 0 {
                taken.remove(self.token);
            }
        }
        drop(taken);
        self.shares.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_leaves_places_for_others() {
        let shares = Shares::new(8);
        let mut held = Vec::new();
        for (token, most) in [("a", 4), ("b", 2), ("c", 1), ("d", 1), ("e", 0)] {
            let had = held.len();
            held.extend(std::iter::from_fn(|| shares.try_take(token)).take(9));
            assert_eq!(held.len() - had, most, "{token}");
        }
        held.clear();
        assert!(shares.taken().is_empty());
        let one = Shares::new(1);
        let taken = one.try_take("a");
        assert!(taken.is_some() && one.try_take("a").is_none() && one.try_take("b").is_none());
        drop(taken);
        assert!(one.try_take("b").is_some());
    }
}
