//! The whole story in one process: releases are cut, built and deployed by GitHub Actions, a deploy fails, one is taken
//! back, one is canceled. GitHub is played by `forge`, over real HTTP on this machine; it takes exactly the inputs that
//! the workflows in `examples/workflows` declare.
//!
//! `cargo run -p release-core --example story --features github`

mod forge;
mod http;
mod receiver;

use std::time::Duration;

use forge::{Ending, Forge};
use receiver::Receiver;
use release_core::{BuildStatus, Deployment, GithubConnection, Releases, Status, Tier, WorkerOptions, Workflow};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const SECRET: &str = "It's a Secret to Everybody";
const TOKEN: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let releases = Releases::open(folder.path().join("releases.db").to_string_lossy())?;
    let receiver = Receiver::start(releases.clone())?;
    let forge = Forge::start(TOKEN, SECRET, receiver.address())?;

    // What connects a real repository: a token, and the secret of its webhook.
    let github = GithubConnection::new(TOKEN).webhook_secret(SECRET);
    let github = github.base_url(format!("http://{}", forge.address())).return_run_details(true);
    releases.connect("github", github)?;
    let workflow = |file: &str| -> Result<Workflow> {
        let workflow = Workflow::new("github", "github")?.setting("workflow", file).setting("ref", "main");
        Ok(workflow.setting("dispatch_id_input", "release_dispatch_id"))
    };
    releases.create_project("web", "acme/web").build_workflow(workflow("build.yml")?).call()?;
    let deploy = workflow("deploy.yml")?.parameter("target", "production");
    releases.create_environment("web", "production").tier(Tier::Production).deploy_workflow(deploy).call()?;
    let worker = releases.start_worker(WorkerOptions::new())?;

    let story = Story { releases: &releases, forge: &forge };
    story.cut("1.4.0-rc1", Ending::Success, BuildStatus::Ready)?;
    story.deploy("1.4.0-rc1", Ending::Success, Status::Success)?;
    story.cut("1.4.0-rc2", Ending::Failure, BuildStatus::Failed)?;
    story.cut("1.4.0-rc3", Ending::Success, BuildStatus::Ready)?;
    story.deploy("1.4.0-rc3", Ending::Failure, Status::Failure)?;
    story.live("1.4.0-rc1")?;
    story.cut("1.5.0-rc1", Ending::Success, BuildStatus::Ready)?;
    story.deploy("1.5.0-rc1", Ending::Success, Status::Success)?;
    story.live("1.5.0-rc1")?;
    story.roll_back("1.4.0-rc1")?;
    story.live("1.4.0-rc1")?;
    story.cancel("1.4.0-rc3")?;
    story.live("1.4.0-rc1")?;

    worker.stop();
    forge.stop();
    receiver.stop();
    releases.close()?;
    say("the end");
    Ok(())
}

struct Story<'a> {
    releases: &'a Releases,
    forge: &'a Forge,
}

impl Story<'_> {
    fn cut(&self, version: &str, ending: Ending, expected: BuildStatus) -> Result<()> {
        self.forge.next_run(ending);
        self.releases.create_release("web", version, "acme/web", COMMIT).trigger_build_workflow(true).call()?;
        let candidate = self.releases.wait_for_build("web", version).limit(LIMIT).call()?;
        let why = candidate.error_message.map(|why| format!(": {why}")).unwrap_or_default();
        say(&format!("cut      {version}, its build is {}{why}", candidate.build_status));
        expect(candidate.build_status, expected)
    }

    fn deploy(&self, version: &str, ending: Ending, expected: Status) -> Result<()> {
        self.forge.next_run(ending);
        let deployment = self.releases.create_deployment("web", "production", version).actor("ana@acme.dev").call()?;
        let ended = self.ended(&deployment)?;
        let why = ended.error_message.map(|why| format!(": {why}")).unwrap_or_default();
        say(&format!("deploy   {version} ended as {}{why}", ended.status));
        expect(ended.status, expected)
    }

    fn roll_back(&self, target: &str) -> Result<()> {
        self.forge.next_run(Ending::Success);
        let back = self.releases.rollback("web", "production").actor("ana@acme.dev").call()?;
        let deployment = back.deployment.ok_or("a rollback deploys")?;
        let ended = self.ended(&deployment)?;
        say(&format!("rollback to {}, because {}: {}", back.target, back.reason, ended.status));
        expect(back.target.as_str(), target)?;
        expect(ended.status, Status::Success)
    }

    /// A deploy that hangs, until somebody stops it.
    fn cancel(&self, version: &str) -> Result<()> {
        self.forge.next_run(Ending::WhenCanceled);
        let deployment = self.releases.create_deployment("web", "production", version).call()?;
        let canceling = self.releases.cancel_deployment(deployment.id).call()?;
        let ended = self.ended(&deployment)?;
        say(&format!("cancel   {version}: {}, then {}", canceling.status, ended.status));
        expect(ended.status, Status::Canceled)
    }

    fn live(&self, version: &str) -> Result<()> {
        let live = self.releases.live("web", "production").call()?;
        let found = live.candidate_version().map(ToString::to_string).unwrap_or_default();
        say(&format!("live     {found}"));
        expect(found.as_str(), version)
    }

    fn ended(&self, deployment: &Deployment) -> Result<Deployment> {
        Ok(self.releases.wait(deployment.id).limit(LIMIT).call()?)
    }
}

fn expect<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<()> {
    if found == expected { Ok(()) } else { Err(format!("expected {expected:?}, found {found:?}").into()) }
}

#[allow(clippy::print_stdout, reason = "the story is what this program is for")]
fn say(line: &str) {
    println!("{line}");
}
