//! TLS, by rustls.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use release_core::{Code, Error, Result};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate with its key: TLS 1.2 and 1.3.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Reads a certificate with its chain, and its key, from files in PEM.
    ///
    /// # Errors
    /// `invalid_request`, with the file.
    pub fn read(certificate: &Path, key: &Path) -> Result<Tls> {
        let wrong = |field: &'static str, path: &Path, why: &dyn fmt::Display| {
            Error::new(Code::InvalidRequest, format!("{field} {}: {why}", path.display())).with("field", field)
        };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| wrong("tls.certificate", certificate, &error))?;
        if chain.is_empty() {
            return Err(wrong("tls.certificate", certificate, &"there is no certificate in it"));
        }
        let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong("tls.key", key, &error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
            .map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => {
                    let (key, certificate) = (key.display(), certificate.display());
                    let message = format!("tls.key {key} is not the key of tls.certificate {certificate}");
                    Error::new(Code::InvalidRequest, message).with("field", "tls.key")
                }
                error => wrong("tls.certificate", certificate, &error),
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        self.0.accept(stream).await
    }
}
