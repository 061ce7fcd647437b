//! A commit graph: who is whose parent, in an order in which parents come before their children.
//!
//! Because a parent's number is always below its children's, what is reachable is found by one pass over an array, and
//! no question needs a walk of its own: a repository of a million commits is answered in milliseconds.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;
use std::ops::Range;

use crate::model::{Relation, Truth};

/// Commits by key, each with its parents.
#[derive(Debug)]
pub(super) struct Graph<K> {
    numbers: HashMap<K, u32>,
    keys: Vec<K>,
    /// Where a commit's parents end in `parents`; they begin where those of the one before end.
    ends: Vec<u32>,
    parents: Vec<u32>,
    times: Vec<i64>,
    /// Whether a parent of the commit itself is missing.
    lacks: Vec<bool>,
    /// Whether a part of a commit's history is missing.
    cut: Vec<bool>,
}

/// How two commits stand to each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Compared<K> {
    pub(super) relation: Relation,
    pub(super) merge_base: Option<K>,
}

/// The commits that one has and another has not, the newest first and none before its children.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Between<K> {
    pub(super) keys: Vec<K>,
    /// Whether there is history missing that may belong to it.
    pub(super) cut: bool,
}

impl<K> Default for Graph<K> {
    fn default() -> Graph<K> {
        Graph {
            numbers: HashMap::new(),
            keys: Vec::new(),
            ends: Vec::new(),
            parents: Vec::new(),
            times: Vec::new(),
            lacks: Vec::new(),
            cut: Vec::new(),
        }
    }
}

impl<K: Copy + Eq + Hash + Ord> Graph<K> {
    /// Adds a commit whose parents were added before. Parents that were not are missing, and make its history cut.
    pub(super) fn add(&mut self, key: K, parents: &[K], time: i64) {
        let Ok(number) = u32::try_from(self.keys.len()) else { return };
        let (mut lacks, mut cut) = (false, false);
        for parent in parents {
            match self.numbers.get(parent) {
                Some(parent) => {
                    cut |= self.cut[*parent as usize];
                    self.parents.push(*parent);
                }
                None => lacks = true,
            }
        }
        self.numbers.insert(key, number);
        self.keys.push(key);
        self.ends.push(u32::try_from(self.parents.len()).unwrap_or(u32::MAX));
        self.times.push(time);
        self.lacks.push(lacks);
        self.cut.push(cut || lacks);
    }

    /// Whether the commit was added.
    #[cfg(feature = "git")]
    pub(super) fn has(&self, key: &K) -> bool {
        self.numbers.contains_key(key)
    }

    /// For each head, whether that commit is it or in its history.
    pub(super) fn contains(&self, commit: &K, heads: &[K]) -> Vec<Truth> {
        let numbers: Vec<Option<usize>> = heads.iter().map(|head| self.number(head)).collect();
        let last = numbers.iter().flatten().copied().max().unwrap_or(0);
        let first = self.number(commit);
        let mut descends = vec![false; last + 1];
        if let Some(first) = first.filter(|first| *first <= last) {
            descends[first] = true;
            for number in first + 1..=last {
                descends[number] = self.parents(number).iter().any(|parent| descends[*parent as usize]);
            }
        }
        let known = |number: &Option<usize>| match number {
            None => Truth::Unknown,
            Some(number) if first.is_some() && descends[*number] => Truth::Yes,
            Some(number) if self.cut[*number] => Truth::Unknown,
            Some(_) => Truth::No,
        };
        numbers.iter().map(known).collect()
    }

