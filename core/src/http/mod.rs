//! HTTP as the connections use it: a blocking face, one base URL with its credential, and what rate limits ask for.
//!
//! An `Api` knows where it may send to and with which credential, follows redirects on its own host only, and keeps
//! the pauses that a CI system asked for. It hands requests to a [`Transport`]: the [`Client`] over real connections,
//! or one of your own. What matters to a start is whether a request may have arrived, so every failure says that.

mod address;
mod api;
mod client;
mod limits;
mod message;

pub(crate) use api::{Api, ApiOptions, Method, base_url, webhook_url};
pub use client::Client;
pub use message::{Failure, Request, Response, Transport};
