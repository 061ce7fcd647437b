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
