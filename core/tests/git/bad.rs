//! What is no repository, may not be read, or is damaged: a clear answer each, and no end of the program.

use std::fs;
use std::path::{Path, PathBuf};

use release_core::{Code, CommitSource, CommitSourceConfig, Error, GitCommits, Releases, Resolved, Span, Truth};

use crate::world::{Make, NAME, World, git_in, hash, name, named, small};

fn refused(path: &Path) -> Error {
    let error = GitCommits::open(NAME, path).expect_err("a refusal");
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("path")), "{error}");
    error
}

#[test]
fn what_is_no_repository_is_refused_at_once() {
    let world = World::new();
    for (path, words) in [
        (world.beside("nowhere"), "there is no such folder"),
        (world.beside("empty"), "it is no git repository"),
        (world.beside("a file"), "it is no git repository"),
        (world.beside("dangling"), ""),
    ] {
        let _ = match words {
            "" => fs::create_dir(&path).and_then(|()| fs::write(path.join(".git"), "gitdir: /nowhere/at/all")),
            _ if path.ends_with("empty") => fs::create_dir(&path),
            _ if path.ends_with("a file") => fs::write(&path, "text"),
            _ => Ok(()),
        };
        let error = refused(&path);
        assert!(error.to_string().contains(words) && error.to_string().contains("cannot be used"), "{error}");
    }
    assert_eq!(GitCommits::open("no repository", &world.path).unwrap_err().code(), Code::InvalidRepository);
    // A repository is answered for by its own name only.
    let other = release_core::Repository::new("acme/other").unwrap();
    assert!(!world.source().has_repository(&other).unwrap());
    assert_eq!(world.source().tags(&other).unwrap_err().code(), Code::RepositoryNotFound);
}

#[test]
fn as_data_a_clone_is_of_a_named_repository() {
    let world = World::new();
    let made = world.make(&small());
    let releases = Releases::in_memory();
    releases.create_project("web", NAME).call().unwrap();
    let config = |path: &Path| {
        let json = serde_json::json!({"kind": "git", "path": path}).to_string();
        CommitSourceConfig::from_json(&json).unwrap()
    };
    let error = releases.add_commit_source(None, config(&world.path)).unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("repository")), "{error}");
    let error = releases.add_commit_source(Some(NAME), config(&world.beside("nowhere"))).unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("path")), "{error}");
    releases.add_commit_source(Some(NAME), config(&world.path)).unwrap();
    let candidate = releases.create_release("web", "1.0.0-rc1", NAME, &made[4][..8]).call().unwrap();
    assert_eq!(candidate.commit.as_str(), made[4]);
}

#[test]
fn without_permission_it_is_said_so() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.make(&small());
    let folder = world.path.join(".git");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::read_dir(&folder).is_err() {
        assert!(refused(&world.path).to_string().contains("may not be read"));
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(GitCommits::open(NAME, &world.path).is_ok());
}

#[test]
fn a_format_that_is_not_known_is_refused() {
    let world = World::new();
    world.git(&["config", "core.repositoryFormatVersion", "1"]);
    world.git(&["config", "extensions.preciousObjects", "true"]);
    assert!(GitCommits::open(NAME, &world.path).is_ok());
    for (extension, value) in [("refStorage", "reftable"), ("somethingNew", "yes"), ("compatObjectFormat", "sha256")] {
        let config = world.path.join(".git/config");
        let before = fs::read_to_string(&config).unwrap();
        fs::write(&config, format!("{before}[extensions]\n\t{extension} = {value}\n")).unwrap();
        let error = refused(&world.path).to_string();
        assert!(error.contains(&extension.to_lowercase()) && error.contains(value), "{error}");
        fs::write(&config, before).unwrap();
    }
    let config = world.path.join(".git/config");
    fs::write(config, "[core\nbroken").unwrap();
    refused(&world.path);
}

#[test]
fn a_clone_that_goes_away_is_said_without_its_path() {
    let world = World::new();
    let made = world.make(&small());
    let source = world.source();
    let moved = world.beside("moved");
    fs::rename(&world.path, &moved).unwrap();
    let error = source.resolve(&name(), &named(&made[0])).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, true), "{error}");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(&*world.path.to_string_lossy()) && shown.contains("acme/web"), "{shown}");
    fs::rename(&moved, &world.path).unwrap();
    assert!(matches!(source.resolve(&name(), &named(&made[0])).unwrap(), Resolved::Commit(_)));
}

/// Two commits whose hashes begin with the same seven digits; they were found by trying 18,129.
#[test]
fn a_prefix_of_two_commits_is_ambiguous() {
    let world = World::new();
    let mut stream = String::new();
    for text in ["4291", "18129"] {
        let who = "Ana <ana@acme.dev> 1790000000 +0000";
        let data = format!("data {}\n{text}\n", text.len());
        stream.push_str(&format!("commit refs/heads/of-{text}\nauthor {who}\ncommitter {who}\n{data}\n"));
    }
    world.import(&stream);
    let source = world.source();
    assert_eq!(source.resolve(&name(), &named("47e40e0")).unwrap(), Resolved::Ambiguous);
    let one = hash("47e40e016fdc3a912907f6c6f49963b015ecafe4");
    assert_eq!(source.resolve(&name(), &named("47e40e01")).unwrap(), Resolved::Commit(one));
    // What else begins so is no commit.
    let tree = world.git(&["rev-parse", "of-4291^{tree}"]);
    for other in [&tree[..], &tree[..10]] {
        assert_eq!(source.resolve(&name(), &named(other)).unwrap(), Resolved::Unknown);
    }
}

