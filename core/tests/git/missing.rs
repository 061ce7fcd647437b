//! Clones that do not have everything: what is missing is said and not guessed.

use release_core::{CommitSource, GitCommits, Relation, Resolved, Span, Truth};

use crate::world::{NAME, World, git_in, hash, name, named, small};

#[test]
fn a_shallow_clone_says_what_it_cannot_know() {
    for format in ["sha1", "sha256"] {
        let world = World::with_format(format);
        let made = world.make(&small());
        let commits: Vec<_> = made.iter().map(|made| hash(made)).collect();
        world.git(&["update-ref", "refs/heads/main", &made[4]]);
        let path = world.clone("shallow", &["--depth", "2", "--branch", "main"]);
        let source = GitCommits::open(NAME, &path).unwrap();
        // It has 4, and its parents 2 and 3, whose parent 1 is missing.
        assert_eq!(source.resolve(&name(), &named(&made[4])).unwrap(), Resolved::Commit(commits[4].clone()));
        for out_of_reach in [&made[0][..], &made[0][..9], "eeeeeee"] {
            assert_eq!(source.resolve(&name(), &named(out_of_reach)).unwrap(), Resolved::OutOfReach);
        }
        let heads = [commits[4].clone(), commits[2].clone()];
        assert_eq!(source.contains(&name(), &commits[3], &heads).unwrap(), [Truth::Yes, Truth::Unknown]);
        assert_eq!(source.contains(&name(), &commits[0], &heads).unwrap(), [Truth::Unknown, Truth::Unknown]);
        assert_eq!(source.contains(&name(), &commits[4], &commits[..2]).unwrap(), [Truth::Unknown, Truth::Unknown]);
        assert_eq!(source.compare(&name(), &commits[3], &commits[4]).unwrap().relation, Relation::Ahead);
        assert_eq!(source.compare(&name(), &commits[2], &commits[3]).unwrap().relation, Relation::Unknown);
        assert_eq!(source.compare(&name(), &commits[0], &commits[4]).unwrap().relation, Relation::Unknown);
        let span = |from: Option<usize>| Span {
            from: from.map(|place| commits[place].clone()),
            to: commits[4].clone(),
            skip: 0,
            limit: 10,
            paths: true,
        };
        let found = source.commits(&name(), &span(None)).unwrap();
        assert_eq!((found.items.len(), found.complete), (3, false));
        assert_eq!(found.items[2].paths, None, "what the missing parent had is not known");
        let found = source.commits(&name(), &span(Some(3))).unwrap();
        assert_eq!((found.items.len(), found.complete), (2, false), "more of 2's history may belong to it");

        git_in(&path, &["fetch", "-q", "--unshallow"], None);
        assert_eq!(source.contains(&name(), &commits[0], &heads).unwrap(), [Truth::Yes, Truth::Yes]);
        assert_eq!(source.resolve(&name(), &named("eeeeeee")).unwrap(), Resolved::Unknown);
        assert_eq!(source.compare(&name(), &commits[2], &commits[3]).unwrap().relation, Relation::Diverged);
    }
}

#[test]
fn a_partial_clone_tells_what_it_has() {
    let world = World::new();
    let made = world.make(&small());
    let commits: Vec<_> = made.iter().map(|made| hash(made)).collect();
    world.git(&["update-ref", "refs/heads/main", &made[4]]);
    for (filter, has_paths) in [("blob:none", true), ("tree:0", false)] {
        let path = world.clone(filter, &["--bare", "--filter", filter]);
        let source = GitCommits::open(NAME, path).unwrap();
        assert_eq!(source.contains(&name(), &commits[0], &commits[4..5]).unwrap(), [Truth::Yes], "{filter}");
        assert_eq!(source.compare(&name(), &commits[2], &commits[3]).unwrap().relation, Relation::Diverged, "{filter}");
        let commit = source.commit(&name(), &commits[1]).unwrap().unwrap();
        assert_eq!((commit.subject.as_str(), commit.paths.is_some()), ("Add the cart (#12)", has_paths), "{filter}");
        let elsewhere = source.resolve(&name(), &named(&"e".repeat(40))).unwrap();
        assert_eq!(elsewhere, Resolved::OutOfReach, "the remote may have it: {filter}");
    }
}

#[test]
fn a_forced_push_leaves_a_commit_unknown() {
    let world = World::new();
    let made = world.make(&small());
    let (before, lost) = (hash(&made[1]), hash(&made[5]));
    let source = world.source();
    assert_eq!(source.compare(&name(), &before, &lost).unwrap().relation, Relation::Unrelated);
    world.git(&["update-ref", "refs/heads/main", &made[4]]);
    world.git(&["update-ref", "-d", "refs/heads/made/5"]);
    assert_eq!(source.resolve(&name(), &named(&made[5])).unwrap(), Resolved::Commit(lost.clone()), "it is still there");
    world.git(&["reflog", "expire", "--expire=now", "--all"]);
    world.git(&["gc", "-q", "--prune=now"]);
    assert_eq!(source.resolve(&name(), &named(&made[5])).unwrap(), Resolved::Unknown);
    assert_eq!(source.commit(&name(), &lost).unwrap(), None);
    // What was read before is true all the same; another handle does not know it.
    assert_eq!(source.compare(&name(), &before, &lost).unwrap().relation, Relation::Unrelated);
    assert_eq!(world.source().compare(&name(), &before, &lost).unwrap().relation, Relation::Unknown);
    let span = Span { from: None, to: lost, skip: 0, limit: 10, paths: false };
    let found = source.commits(&name(), &span).unwrap();
    assert_eq!((found.items.len(), found.complete), (1, false), "its author and subject are gone");
}
