//! Arbitrary texts and options, for every parser and every operation: nothing panics, an error has a code that is
//! documented and a short message, and a call that fails changes nothing.
//!
//! Longer: `RELEASE_CORE_CASES=100000 cargo test --release --test arbitrary_input`; without end, and led by coverage:
//! `fuzz/`, which runs the same two modules.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

#[path = "arbitrary_input/operations.rs"]
mod operations;
#[path = "arbitrary_input/parsers.rs"]
mod parsers;
#[path = "arbitrary_input/snapshot.rs"]
mod snapshot;

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use operations::{KNOWN, NAMES, Request};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use release_core::{Code, Releases};

fn config(usual: u32) -> ProptestConfig {
    let asked = std::env::var("RELEASE_CORE_CASES").ok().map(|text| text.parse::<u32>().expect("a number of cases"));
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/arbitrary_input/failures.txt");
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        ..ProptestConfig::default()
    }
}

/// Texts of all sorts: meant, nearly meant, and none of a person's making.
fn text() -> impl Strategy<Value = String> {
    let known = || prop::sample::select(&KNOWN[..]).prop_map(str::to_owned);
    let odd = prop::sample::select(vec!['\0', '\n', ' ', '/', '.', '-', '0', '$', 'ü', '\u{202e}', '💥', '\u{7f}']);
    let nearly = (known(), any::<prop::sample::Index>(), odd.clone()).prop_map(|(text, place, odd)| {
        let mut characters: Vec<char> = text.chars().collect();
        characters.insert(place.index(characters.len() + 1), odd);
        characters.into_iter().collect()
    });
    let lengths = prop::sample::select(vec![0, 1, 40, 64, 99, 100, 101, 128, 255, 256, 2049, 8193, 100_000]);
    let long = (prop_oneof![Just('x'), Just('1'), odd], lengths).prop_map(|(c, length)| c.to_string().repeat(length));
    prop_oneof![30 => known(), 6 => nearly, 2 => any::<String>(), 2 => "[ -~]{0,30}", 2 => long]
}

/// Mostly what is meant, in the order in which it is meant, or the chance to get past the first check is small.
fn request() -> impl Strategy<Value = Request> {
    let meant = |n: usize| -> BoxedStrategy<String> {
        let usual: &[&str] = match n {
            0 => &["web", "web", "web", "$0", "$1"],
            1 => &["production", "staging", "1.0.0-rc1", "1.0.0-rc2", "success", "acme/web"],
            2 => &["1.0.0-rc1", "1.0.0-rc2", "1.1.0-rc1", "ready", "acme/web", "stocktaking"],
            3 => &["success", "failure", "in_progress", operations::COMMIT, "reject"],
            4 => &["command", "r1", "ana@acme.dev"],
            _ => &["deploy", "https://ci.example/1", "9999-12-31T23:59:59.999Z"],
        };
        prop_oneof![3 => prop::sample::select(usual.to_vec()).prop_map(str::to_owned), 2 => text()].boxed()
    };
    let texts = [0, 1, 2, 3, 4, 5].map(meant);
    let number = prop_oneof![0..12_u64, Just(100), Just(101), any::<u64>()];
    let options = prop_oneof![Just(0), 0..0x40_u16, any::<u16>()];
    (0..NAMES.len(), texts, number, options).prop_map(|(kind, texts, number, options)| Request {
        kind: u8::try_from(kind).expect("fewer operations"),
        texts,
        number,
        options,
    })
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn parsers_take_any_text(text in text(), other in text()) {
        parsers::check_versions(&text);
        parsers::check_order(&text, &other);
        parsers::check_scheme(&text, &other);
        parsers::check_names(&text);
        parsers::check_words(&text);
    }

    #[test]
    fn a_store_may_hold_anything(
        kind in prop::sample::select(vec!["project", "environment", "deployment", "event", "x", ""]),
        key in text(),
        bytes in prop_oneof![any::<Vec<u8>>(), text().prop_map(String::into_bytes), Just(b"{}".to_vec())],
    ) {
        parsers::check_record(&format!("{kind}/{key}"), &bytes);
    }
}

/// Makes a call and checks what can be said of any call. `before` is what could be seen before, and is kept up to date.
fn checked(releases: &Releases, mut request: Request, before: &mut String, documented: &Documented) {
    operations::fill_in(releases, &mut request);
    let made = operations::make(releases, &request);
    let after = snapshot::of(releases);
    if let Err(error) = &made {
        parsers::check_error(error);
        let name = request.name();
        assert!(documented.says(name, error.code()), "{name} does not document {}: {error:?}", error.code());
    }
    // An explicit start that the CI system refuses leaves its attempt in the history, as it says.
    let failed = made.is_err_and(|error| error.code() != Code::DispatchFailed);
    if failed || request.looks() {
        assert!(*before == after, "{request:?} changed something:\n{}", snapshot::difference(before, &after));
    }
    *before = after;
}

