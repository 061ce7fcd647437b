//! What goes wrong with a request, by chance.

use std::time::Duration;

use serde_json::json;

use crate::dice::Dice;
use crate::forge::{Fault, Reply, Seen};
use crate::world::{Forge, World};

impl Seen {
    pub(crate) fn is_start(&self) -> bool {
        self.what() == "start"
    }

    pub(crate) fn what(&self) -> &'static str {
        let event = self.header("release-event");
        match self.method.as_str() {
            _ if self.path.ends_with("/cancel") || event == Some("cancel") => "cancel",
            "POST" => "start",
            _ if self.path.contains("/actions/runs/") => "run",
            _ => "list",
        }
    }
}

impl World {
    pub(crate) fn fault(&self, forge: Forge, seen: &Seen) -> Option<Fault> {
        let now = self.now();
        let mut state = self.state();
        let chance = state.faults;
        (state.chaos && chance > 0 && state.dice.one_in(chance)).then(|| fault(&mut state.dice, forge, seen, now))
    }
}

fn says(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({"message": message}))
}

fn fault(dice: &mut Dice, forge: Forge, seen: &Seen, now: i64) -> Fault {
    let broken = says(*dice.pick(&[500, 502, 503, 504, 408]), "Server Error");
    let seconds = 1 + dice.below(240);
    match dice.below(13) {
        0 => Fault::NoConnection,
        1 => Fault::DropBefore,
        2 | 3 => Fault::DropAfter,
        4 => Fault::Instead(broken),
        5 => Fault::AfterActing(broken),
        6 => Fault::Instead(says(429, "Too many requests").header("Retry-After", seconds)),
        7 if forge == Forge::Github => {
            let reset = now / 1000 + i64::try_from(seconds).unwrap();
            let limited = says(403, "API rate limit exceeded").header("X-RateLimit-Remaining", 0);
            Fault::Instead(limited.header("X-RateLimit-Reset", reset))
        }
        7 => {
            let limited = says(429, "You have exceeded your API rate limit").header("RateLimit-Remaining", 0);
            Fault::Instead(limited.header("RateLimit-Reset", seconds))
        }
        8 => Fault::Slow(Duration::from_millis(dice.below(14_000))),
        9 => Fault::CutShort,
        10 => Fault::ActsLater(Duration::from_millis(dice.below(200_000))),
        11 if forge == Forge::Github => Fault::Instead(says(403, "You have exceeded a secondary rate limit.")),
        _ => Fault::Instead(refusal(dice, seen)),
    }
}

/// A refusal that this kind of request may get. A cancellation that is refused for good is a person's to carry on, so
/// none is.
fn refusal(dice: &mut Dice, seen: &Seen) -> Reply {
    match seen.what() {
        "start" => {
            let refusals = [
                (401, "Bad credentials"),
                (403, "Resource not accessible by personal access token"),
                (404, "Not Found"),
                (422, "No ref found for: main"),
            ];
            let (status, message) = *dice.pick(&refusals);
            says(status, message)
        }
        "cancel" => says(503, "Server Error"),
        _ => says(*dice.pick(&[401, 404, 500]), "Not Found"),
    }
}

/// A fault in a few words.
pub(crate) fn told(fault: &Fault) -> String {
    match fault {
        Fault::Instead(reply) => format!("nothing is done, {} {}", reply.status, reply.body),
        Fault::AfterActing(reply) => format!("it is done, {}", reply.status),
        other => format!("{other:?}"),
    }
}
