//! From Python's arguments to the library's calls, for both faces. Written by `generate.py`.

pub(crate) mod deployments;
pub(crate) mod environments;
pub(crate) mod history;
pub(crate) mod live;
pub(crate) mod projects;
pub(crate) mod releases;
pub(crate) mod workflows;
