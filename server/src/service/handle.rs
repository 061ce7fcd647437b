//! One request to a route: who asks, what for, may they, do it, answer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use release_core::{Code, Error, Releases, Result};
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::paging::Page;
use super::request::{self, Arguments, Held};
use super::{App, RequestId, guard, reply};
use crate::interface::Kind;
use crate::observe::Seen;
use crate::routes::{Answer, Does, ROUTES, Route, Sender};
use crate::tokens::Token;

/// Answers a request to the route of that number.
pub(crate) async fn answer(app: Arc<App>, number: usize, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(id) = parts.extensions.get::<RequestId>().cloned() else {
        return reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal error");
    };
    let mut seen = Seen { route: Some(number), token: None };
    let task = Task { app: &app, route: &ROUTES[number], id: &id };
    let work = task.answer(&mut parts, body, &mut seen);
    let mut response = match timeout(app.options.limits().request_time, work).await {
        Ok(response) => response,
        // What is being written is written to its end; who asked cannot know.
        Err(_) => reply::busy("The request took too long; what it asked for may have been done"),
    };
    response.extensions_mut().insert(seen);
    response
}

struct Task<'a> {
    app: &'a App,
    route: &'static Route,
    id: &'a RequestId,
}

impl Task<'_> {
    async fn answer(&self, parts: &mut Parts, body: Body, seen: &mut Seen) -> Response {
        let answered = match self.route.does {
            Does::Webhook(sender) => self.take_webhook(sender, parts, body).await,
            Does::Call(_) | Does::Put { .. } => self.call(parts, body, seen).await,
        };
        match answered {
            Ok(response) | Err(Failure::Answered(response)) => response,
            Err(Failure::Core(error)) => reply::error(&error, self.id),
        }
    }

    async fn call(&self, parts: &mut Parts, body: Body, seen: &mut Seen) -> Result<Response, Failure> {
        let token = self.app.tokens.recognise(request::bearer(&parts.headers)?).await?;
        seen.token = Some(Arc::clone(&token));
        let waits = self.route.operation().kind == Kind::Wait;
        let body = match self.route.is_read() {
            true => None,
            false => {
                let limit = self.app.options.limits().body_bytes;
                Some(self.body(&parts.headers, body, limit, &self.app.bodies).await?)
            }
        };
        // Who is slow, or only waits, keeps nobody from work.
        let _place = self.place(if waits { &self.app.waits } else { &self.app.places }).await?;
        let mut arguments = self.arguments(parts, body.as_ref()).await?;
        guard::check(&self.app.releases, &token, self.route, &arguments).await?;
        if waits {
            self.limit_wait(&mut arguments);
        }
        if self.route.operation().kind == Kind::Write {
            arguments.insert("actor".to_owned(), token.name.clone().into());
            if let Some(key) = request::idempotency_key(&parts.headers)? {
                arguments.insert("idempotency_key".to_owned(), key.into());
            }
        }
        let (status, answer) = self.run(&token, arguments).await?;
        Ok(self.response(parts, status, answer)?)
    }

    async fn place<'a>(&self, places: &'a Semaphore) -> Result<SemaphorePermit<'a>, Failure> {
        match timeout(self.app.options.limits().queue_time, places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Failure::Answered(reply::busy("Too many requests at once"))),
        }
    }

    async fn arguments(&self, parts: &mut Parts, body: Option<&Held<'_>>) -> Result<Arguments> {
        let places = Path::<HashMap<String, String>>::from_request_parts(parts, &()).await;
        let mut arguments = request::in_path(self.route, places)?;
        match body {
            None => request::add_query(self.route, &mut arguments, parts.uri.query().unwrap_or_default()),
            Some(body) => request::add_members(self.route, &mut arguments, request::members(&body.bytes)?),
        }
        Ok(arguments)
    }

    async fn body<'a>(
        &self,
        headers: &HeaderMap,
        body: Body,
        limit: usize,
        room: &'a Semaphore,
    ) -> Result<Held<'a>, Failure> {
        let limits = self.app.options.limits();
        let reading = request::body(headers, body, limit, room, limits.queue_time);
        match timeout(limits.body_time, reading).await {
            Ok(Ok(body)) => Ok(body),
            Ok(Err(error)) => Err(Failure::Answered(error.answer(self.id))),
            Err(_) => {
                let mut response = reply::plain(StatusCode::REQUEST_TIMEOUT, "The request's body took too long");
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                Err(Failure::Answered(response))
            }
        }
    }

    /// A request holds a connection, and perhaps a proxy's patience: it waits for less than a library's call may.
    fn limit_wait(&self, arguments: &mut Arguments) {
        let most = u64::try_from(self.app.options.limits().wait_time.as_millis()).unwrap_or(u64::MAX);
        match arguments.get("limit_ms") {
            Some(said) if said.as_u64().is_none_or(|said| said <= most) => {}
            _ => {
                arguments.insert("limit_ms".to_owned(), most.into());
            }
        }
    }

    /// The status and the answer as JSON.
    async fn run(&self, token: &Token, arguments: Arguments) -> Result<(u16, String)> {
        let releases = &self.app.releases;
        match self.route.does {
            Does::Put { create, update } => put(releases, create, update, arguments).await,
            Does::Call("where_is") if !token.sees_everything() => {
                let mut answer = releases.invoke("where_is", arguments).await.map_err(not_seen)?;
                guard::only_seen(token, &mut answer);
                match answer["projects"].as_array() {
                    Some(projects) if !projects.is_empty() => Ok((self.route.status, answer.to_string())),
                    _ => Err(no_commit()),
                }
            }
            Does::Call("list_projects") if !token.sees_everything() => {
                let (releases, token) = (releases.clone(), token.clone());
                let page = super::blocking(move || guard::projects(&releases, &token, arguments)).await?;
                Ok((self.route.status, page.to_string()))
            }
            Does::Call("rollback") => {
                let answer = releases.invoke("rollback", arguments).await?;
                // A dry run creates nothing.
                let is_dry = answer.get("deployment").is_none_or(Value::is_null);
                Ok((if is_dry { 200 } else { self.route.status }, answer.to_string()))
            }
            Does::Call(operation) => Ok((self.route.status, releases.invoke_text(operation, arguments).await?)),
            Does::Webhook(_) => Err(Error::new(Code::Internal, "a bug: a webhook is no call")),
        }
    }

    fn response(&self, parts: &Parts, status: u16, answer: String) -> Result<Response> {
        let mut links = HeaderMap::new();
        let body = match self.route.answer {
            Answer::Whole => answer,
            Answer::Member(name) => format!("{{\"{name}\":{answer}}}"),
            Answer::Items => {
                let page: Page<'_> = serde_json::from_str(&answer).map_err(unwritable)?;
                super::paging::link(&mut links, parts, &page);
                page.items.get().to_owned()
            }
        };
        let mut response = match self.route.is_read() {
            true => reply::tagged(&parts.headers, body.into()),
            false => reply::json(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body.into()),
        };
        response.headers_mut().extend(links);
        Ok(response)
    }

    async fn take_webhook(&self, sender: Sender, parts: &mut Parts, body: Body) -> Result<Response, Failure> {
        let places = Path::<HashMap<String, String>>::from_request_parts(parts, &()).await;
        let connection = match sender {
            Sender::Github => self.app.options.github().to_owned(),
            Sender::Buildkite => self.app.options.buildkite().to_owned(),
            Sender::Named => {
                let named = request::in_path(self.route, places)?;
                named.get("connection").and_then(Value::as_str).unwrap_or_default().to_owned()
            }
        };
        let limit = self.app.options.limits().webhook_body_bytes;
        let Held { bytes, room: _room } = self.body(&parts.headers, body, limit, &self.app.webhook_bodies).await?;
        let _place = self.place(&self.app.places).await?;
        let headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let delivery = self.app.releases.apply_webhook(connection, headers, bytes).await?;
        let answer = serde_json::to_string(&delivery).map_err(unwritable)?;
        Ok(self.response(parts, self.route.status, answer)?)
    }
}

