//! Calls awaited on tokio's runtimes.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use release_core::{Code, MemoryStorage, Releases, Status};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const LONG: Duration = Duration::from_secs(30);

async fn life(releases: Releases) -> release_core::Result<()> {
    releases.create_project("web", "acme/web").await?;
    releases.create_environment("web", "prod").await?;
    releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT).actor("ana@acme.dev").await?;
    let deployment = releases.create_deployment("web", "prod", "1.0.0-rc1").await?;
    let waiting = tokio::spawn(releases.wait(deployment.id).limit(LONG).into_future());
    // Waiting does not keep others from being answered, on one thread either.
    releases.update_deployment_status_by_id(deployment.id, Status::Success).await?;
    let ended = waiting.await.unwrap()?;
    assert_eq!(ended.status, Status::Success);
    assert_eq!(
        releases.wait_for_build("web", "1.0.0-rc1").await?.id,
        releases.get_candidate("web", "1.0.0-rc1").await?.id
    );
    releases.dispatch_pending().await?;
    let error = releases.get_project("nope").await.unwrap_err();
    assert_eq!(error.code(), Code::ProjectNotFound);
    Ok(())
}

#[tokio::test]
async fn on_one_thread() {
    life(Releases::in_memory()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_many_threads() {
    let releases = Releases::in_memory();
    life(releases.clone()).await.unwrap();
    let calls: Vec<_> = (2..34)
        .map(|n| tokio::spawn(releases.create_release("web", format!("1.0.0-rc{n}"), "acme/web", COMMIT).into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(releases.get_release("web", "1.0.0").await.unwrap().head.as_str(), "1.0.0-rc33");
}

/// One blocking thread, which the calls need, and no timers: waits live without either.
#[test]
fn many_waits_hold_no_thread() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let releases = Releases::in_memory();
        releases.create_project("web", "acme/web").await.unwrap();
        releases.create_environment("web", "prod").await.unwrap();
        releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT).await.unwrap();
        let deployment = releases.create_deployment("web", "prod", "1.0.0-rc1").await.unwrap();
        let wait = || tokio::spawn(releases.wait(deployment.id).limit(LONG).into_future());
        let waiting: Vec<_> = (0..200).map(|_| wait()).collect();
        drop(releases.wait(deployment.id).into_future());
        let open = releases.wait(deployment.id).limit(Duration::ZERO).await.unwrap();
        assert_eq!(open.status, Status::Pending, "a limit of nothing looks once");
        releases.update_deployment_status_by_id(deployment.id, Status::Success).await.unwrap();
        for wait in waiting {
            assert_eq!(wait.await.unwrap().unwrap().status, Status::Success);
        }
    });
}

#[tokio::test]
async fn a_blocking_call_inside_of_a_runtime_works() {
    let releases = Releases::in_memory();
    releases.create_project("web", "acme/web").call().unwrap();
    assert_eq!(releases.get_project("web").call().unwrap().name.as_str(), "web");
}

