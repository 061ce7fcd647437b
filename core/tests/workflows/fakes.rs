//! GitHub and Buildkite behind servers of their own.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::forge::{buildkite, github};
use crate::server::Server;

pub(crate) struct FakeGithub {
    pub(crate) server: Server,
    state: Arc<Mutex<github::State>>,
}

impl FakeGithub {
    pub(crate) fn start() -> FakeGithub {
        let state: Arc<Mutex<github::State>> = Arc::default();
        let inside = Arc::clone(&state);
        FakeGithub { server: Server::start(move |seen| inside.lock().unwrap().answer(seen)), state }
    }

    pub(crate) fn set(&self, set: impl FnOnce(&mut github::State)) {
        set(&mut self.state.lock().unwrap());
    }

    pub(crate) fn runs(&self) -> Vec<Value> {
        self.state.lock().unwrap().runs.iter().map(|run| run.data.clone()).collect()
    }

    /// How often a start was asked for.
    pub(crate) fn starts(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.path.ends_with("/dispatches")).count()
    }
}

pub(crate) struct FakeBuildkite {
    pub(crate) server: Server,
    state: Arc<Mutex<buildkite::State>>,
}

impl FakeBuildkite {
    pub(crate) fn start() -> FakeBuildkite {
        let state: Arc<Mutex<buildkite::State>> = Arc::default();
        let inside = Arc::clone(&state);
        FakeBuildkite { server: Server::start(move |seen| inside.lock().unwrap().answer(seen)), state }
    }

    pub(crate) fn builds(&self) -> Vec<Value> {
        self.state.lock().unwrap().builds.iter().map(|build| build.data.clone()).collect()
    }

    pub(crate) fn set_state(&self, nth: usize, state: &str) {
        self.state.lock().unwrap().builds[nth].data["state"] = json!(state);
    }

    pub(crate) fn starts(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.method == "POST").count()
    }
}
