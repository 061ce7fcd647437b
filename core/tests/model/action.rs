//! What a step may do, of a small world in which calls often meet.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;

pub(crate) type Name = &'static str;

/// The versions, in their order.
pub(crate) const VERSIONS: [Name; 4] = ["1.0.0-rc1", "1.0.0-rc2", "1.1.0-rc1", "2.0.0-rc1"];
pub(crate) const REASON: Name = "because";

/// A project and an environment in it, by their names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place(pub(crate) Name, pub(crate) Name);

/// How a report names its deployment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Of {
    Candidate(Place, Name),
    /// By the id of the one that was recorded as this one, counted from 0.
    Nth(usize),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) message: Option<Name>,
    pub(crate) run: Option<Name>,
    pub(crate) attempt: Option<u32>,
    /// In minutes of a day long ago.
    pub(crate) observed: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    CreateProject {
        project: Name,
        repository: Name,
        builds: bool,
    },
    UpdateProject {
        project: Name,
        builds: bool,
    },
    RenameProject {
        project: Name,
        to: Name,
    },
    RenameRepository {
        project: Name,
        to: Name,
    },
    ArchiveProject {
        project: Name,
        archived: bool,
    },
    CreateEnvironment {
        place: Place,
        one_at_a_time: bool,
        deploys: bool,
    },
    UpdateEnvironment {
        place: Place,
        one_at_a_time: bool,
        deploys: bool,
    },
    RenameEnvironment {
        place: Place,
        to: Name,
    },
    ArchiveEnvironment {
        place: Place,
        archived: bool,
    },
    /// Until that many hours after the world began, or without an end.
    Freeze {
        place: Place,
        until: Option<i64>,
    },
    Unfreeze {
        place: Place,
    },
    CreateRelease {
        project: Name,
        version: Name,
        repository: Name,
        commit: char,
        builds: bool,
    },
    UpdateBuild {
        project: Name,
        version: Name,
        status: Name,
        message: Option<Name>,
    },
    Rebuild {
        project: Name,
        version: Name,
    },
    Deploy {
        place: Place,
        version: Name,
        force: bool,
        redeploy: bool,
    },
    Report {
        of: Of,
        status: Name,
        said: Said,
    },
    Cancel {
        nth: usize,
    },
    RollBack {
        place: Place,
        force: bool,
        to: Option<Name>,
        from: Option<Name>,
        dry_run: bool,
    },
}

impl Action {
    /// The operation, within which idempotency keys count.
    pub(crate) fn operation(&self) -> Name {
        match self {
            Action::CreateProject { .. } => "create_project",
            Action::UpdateProject { .. } => "update_project",
            Action::RenameProject { .. } => "rename_project",
            Action::RenameRepository { .. } => "rename_repository",
            Action::ArchiveProject { archived: true, .. } => "archive_project",
            Action::ArchiveProject { archived: false, .. } => "unarchive_project",
            Action::CreateEnvironment { .. } => "create_environment",
            Action::UpdateEnvironment { .. } => "update_environment",
            Action::RenameEnvironment { .. } => "rename_environment",
            Action::ArchiveEnvironment { archived: true, .. } => "archive_environment",
            Action::ArchiveEnvironment { archived: false, .. } => "unarchive_environment",
            Action::Freeze { .. } => "freeze",
            Action::Unfreeze { .. } => "unfreeze",
            Action::CreateRelease { .. } => "create_release",
            Action::UpdateBuild { .. } => "update_build_status",
            Action::Rebuild { .. } => "rebuild",
            Action::Deploy { .. } => "create_deployment",
            Action::Report { of: Of::Candidate(..), .. } => "update_deployment_status",
            Action::Report { of: Of::Nth(_), .. } => "update_deployment_status_by_id",
            Action::Cancel { .. } => "cancel_deployment",
            Action::RollBack { .. } => "rollback",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// A call, perhaps under an idempotency key, by one of two handles on the same store.
    Call {
        action: Action,
        key: Option<Name>,
        handle: usize,
    },
    /// The call of an earlier step once more, counted back from here.
    Again {
        back: usize,
        handle: usize,
    },
    Pass(Duration),
}

/// What stands before every sequence, so that most calls find what they name.
pub(crate) fn beginning() -> Vec<Action> {
    let mut actions = vec![Action::CreateProject { project: "web", repository: "acme/web", builds: true }];
    for (environment, deploys) in [("prod", false), ("stage", true)] {
        actions.push(Action::CreateEnvironment { place: Place("web", environment), one_at_a_time: false, deploys });
    }
    for version in &VERSIONS[..3] {
        let (project, repository) = ("web", "acme/web");
        actions.push(Action::CreateRelease { project, version, repository, commit: 'a', builds: false });
    }
    actions
}

fn project() -> impl Strategy<Value = Name> {
    prop_oneof![20 => Just("web"), 1 => Just("api"), 1 => Just("no")]
}

fn environment() -> impl Strategy<Value = Name> {
    prop_oneof![12 => Just("prod"), 6 => Just("stage"), 1 => Just("old"), 1 => Just("no")]
}

fn place() -> impl Strategy<Value = Place> {
    (project(), environment()).prop_map(|(project, environment)| Place(project, environment))
}

fn version() -> impl Strategy<Value = Name> {
    prop_oneof![12 => select(&VERSIONS[..3]), 2 => Just(VERSIONS[3]), 1 => Just("1.0.0")]
}

fn status() -> impl Strategy<Value = Name> {
    let open = select(&["pending", "in_progress", "canceling", "unknown"][..]);
    let closed = select(&["failure", "canceled", "error"][..]);
    prop_oneof![5 => open, 5 => Just("success"), 4 => closed, 1 => Just("done")]
}

fn message() -> impl Strategy<Value = Option<Name>> {
    prop_oneof![5 => Just(None), 1 => Just(Some("it broke")), 1 => Just(Some("the disk is full"))]
}

fn said() -> impl Strategy<Value = Said> {
    let run = prop_oneof![
        4 => Just((None, None)),
        3 => (select(&["r1", "r2"][..]), prop::option::of(1..4_u32)).prop_map(|(run, attempt)| (Some(run), attempt)),
    ];
    let observed = prop_oneof![3 => Just(None), 2 => (0..4_i64).prop_map(Some)];
    (message(), run, observed).prop_map(|(message, (run, attempt), observed)| Said { message, run, attempt, observed })
}

fn of() -> impl Strategy<Value = Of> {
    prop_oneof![
        4 => (place(), version()).prop_map(|(place, version)| Of::Candidate(place, version)),
        3 => (0..9_usize).prop_map(Of::Nth),
    ]
}

fn rare() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.15)
}