/// Why a request came to no answer of its own.
enum Failure {
    Core(Error),
    Answered(Response),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Core(error)
    }
}

/// Creates what is not there; where it is there already, and not another repository's, changes what is said of it.
async fn put(
    releases: &Releases,
    create: &'static str,
    update: &'static str,
    arguments: Arguments,
) -> Result<(u16, String)> {
    let taken = match releases.invoke_text(create, arguments.clone()).await {
        Ok(created) => return Ok((201, created)),
        Err(error) if matches!(error.code(), Code::ProjectExists | Code::EnvironmentExists) => error,
        // A project that is there keeps its repository, so that it need not be said again.
        Err(error) if error.get("field") == Some("repository") && !arguments.contains_key("repository") => error,
        Err(error) => return Err(error),
    };
    let mut settings = arguments;
    let said = settings.remove("repository");
    let there = taken.get("repository");
    let is_other = |said: &str| there.is_some_and(|there| !there.eq_ignore_ascii_case(said));
    if said.as_ref().and_then(Value::as_str).is_some_and(is_other) {
        return Err(taken);
    }
    match releases.invoke_text(update, settings).await {
        Ok(updated) => Ok((200, updated)),
        Err(error) if error.code() == Code::ProjectNotFound && said.is_none() => Err(taken),
        Err(error) => Err(error),
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::new(Code::Internal, "an answer cannot be written").caused_by(error)
}

/// What went wrong with a commit for a token of some projects.
fn not_seen(error: Error) -> Error {
    match error.code() {
        Code::InvalidCommitHash | Code::RepositoryNotFound => no_commit(),
        // It names the repository, which may be a hidden project's.
        Code::CommitSourceUnavailable => {
            let message = "a commit source cannot be asked now";
            let retryable = error.is_retryable();
            Error::new(Code::CommitSourceUnavailable, message).retryable(retryable).caused_by(error)
        }
        _ => error,
    }
}

/// To a token of some projects, a commit of others is as one that nobody knows.
fn no_commit() -> Error {
    Error::new(Code::InvalidCommitHash, "no project that this token sees has such a commit").with("field", "commit")
}
