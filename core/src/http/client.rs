//! The client over real connections.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::address::is_public;
use super::{Failure, Request, Response, Transport};
use crate::secret::Secret;

/// The longest that a connection may take to be made, and how long it is kept for the next request.
const CONNECT: Duration = Duration::from_secs(10);
const KEEP_IDLE: Duration = Duration::from_secs(30);
/// How much longer than its time-out a request is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends requests over HTTP/1.1 and TLS, with the certificates that this machine trusts and no proxy unless told.
///
/// The connections live on a thread of the client's own, which is started by the first request and ends with the
/// client. So a blocking call made inside of an async runtime works.
#[derive(Default)]
pub struct Client {
    settings: Settings,
    worker: Mutex<Option<Worker>>,
}

#[derive(Clone, Default)]
struct Settings {
    proxy: Option<Secret>,
    public_only: bool,
}

struct Worker {
    /// A process that was forked has the handle, but not the thread.
    process: u32,
    jobs: UnboundedSender<Job>,
}

struct Job {
    request: Request,
    answer: mpsc::SyncSender<Result<Response, Failure>>,
}

impl Client {
    /// A client that connects directly to any address.
    pub fn new() -> Client {
        Client::default()
    }

    /// Goes through this proxy (`http://user:password@proxy:3128`); the proxies that the environment names are not used.
    #[must_use]
    pub fn proxy(mut self, url: Option<Secret>) -> Client {
        self.settings.proxy = url;
        self
    }

    /// Connects only to public addresses: loopback, private and link-local ones are refused, by what a name resolves
    /// to at the moment of connecting.
    #[must_use]
    pub fn public_addresses_only(mut self, only: bool) -> Client {
        self.settings.public_only = only;
        self
    }

    fn jobs(&self) -> Result<UnboundedSender<Job>, Failure> {
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some(worker) = worker.as_ref().filter(|worker| worker.process == process && !worker.jobs.is_closed()) {
            return Ok(worker.jobs.clone());
        }
        let (jobs, given) = unbounded_channel();
        let settings = self.settings.clone();
        thread::Builder::new()
            .name("release-http".to_owned())
            .spawn(move || work(&settings, given))
            .map_err(|error| Failure::not_sent(format!("no thread could be started for the request: {error}")))?;
        *worker = Some(Worker { process, jobs: jobs.clone() });
        Ok(jobs)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("proxy", &self.settings.proxy)
            .field("public_addresses_only", &self.settings.public_only)
            .finish_non_exhaustive()
    }
}

impl Transport for Client {
    fn send(&self, request: Request) -> Result<Response, Failure> {
        let limit = request.timeout + PATIENCE;
        let (answer, answered) = mpsc::sync_channel(1);
        let lost = || Failure::not_sent("the thread for requests has ended");
        self.jobs()?.send(Job { request, answer }).map_err(|_| lost())?;
        let gone = |_| Failure::perhaps_sent("the request was given up without an answer");
        answered.recv_timeout(limit).unwrap_or_else(|error| Err(gone(error)))
    }
}

fn work(settings: &Settings, mut jobs: UnboundedReceiver<Job>) {
    // Where one of these fails, the channel closes, and a later request begins anew.
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let mut clients = Clients { settings, plain: None, secure: None };
        while let Some(Job { request, answer }) = jobs.recv().await {
            match clients.of(&request.url) {
                Ok(client) => drop(tokio::spawn(async move {
                    // Who waited may have given up.
                    let _ = answer.send(send(&client, request).await);
                })),
                Err(message) => drop(answer.send(Err(Failure::not_sent(message)))),
            }
        }
    });
    runtime.shutdown_background();
}

/// A client without certificates, so that plain HTTP works on a machine that has none, and one with them.
struct Clients<'a> {
    settings: &'a Settings,
    plain: Option<reqwest::Client>,
    secure: Option<reqwest::Client>,
}

impl Clients<'_> {
    fn of(&mut self, url: &str) -> Result<reqwest::Client, String> {
        let secure = !url.starts_with("http://") || self.settings.proxy.is_some();
        let kept = if secure { &mut self.secure } else { &mut self.plain };
        if let Some(client) = kept {
            return Ok(client.clone());
        }
        let client = build(self.settings, secure)?;
        Ok(kept.insert(client).clone())
    }
}

fn build(settings: &Settings, secure: bool) -> Result<reqwest::Client, String> {
    // The provider is this client's own, so that nothing is set for the whole process, which may have another one.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    let tls = if secure {
        let verified = tls.with_platform_verifier().map_err(|error| {
            format!("this machine has no certificates to check servers by ({error}); install ca-certificates")
        })?;
        verified.with_no_client_auth()
    } else {
        tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth()
    };
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(KEEP_IDLE)
        .no_proxy();
    if settings.public_only {
        builder = builder.dns_resolver(PublicOnly);
    }
    if let Some(proxy) = &settings.proxy {
        let proxy = reqwest::Proxy::all(proxy.expose()).map_err(|_| "the proxy's URL is malformed".to_owned())?;
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|error| format!("the client cannot be set up: {}", chain(&error)))
}

async fn send(client: &reqwest::Client, request: Request) -> Result<Response, Failure> {
    let method = reqwest::Method::from_bytes(request.method.as_bytes())
        .map_err(|_| Failure::not_sent("the method is malformed"))?;
    let mut sent = client.request(method, &request.url).timeout(request.timeout);
    for (name, value) in &request.headers {
        let mut value = reqwest::header::HeaderValue::from_str(value.expose()).map_err(|_| {
            Failure::not_sent(format!("the value of header {name} has characters that no header may have"))
        })?;
        value.set_sensitive(true);
        sent = sent.header(*name, value);
    }
    if !request.body.is_empty() {
        sent = sent.body(request.body);
    }
    let mut answer = sent.send().await.map_err(|error| {
        let before = error.is_connect() || error.is_builder();
        let message = chain(&error.without_url());
        if before { Failure::not_sent(message) } else { Failure::perhaps_sent(message) }
    })?;
    let headers = answer.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let mut response = Response::new(answer.status().as_u16(), headers.collect(), Vec::new());
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if response.body.len() + chunk.len() <= request.max_answer => response.body.extend(chunk),
            Ok(None) => return Ok(response),
            Ok(Some(_)) | Err(_) => {
                response.complete = false;
                return Ok(response);
            }
        }
    }
}

/// An error with what led to it, once each.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text
}

/// Resolves names to public addresses only, right before they are connected to: a name that was checked before could
/// resolve to something else by then.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let all: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<_> = all.iter().copied().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() && !all.is_empty() {
                return Err(PRIVATE.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Why an address is not connected to.
const PRIVATE: &str = "the host is a loopback, private or link-local address, which the connection does not allow";
