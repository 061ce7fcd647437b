//! `apply_webhook`

use std::fmt;

use serde::Serialize;

use super::follow::{self, Effect, Speaker, Subject};
use crate::change::{Query, Reads};
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::connection::Connection;
use crate::error::{Code, Error, Result};
use crate::inbound::{self, Headers, Inbound, RunNews, Says};
use crate::known::Known;
use crate::model::{ConnectionName, Delivery, DeliveryOutcome, Project, Repository, names};
use crate::record::{IdempotencyRecord, Key, List, of_repository};
use crate::view::{Context, Decide, View};

/// Takes a webhook; the call of [`Releases::apply_webhook`].
#[derive(Serialize)]
pub struct ApplyWebhook {
    connection: String,
    #[serde(skip)]
    headers: Headers,
    #[serde(skip)]
    body: Vec<u8>,
    /// What the body is, for the idempotency key.
    digest: String,
    #[serde(skip)]
    verified: Option<Verified>,
}

/// What is left of a webhook once it was verified.
#[derive(Debug)]
struct Verified {
    connection: ConnectionName,
    is_own_program: bool,
    inbound: Inbound,
    keep: std::time::Duration,
}

/// Under what the deliveries are kept that were taken: the operation of their idempotency records.
const DELIVERY: &str = "webhook";
/// The most projects of one repository that a run nobody knows is logged for.
const MOST_PROJECTS: usize = 10;

impl Releases {
    /// Takes a webhook that came in for a [connection](Releases::connect): verifies it by that connection's secret,
    /// finds the deployment or build that its run is of, and moves it, never backwards and never twice. The headers are
    /// pairs in any case and order, the body is exactly what was received, at most 25 MiB
    /// ([`MAX_BODY`](crate::inbound::MAX_BODY)).
    ///
    /// The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is
    /// kept as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken
    /// again when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where
    /// the database was opened with no other time. It does not wait for workflows that start by it.
    ///
    /// # Errors
    /// In this order: `invalid_name`; `invalid_request` where the connection was not registered or has no secret for
    /// webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a header is missing or the body is
    /// not what the sender sends; `invalid_status`.
    pub fn apply_webhook(
        &self,
        connection: impl AsRef<str>,
        headers: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
        body: impl Into<Vec<u8>>,
    ) -> Call<ApplyWebhook> {
        let operation = ApplyWebhook {
            connection: connection.as_ref().to_owned(),
            headers: Headers::new(headers),
            body: body.into(),
            digest: String::new(),
            verified: None,
        };
        Call::new(self, operation)
    }
}

impl fmt::Debug for ApplyWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplyWebhook")
            .field("connection", &self.connection)
            .field("headers", &self.headers)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl WriteOperation for ApplyWebhook {}

impl ApplyWebhook {
    fn verify(&self, inner: &Inner) -> Result<Verified> {
        let connection = ConnectionName::new(&self.connection)?;
        let (headers, body) = (&self.headers, &*self.body);
        let unusable = |why: &str| {
            Error::new(Code::InvalidRequest, format!("connection {connection:?} {why}"))
                .with("field", "connection")
                .with("connection", &connection)
        };
        let registered = inner.connection(&connection);
        let registered = registered.ok_or_else(|| unusable("was not registered on this handle"))?;
        let inbound = match &registered.connection {
            Connection::Github(github) => match &github.webhook_secret {
                Some(secret) => inbound::github::read(secret, headers, body, github.neutral),
                None => Err(unusable("has no webhook_secret")),
            },
            Connection::Buildkite(buildkite) => match &buildkite.webhook_token {
                Some(token) => inbound::buildkite(token, headers, body, inner.storage.now()?),
                None => Err(unusable("has no webhook_token")),
            },
            Connection::Webhook(webhook) => inbound::webhook(&webhook.key, headers, body, inner.storage.now()?),
            Connection::Command(_) => Err(unusable("takes no webhooks")),
        }?;
        let is_own_program = matches!(registered.connection, Connection::Webhook(_));
        Ok(Verified { connection, is_own_program, inbound, keep: inner.options.idempotency_ttl })
    }
}

impl Decide for ApplyWebhook {
    const NAME: &'static str = "apply_webhook";
    /// Senders wait a few seconds for an answer, and then count the delivery as failed.
    const WAITS_FOR_STARTS: bool = false;
    const PROVES_ITSELF: bool = true;
    type Output = Delivery;

    /// What proves a body is computed from all of it, and it may be large.
    fn asks(&self, _: &Inner) -> bool {
        true
    }

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        let mut verified = self.verify(inner)?;
        self.digest = inbound::digest(&self.body);
        let id = &mut verified.inbound.delivery_id;
        // It becomes a part of a key.
        if id.is_empty() || id.len() > 255 || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            *id = inbound::digest(id.as_bytes());
        }
        self.verified = Some(verified);
        self.body = Vec::new();
        Ok(())
    }

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: self.verified.iter().map(Verified::key).collect(), queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Delivery> {
        let verified = self.verified.as_ref().ok_or_else(|| Error::new(Code::Internal, "a bug: not verified"))?;
        let news = match &verified.inbound.says {
            Says::Run(news) => news,
            Says::Nothing { reason } => return Ok(verified.answer(DeliveryOutcome::Ignored, Some(reason.clone()))),
        };
        if let Some(kept) = verified.kept(view, &self.digest)? {
            return Ok(kept);
        }
        let answer = verified.apply(view, context, news)?;
        view.put(IdempotencyRecord {
            operation: DELIVERY.to_owned(),
            key: verified.name(),
            request: self.digest.clone(),
            answer: IdempotencyRecord::written(&answer)?,
            expires_at: view.now().plus(verified.keep),
        });
        Ok(answer)
    }
}

