//! Every public type can be sent to and shared by threads.

use release_core::*;

fn shared<T: Send + Sync>() {}

#[test]
fn public_types_are_send_and_sync() {
    shared::<Releases>();
    shared::<Options>();
    shared::<Call<CreateDeployment>>();
    shared::<Call<Wait>>();
    shared::<Call<DispatchPending>>();
    shared::<Reports>();
    shared::<Error>();
    shared::<MemoryStorage>();
    #[cfg(feature = "sqlite")]
    shared::<SqliteStorage>();
    shared::<Box<dyn Storage>>();
    shared::<Box<dyn WorkflowTrigger>>();
    shared::<Box<dyn CommitSource>>();
    shared::<CommandTrigger>();
    shared::<ChangeSet>();
    shared::<(Project, Environment, Release, Candidate, Deployment, Event, Dispatch, Live, Rollback)>();
    shared::<Page<Deployment>>();
    shared::<VersionScheme>();
}
