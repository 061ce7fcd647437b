//! The commit source that reads git repositories, on repositories that the `git` program makes.

mod bad;
mod differential;
mod forms;
mod missing;
mod releases;
mod tags;
mod world;
