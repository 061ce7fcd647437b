//! Listening: connections over TCP or TLS, with limits, until the program is told to end.

mod connection;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use release_core::{Code, Error, Result};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

pub use tls::Tls;

/// A place that connections come to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Listener {
    socket: TcpListener,
    tls: Option<Tls>,
    /// The largest head of a request, in bytes; at least 8192.
    pub header_bytes: usize,
    /// The most headers of a request.
    pub headers: usize,
    /// How long a client may take for a TLS handshake and for headers, and be silent between two requests.
    pub header_time: Duration,
    /// The most open connections; at least one.
    pub connections: usize,
    /// How long what is under way may take once the program is told to end.
    pub shutdown_time: Duration,
}

impl Listener {
    /// Listens on an address; port 0 takes a free one.
    ///
    /// # Errors
    /// `unavailable`, where that cannot be.
    pub async fn bind(address: SocketAddr, tls: Option<Tls>) -> Result<Listener> {
        let socket = TcpListener::bind(address).await.map_err(|error| {
            Error::new(Code::Unavailable, format!("cannot listen on {address}: {error}"))
                .retryable(false)
                .with("field", "listen")
                .with("found", address)
                .caused_by(error)
        })?;
        Ok(Listener {
            socket,
            tls,
            header_bytes: 16 * 1024,
            headers: 64,
            header_time: Duration::from_secs(10),
            connections: 10_000,
            shutdown_time: Duration::from_secs(30),
        })
    }

    /// The URL that it can be reached by on this machine.
    ///
    /// # Errors
    /// `internal`, where the operating system does not know the address.
    pub fn url(&self) -> Result<String> {
        let address = self.socket.local_addr().map_err(|error| {
            Error::new(Code::Internal, format!("the address that is listened on is not known: {error}"))
        })?;
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{address}"))
    }

    /// Serves a router until `end` is done; then takes no more connections, lets requests that are under way come to
    /// their answers for as long as the limit says, and answers how many connections had to be cut.
    pub async fn serve(self, router: Router, end: impl Future<Output = ()>) -> usize {
        let (ending, ended) = watch::channel(false);
        let places = Arc::new(Semaphore::new(self.connections.clamp(1, Semaphore::MAX_PERMITS)));
        let shared = Arc::new(connection::Shared {
            router,
            http: self.http(),
            tls: self.tls.clone(),
            header_time: self.header_time,
            ended,
        });
        let mut open = JoinSet::new();
        let mut end = std::pin::pin!(end);
        loop {
            let taken = tokio::select! {
                () = &mut end => break,
                Some(_) = open.join_next(), if !open.is_empty() => continue,
                taken = self.take(&places) => taken,
            };
            if let Some((stream, remote, place)) = taken {
                let shared = Arc::clone(&shared);
                open.spawn(async move {
                    shared.serve(stream, remote).await;
                    drop(place);
                });
            }
        }
        drop(self.socket);
        // Nobody has gone before the receivers in `shared` have.
        let _ = ending.send(true);
        let drained = timeout(self.shutdown_time, async { while open.join_next().await.is_some() {} }).await;
        let cut = if drained.is_ok() { 0 } else { open.len() };
        open.shutdown().await;
        cut
    }

    async fn take(
        &self,
        places: &Arc<Semaphore>,
    ) -> Option<(tokio::net::TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        match self.socket.accept().await {
            Ok((stream, remote)) => Some((stream, remote, place)),
            Err(error) => {
                // Mostly too many open files, which passes; a connection that broke at once does no harm.
                tracing::warn!(%error, "a connection could not be taken");
                if !matches!(error.kind(), std::io::ErrorKind::ConnectionAborted | std::io::ErrorKind::ConnectionReset)
                {
                    sleep(Duration::from_millis(50)).await;
                }
                None
            }
        }
    }

    fn http(&self) -> hyper::server::conn::http1::Builder {
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(hyper_util::rt::TokioTimer::new())
            .header_read_timeout(self.header_time)
            .max_headers(self.headers)
            .max_buf_size(self.header_bytes.max(8192))
            .half_close(false);
        http
    }
}