fn loose(world: &World, object: &str) -> PathBuf {
    world.path.join(".git/objects").join(&object[..2]).join(&object[2..])
}

fn overwrite(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).expect("the object");
    fs::write(path, bytes).expect("another one");
}

/// All questions; every answer is an answer or says what is damaged.
fn ask_everything(source: &GitCommits, made: &[String]) -> Vec<Error> {
    let commits: Vec<_> = made.iter().map(|made| hash(made)).collect();
    let (of, last) = (name(), commits.len() - 1);
    let span = Span { from: None, to: commits[last].clone(), skip: 0, limit: 100, paths: true };
    let mut errors: Vec<Error> = Vec::new();
    errors.extend(source.has_repository(&of).err());
    errors.extend(source.resolve(&of, &named(&made[0])).err());
    errors.extend(source.resolve(&of, &named(&made[0][..9])).err());
    errors.extend(source.commit(&of, &commits[last]).err());
    errors.extend(source.contains(&of, &commits[0], &commits).err());
    errors.extend(source.compare(&of, &commits[0], &commits[last]).err());
    errors.extend(source.commits(&of, &span).err());
    errors.extend(source.tags(&of).err());
    for error in &errors {
        assert!(matches!(error.code(), Code::CommitSourceUnavailable), "{error}");
        assert!(!error.to_string().contains("a bug"), "{error}");
    }
    errors
}

#[test]
fn damaged_objects_are_named() {
    let line = |n: usize| {
        let parents: Vec<usize> = n.checked_sub(1).into_iter().collect();
        Make::new(&parents, "a commit", 1_790_000_000).file("file", &n.to_string())
    };
    let garbage: [&[u8]; 4] = [b"", b"not zlib at all", &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], &[0xff; 64]];
    for bytes in garbage {
        let world = World::new();
        let made = world.make(&(0..4).map(line).collect::<Vec<_>>());
        overwrite(&loose(&world, &made[1]), bytes);
        let errors = ask_everything(&world.source(), &made);
        assert!(!errors.is_empty() && errors.iter().all(|error| !error.is_retryable()), "{errors:?}");
        assert!(errors.iter().any(|error| error.to_string().contains(&made[1])), "{errors:?}");
    }
    // Without a tree, what a commit touches is not known; everything else is.
    let world = World::new();
    let made = world.make(&(0..4).map(line).collect::<Vec<_>>());
    let tree = world.git(&["rev-parse", &format!("{}^{{tree}}", made[1])]);
    overwrite(&loose(&world, &tree), b"damaged");
    let source = world.source();
    assert_eq!(source.commit(&name(), &hash(&made[1])).unwrap().unwrap().paths, None);
    assert_eq!(source.contains(&name(), &hash(&made[0]), &[hash(&made[3])]).unwrap(), [Truth::Yes]);
    // A commit that is not there at all is missing history.
    fs::remove_file(loose(&world, &made[1])).unwrap();
    assert_eq!(world.source().contains(&name(), &hash(&made[0]), &[hash(&made[3])]).unwrap(), [Truth::Unknown]);
}

#[test]
fn damaged_packs_and_references_end_nothing() {
    let world = World::new();
    let made = world.make(&small());
    world.git(&["tag", "v1.0.0", &made[0]]);
    let bare = world.clone("bare.git", &["--mirror"]);
    git_in(&bare, &["commit-graph", "write", "--reachable"], None);
    let packs = bare.join("objects/pack");
    for entry in fs::read_dir(&packs).unwrap().map(|entry| entry.unwrap().path()) {
        let whole = fs::read(&entry).unwrap();
        // A file of another size and files with a byte changed, from the beginning to the end.
        let mut broken = vec![whole[..whole.len() / 2].to_vec(), Vec::new()];
        for place in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let mut changed = whole.clone();
            changed[place] ^= 0xa5;
            broken.push(changed);
        }
        for bytes in broken {
            overwrite(&entry, &bytes);
            if let Ok(source) = GitCommits::open(NAME, &bare) {
                ask_everything(&source, &made);
            }
        }
        overwrite(&entry, &whole);
    }
    let summary = bare.join("objects/info/commit-graph");
    overwrite(&summary, b"CGPH damaged");
    assert!(ask_everything(&GitCommits::open(NAME, &bare).unwrap(), &made).is_empty(), "the objects are whole");
    fs::write(bare.join("refs/tags/broken"), "not a hash\n").unwrap();
    let source = GitCommits::open(NAME, &bare).unwrap();
    let tags: Vec<String> = source.tags(&name()).unwrap().into_iter().map(|tag| tag.name).collect();
    assert_eq!(tags, ["v1.0.0"]);
}
