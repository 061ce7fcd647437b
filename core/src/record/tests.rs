//! The form in which every kind of record is kept: a change of it needs a migration.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::model::{
    BuildStatus, Candidate, CandidateVersion, ChangedCommit, ChangedCommits, Commit, Concurrency, Deployment,
    DeploymentId, Dispatch, DispatchId, DispatchState, Environment, EnvironmentId, EnvironmentName, Event, Freeze,
    PathPatterns, ProjectId, ProjectName, Relation, Release, Status, Tier, Timestamp, Truth, VersionScheme, Workflow,
};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_a5e0_7b1c_7000_8000_0000_0000_0000 + n)
}

fn at() -> Timestamp {
    Timestamp::from_millis(1_795_421_730_250)
}

/// One record of every kind, with every field filled.
fn samples() -> Vec<Record> {
    let (project_id, environment_id) = (ProjectId::from_uuid(id(1)), EnvironmentId::from_uuid(id(2)));
    let (deployment_id, dispatch_id) = (DeploymentId::from_uuid(id(3)), DispatchId::from_uuid(id(4)));
    let candidate_id = crate::model::CandidateId::from_uuid(id(5));
    let project: ProjectName = "web".parse().unwrap();
    let environment: EnvironmentName = "production".parse().unwrap();
    let candidate: CandidateVersion = "1.4.0-rc2".parse().unwrap();
    let release = candidate.release().clone();
    let actor = Some("ana@acme.dev".parse().unwrap());
    let workflow = Workflow::new("command", "deploy").unwrap().setting("ref", "main").parameter("region", "eu");
    let text = |text: &str| Some(text.to_owned());
    vec![
        Project::wrap(Arc::new(Project {
            id: project_id,
            name: project.clone(),
            repository: "acme/web".parse().unwrap(),
            former_repositories: vec!["acme/old".parse().unwrap()],
            path_patterns: Default::default(),
            version_scheme: VersionScheme::default(),
            build_workflow: Some(workflow.clone()),
            archived_at: Some(at()),
            created_at: at(),
            actor: actor.clone(),
        })),
        EnvironmentRecord::wrap(Arc::new(EnvironmentRecord {
            project_id,
            data: Environment {
                id: environment_id,
                project: project.clone(),
                name: environment.clone(),
                tier: Tier::Production,
                concurrency: Concurrency::Reject,
                deploy_workflow: Some(workflow.clone()),
                freeze: Some(Freeze {
                    reason: "launch".to_owned(),
                    actor: actor.clone(),
                    since: at(),
                    until: Some(at()),
                }),
                archived_at: Some(at()),
                created_at: at(),
                actor: actor.clone(),
            },
            deployments: 7,
            endings: 6,
            live: Some(LiveRef { deployment: deployment_id, candidate: candidate.clone(), ending: 6 }),
            abandoned: BTreeMap::from([("1.4.0-rc1".parse().unwrap(), 5)]),
            held: vec![Held { dispatch: dispatch_id, waits_for: vec![deployment_id] }],
        })),
        ReleaseRecord::wrap(Arc::new(ReleaseRecord {
            project_id,
            data: Release {
                project: project.clone(),
                version: release.clone(),
                head: candidate.clone(),
                created_at: at(),
            },
        })),
        CandidateRecord::wrap(Arc::new(CandidateRecord {
            project_id,
            data: Candidate {
                id: candidate_id,
                project: project.clone(),
                version: candidate.clone(),
                release_version: release.clone(),
                repository: "acme/web".parse().unwrap(),
                commit: "a1".repeat(20).parse().unwrap(),
                build_status: BuildStatus::Failed,
                error_message: text("exit code 1"),
                url: text("https://ci.example/1"),
                run_id: text("1"),
                dispatch_id: Some(dispatch_id),
                created_at: at(),
                build_end_at: Some(at()),
                actor: actor.clone(),
            },
            run: BuildRun { attempt: Some(1), observed_at: Some(at()), heard_at: Some(at()), asked_at: Some(at()) },
        })),
        DeploymentRecord::wrap(Arc::new(DeploymentRecord {
            project_id,
            environment_id,
            data: Deployment {
                id: deployment_id,
                number: 7,
                project: project.clone(),
                environment: environment.clone(),
                release_version: release.clone(),
                candidate_version: candidate.clone(),
                commit: "a1".repeat(20).parse().unwrap(),
                from_release_version: Some(release),
                from_candidate_version: Some("1.4.0-rc1".parse().unwrap()),
                status: Status::Success,
                actor: actor.clone(),
                created_at: at(),
                deploy_start_at: Some(at()),
                deploy_end_at: Some(at()),
                error_message: text("flaky"),
                url: text("https://ci.example/2"),
                run_id: text("2"),
                attempt: Some(1),
                dispatch_id: Some(dispatch_id),
                rollback_of: Some(deployment_id),
                reason: text("asked for"),
                retry_of: Some(deployment_id),
            },
            ending: Some(6),
            observed_at: Some(at()),
            heard_at: Some(at()),
            asked_at: Some(at()),
        })),
        DispatchRecord::wrap(Arc::new(DispatchRecord {
            project_id,
            environment_id: Some(environment_id),
            data: Dispatch {
                id: dispatch_id,
                project: project.clone(),
                environment: Some(environment.clone()),
                candidate_version: candidate.clone(),
                candidate_id,
                deployment_id: Some(deployment_id),
                workflow,
                state: DispatchState::Started,
                attempts: 1,
                due_at: Some(at()),
                message: text("slow"),
                run_id: text("2"),
                url: text("https://ci.example/2"),
                created_at: at(),
            },
            sent_at: Some(at()),
            cancel: Some(Cancel::Requested),
            cancel_failed_at: Some(at()),
            unanswered: true,
        })),
        EventRecord::wrap(Arc::new(EventRecord {
            id: format!("{}-0", id(6)),
            project_id,
            environment_id: Some(environment_id),
            data: Event {
                sequence: 0,
                at: at(),
                actor: actor.clone(),
                action: "deployment.created".to_owned(),
                project,
                environment: Some(environment),
                candidate_version: Some(candidate),
                deployment_id: Some(deployment_id),
                before: serde_json::Map::from_iter([("status".to_owned(), "pending".into())]),
                after: serde_json::Map::from_iter([("status".to_owned(), "success".into())]),
                reason: text("because"),
            },
        })),
        IdempotencyRecord::wrap(Arc::new(IdempotencyRecord {
            operation: "create_project".to_owned(),
            key: "step-1".to_owned(),
            request: "00".repeat(32),
            answer: serde_json::json!({"name": "web"}),
            expires_at: at(),
        })),
        ChangesRecord::wrap(Arc::new(ChangesRecord {
            project_id,
            from: "a1".repeat(20).parse().unwrap(),
            to: "b2".repeat(20).parse().unwrap(),
            relation: Relation::Ahead,
            brings: ChangedCommits {
                commits: vec![ChangedCommit {
                    commit: Commit {
                        parents: vec!["a1".repeat(20).parse().unwrap()],
                        author: "Ana".to_owned(),
                        subject: "Mend it (#12)".to_owned(),
                        ..Commit::new("b2".repeat(20).parse().unwrap(), at())
                    },
                    pull_requests: vec![12],
                    relevant: Truth::Yes,
                }],
                total: 2,
                looked_at: 2,
                not_relevant: 1,
            },
            takes_away: ChangedCommits::default(),
            path_patterns: PathPatterns::new(["apps/web/"]).unwrap(),
            recorded_at: at(),
        })),
        DocumentRecord::wrap(Arc::new(DocumentRecord {
            collection: "tokens".to_owned(),
            name: "0190a5e07b1c".to_owned(),
            value: serde_json::json!({"name": "ci"}),
        })),
    ]
}

#[test]
fn the_form_in_which_records_are_kept() {
    let kept: Vec<String> = samples()
        .iter()
        .map(|record| {
            let value: serde_json::Value = serde_json::from_slice(&record.encode().unwrap()).unwrap();
            let entries: Vec<String> = record.entries().iter().map(|entry| format!("  {entry:?}")).collect();
            format!("{}\n{}\n{:#}", record.key(), entries.join("\n"), value)
        })
        .collect();
    insta::assert_snapshot!(kept.join("\n\n"));
}

#[test]
fn records_are_read_as_they_were_written() {
    for record in samples() {
        let read = Record::decode(record.key().as_str(), &record.encode().unwrap()).unwrap();
        assert_eq!(read, record);
        assert_eq!((read.key(), read.entries()), (record.key(), record.entries()));
    }
}

#[test]
fn damage_is_said_and_not_believed() {
    for (key, bytes) in [("project/web", &b"{}"[..]), ("project/web", b"\xff"), ("nothing/1", b"{}"), ("", b"")] {
        assert_eq!(Record::decode(key, bytes).unwrap_err().code(), Code::Internal);
    }
}