impl Verified {
    fn name(&self) -> String {
        format!("{}/{}", self.connection, self.inbound.delivery_id)
    }

    fn key(&self) -> Key {
        Key::idempotency(DELIVERY, &self.name())
    }

    /// What the same delivery did when it came before, unless it was of a run that nobody knew.
    fn kept(&self, view: &mut View<'_>, digest: &str) -> Result<Option<Delivery>> {
        let Some(kept) = view.get::<IdempotencyRecord>(&self.key())? else { return Ok(None) };
        if kept.request != digest || !kept.holds_at(view.now()) {
            return Ok(None);
        }
        let before: Delivery = kept.answer()?;
        if before.outcome == DeliveryOutcome::UnknownRun {
            return Ok(None);
        }
        Ok(Some(Delivery {
            outcome: DeliveryOutcome::AlreadyApplied,
            reason: Some(format!("this delivery was taken before; it was {}", before.outcome)),
            status_before: before.status_after.clone(),
            ..before
        }))
    }

    fn answer(&self, outcome: DeliveryOutcome, reason: Option<String>) -> Delivery {
        let news = match &self.inbound.says {
            Says::Run(news) => Some(news),
            Says::Nothing { .. } => None,
        };
        Delivery {
            outcome,
            reason,
            event: self.inbound.event.clone(),
            delivery_id: self.inbound.delivery_id.clone(),
            run_id: news.and_then(|news| news.run_ids.first().cloned()),
            attempt: news.and_then(|news| news.attempt),
            project: None,
            environment: None,
            candidate_version: None,
            deployment_id: None,
            status_before: None,
            status_after: None,
        }
    }

    fn apply(&self, view: &mut View<'_>, context: &Context, news: &RunNews) -> Result<Delivery> {
        let speaker = Speaker { connection: &self.connection, is_own_program: self.is_own_program };
        match speaker.subject(view, news)? {
            Some(Subject::Deployment(mut scene, before)) => {
                let (effect, after) = follow::move_deployment(view, context, &mut scene, &before, news)?;
                let answer = Delivery {
                    run_id: after.data.run_id.clone(),
                    attempt: after.data.attempt,
                    project: Some(scene.project.name.clone()),
                    environment: Some(scene.environment.data.name.clone()),
                    candidate_version: Some(after.data.candidate_version.clone()),
                    deployment_id: Some(after.data.id),
                    status_before: Some(before.data.status.to_string()),
                    status_after: Some(after.data.status.to_string()),
                    ..self.came_to(effect)
                };
                scene.save(view);
                Ok(answer)
            }
            Some(Subject::Build(project, before)) => {
                let (effect, after) = follow::move_build(view, context, &project, &before, news)?;
                Ok(Delivery {
                    run_id: after.data.run_id.clone(),
                    attempt: after.run.attempt,
                    project: Some(project.name.clone()),
                    candidate_version: Some(after.data.version.clone()),
                    status_before: Some(before.data.build_status.to_string()),
                    status_after: Some(after.data.build_status.to_string()),
                    ..self.came_to(effect)
                })
            }
            None => {
                self.log_unknown(view, context, news)?;
                let reason = "no deployment or build is known of this run".to_owned();
                Ok(self.answer(DeliveryOutcome::UnknownRun, Some(reason)))
            }
        }
    }

    fn came_to(&self, effect: Effect) -> Delivery {
        match effect {
            Effect::Applied => self.answer(DeliveryOutcome::Applied, None),
            Effect::AlreadyApplied => {
                self.answer(DeliveryOutcome::AlreadyApplied, Some("it says what is known already".to_owned()))
            }
            Effect::Stale(reason) => self.answer(DeliveryOutcome::Stale, Some(reason)),
            Effect::Ignored(reason) => self.answer(DeliveryOutcome::Ignored, Some(reason)),
        }
    }

    /// A run that somebody asked for and nobody knows is a line of the audit log; a repository's tests run all day long,
    /// and are none.
    fn log_unknown(&self, view: &mut View<'_>, context: &Context, news: &RunNews) -> Result<()> {
        let repository = news.repository.as_deref().and_then(|name| Repository::new(name).ok());
        let Some(repository) = repository.filter(|_| news.asked_for) else { return Ok(()) };
        let query = Query::first(List::RepositoryProjects, of_repository(&repository)).limit(MOST_PROJECTS);
        for project in view.list::<Project>(&query)? {
            view.event(context, &project, "webhook.unknown_run")
                .after("connection", &self.connection)
                .after("event", names::kept(&self.inbound.event, names::MAX_MESSAGE))
                .after("run_id", news.run_ids.first().filter(|run_id| names::run_id(run_id).is_ok()))
                .after("status", news.status)
                .after("url", &news.url)
                .log(view);
        }
        Ok(())
    }
}
