//! Whether what clients saw of an environment could have happened one call after another.
//!
//! The search of Wing and Gong with the memory of Lowe: it looks for an order of the calls that keeps their times (a call
//! that was answered before another began comes first) and in which each answer is the right one. Calls that were not
//! answered may have happened or not.

use std::collections::HashSet;

/// What was called, and what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// A new deployment, with its number; none where it was not answered.
    Deploy(Option<u64>),
    /// The success of a deployment by its number.
    Succeed(u64),
    /// What is live, by its number.
    Live(Option<u64>),
    /// The number of the newest deployment.
    Newest(u64),
}

/// A call with the times at which it began and was answered; never, where it was not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) begun: u64,
    pub(crate) answered: u64,
    pub(crate) call: Call,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct State {
    newest: u64,
    live: Option<u64>,
}

impl State {
    /// The state after a call, where its answer is the right one.
    fn after(self, call: Call) -> Option<State> {
        match call {
            Call::Deploy(number) => {
                let newest = self.newest + 1;
                number.is_none_or(|number| number == newest).then_some(State { newest, ..self })
            }
            Call::Succeed(number) => (number <= self.newest).then_some(State { live: Some(number), ..self }),
            Call::Live(live) => (live == self.live).then_some(self),
            Call::Newest(newest) => (newest == self.newest).then_some(self),
        }
    }
}

/// Whether there is such an order. `history` is in any order; it must begin with an environment without deployments.
pub(crate) fn is_linearizable(history: &[Seen]) -> bool {
    let mut calls = history.to_vec();
    calls.sort_by_key(|seen| (seen.begun, seen.answered));
    let mut tried = HashSet::new();
    search(&calls, &mut tried)
}

/// Depth first, without recursion: histories are longer than stacks are deep.
fn search(calls: &[Seen], tried: &mut HashSet<(Vec<u64>, State)>) -> bool {
    let mut done = vec![0u64; calls.len() / 64 + 1];
    let mut state = State::default();
    // What was chosen, the state before it, and where to look for another choice.
    let mut path: Vec<(usize, State)> = Vec::new();
    let mut from = 0;
    loop {
        let is_done = |done: &[u64], at: usize| done[at / 64] >> (at % 64) & 1 == 1;
        let left = || (0..calls.len()).filter(|at| !is_done(&done, *at));
        // A call may come next where no other that is left was answered before it began.
        let deadline = left().map(|at| calls[at].answered).min().unwrap_or(u64::MAX);
        if deadline == u64::MAX {
            // Only calls that were never answered are left, which need not have happened.
            return true;
        }
        let next = (from..calls.len())
            .take_while(|at| calls[*at].begun <= deadline)
            .filter(|at| !is_done(&done, *at))
            .find_map(|at| Some((at, state.after(calls[at].call)?)));
        match next {
            Some((at, after)) => {
                done[at / 64] |= 1 << (at % 64);
                if tried.insert((done.clone(), after)) {
                    path.push((at, state));
                    state = after;
                    from = 0;
                } else {
                    done[at / 64] &= !(1 << (at % 64));
                    from = at + 1;
                }
            }
            None => {
                let Some((at, before)) = path.pop() else { return false };
                done[at / 64] &= !(1 << (at % 64));
                state = before;
                from = at + 1;
            }
        }
    }
}

mod tests {
    use super::{Call, Seen, is_linearizable};

    fn seen(begun: u64, answered: u64, call: Call) -> Seen {
        Seen { begun, answered, call }
    }

    /// Eight clients that take turns at overlapping times, answered as if one after another.
    fn right() -> Vec<Seen> {
        let mut history = Vec::new();
        let (mut newest, mut live) = (0, None);
        for step in 0..400u64 {
            let (begun, answered) = (step * 10, step * 10 + 75);
            let call = match step * 7 % 5 {
                0 | 1 => {
                    newest += 1;
                    Call::Deploy(Some(newest))
                }
                2 if newest > 0 => {
                    live = Some(newest);
                    Call::Succeed(newest)
                }
                3 => Call::Live(live),
                _ => Call::Newest(newest),
            };
            history.push(seen(begun, answered, call));
        }
        history
    }

    #[test]
    fn postgres_checker_accepts_what_can_have_happened() {
        assert!(is_linearizable(&[]));
        assert!(is_linearizable(&right()));
        // Of two calls at the same time, either may be first.
        for (one, other) in [(1, 2), (2, 1)] {
            let both = [seen(0, 10, Call::Deploy(Some(one))), seen(0, 10, Call::Deploy(Some(other)))];
            assert!(is_linearizable(&both));
        }
        // What was not answered may have happened, also late, or not.
        let lost = seen(0, u64::MAX, Call::Deploy(None));
        for newest in [0, 1] {
            assert!(is_linearizable(&[lost, seen(50, 60, Call::Newest(newest))]), "{newest}");
        }
    }

    #[test]
    fn postgres_checker_finds_planted_errors() {
        let planted = |change: &dyn Fn(&mut Vec<Seen>)| {
            let mut history = right();
            change(&mut history);
            assert!(!is_linearizable(&history));
        };
        let place = |history: &[Seen], wanted: fn(&Call) -> bool| {
            history.iter().position(|seen| seen.begun > 2000 && wanted(&seen.call)).unwrap()
        };
        // A number that was given twice.
        planted(&|history| {
            let at = place(history, |call| matches!(call, Call::Deploy(_)));
            history.push(history[at]);
        });
        // A deployment that was answered and is lost: the next has its number.
        planted(&|history| {
            let at = place(history, |call| matches!(call, Call::Deploy(_)));
            history.remove(at);
        });
        // A reader that sees what was, long after it was otherwise.
        planted(&|history| history.push(seen(5000, 5001, Call::Newest(3))));
        planted(&|history| history.push(seen(5000, 5001, Call::Live(None))));
        // A reader that sees what is still to come.
        planted(&|history| history.push(seen(100, 101, Call::Newest(90))));
        // A success that was answered, and is never seen.
        planted(&|history| {
            history.push(seen(5000, 5010, Call::Succeed(1)));
            history.push(seen(5020, 5030, Call::Live(Some(2))));
        });
    }
}
