//! Whether what clients saw of an environment could have happened one call after another.
//!
//! The search of Wing and Gong with the memory of Lowe: it looks for an order of the calls that keeps their times (a call
//! that was answered before another began comes first) and in which each answer is the right one. Calls that were not
//! answered may have happened or not.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

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
    Search::new(history).finds_an_order()
}

/// One more step of an order.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A call that was answered, by its place.
    Answered(usize),
    /// The earliest deployment that was not answered and has not happened.
    Deploy,
    /// A success that was not answered.
    Succeed(u64),
}

/// A place in the order: what is so there, what has not been tried to come next, and what is being tried.
struct Place {
    state: State,
    untried: Vec<Step>,
    tried: Option<Step>,
}

struct Search {
    /// What was answered, by when it began.
    calls: Vec<Seen>,
    is_done: Vec<bool>,
    /// Before it, all are done.
    first: usize,
    left: usize,
    /// When deployments began that were not answered, and how many of them have happened.
    deploys: Vec<u64>,
    made: usize,
    /// When successes began that were not answered, and whether they have happened.
    successes: HashMap<u64, (u64, bool)>,
    /// The numbers that were answered.
    numbers: HashSet<u64>,
    /// Tells the set of what has happened from all others.
    mark: u128,
}

impl Search {
    fn new(history: &[Seen]) -> Search {
        let (mut calls, unanswered): (Vec<Seen>, Vec<Seen>) =
            history.iter().partition(|seen| seen.answered != u64::MAX);
        calls.sort_by_key(|seen| (seen.begun, seen.answered));
        let (mut deploys, mut successes) = (Vec::new(), HashMap::new());
        for seen in unanswered {
            match seen.call {
                Call::Deploy(_) => deploys.push(seen.begun),
                Call::Succeed(number) => drop(successes.insert(number, (seen.begun, false))),
                Call::Live(_) | Call::Newest(_) => {}
            }
        }
        deploys.sort_unstable();
        let number = |seen: &Seen| if let Call::Deploy(number) = seen.call { number } else { None };
        let numbers = calls.iter().filter_map(number).collect();
        let (is_done, left) = (vec![false; calls.len()], calls.len());
        Search { calls, is_done, first: 0, left, deploys, made: 0, successes, numbers, mark: 0 }
    }

    /// Depth first, without recursion: histories are longer than stacks are deep.
    fn finds_an_order(mut self) -> bool {
        if self.left == 0 {
            return true;
        }
        let mut known = HashSet::new();
        let begin = State::default();
        let mut order = vec![Place { state: begin, untried: self.steps(begin), tried: None }];
        while let Some(place) = order.last_mut() {
            if let Some(step) = place.tried.take() {
                self.undo(step);
            }
            let Some(step) = place.untried.pop() else {
                order.pop();
                continue;
            };
            place.tried = Some(step);
            let Some(state) = place.state.after(self.done(step)) else { continue };
            if self.left == 0 {
                return true;
            }
            if known.insert((self.mark, state)) {
                order.push(Place { state, untried: self.steps(state), tried: None });
            }
        }
        false
    }

    /// What may come next, the likeliest last.
    fn steps(&self, state: State) -> Vec<Step> {
        // A call may come next where no other that is left was answered before it began. Those that were not answered
        // bound nothing.
        let mut deadline = u64::MAX;
        let mut next = Vec::new();
        for (at, seen) in self.calls.iter().enumerate().skip(self.first) {
            if seen.begun > deadline {
                break;
            }
            if !self.is_done[at] {
                deadline = deadline.min(seen.answered);
                next.push(at);
            }
        }
        let mut steps = Vec::new();
        for at in next.into_iter().rev().filter(|at| self.calls[*at].begun <= deadline) {
            // A success that was not answered need not come before somebody sees it.
            if let Call::Live(Some(live)) = self.calls[at].call
                && state.live != Some(live)
                && self.successes.get(&live).is_some_and(|(begun, happened)| *begun <= deadline && !happened)
            {
                steps.push(Step::Succeed(live));
            }
            if state.after(self.calls[at].call).is_some() {
                steps.push(Step::Answered(at));
            }
        }
        // A deployment that was not answered has a number that nobody else was answered; which of them has it, nobody sees.
        if !self.numbers.contains(&(state.newest + 1))
            && self.deploys.get(self.made).is_some_and(|begun| *begun <= deadline)
        {
            steps.insert(0, Step::Deploy);
        }
        steps
    }

