//! Webhooks come twice, late and in any order, and all orders end the same.

use proptest::prelude::*;
use release_core::Status;

use crate::world::*;

/// A run that failed, was attempted again, waited for somebody, and ended.
fn course(end: &'static str) -> Vec<Moment> {
    vec![
        QUEUED,
        RUNNING,
        FAILED,
        moment(2, "queued", None, 10),
        moment(2, "waiting", None, 11),
        moment(2, "in_progress", None, 12),
        moment(2, "completed", Some("action_required"), 13),
        moment(2, "in_progress", None, 14),
        moment(2, "completed", Some(end), 15),
    ]
}

/// Every moment of a course at least once, in any order: the place of each webhook among the course's moments.
fn deliveries() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..9usize, 0..12).prop_map(|more| (0..9).chain(more).collect::<Vec<_>>()).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_deployment_ends_as_its_run_did(order in deliveries(), ends_well: bool, one_id: bool) {
        let (end, status) = if ends_well { ("success", Status::Success) } else { ("timed_out", Status::Failure) };
        let course = course(end);
        let world = World::github();
        world.deploy();
        for (nth, place) in order.iter().enumerate() {
            // A moment's second delivery has the id of the first one, or (as after a replay) one of its own.
            let id = if one_id { format!("{place}") } else { format!("{place}-{nth}") };
            world.github_sends(&id, &run(9001, "deploy", course[*place])).unwrap();
        }
        let deployments = world.releases.list_deployments("web", "prod").call().unwrap().items;
        prop_assert_eq!(deployments[0].status, status);
        prop_assert_eq!(deployments[0].attempt, Some(2));
        prop_assert!(deployments.len() <= 2);
        let live = world.releases.live("web", "prod").call().unwrap().deployment;
        prop_assert_eq!(live.map(|live| live.id), ends_well.then_some(deployments[0].id));
        prop_assert_eq!(world.fake.started(), 1);
    }

    #[test]
    fn a_build_ends_as_its_run_did(order in deliveries(), ends_well: bool) {
        let (end, status) = if ends_well { ("success", "ready") } else { ("startup_failure", "failed") };
        let course = course(end);
        let world = World::github();
        let call = world.releases.create_release("web", "1.1.0-rc1", "acme/web", COMMIT);
        call.trigger_build_workflow(true).call().unwrap();
        for (nth, place) in order.iter().enumerate() {
            world.github_sends(&nth.to_string(), &run(9001, "build", course[*place])).unwrap();
        }
        let candidate = world.releases.get_candidate("web", "1.1.0-rc1").call().unwrap();
        prop_assert_eq!(candidate.build_status.as_str(), status);
    }
}

#[test]
fn deliveries_at_once_are_applied_once() {
    for _ in 0..20 {
        let world = World::github();
        let deployment = world.deploy();
        world.github_sends("0", &run(9001, "deploy", FAILED)).unwrap();
        let begins = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for nth in 0..4 {
                let (world, begins) = (&world, &begins);
                scope.spawn(move || {
                    begins.wait();
                    // Two deliveries of the same news, each sent twice at the same time.
                    let delivery = format!("again-{}", nth % 2);
                    world.github_sends(&delivery, &run(9001, "deploy", moment(2, "in_progress", None, 9))).unwrap();
                });
            }
        });
        let deployments = world.releases.list_deployments("web", "prod").call().unwrap().items;
        assert_eq!(deployments.len(), 2, "one deployment for the new attempt");
        assert_eq!(deployments[1].id, deployment.id);
    }
}
