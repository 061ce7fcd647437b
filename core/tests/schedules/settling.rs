//! Everything comes to rest: nothing goes wrong any more, and what is on its way arrives.

use std::sync::Arc;

use crate::world::{Forge, World};

impl World {
    pub(crate) fn settle(self: &Arc<Self>) {
        self.note("from here on, nothing goes wrong");
        self.state().chaos = false;
        // Nobody ends by himself: what is to be canceled has to be asked to stop.
        for _ in 0..12 {
            self.round(240_000, false);
        }
        self.compare_cancellations();
        for _ in 0..7 {
            for forge in Forge::ALL {
                for nth in self.open_runs(forge) {
                    self.run_goes_on(forge, nth);
                }
            }
            self.round(700_000, true);
        }
        for forge in Forge::ALL {
            // What still runs is one that was started late; it ends too.
            for _ in 0..20 {
                let open = self.open_runs(forge);
                open.iter().for_each(|nth| self.run_goes_on(forge, *nth));
            }
        }
        for _ in 0..6 {
            self.round(24 * 3_600_000, true);
        }
        if Forge::ALL.iter().any(|forge| !self.open_runs(*forge).is_empty()) {
            self.fail("it does not come to rest");
        }
    }

    fn open_runs(&self, forge: Forge) -> Vec<usize> {
        self.state().open_runs(forge)
    }

    /// Time passes, webhooks arrive, and somebody does what is due.
    fn round(self: &Arc<Self>, millis: i64, asks: bool) {
        self.pass(millis);
        while !self.state().post.is_empty() {
            let letter = self.state().post.remove(0);
            self.deliver(letter);
        }
        let process = self.somebody();
        if let Err(error) = process.releases.dispatch_pending().call()
            && process.life.goes_on()
        {
            self.fail(format!("pump: {error:?}"));
        }
        if asks
            && let Err(error) = process.releases.check_runs().call()
            && process.life.goes_on()
        {
            self.fail(format!("check: {error:?}"));
        }
    }
}
