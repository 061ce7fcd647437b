//! One connection, from its handshake to its end.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tower_service::Service as _;

use super::Tls;

/// What all connections share.
pub(super) struct Shared {
    pub(super) router: Router,
    pub(super) http: http1::Builder,
    pub(super) tls: Option<Tls>,
    pub(super) header_time: Duration,
    pub(super) ended: watch::Receiver<bool>,
}

impl Shared {
    pub(super) async fn serve(&self, stream: TcpStream, remote: SocketAddr) {
        // Answers are written whole; waiting for more would only make them late.
        let _ = stream.set_nodelay(true);
        match &self.tls {
            None => self.speak(stream, remote).await,
            Some(tls) => match timeout(self.header_time, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.speak(stream, remote).await,
                Ok(Err(error)) => tracing::debug!(%remote, %error, "a TLS handshake failed"),
                Err(_) => tracing::debug!(%remote, "a TLS handshake took too long"),
            },
        }
    }

    async fn speak(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, remote: SocketAddr) {
        let service = service_fn(|request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(remote));
            self.router.clone().call(request)
        });
        let mut connection = pin!(self.http.serve_connection(TokioIo::new(stream), service));
        let mut ended = self.ended.clone();
        // An error means that the sender has gone, which is an end too.
        let ending = async { drop(ended.wait_for(|ended| *ended).await) };
        let done = tokio::select! {
            done = &mut connection => done,
            () = ending => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = done {
            tracing::debug!(%remote, %error, "a connection broke");
        }
    }
}
