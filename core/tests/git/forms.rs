//! The same repository in every form that git keeps one in.

use std::path::PathBuf;

use release_core::{Commit, CommitSource, GitCommits, Relation, Resolved, Span, Truth};

use crate::world::{Make, NAME, World, git_in, hash, knows, name, named, small};

/// Everything about the small history is as it should be.
fn check(source: &GitCommits, made: &[String], form: &str) {
    assert!(knows(source), "{form}");
    let commits: Vec<_> = made.iter().map(|made| hash(made)).collect();
    let of = name();
    for commit in &commits {
        assert_eq!(
            source.resolve(&of, &named(commit.as_str())).expect("an answer"),
            Resolved::Commit(commit.clone()),
            "{form}"
        );
        let prefix = &commit.as_str()[..12];
        assert_eq!(source.resolve(&of, &named(prefix)).expect("an answer"), Resolved::Commit(commit.clone()), "{form}");
    }
    let absent = "e".repeat(made[0].len());
    for unknown in [&absent[..], "eeeeeee", &"a1".repeat(52 - made[0].len() / 2)] {
        assert_eq!(source.resolve(&of, &named(unknown)).expect("an answer"), Resolved::Unknown, "{form}: {unknown}");
    }
    assert_eq!(source.commit(&of, &hash(&absent)).expect("an answer"), None, "{form}");

    let merge = source.commit(&of, &commits[4]).expect("an answer").expect("an answer");
    let Commit { parents, author, time, subject, paths, .. } = merge;
    assert_eq!(parents, [commits[2].clone(), commits[3].clone()], "{form}");
    assert_eq!((author.as_str(), time.to_string().as_str()), ("Ana", "2026-09-25T14:13:20.000Z"), "{form}");
    assert_eq!(subject, "Merge pull request #15 from cleo/price", "{form}");
    assert_eq!(paths.expect("an answer"), ["apps/web/price.rs"], "against the first parent: {form}");
    let touched = |place: usize| {
        let mut paths =
            source.commit(&of, &commits[place]).expect("an answer").expect("an answer").paths.expect("an answer");
        paths.sort();
        paths
    };
    assert_eq!(touched(0), ["README.md", "apps/web/main.rs"], "a first commit touches all of its files: {form}");
    assert_eq!(touched(2), ["README.md", "docs/cart.md"], "{form}");

    let contains = source.contains(&of, &commits[3], &commits[..6]).expect("an answer");
    assert_eq!(contains, [Truth::No, Truth::No, Truth::No, Truth::Yes, Truth::Yes, Truth::No], "{form}");
    for (base, head, relation, merge_base) in [
        (0, 0, Relation::Identical, Some(0)),
        (1, 4, Relation::Ahead, Some(1)),
        (4, 3, Relation::Behind, Some(3)),
        (2, 3, Relation::Diverged, Some(1)),
        (4, 5, Relation::Unrelated, None),
    ] {
        let found = source.compare(&of, &commits[base], &commits[head]).expect("an answer");
        assert_eq!(found.relation, relation, "{form}: {base} {head}");
        assert_eq!(found.merge_base.as_ref(), merge_base.map(|place: usize| &commits[place]), "{form}: {base} {head}");
    }
    let span = Span { from: Some(commits[2].clone()), to: commits[4].clone(), skip: 0, limit: 10, paths: true };
    let found = source.commits(&of, &span).expect("an answer");
    let listed: Vec<_> = found.items.iter().map(|commit| commit.commit.clone()).collect();
    assert_eq!(
        (listed, found.total, found.complete),
        (vec![commits[4].clone(), commits[3].clone()], 2, true),
        "{form}"
    );
    let second = source.commits(&of, &Span { skip: 1, limit: 1, ..span }).expect("an answer");
    assert_eq!(second.items, found.items[1..], "{form}");

    let tags = source.tags(&of).expect("an answer");
    let tags: Vec<_> = tags.iter().map(|tag| (tag.name.as_str(), tag.commit.clone())).collect();
    let expected =
        [("annotated", Some(4)), ("light", Some(1)), ("of-a-file", None), ("twice", Some(4)), ("v1/deep", Some(0))];
    assert_eq!(tags, expected.map(|(name, at)| (name, at.map(|at: usize| commits[at].clone()))), "{form}");
}

fn tagged(world: &World) -> Vec<String> {
    let made = world.make(&small());
    world.git(&["update-ref", "refs/heads/main", &made[4]]);
    world.git(&["tag", "light", &made[1]]);
    world.git(&["tag", "v1/deep", &made[0]]);
    world.git(&["tag", "-a", "-m", "A release", "annotated", &made[4]]);
    world.git(&["tag", "-a", "-m", "Of a tag", "twice", "annotated"]);
    world.git(&["tag", "of-a-file", &format!("{}:README.md", made[0])]);
    made
}

#[test]
fn every_form_of_a_repository_says_the_same() {
    for format in ["sha1", "sha256"] {
        let world = World::with_format(format);
        let made = tagged(&world);
        let check = |path: PathBuf, form: &str| {
            check(&GitCommits::open(NAME, &path).unwrap(), &made, &format!("{format}, {form}"));
        };
        check(world.path.clone(), "a work tree");
        check(world.path.join(".git"), "its git folder");

        let work_tree = world.beside("work tree");
        world.git(&["worktree", "add", "-q", &work_tree.to_string_lossy(), &made[3]]);
        check(work_tree, "a further work tree");

        let bare = world.clone("bare.git", &["--mirror"]);
        check(bare.clone(), "bare and packed");
        git_in(&bare, &["commit-graph", "write", "--reachable"], None);
        check(bare.clone(), "with a commit graph");
        check(world.clone("mirror.git", &["--mirror", "--reference", &bare.to_string_lossy()]), "with alternates");

        let separate = world.beside("separate");
        let folder = world.beside("elsewhere.git");
        world.clone("separate", &["--separate-git-dir", &folder.to_string_lossy()]);
        git_in(&separate, &["fetch", "-q", "origin", "refs/heads/*:refs/remotes/origin/*"], None);
        check(separate, "with a git folder elsewhere");
    }
}

#[test]
fn what_arrives_is_seen_by_the_next_question() {
    let world = World::new();
    let first = world.make(&[Make::new(&[], "first", 1_790_000_000)]);
    let source = world.source();
    let commits = vec![hash(&first[0])];
    assert_eq!(source.contains(&name(), &commits[0], &commits).unwrap(), [Truth::Yes]);
    let head = world.git(&["commit-tree", "-p", &first[0], "-m", "second", &format!("{}^{{tree}}", first[0])]);
    assert_eq!(source.contains(&name(), &commits[0], &[hash(&head)]).unwrap(), [Truth::Yes]);
    world.git(&["repack", "-adq"]);
    let third = world.git(&["commit-tree", "-p", &head, "-m", "third", &format!("{head}^{{tree}}")]);
    assert_eq!(source.compare(&name(), &commits[0], &hash(&third)).unwrap().relation, Relation::Ahead);
}

#[test]
fn a_view_that_replaces_commits_is_not_believed() {
    let world = World::new();
    let made = world.make(&small());
    world.git(&["replace", &made[1], &made[5]]);
    let source = world.source();
    assert_eq!(source.contains(&name(), &hash(&made[0]), &[hash(&made[4])]).unwrap(), [Truth::Yes]);
    assert_eq!(source.commit(&name(), &hash(&made[1])).unwrap().unwrap().subject, "Add the cart (#12)");
}