fn about_a_deployment() -> impl Strategy<Value = Action> {
    let wanted = || prop::option::weighted(0.2, version());
    prop_oneof![
        10 => (of(), status(), said()).prop_map(|(of, status, said)| Action::Report { of, status, said }),
        7 => (place(), version(), rare(), rare())
            .prop_map(|(place, version, force, redeploy)| Action::Deploy { place, version, force, redeploy }),
        2 => (0..9_usize).prop_map(|nth| Action::Cancel { nth }),
        5 => (place(), rare(), wanted(), wanted(), rare())
            .prop_map(|(place, force, to, from, dry_run)| Action::RollBack { place, force, to, from, dry_run }),
    ]
}

fn about_a_place() -> impl Strategy<Value = Action> {
    let settings = || (place(), any::<bool>(), any::<bool>());
    let to = select(&["prod", "stage", "old"][..]);
    let until = prop::option::of(1..400_i64);
    prop_oneof![
        1 => settings().prop_map(|(place, one_at_a_time, deploys)| {
            Action::CreateEnvironment { place, one_at_a_time, deploys }
        }),
        3 => settings().prop_map(|(place, one_at_a_time, deploys)| {
            Action::UpdateEnvironment { place, one_at_a_time, deploys }
        }),
        1 => (place(), to).prop_map(|(place, to)| Action::RenameEnvironment { place, to }),
        2 => (place(), rare()).prop_map(|(place, archived)| Action::ArchiveEnvironment { place, archived }),
        1 => (place(), until).prop_map(|(place, until)| Action::Freeze { place, until }),
        2 => place().prop_map(|place| Action::Unfreeze { place }),
    ]
}

fn about_a_project() -> impl Strategy<Value = Action> {
    let repository = || select(&["acme/web", "acme/site", "acme/other"][..]);
    let names = || select(&["web", "api"][..]);
    let build = select(&["building", "ready", "failed", "success"][..]);
    prop_oneof![
        1 => (names(), repository(), any::<bool>())
            .prop_map(|(project, repository, builds)| Action::CreateProject { project, repository, builds }),
        1 => (project(), any::<bool>()).prop_map(|(project, builds)| Action::UpdateProject { project, builds }),
        1 => (project(), names()).prop_map(|(project, to)| Action::RenameProject { project, to }),
        1 => (project(), repository()).prop_map(|(project, to)| Action::RenameRepository { project, to }),
        2 => (project(), rare()).prop_map(|(project, archived)| Action::ArchiveProject { project, archived }),
        6 => (project(), version(), repository(), select(vec!['a', 'a', 'b', 'x']), any::<bool>()).prop_map(
            |(project, version, repository, commit, builds)| {
                Action::CreateRelease { project, version, repository, commit, builds }
            }
        ),
        4 => (project(), version(), build, message()).prop_map(|(project, version, status, message)| {
            Action::UpdateBuild { project, version, status, message }
        }),
        2 => (project(), version()).prop_map(|(project, version)| Action::Rebuild { project, version }),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![8 => about_a_deployment(), 2 => about_a_place(), 2 => about_a_project()];
    let key = prop_oneof![5 => Just(None), 1 => Just(Some("k1")), 1 => Just(Some("k2"))];
    let call = (action, key, 0..2_usize).prop_map(|(action, key, handle)| Step::Call { action, key, handle });
    let again = (1..6_usize, 0..2_usize).prop_map(|(back, handle)| Step::Again { back, handle });
    let pass =
        select(vec![1, 11 * 60, 3600, 100 * 3600, 8 * 24 * 3600]).prop_map(Duration::from_secs).prop_map(Step::Pass);
    prop_oneof![20 => call, 2 => again, 1 => pass]
}
