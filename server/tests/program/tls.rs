//! HTTPS, with a certificate that is made for the test.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};
use serde_json::json;

use crate::http::{self, Reply, connect};
use crate::server::{ADMIN, Folder, Server};

const CONFIG: &str = "[tls]\ncertificate = 'certificate.pem'\nkey = 'key.pem'\n";

/// A certificate for this machine, by its own key, as files of these names.
fn make(folder: &Folder, certificate: &str, key: &str) {
    let config = "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = server\n[name]\nCN = test\n\
                  [server]\nbasicConstraints = critical,CA:FALSE\nsubjectAltName = IP:127.0.0.1\n";
    std::fs::write(folder.path("openssl.cnf"), config).unwrap();
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]);
    openssl.arg("-config").arg(folder.path("openssl.cnf"));
    openssl.arg("-keyout").arg(folder.path(key)).arg("-out").arg(folder.path(certificate));
    let made = openssl.output().expect("openssl is installed");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn folder() -> Folder {
    let folder = Folder::new();
    make(&folder, "certificate.pem", "key.pem");
    folder
}

/// A request over TLS of these versions, by a client that trusts the certificate.
fn ask(server: &Server, certificate: &Path, versions: &[&'static SupportedProtocolVersion]) -> Reply {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let name = ServerName::from(server.address.ip());
    let client = ClientConnection::new(config, name).unwrap();
    let mut stream = StreamOwned::new(client, connect(server.address));
    let authorization = format!("Bearer {ADMIN}");
    stream.write_all(&http::request("GET", "/api/releases", &[("Authorization", &authorization)], b"")).unwrap();
    // The server says that it closes, so that nobody can cut an answer short unseen.
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    Reply::parse(&bytes).unwrap()
}

#[test]
fn https_answers_by_both_versions_of_tls() {
    let server = Server::start_in(folder(), CONFIG);
    let certificate = server.folder.path("certificate.pem");
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let reply = ask(&server, &certificate, &[version]);
        assert_eq!((reply.status, &reply.json()["items"]), (200, &json!([])));
    }
}

#[test]
fn what_is_no_tls_is_let_go() {
    let server = Server::start_in(folder(), &format!("[limits]\nheader_seconds = 0.4\n{CONFIG}"));
    let begun = Instant::now();
    let mut silent: Vec<TcpStream> = (0..50).map(|_| connect(server.address)).collect();
    let mut half = connect(server.address);
    half.write_all(&[0x16, 0x03, 0x01]).unwrap();
    silent.push(half);
    // HTTP without TLS is answered by an alert at the most, never by a page.
    let plain = http::request("GET", "/healthz", &[], b"");
    assert!(http::exchange(server.address, &plain).is_none());
    for stream in &mut silent {
        assert!(http::read(stream).is_none());
    }
    assert!(begun.elapsed() < Duration::from_secs(30));
    let certificate = server.folder.path("certificate.pem");
    assert_eq!(ask(&server, &certificate, rustls::ALL_VERSIONS).status, 200);
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_at_the_start() {
    let folder = folder();
    make(&folder, "other.pem", "other-key.pem");
    std::fs::write(folder.path("empty.pem"), "").unwrap();
    for (certificate, key, says) in [
        ("certificate.pem", "other-key.pem", "tls.key other-key.pem is not the key of tls.certificate certificate.pem"),
        ("absent.pem", "key.pem", "tls.certificate absent.pem"),
        ("certificate.pem", "absent.pem", "tls.key absent.pem"),
        ("empty.pem", "key.pem", "tls.certificate empty.pem: there is no certificate in it"),
        ("certificate.pem", "certificate.pem", "tls.key certificate.pem"),
        ("certificate.pem", "empty.pem", "tls.key empty.pem"),
    ] {
        let config = format!("[tls]\ncertificate = '{certificate}'\nkey = '{key}'\n");
        std::fs::write(folder.path("config.toml"), config).unwrap();
        let ended = folder.program().args(["--listen", "127.0.0.1:0"]).output().unwrap();
        let (told, log) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert!(!ended.status.success() && told.is_empty(), "{told}");
        assert!(log.contains(says), "{certificate}, {key}: {log}");
    }
}