    /// How `head` stands to `base`.
    pub(super) fn compare(&self, base: &K, head: &K) -> Compared<K> {
        let unknown = Compared { relation: Relation::Unknown, merge_base: None };
        let (Some(b), Some(h)) = (self.number(base), self.number(head)) else { return unknown };
        if b == h {
            return Compared { relation: Relation::Identical, merge_base: Some(*base) };
        }
        let (of_base, of_head) = (self.reached(b), self.reached(h));
        if of_head.get(b) == Some(&true) {
            return Compared { relation: Relation::Ahead, merge_base: Some(*base) };
        }
        if of_base.get(h) == Some(&true) {
            return Compared { relation: Relation::Behind, merge_base: Some(*head) };
        }
        // The highest number that both reach: no other commit that both reach descends from it.
        let shared = of_base.iter().zip(&of_head).rposition(|(base, head)| *base && *head);
        let relation = match shared {
            _ if self.cut[b] || self.cut[h] => Relation::Unknown,
            Some(_) => Relation::Diverged,
            None => Relation::Unrelated,
        };
        Compared { relation, merge_base: shared.map(|number| self.keys[number]) }
    }

    /// What `to` reaches and `from` does not.
    pub(super) fn between(&self, from: Option<&K>, to: &K) -> Between<K> {
        let Some(t) = self.number(to) else { return Between { keys: Vec::new(), cut: true } };
        let mut wanted = self.reached(t);
        let mut cut = wanted.iter().zip(&self.lacks).any(|(wanted, lacks)| *wanted && *lacks);
        if let Some(from) = from {
            let Some(f) = self.number(from) else { return Between { keys: self.newest_first(&wanted), cut: true } };
            // What `from` has beyond the part that is known may be what is listed, unless `to` has all of it.
            let beyond = self.cut[f] && wanted.get(f) != Some(&true);
            for (wanted, known) in wanted.iter_mut().zip(self.reached(f)) {
                *wanted &= !known;
            }
            cut = beyond || wanted.iter().zip(&self.lacks).any(|(wanted, lacks)| *wanted && *lacks);
        }
        Between { keys: self.newest_first(&wanted), cut }
    }

    fn newest_first(&self, wanted: &[bool]) -> Vec<K> {
        let mut children = vec![0u32; wanted.len()];
        let numbers = || (0..wanted.len()).filter(|number| wanted[*number]);
        for number in numbers() {
            self.parents(number).iter().for_each(|parent| children[*parent as usize] += 1);
        }
        let place = |number: usize| (self.times[number], Reverse(self.keys[number]), number);
        let mut next: BinaryHeap<_> = numbers().filter(|number| children[*number] == 0).map(place).collect();
        let mut keys = Vec::new();
        while let Some((_, _, number)) = next.pop() {
            keys.push(self.keys[number]);
            for parent in self.parents(number).iter().map(|parent| *parent as usize) {
                children[parent] -= 1;
                if children[parent] == 0 && wanted[parent] {
                    next.push(place(parent));
                }
            }
        }
        keys
    }

    /// For each number up to that one, whether it is it or in its history.
    fn reached(&self, from: usize) -> Vec<bool> {
        let mut reached = vec![false; from + 1];
        reached[from] = true;
        for number in (0..=from).rev() {
            if reached[number] {
                self.parents(number).iter().for_each(|parent| reached[*parent as usize] = true);
            }
        }
        reached
    }

    fn number(&self, key: &K) -> Option<usize> {
        self.numbers.get(key).map(|number| *number as usize)
    }

    fn parents(&self, number: usize) -> &[u32] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range: Range<usize> = start as usize..self.ends[number] as usize;
        &self.parents[range]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::HashSet;

    use super::*;

    /// ```text
    /// 1 ─ 2 ─ 3 ─── 6      10 ─ 11
    ///      \─ 4 ─ 5 ┘
    /// ```
    fn small() -> Graph<u32> {
        let mut graph = Graph::default();
        let edges: [(u32, &[u32]); 8] =
            [(1, &[]), (2, &[1]), (3, &[2]), (4, &[2]), (5, &[4]), (6, &[3, 5]), (10, &[]), (11, &[10])];
        for (key, parents) in edges {
            graph.add(key, parents, i64::from(key));
        }
        graph
    }

