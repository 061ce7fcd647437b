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
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::paging::Page;
use super::request::{self, Arguments, Held};
use super::shares::Share;
use super::{App, RequestId, deployment, guard, members, reply};
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
        let _place = match waits {
            true => Place::Wait(in_time(self.app, self.app.waits.take(&token.id)).await?),
            false => Place::Work(self.place().await?),
        };
        let (mut arguments, of_repository) = self.arguments(parts, body.as_ref()).await?;
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
        let (status, answer) = self.run(&token, arguments).await.map_err(|error| match of_repository {
            Some(instead) if error.code() == Code::RepositoryNotFound => instead,
            _ => error,
        })?;
        Ok(self.response(parts, status, answer)?)
    }

    async fn place(&self) -> Result<SemaphorePermit<'_>, Failure> {
        in_time(self.app, self.app.places.acquire()).await?.map_err(|_| Failure::Answered(reply::busy(TOO_MANY)))
    }

    /// The arguments, and what is to be told instead where the repository is what is wrong.
    async fn arguments(&self, parts: &mut Parts, body: Option<&Held<'_>>) -> Result<(Arguments, Option<Error>)> {
        let places = Path::<HashMap<String, String>>::from_request_parts(parts, &()).await;
        let mut arguments = request::in_path(self.route, places)?;
        let of_repository = match body {
            None => {
                request::add_query(self.route, &mut arguments, parts.uri.query().unwrap_or_default());
                None
            }
            Some(body) => members::add(self.route, &mut arguments, &body.bytes)?,
        };
        Ok((arguments, of_repository))
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
                let mut answer = releases.invoke("rollback", arguments).await?;
                deployment::complete(&mut answer, deployment::members("Rollback"));
                // A dry run creates nothing.
                let is_dry = answer.get("deployment").is_none_or(Value::is_null);
                Ok((if is_dry { 200 } else { self.route.status }, answer.to_string()))
            }
            Does::Call("live") => {
                let mut answer = releases.invoke("live", arguments).await?;
                deployment::complete(&mut answer, deployment::members("Live"));
                Ok((self.route.status, answer.to_string()))
            }
            Does::Call(operation) => Ok((self.route.status, releases.invoke_text(operation, arguments).await?)),
            Does::Webhook(_) => Err(Error::new(Code::Internal, "a bug: a webhook is no call")),
        }
    }

    fn response(&self, parts: &Parts, status: u16, answer: String) -> Result<Response> {
        let mut links = HeaderMap::new();
        let body = match self.route.answer {
            Answer::Whole if self.route.answers_a_deployment() => {
                let mut text = String::with_capacity(answer.len() + 100);
                deployment::add(&mut text, &answer)?;
                text
            }
            Answer::Whole => answer,
            Answer::Member(name) => format!("{{\"{name}\":{answer}}}"),
            Answer::Items => {
                let page: Page<'_> = serde_json::from_str(&answer).map_err(unwritable)?;
                super::paging::link(&mut links, parts, &page);
                deployment::list(&page.items)?
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
        let _place = self.place().await?;
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

/// What a request has while it is worked on; held for its end alone.
enum Place<'a> {
    Work(#[expect(dead_code, reason = "freed when it is dropped")] SemaphorePermit<'a>),
    Wait(#[expect(dead_code, reason = "freed when it is dropped")] Share<'a>),
}

const TOO_MANY: &str = "Too many requests at once";

/// What is waited for, for as long as a request waits for its turn.
async fn in_time<T>(app: &App, place: impl Future<Output = T>) -> Result<T, Failure> {
    timeout(app.options.limits().queue_time, place).await.map_err(|_| Failure::Answered(reply::busy(TOO_MANY)))
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
    mut arguments: Arguments,
) -> Result<(u16, String)> {
    // A null counts as not said.
    if arguments.get("repository").is_some_and(Value::is_null) {
        arguments.remove("repository");
    }
    let mut settings = arguments.clone();
    let said = settings.remove("repository");
    if let Some(key) = arguments.get("idempotency_key").and_then(Value::as_str) {
        settings.insert("idempotency_key".to_owned(), key_of_change(key).into());
        let (releases, arguments, settings) = (releases.clone(), arguments.clone(), settings.clone());
        if let Some(kept) = super::blocking(move || kept_put(&releases, create, arguments, update, settings)).await? {
            return Ok(kept);
        }
    }
    let taken = match releases.invoke_text(create, arguments).await {
        Ok(created) => return Ok((201, created)),
        Err(error) if matches!(error.code(), Code::ProjectExists | Code::EnvironmentExists) => error,
        // A project that is there keeps its repository, so that it need not be said again.
        Err(error) if error.get("field") == Some("repository") && said.is_none() => error,
        Err(error) => return Err(error),
    };
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

/// What a repeated request was answered first, also where there is nothing of that name any more. Either step keeps its own
/// answers; of one that keeps none, the other's say what the key was used for. Blocks.
fn kept_put(
    releases: &Releases,
    create: &str,
    mut creating: Arguments,
    update: &str,
    settings: Arguments,
) -> Result<Option<(u16, String)>> {
    let key = creating.get("idempotency_key").and_then(Value::as_str).unwrap_or_default().to_owned();
    let said = creating.get("repository").and_then(Value::as_str).map(str::to_owned);
    if create == "create_project" {
        // No request that created a project said none, so that this one is another.
        creating.entry("repository").or_insert_with(|| "".into());
    }
    if let Some(created) = releases.kept_text(create, creating)? {
        return Ok(Some((201, created)));
    }
    let Some(changed) = releases.kept_text(update, settings)? else { return Ok(None) };
    // Changing is not told the repository, and so its answer is kept for any.
    if let Some(said) = said {
        let kept: Value = serde_json::from_str(&changed).map_err(unwritable)?;
        if kept["repository"].as_str().is_some_and(|kept| !kept.eq_ignore_ascii_case(&said)) {
            let message = format!("idempotency key {key:?} was used for another {create} request");
            return Err(Error::new(Code::IdempotencyKeyReused, message)
                .with("field", "idempotency_key")
                .with("rule", "one key, one request")
                .with("operation", create));
        }
    }
    Ok(Some((200, changed)))
}

/// The key under which a PUT keeps what it changed: a PATCH is the same operation, and may have the same key.
fn key_of_change(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().fold("put-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

pub(super) fn unwritable(error: serde_json::Error) -> Error {
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
