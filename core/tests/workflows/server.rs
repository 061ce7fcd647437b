//! A small HTTP server on 127.0.0.1 that remembers what it was asked.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::forge::{Fault, Reply, Seen};

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

/// A server that runs until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    inside: Arc<Inside>,
    thread: Option<JoinHandle<()>>,
}

struct Inside {
    handler: Box<Handler>,
    seen: Mutex<Vec<Seen>>,
    faults: Mutex<VecDeque<Fault>>,
    ends: AtomicBool,
}

impl Server {
    pub(crate) fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside {
            handler: Box::new(handler),
            seen: Mutex::default(),
            faults: Mutex::default(),
            ends: AtomicBool::new(false),
        });
        let serving = Arc::clone(&inside);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.ends.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), inside) = (stream, Arc::clone(&serving)) else { continue };
                std::thread::spawn(move || inside.serve(stream));
            }
        });
        Server { address, inside, thread: Some(thread) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets the next requests go wrong, one each.
    pub(crate) fn fault(&self, fault: Fault) -> &Server {
        self.inside.faults.lock().unwrap().push_back(fault);
        self
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.inside.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.inside.ends.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Inside {
    fn serve(&self, stream: TcpStream) {
        let Some(seen) = read(&stream) else { return };
        self.seen.lock().unwrap().push(seen.clone());
        let fault = self.faults.lock().unwrap().pop_front();
        let reply = match fault {
            Some(Fault::DropBefore) => return,
            Some(Fault::Instead(reply)) => reply,
            Some(Fault::DropAfter) => {
                (self.handler)(&seen);
                return;
            }
            Some(Fault::AfterActing(reply)) => {
                (self.handler)(&seen);
                reply
            }
            Some(Fault::Slow(pause)) => {
                let reply = (self.handler)(&seen);
                std::thread::sleep(pause);
                reply
            }
            Some(fault @ (Fault::NoConnection | Fault::ActsLater(_))) => panic!("a server cannot do {fault:?}"),
            Some(Fault::CutShort) => {
                let mut reply = (self.handler)(&seen);
                reply.headers.push(("content-length".to_owned(), (reply.body.len() + 10).to_string()));
                reply
            }
            None => (self.handler)(&seen),
        };
        write(stream, &reply);
    }
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { method, path, query, headers, body })
}

fn write(mut stream: TcpStream, reply: &Reply) {
    let mut head = format!("HTTP/1.1 {} Status\r\nconnection: close\r\n", reply.status);
    if !reply.headers.iter().any(|(name, _)| name == "content-length") && reply.status != 204 {
        head += &format!("content-length: {}\r\n", reply.body.len());
    }
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    // Who asked may have gone.
    let _ = stream.write_all(format!("{head}\r\n{}", reply.body).as_bytes());
}
