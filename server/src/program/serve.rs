//! Serving, until the program is told to end.

use release_core::{Code, Error, Releases, Result};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::say;
use crate::config::{Config, Environment};
use crate::listen::Listener;
use crate::service::Service;
use crate::tokens::{NewToken, Scope};

pub(super) fn run(config: &Config, environment: &Environment) -> Result<()> {
    log(config)?;
    let releases = config.open()?;
    let service = Service::new(releases.clone(), config.service_options(environment.admin_token())?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Error::new(Code::Unavailable, format!("no threads could be started: {error}")).caused_by(error)
    })?;
    let served = runtime.block_on(serve(config, &releases, &service, environment));
    // What is still being written is written to its end.
    drop(runtime);
    let closed = releases.close();
    tracing::info!("ended");
    served.and(closed)
}

async fn serve(config: &Config, releases: &Releases, service: &Service, environment: &Environment) -> Result<()> {
    // Before anything is said, so that who reads the line may end the program.
    let cannot = |error: std::io::Error| Error::new(Code::Unavailable, format!("signals cannot be taken: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot)?;
    let listener = config.listener().await?;
    greet(releases, service, &listener, environment)?;
    let worker = config.worker_options()?.map(|options| releases.start_worker(options)).transpose()?;

    let closing = service.clone();
    let end = async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!("ending: SIGTERM"),
            _ = interrupt.recv() => tracing::info!("ending: SIGINT"),
        }
        closing.close_soon();
    };
    let cut = listener.serve(service.router(), end).await;
    if cut > 0 {
        tracing::warn!(connections = cut, "connections were cut, because what they waited for took too long");
    }
    // It waits for the round that the worker is in, so that no start is left half done for a lease's time.
    if let Some(worker) = worker {
        let stopped = tokio::task::spawn_blocking(move || worker.stop()).await;
        stopped.map_err(|error| Error::new(Code::Internal, "stopping the worker failed").caused_by(error))?;
    }
    Ok(())
}

/// Says where it is, and makes the first token where there never was one.
fn greet(releases: &Releases, service: &Service, listener: &Listener, environment: &Environment) -> Result<()> {
    let url = listener.url()?;
    let mut text = format!("release-server {} listens on {url}\n", env!("CARGO_PKG_VERSION"));
    text.push_str(&format!("database: {}\n", releases.location()));
    if environment.admin_token().is_some() {
        text.push_str("admin token: the one of RELEASE_SERVER_TOKEN\n");
    } else if service.tokens().are_new()? {
        let (_, token) = service.tokens().create(NewToken::new("admin", Scope::Admin).made_by("the first start"))?;
        let token = token.expose();
        text.push_str(&format!(
            "\nThe first token, for everything; it is shown only now:\n\n    {token}\n\nTry it:\n\n\
             curl -X PUT {url}/api/releases/demo -H 'Authorization: Bearer {token}' -d '{{\"repository\": \"acme/demo\"}}'\n\
             curl -X POST {url}/api/releases/demo/releases/1.0.0-rc1 -H 'Authorization: Bearer {token}' \
             -d '{{\"repo\": \"acme/demo\", \"commit\": \"9fceb02d0ae598e95dc970b74767f19372d61af8\"}}'\n\
             curl {url}/api/releases/demo/candidates -H 'Authorization: Bearer {token}'\n\n"
        ));
    } else if service.tokens().list()?.is_empty() {
        text.push_str("no token: all were revoked; 'release-server token create NAME --scope admin' makes one\n");
    }
    say(text)
}

fn log(config: &Config) -> Result<()> {
    let level = LevelFilter::from_level(config.log_level()?);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let set = match config.log.format.as_str() {
        "text" => tracing_subscriber::registry().with(lines.with_ansi(false).with_filter(level)).try_init(),
        _ => {
            let lines = lines.json().flatten_event(true).with_current_span(false).with_span_list(false);
            // Spans are not shown, so that what they would say of each call need not be put together either.
            let shown = filter_fn(move |what| what.is_event() && *what.level() <= level).with_max_level_hint(level);
            tracing_subscriber::registry().with(lines.with_filter(shown)).try_init()
        }
    };
    set.map_err(|error| Error::new(Code::Internal, format!("the log cannot be set up: {error}")))
}