#[test]
fn outside_of_a_runtime_it_says_what_is_wrong() {
    let releases = Releases::in_memory();
    let mut call = std::pin::pin!(releases.create_project("web", "acme/web").into_future());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match call.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert_eq!(error.code(), Code::InvalidRequest);
            assert!(error.to_string().contains("tokio runtime"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(releases.get_project("web").call().unwrap_err().code(), Code::ProjectNotFound);
}

#[tokio::test]
async fn a_dropped_call_is_made_whole_or_not_at_all() {
    let releases = Releases::options().open_storage(std::sync::Arc::new(MemoryStorage::new()));
    // One that was never polled is not made.
    drop(releases.create_project("unmade", "acme/web").into_future());
    for n in 0..50 {
        let call = releases.create_project(format!("p{n}"), "acme/web");
        let _ = tokio::time::timeout(Duration::ZERO, call).await;
    }
    assert_eq!(releases.get_project("unmade").await.unwrap_err().code(), Code::ProjectNotFound);
    for n in 0..50 {
        let name = format!("p{n}");
        // Whether it had begun or not, the same call again is answered the same.
        match releases.create_project(&name, "acme/web").await {
            Ok(project) => assert_eq!(project.name.as_str(), name),
            Err(error) => assert_eq!(error.code(), Code::ProjectExists),
        }
        assert_eq!(releases.get_project(&name).await.unwrap().name.as_str(), name);
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn release(releases: &Releases, n: u32) -> release_core::Call<release_core::CreateRelease> {
        releases.create_release("web", format!("1.0.0-rc{n}"), "acme/web", COMMIT).idempotency_key(format!("key-{n}"))
    }

    fn count(releases: &Releases) -> usize {
        let mut page = releases.list_candidates("web").per_page(100).call().unwrap();
        let mut count = page.items.len();
        while let Some(next) = page.next {
            page = releases.list_candidates("web").per_page(100).cursor(next).call().unwrap();
            count += page.items.len();
        }
        count
    }

    /// Awaited calls and those of threads lead each other's transactions, also where there is one blocking thread.
    #[test]
    fn awaited_and_blocking_writers_share_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let releases = Releases::open(folder.path().join("r.db").to_str().unwrap()).unwrap();
        releases.create_project("web", "acme/web").call().unwrap();
        for (round, threads) in [(0, 1), (1, 64)] {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .max_blocking_threads(threads)
                .build()
                .unwrap();
            std::thread::scope(|scope| {
                for thread in 0..4 {
                    let releases = &releases;
                    scope.spawn(move || {
                        for n in 0..50 {
                            release(releases, round * 1000 + thread * 50 + n).call().unwrap();
                        }
                    });
                }
                runtime.block_on(async {
                    let calls: Vec<_> =
                        (200..600).map(|n| tokio::spawn(release(&releases, round * 1000 + n).into_future())).collect();
                    let reads: Vec<_> =
                        (0..1000).map(|_| tokio::spawn(releases.get_project("web").into_future())).collect();
                    for call in calls {
                        call.await.unwrap().unwrap();
                    }
                    for read in reads {
                        assert_eq!(read.await.unwrap().unwrap().name.as_str(), "web");
                    }
                    let repeated = release(&releases, round * 1000 + 599).await.unwrap();
                    assert_eq!(repeated.version.as_str(), format!("1.0.0-rc{}", round * 1000 + 599));
                    let other = releases.create_release("web", "2.0.0-rc1", "acme/web", COMMIT);
                    let refused = other.idempotency_key(format!("key-{}", round * 1000 + 599)).await.unwrap_err();
                    assert_eq!(refused.code(), Code::IdempotencyKeyReused);
                    assert_eq!(refused.get("operation"), Some("create_release"));
                });
            });
        }
        assert_eq!(count(&releases), 1200);
    }

    /// A runtime that goes away under its calls leaves nobody waiting who has another one.
    #[test]
    fn a_runtime_that_ends_leaves_the_file_usable() {
        let folder = tempfile::tempdir().unwrap();
        let releases = Releases::open(folder.path().join("r.db").to_str().unwrap()).unwrap();
        releases.create_project("web", "acme/web").call().unwrap();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let by_thread = scope.spawn(|| {
                let mut made = 0;
                while !done.load(Ordering::SeqCst) {
                    release(&releases, 100_000 + made).call().unwrap();
                    made += 1;
                }
                made
            });
            for round in 0..30 {
                let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
                let calls = (0..40).map(|n| runtime.spawn(release(&releases, round * 100 + n).into_future()));
                let calls: Vec<_> = calls.collect();
                let reads = (0..40).map(|_| runtime.spawn(releases.get_project("web").into_future()));
                let reads: Vec<_> = reads.collect();
                // One of each is made; the others are made or not.
                runtime.block_on(calls.into_iter().next().unwrap()).unwrap().unwrap();
                runtime.block_on(reads.into_iter().next().unwrap()).unwrap().unwrap();
                drop(runtime);
                release(&releases, round * 100 + 99).call().unwrap();
            }
            done.store(true, Ordering::SeqCst);
            assert!(by_thread.join().unwrap() > 0);
        });
        let before = count(&releases);
        assert!(before >= 60);
        releases.close().unwrap();
        let again = Releases::open(folder.path().join("r.db").to_str().unwrap()).unwrap();
        assert_eq!(count(&again), before);
    }

    #[tokio::test]
    async fn a_closed_database_is_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let releases = Releases::open(folder.path().join("r.db").to_str().unwrap()).unwrap();
        releases.close().unwrap();
        assert_eq!(releases.create_project("web", "acme/web").await.unwrap_err().code(), Code::Unavailable);
    }
}
