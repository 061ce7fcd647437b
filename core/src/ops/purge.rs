//! `purge_expired`

use serde::Serialize;

use crate::change::{Query, Reads};
use crate::client::{Call, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::record::{IdempotencyRecord, Kept, List};
use crate::view::{Context, Decide, View};

/// Forgets what has expired; the call of [`Releases::purge_expired`].
#[derive(Debug, Serialize)]
pub struct PurgeExpired(());

/// The most records that one call forgets, so that nobody waits long behind it.
const MOST: usize = 500;

impl Releases {
    /// Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot.
    /// An expired key is not honoured, forgotten or not; this only makes room.
    ///
    /// # Errors
    /// As the storage's.
    pub fn purge_expired(&self) -> Call<PurgeExpired> {
        Call::new(self, PurgeExpired(()))
    }
}

impl WriteOperation for PurgeExpired {}

impl Decide for PurgeExpired {
    const NAME: &'static str = "purge_expired";
    type Output = u64;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: Vec::new(), queries: vec![Query::first(List::Expiring, "").limit(MOST)] }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<u64> {
        let now = view.now();
        let mut forgotten = 0;
        for record in view.list::<IdempotencyRecord>(&Query::first(List::Expiring, "").limit(MOST))? {
            if record.expires_at <= now {
                view.delete(&record.key());
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }
}
