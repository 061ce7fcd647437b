//! The REST service of [`release_core`]: an [axum](https://docs.rs/axum) router to mount in a program of your own, and
//! the program `release-server` that serves it.
//!
//! It holds no rule: it converts a request to a call of the library, makes it, and converts the answer back. All routes
//! stand in one table, which the router and the OpenAPI 3.1 description at `/openapi.json` are both made of.
//!
//! ```
//! use release_core::Releases;
//! use release_server::{NewToken, Scope, Service, ServiceOptions};
//!
//! let releases = Releases::in_memory(); // or Releases::open("releases.db")?
//! let service = Service::new(releases, ServiceOptions::new())?;
//! let (token, text) = service.tokens().create(NewToken::new("ci", Scope::Deploy).project("web"))?;
//! let app: axum::Router = axum::Router::new().nest("/tools", service.router());
//! # Ok::<(), release_core::Error>(())
//! ```

pub mod config;
mod interface;
mod listen;
mod observe;
mod openapi;
mod page;
pub mod program;
mod routes;
mod service;
mod tokens;

pub use listen::{Listener, Tls};
pub use service::{Limits, Service, ServiceOptions};
pub use tokens::{NewToken, RevokedToken, Scope, Token, Tokens};
