//! What git itself says of histories of every shape.

use std::collections::BTreeSet;

use release_core::{CommitSource, Relation, Span, Truth};

use crate::world::{Make, World, hash, name};

/// A line of numbers that looks random and is always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// Branches, merges of up to three, several beginnings, and clocks that go wrong.
fn history(dice: &mut Dice, commits: usize) -> Vec<Make> {
    (0..commits)
        .map(|place| {
            let wanted =
                if place == 0 || dice.below(20) == 0 { 0 } else { 1 + dice.below(6) / 4 + dice.below(12) / 11 };
            let near = place.min(12);
            let parents: BTreeSet<usize> = (0..wanted).map(|_| place - 1 - dice.below(near)).collect();
            let skew = if dice.below(8) == 0 { dice.below(1_000_000) as i64 } else { 0 };
            let time = 1_790_000_000 + place as i64 * 60 - skew;
            Make::new(&parents.into_iter().collect::<Vec<_>>(), &format!("commit {place}"), time)
        })
        .collect()
}

#[test]
fn as_git_says_it() {
    let mut dice = Dice(7);
    for _ in 0..3 {
        let world = World::new();
        let made = world.make(&history(&mut dice, 60));
        let commits: Vec<_> = made.iter().map(|made| hash(made)).collect();
        let source = world.source();
        for _ in 0..25 {
            let (a, b) = (dice.below(60), dice.below(60));
            let listed = |range: &[&str]| -> BTreeSet<String> {
                let list = world.git(&[&["rev-list"], range].concat());
                list.lines().map(str::to_owned).collect()
            };
            let of_a = listed(&[&made[a]]);
            let contains = source.contains(&name(), &commits[b], &commits[a..=a]).unwrap();
            assert_eq!(contains, [Truth::from(of_a.contains(&made[b]))], "{a} {b}");

            let between = listed(&[&made[b], &format!("^{}", made[a])]);
            let span =
                Span { from: Some(commits[a].clone()), to: commits[b].clone(), skip: 0, limit: 100, paths: false };
            let found = source.commits(&name(), &span).unwrap();
            let found: BTreeSet<String> = found.items.iter().map(|commit| commit.commit.to_string()).collect();
            assert_eq!(found, between, "{a} {b}");

            let of_b = listed(&[&made[b]]);
            let relation = match (of_b.contains(&made[a]), of_a.contains(&made[b])) {
                (true, true) => Relation::Identical,
                (true, false) => Relation::Ahead,
                (false, true) => Relation::Behind,
                _ if of_a.intersection(&of_b).next().is_some() => Relation::Diverged,
                _ => Relation::Unrelated,
            };
            assert_eq!(source.compare(&name(), &commits[a], &commits[b]).unwrap().relation, relation, "{a} {b}");
        }
    }
}
