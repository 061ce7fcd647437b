//! TLS to the server, as `sslmode` asks for it.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Trust;
use crate::error::{Code, Error, Result};

pub(super) fn connector(trust: &Trust) -> Result<MakeRustlsConnect> {
    // The provider is these connections' own, so that nothing is set for the whole process, which may have another one.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| no_tls(format!("TLS cannot be set up: {error}")).caused_by(error))?;
    let config = match trust {
        Trust::Anyone => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(Anyone(provider))).with_no_client_auth()
        }
        Trust::Verified { authorities: None } => builder
            .with_platform_verifier()
            .map_err(|error| no_tls(format!("this machine's certificates cannot be used: {error}")).caused_by(error))?
            .with_no_client_auth(),
        Trust::Verified { authorities: Some(path) } => {
            let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(authorities(path)?), provider)
                .build()
                .map_err(|error| no_tls(format!("sslrootcert {path} cannot be used: {error}")).caused_by(error))?;
            builder.with_webpki_verifier(verifier).with_no_client_auth()
        }
    };
    Ok(MakeRustlsConnect::new(config))
}

fn authorities(path: &str) -> Result<RootCertStore> {
    let unreadable = |error: rustls::pki_types::pem::Error| {
        no_tls(format!("sslrootcert {path} cannot be read as PEM: {error}")).caused_by(error)
    };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
        store
            .add(certificate.map_err(unreadable)?)
            .map_err(|error| no_tls(format!("sslrootcert {path} has a certificate that is none: {error}")))?;
    }
    Ok(store)
}

fn no_tls(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "database")
}

/// Checks that who answers has the key of the certificate that it shows, and not whose certificate that is: what
/// `prefer` and `require` mean to PostgreSQL's own clients.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