    fn done(&mut self, step: Step) -> Call {
        self.mark ^= mark(step, self.made);
        match step {
            Step::Answered(at) => {
                self.is_done[at] = true;
                self.left -= 1;
                while self.is_done.get(self.first) == Some(&true) {
                    self.first += 1;
                }
                self.calls[at].call
            }
            Step::Deploy => {
                self.made += 1;
                Call::Deploy(None)
            }
            Step::Succeed(number) => {
                self.successes.entry(number).and_modify(|(_, happened)| *happened = true);
                Call::Succeed(number)
            }
        }
    }

    fn undo(&mut self, step: Step) {
        match step {
            Step::Answered(at) => {
                self.is_done[at] = false;
                self.left += 1;
                self.first = self.first.min(at);
            }
            Step::Deploy => self.made -= 1,
            Step::Succeed(number) => drop(self.successes.entry(number).and_modify(|(_, happened)| *happened = false)),
        }
        self.mark ^= mark(step, self.made);
    }
}

/// Bits of a step's own. Sets of steps are told apart by the sum of their bits: two sets with the same are as likely as a
/// hash of 128 bits that repeats.
fn mark(step: Step, made: usize) -> u128 {
    let (kind, number) = match step {
        Step::Answered(at) => (0, at as u64),
        Step::Deploy => (1, made as u64),
        Step::Succeed(number) => (2, number),
    };
    let half = |salt: u64| {
        let mut hasher = DefaultHasher::new();
        (salt, kind, number).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
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
        let deployed = seen(0, 10, Call::Deploy(Some(1)));
        let lost = seen(20, u64::MAX, Call::Succeed(1));
        for live in [None, Some(1)] {
            assert!(is_linearizable(&[deployed, lost, seen(50, 60, Call::Live(live))]), "{live:?}");
        }
    }

    /// As an hour of clients makes it, of which a thousand were killed.
    #[test]
    fn postgres_checker_looks_through_long_histories() {
        let mut history = Vec::new();
        let (mut newest, mut live) = (0, None);
        for step in 0..4_000u64 {
            let (begun, answered) = (step * 10, step * 10 + 75);
            let call = match step * 7 % 5 {
                0 | 1 => {
                    newest += 1;
                    Call::Deploy(Some(newest))
                }
                2 => {
                    live = Some(newest);
                    Call::Succeed(newest)
                }
                3 => Call::Live(live),
                _ => Call::Newest(newest),
            };
            history.push(seen(begun, answered, call));
            match step % 200 {
                // Nobody knows whether these happened.
                40 => history.push(seen(begun, u64::MAX, Call::Deploy(None))),
                80 => history.push(seen(begun, u64::MAX, Call::Succeed(newest - 1))),
                // These did, and others see it.
                120 => {
                    newest += 1;
                    history.push(seen(begun, u64::MAX, Call::Deploy(None)));
                }
                162 => {
                    newest += 1;
                    live = Some(newest);
                    history.push(seen(begun, answered, Call::Deploy(live)));
                    history.push(seen(begun, u64::MAX, Call::Succeed(newest)));
                    history.push(seen(begun, answered, Call::Live(live)));
                }
                _ => {}
            }
        }
        assert!(is_linearizable(&history));
        let end = history.last().unwrap().answered;
        history.push(seen(end + 10, end + 20, Call::Newest(newest + 500)));
        assert!(!is_linearizable(&history));
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
        // A success that was not answered, and is seen twice with another between.
        planted(&|history| {
            history.push(seen(4200, u64::MAX, Call::Succeed(1)));
            history.push(seen(5000, 5001, Call::Live(Some(1))));
            history.push(seen(5010, 5011, Call::Succeed(2)));
            history.push(seen(5020, 5021, Call::Live(Some(1))));
        });
        // A success that was answered, and is never seen.
        planted(&|history| {
            history.push(seen(5000, 5010, Call::Succeed(1)));
            history.push(seen(5020, 5030, Call::Live(Some(2))));
        });
    }
}
