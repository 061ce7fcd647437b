//! What CI systems send in: verified, read, and applied once and never backwards; and what is asked where they are silent.

#![allow(clippy::unwrap_used)]

mod applying;
mod orders;
mod refusing;
mod samples;
mod senders;
mod silent;
mod syncing;
mod worker;
mod world;
