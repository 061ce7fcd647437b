//! Releases and candidates from the tags of a repository.

use std::fmt::Write as _;

use release_core::{ImportedTags, Releases};

use crate::world::{Make, NAME, World};

#[test]
fn a_thousand_tags_among_ten_thousand_others() {
    let world = World::new();
    let made = world.make(&[Make::new(&[], "one", 1_790_000_000), Make::new(&[0], "two", 1_790_000_060)]);
    let mut stream = String::new();
    for n in 0..10_000 {
        let _ = writeln!(stream, "reset refs/tags/nightly-{n}\nfrom {}\n", made[0]);
    }
    for n in 0..1_500 {
        let _ = writeln!(stream, "reset refs/tags/v{}.{}.{}\nfrom {}\n", n / 100, n / 10 % 10, n % 10, made[1]);
    }
    world.import(&stream);
    world.git(&["pack-refs", "--all"]);
    let releases = Releases::in_memory();
    releases.create_project("web", NAME).call().unwrap();
    releases.register_commit_source(world.source());
    let import = || releases.import_tags("web").actor("ana").call().unwrap();
    let first = import();
    assert_eq!((first.imported.len(), first.left, first.other), (ImportedTags::MAX_IMPORTED, 500, 10_000));
    assert_eq!(first.imported[0].candidate_version.as_str(), "0.0.0-rc1");
    let second = import();
    assert_eq!((second.imported.len(), second.present, second.left), (500, 1_000, 0));
    let third = import();
    assert_eq!((third.imported.len(), third.present), (0, 1_500));
    let newest = releases.list_releases("web").per_page(1).call().unwrap();
    assert_eq!(newest.items[0].version.as_str(), "14.9.9");
}
