//! As much of HTTP/1.1 as the story needs: one request a connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::Result;

/// A request that came in.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A server on a port of its own, until it is stopped.
pub(crate) struct Server {
    address: SocketAddr,
    stops: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Answers each request with a status and a body.
    pub(crate) fn start(answer: impl Fn(Request) -> (u16, String) + Send + 'static) -> Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let stops = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stops);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                // A connection that breaks is its sender's trouble.
                let _ = stream.map_err(Into::into).and_then(|stream| serve(&stream, &answer));
            }
        });
        Ok(Server { address, stops, thread })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn stop(self) {
        self.stops.store(true, Ordering::SeqCst);
        // Wakes it, so that it sees that it is to stop.
        drop(TcpStream::connect(self.address));
        let _ = self.thread.join();
    }
}

fn serve(stream: &TcpStream, answer: &impl Fn(Request) -> (u16, String)) -> Result<()> {
    let (first, headers, body) = read(stream)?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, body) = answer(Request { method, path, headers, body });
    write(stream, &format!("HTTP/1.1 {status} -"), &[("content-type", "application/json")], body.as_bytes())
}

/// Posts a body, and gives the status of the answer.
pub(crate) fn post(to: SocketAddr, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<u16> {
    let stream = TcpStream::connect(to)?;
    write(&stream, &format!("POST {path} HTTP/1.1\r\nhost: {to}"), headers, body)?;
    let (first, ..) = read(&stream)?;
    Ok(first.split(' ').nth(1).unwrap_or_default().parse()?)
}

fn write(mut stream: &TcpStream, first: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<()> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{first}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat())?;
    Ok(stream.flush()?)
}

/// The first line, the headers and the body.
type Message = (String, Vec<(String, String)>, Vec<u8>);

fn read(stream: &TcpStream) -> Result<Message> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let (mut headers, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse()?;
        }
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((first.trim_end().to_owned(), headers, body))
}
