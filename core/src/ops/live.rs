//! `live`

use std::sync::Arc;

use serde::Serialize;

use super::create_deployment::open_deployments;
use super::lookup::{self, Ahead, Scene};
use crate::change::{Query, Reads};
use crate::client::{Call, Releases};
use crate::error::Result;
use crate::known::Known;
use crate::model::Live;
use crate::record::{DeploymentRecord, List};
use crate::view::{Context, Decide, View};

/// What is live in an environment; the call of [`Releases::live`].
#[derive(Debug, Serialize)]
pub struct GetLive {
    project: String,
    environment: String,
}

/// The most deployments in flight that are answered.
const IN_FLIGHT: usize = 100;
/// Successes that are read together: the first few mostly do, and then many.
pub(super) const AT_ONCE: usize = 3;
const PAGE: usize = 100;
/// How many successes are looked through for what is only told.
pub(super) const LOOK_BACK: usize = 1000;

impl Releases {
    /// What is live in an environment: the successful deployment that ended last. With what is in flight, what was
    /// live before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live before is
    /// looked for among the last 1000 successes.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    pub fn live(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<GetLive> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, GetLive { project, environment })
    }
}

impl Decide for GetLive {
    const NAME: &'static str = "live";
    const READ_ONLY: bool = true;
    type Output = Live;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project)
            .environment(known, &self.environment)
            .list(|id| Some(Query::last(List::OpenDeployments, id).limit(IN_FLIGHT)))
            .list(|id| Some(Query::last(List::Successes, id).limit(AT_ONCE)))
            .reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Live> {
        let scene = lookup::scene(view, &self.project, &self.environment)?;
        let in_flight = open_deployments(view, &scene, IN_FLIGHT)?;
        // What is live is the success that ended last; what was before it is mostly among the next few.
        let successes =
            view.list::<DeploymentRecord>(&Query::last(List::Successes, scene.environment.data.id).limit(AT_ONCE))?;
        let live = successes.first();
        let is_other = |record: &&Arc<DeploymentRecord>| {
            live.is_some_and(|live| live.data.candidate_version != record.data.candidate_version)
        };
        let previous = match successes.iter().find(is_other) {
            None if successes.len() == AT_ONCE => previous(view, &scene, Some(LOOK_BACK), |_| true)?,
            found => found.cloned(),
        };
        Ok(Live {
            project: scene.project.name.clone(),
            environment: scene.environment.data.name.clone(),
            deployment: live.map(|record| scene.show(record)),
            in_flight: in_flight.iter().map(|record| scene.show(record)).collect(),
            previous: previous.map(|record| scene.show(&record)),
            freeze: scene.environment.data.freeze.clone().filter(|freeze| freeze.holds_at(view.now())),
        })
    }
}

/// The success with another candidate than the live one that ended last before it, and is wanted; among so many of them
/// at least, or all.
pub(super) fn previous(
    view: &mut View<'_>,
    scene: &Scene,
    look_back: Option<usize>,
    wanted: impl Fn(&DeploymentRecord) -> bool,
) -> Result<Option<Arc<DeploymentRecord>>> {
    let Some(live) = &scene.environment.live else { return Ok(None) };
    let mut ending = live.ending;
    let (mut seen, mut limit) = (0, AT_ONCE);
    loop {
        let query = Query::last(List::Successes, scene.environment.data.id).after(ending.to_be_bytes().to_vec());
        let earlier = view.list::<DeploymentRecord>(&query.limit(limit))?;
        let found = earlier.iter().find(|record| record.data.candidate_version != live.candidate && wanted(record));
        if let Some(found) = found {
            return Ok(Some(Arc::clone(found)));
        }
        seen += earlier.len();
        let last = earlier.last().and_then(|last| last.ending).filter(|_| earlier.len() == limit);
        let Some(last) = last.filter(|_| look_back.is_none_or(|most| seen < most)) else { return Ok(None) };
        ending = last;
        limit = PAGE;
    }
}
