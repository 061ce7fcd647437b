//! GitHub when things go wrong on the way.

use std::time::Duration;

use release_core::{DispatchState, GithubConnection, Status};
use serde_json::json;

use crate::fakes::FakeGithub;
use crate::forge::{Fault, Reply};
use crate::github::{connection, workflow};
use crate::world::{TOKEN, World};

fn limited(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({"message": message}))
}

/// However the answer is lost after GitHub has acted, its one run is found and adopted.
#[test]
fn a_start_whose_answer_is_lost_is_found_and_not_sent_again() {
    let faults = [
        Fault::DropAfter,
        Fault::AfterActing(limited(500, "Server Error")),
        Fault::AfterActing(Reply::new(502, "<html>Bad Gateway</html>")),
        Fault::Slow(Duration::from_secs(6)),
    ];
    for fault in faults {
        let github = FakeGithub::start();
        github.set(|state| state.late = 1);
        github.server.fault(fault.clone());
        let connection = connection(&github).timeout(Duration::from_secs(3));
        let world = World::new(&workflow(), connection);
        let deployment = world.deploy("1.0.0-rc1");
        assert_eq!((deployment.status, world.dispatch(&deployment).state), (Status::Pending, DispatchState::Unknown));
        world.pump(5);
        assert_eq!(world.get(&deployment).run_id, None, "{fault:?}");
        world.pump(5);
        let deployment = world.get(&deployment);
        assert_eq!(deployment.run_id, Some(github.runs()[0]["id"].to_string()), "{fault:?}");
        world.pump(1000);
        assert_eq!((github.starts(), github.runs().len()), (1, 1), "{fault:?}");
    }
}

#[test]
fn where_nobody_knows_the_deployment_says_so() {
    for fault in [Fault::DropBefore, Fault::Instead(limited(500, "Server Error"))] {
        let github = FakeGithub::start();
        github.server.fault(fault);
        let world = World::new(&workflow(), connection(&github));
        let deployment = world.deploy("1.0.0-rc1");
        for _ in 0..30 {
            world.pump(5);
        }
        assert_eq!(world.get(&deployment).status, Status::Unknown);
        assert_eq!((github.starts(), github.runs().len()), (1, 0));
    }
}

#[test]
fn a_broken_body_after_success_is_a_start() {
    let github = FakeGithub::start();
    github.server.fault(Fault::CutShort);
    let world = World::new(&workflow(), connection(&github));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((world.dispatch(&deployment).state, deployment.run_id.clone()), (DispatchState::Started, None));
    world.pump(5);
    assert!(world.get(&deployment).run_id.is_some());
    assert_eq!(github.starts(), 1);
}

#[test]
fn what_never_left_is_sent_again() {
    let github = FakeGithub::start();
    // Nobody listens there.
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let world = World::new(&workflow(), GithubConnection::new(TOKEN).base_url(format!("http://{nowhere}")));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, world.dispatch(&deployment).state), (Status::Pending, DispatchState::Queued));
    assert!(world.due_in(&deployment) < 3);
    world.releases.connect("ci", connection(&github)).unwrap();
    assert_eq!(world.pump(5).started, 1);
    assert_eq!((github.starts(), github.runs().len()), (1, 1));
}

#[test]
fn limits_are_obeyed_by_everything_on_the_connection() {
    let reset = jiff::Timestamp::now().as_second() + 3600;
    let cases = [
        (limited(429, "Too many requests").header("retry-after", 90), 90),
        (limited(403, "You have exceeded a secondary rate limit"), 60),
        (limited(403, "Try again later").header("retry-after", 120), 120),
        (
            limited(403, "API rate limit exceeded")
                .header("x-ratelimit-remaining", 0)
                .header("x-ratelimit-reset", reset),
            3500,
        ),
    ];
    for (reply, seconds) in cases {
        let github = FakeGithub::start();
        github.server.fault(Fault::Instead(reply));
        let world = World::new(&workflow(), connection(&github));
        let first = world.deploy("1.0.0-rc1");
        assert_eq!((first.status, world.dispatch(&first).state), (Status::Pending, DispatchState::Queued));
        assert!((seconds..seconds + 120).contains(&world.due_in(&first)), "{} {seconds}", world.due_in(&first));
        // Another one is not even tried while the pause lasts.
        let second = world.deploy("1.1.0-rc1");
        assert_eq!((world.dispatch(&second).state, github.server.seen().len()), (DispatchState::Queued, 1));
        assert!(world.due_in(&second) >= seconds - 50);
    }
}

#[test]
fn a_refused_one_without_a_limit_is_no_pause() {
    let github = FakeGithub::start();
    github.server.fault(Fault::Instead(limited(403, "Resource not accessible by personal access token")));
    let world = World::new(&workflow(), connection(&github));
    assert_eq!(world.deploy("1.0.0-rc1").status, Status::Error);
    assert!(world.deploy("1.1.0-rc1").run_id.is_some());
}

/// A server that says what it was sent, and one that says too much.
#[test]
fn words_are_bounded_and_without_the_token() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let said = format!("your token {TOKEN} is no good {}", "x".repeat(100_000));
    github.server.fault(Fault::Instead(limited(422, &said)));
    let deployment = world.deploy("1.0.0-rc1");
    let words = deployment.error_message.unwrap();
    assert!(words.contains("your token *** is no good") && words.len() < 1500, "{words}");
    let events = world.releases.history().call().unwrap();
    assert!(!format!("{events:?} {:?}", world.releases).contains(TOKEN));
}
