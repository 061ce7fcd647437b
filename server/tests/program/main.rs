//! The real program over real HTTP.

#![expect(clippy::unwrap_used, reason = "where the tests themselves fail, so does the test")]

mod apply;
mod contract;
mod copy;
mod documented;
mod extension;
mod http;
mod page;
mod postgres;
mod scenarios;
mod server;
mod tls;
mod tokens;
mod trouble;
mod webhooks;
