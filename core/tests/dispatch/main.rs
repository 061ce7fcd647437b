//! Starting, looking for and stopping workflows, against a trigger that is told its answers.

#![allow(clippy::unwrap_used)]

mod building;
mod canceling;
mod fake;
mod racing;
mod rolling_back;
mod starting;
mod unanswered;