    #[test]
    fn ancestors_and_relations() {
        let graph = small();
        assert_eq!(graph.contains(&4, &[6, 3, 4, 99]), [Truth::Yes, Truth::No, Truth::Yes, Truth::Unknown]);
        assert_eq!(graph.contains(&99, &[6]), [Truth::No], "what is not here is in no whole history");
        for (base, head, relation, merge_base) in [
            (3, 3, Relation::Identical, Some(3)),
            (2, 6, Relation::Ahead, Some(2)),
            (6, 4, Relation::Behind, Some(4)),
            (3, 5, Relation::Diverged, Some(2)),
            (6, 11, Relation::Unrelated, None),
            (6, 99, Relation::Unknown, None),
        ] {
            assert_eq!(graph.compare(&base, &head), Compared { relation, merge_base }, "{base} {head}");
        }
        assert_eq!(graph.between(Some(&3), &6).keys, [6, 5, 4]);
        assert_eq!(graph.between(Some(&6), &3).keys, [0u32; 0]);
        assert_eq!(graph.between(None, &3), Between { keys: vec![3, 2, 1], cut: false });
    }

    #[test]
    fn what_is_missing_is_not_guessed() {
        let mut graph = small();
        graph.add(20, &[19], 20);
        graph.add(21, &[20, 6], 21);
        graph.add(22, &[21], 22);
        assert_eq!(graph.contains(&5, &[21]), [Truth::Yes], "what is found is found");
        assert_eq!(graph.contains(&11, &[22, 6]), [Truth::Unknown, Truth::No]);
        assert_eq!(graph.compare(&11, &22).relation, Relation::Unknown);
        assert_eq!(graph.compare(&6, &22).relation, Relation::Ahead);
        assert_eq!(graph.between(Some(&6), &22), Between { keys: vec![22, 21, 20], cut: true });
        assert_eq!(graph.between(Some(&21), &22), Between { keys: vec![22], cut: false });
        assert!(graph.between(Some(&98), &6).cut);
        assert!(graph.between(None, &22).cut);
    }

    proptest! {
        /// The passes over the array say what plain walks say.
        #[test]
        fn as_by_walking(edges in prop::collection::vec(prop::collection::vec(0usize..1000, 0..3), 1..40)) {
            let mut graph = Graph::default();
            let mut ancestors: Vec<HashSet<usize>> = Vec::new();
            for (number, parents) in edges.iter().enumerate() {
                let parents: Vec<usize> = parents.iter().filter(|_| number > 0).map(|p| p % number.max(1)).collect();
                let mut own: HashSet<usize> = parents.iter().flat_map(|p| ancestors[*p].clone()).collect();
                own.insert(number);
                ancestors.push(own);
                graph.add(number, &parents, i64::try_from(number % 7).unwrap());
            }
            let all: Vec<usize> = (0..edges.len()).collect();
            for commit in &all {
                let expected: Vec<Truth> = all.iter().map(|head| ancestors[*head].contains(commit).into()).collect();
                prop_assert_eq!(graph.contains(commit, &all), expected);
                for head in &all {
                    let between = graph.between(Some(commit), head);
                    let found: HashSet<usize> = between.keys.iter().copied().collect();
                    prop_assert_eq!(between.keys.len(), found.len());
                    prop_assert_eq!(&found, &ancestors[*head].difference(&ancestors[*commit]).copied().collect());
                    for (place, key) in between.keys.iter().enumerate() {
                        prop_assert!(between.keys[place + 1..].iter().all(|later| !ancestors[*later].contains(key)));
                    }
                    let shared = ancestors[*head].intersection(&ancestors[*commit]).count();
                    let relation = match (ancestors[*head].contains(commit), ancestors[*commit].contains(head)) {
                        (true, true) => Relation::Identical,
                        (true, false) => Relation::Ahead,
                        (false, true) => Relation::Behind,
                        _ if shared > 0 => Relation::Diverged,
                        _ => Relation::Unrelated,
                    };
                    prop_assert_eq!(graph.compare(commit, head).relation, relation);
                }
            }
        }
    }
}