/// The codes that the documentation of each operation names.
struct Documented(HashMap<String, String>);

impl Documented {
    /// Reads them from where people read them.
    fn read() -> Documented {
        let mut of = HashMap::new();
        for folder in ["src/ops", "src/client"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for file in std::fs::read_dir(folder).expect("the operations") {
                let path = file.expect("a file").path();
                if path.is_dir() {
                    continue;
                }
                let text = std::fs::read_to_string(path).expect("its text");
                let mut comment = String::new();
                for line in text.lines().map(str::trim) {
                    if let Some(words) = line.strip_prefix("///") {
                        comment.push_str(words);
                    } else if let Some(signature) = line.strip_prefix("pub fn ") {
                        let name = signature.split(['(', '<']).next().unwrap_or_default();
                        // Options have names of their own and come after the operations.
                        of.entry(name.to_owned()).or_insert_with(|| std::mem::take(&mut comment));
                        comment.clear();
                    } else if !line.starts_with("#[") {
                        comment.clear();
                    }
                }
            }
        }
        Documented(of)
    }

    fn says(&self, name: &str, code: Code) -> bool {
        let comment = self.0.get(name).unwrap_or_else(|| panic!("{name} is not found in the sources"));
        // What every write may answer is said once, at the options of every write.
        let anywhere = [Code::InvalidRequest, Code::IdempotencyKeyReused, Code::InvalidName];
        comment.contains(&format!("`{}`", code.as_str())) || anywhere.contains(&code)
    }
}

#[test]
fn every_operation_takes_anything() {
    let documented = Documented::read();
    let requests = prop::collection::vec(request(), 1..12);
    let mut runner = proptest::test_runner::TestRunner::new(config(150));
    runner
        .run(&requests, |requests| {
            let releases = operations::prepared();
            let mut before = snapshot::of(&releases);
            for request in requests {
                checked(&releases, request, &mut before, &documented);
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// How long this thread has worked; where the system does not tell, how long it has been. What a busy machine takes from it
/// is not its own.
fn worked() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok());
    told.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

#[test]
fn ten_megabytes_are_answered_shortly() {
    let documented = Documented::read();
    let releases = operations::prepared();
    let mut before = snapshot::of(&releases);
    for (kind, name) in NAMES.iter().enumerate() {
        let huge = if kind % 2 == 0 { "x".repeat(10_000_000) } else { "é".repeat(5_000_000) };
        let texts = std::array::from_fn(|_| huge.clone());
        // Without an actor and a key, which would be refused first.
        let request = Request { kind: u8::try_from(kind).expect("small"), texts, number: 1, options: 0x3fff };
        let begun = worked();
        checked(&releases, request, &mut before, &documented);
        let took = worked() - begun;
        assert!(took.as_secs() < 10, "{name} took {took:?}");
    }
    for text in ["x".repeat(10_000_000), "1.".repeat(5_000_000), "\0".repeat(10_000_000)] {
        parsers::check_versions(&text);
        parsers::check_names(&text);
        parsers::check_words(&text);
    }
}

proptest! {
    #![proptest_config(config(60))]

    /// Whatever is opened lies below the folder `inner`; what would lead out of it is left out.
    #[test]
    fn any_location_is_opened_or_refused(
        odd in prop_oneof![text(), "[ -~]{0,20}"],
        form in 0..6_usize,
        query in prop_oneof![Just(String::new()), "[?&=a-z0-9_%]{0,30}", Just("?busy_timeout_ms=x".to_owned())],
    ) {
        let outer = tempfile::tempdir().expect("a folder");
        let inner = outer.path().join("inner");
        std::fs::create_dir(&inner).expect("a folder");
        let inside = odd.replace(['/', '\\', '%'], "_").replace("..", "__");
        let path = format!("{}/{inside}", inner.display());
        let location = match form {
            0 => path,
            1 => format!("sqlite:{path}{query}"),
            2 => format!("sqlite://{path}{query}"),
            3 => format!("file:{path}{query}").replacen("file:", "file://", 1),
            4 => format!("memory:{inside}"),
            _ => format!("postgres://{inside}"),
        };
        match Releases::open(&location) {
            Ok(releases) => {
                let made = releases.create_project("web", "acme/web").call();
                prop_assert!(made.is_ok(), "{location:?}: {made:?}");
                prop_assert!(releases.close().is_ok());
            }
            Err(error) => {
                prop_assert!(!error.message().is_empty());
                prop_assert!(error.wire_text().len() < 1000);
                prop_assert!(error.context().iter().all(|(_, value)| value.len() < 1000));
                prop_assert_ne!(error.code(), Code::Internal, "{:?}", error);
            }
        }
        let there: Vec<_> = std::fs::read_dir(outer.path()).expect("a folder").map(|e| e.expect("one").path()).collect();
        prop_assert_eq!(there, vec![inner]);
    }
}
