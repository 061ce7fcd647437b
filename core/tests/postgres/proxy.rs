//! A proxy between the library and the server: it counts round trips, cuts, and lets things arrive late.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to the next commit that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It arrives, and its answer does not.
    LosesTheAnswer,
    /// It does not arrive.
    LosesTheRequest,
    /// The connection breaks at once, and the request arrives so much later.
    Delays(Duration),
}

/// What tells a commit from everything else that is sent.
const COMMIT: &[u8] = b".commit_1(";
/// What tells the tidying up that one commit in 256 sets off, by the way and on a connection of its own.
const TIDYING: &[u8] = b".commits WHERE id IN";

#[derive(Default)]
struct State {
    trips: AtomicUsize,
    server_spoke: AtomicBool,
    fault: Mutex<Option<Fault>>,
    /// Late requests that have arrived and been answered.
    arrived: AtomicUsize,
    tidied: AtomicBool,
}

pub(crate) struct Proxy {
    pub(crate) url: String,
    state: Arc<State>,
}

impl Proxy {
    /// Before the server of that URL, by TCP.
    pub(crate) fn new(url: &str) -> Proxy {
        let (before, rest) = url.split_once('@').unwrap();
        let (server, path) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{before}@{}/{path}", listener.local_addr().unwrap());
        let state = Arc::new(State { server_spoke: AtomicBool::new(true), ..State::default() });
        let (shared, server) = (Arc::clone(&state), server.to_owned());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                // A server that is away is one that ends the connection.
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&server)) else { continue };
                pass(client, server, &shared);
            }
        });
        Proxy { url, state }
    }

    /// How often the client spoke after the server had, while that was done.
    pub(crate) fn trips_of(&self, work: impl FnOnce()) -> usize {
        self.state.server_spoke.store(true, Ordering::SeqCst);
        let before = self.state.trips.load(Ordering::SeqCst);
        work();
        self.state.trips.load(Ordering::SeqCst) - before
    }

    /// How often that was so far.
    pub(crate) fn trips(&self) -> usize {
        self.state.trips.load(Ordering::SeqCst)
    }

    /// Whether some of the trips were for tidying up, which is of no call.
    pub(crate) fn has_tidied(&self) -> bool {
        self.state.tidied.load(Ordering::SeqCst)
    }

    pub(crate) fn next_commit(&self, fault: Fault) {
        *self.state.fault.lock().unwrap() = Some(fault);
    }

    /// Whether the fault has happened.
    pub(crate) fn has_struck(&self) -> bool {
        self.state.fault.lock().unwrap().is_none()
    }

    pub(crate) fn late_arrivals(&self) -> usize {
        self.state.arrived.load(Ordering::SeqCst)
    }
}

fn pass(client: TcpStream, server: TcpStream, state: &Arc<State>) {
    let silent = Arc::new(AtomicBool::new(false));
    let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (shared, quiet) = (Arc::clone(state), Arc::clone(&silent));
    std::thread::spawn(move || requests(from_client, to_server, &shared, &quiet));
    let state = Arc::clone(state);
    std::thread::spawn(move || answers(server, client, &state, &silent));
}

fn requests(mut client: TcpStream, mut server: TcpStream, state: &State, silent: &AtomicBool) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        let sent = &buffer[..read];
        if state.server_spoke.swap(false, Ordering::SeqCst) {
            state.trips.fetch_add(1, Ordering::SeqCst);
        }
        let has = |text: &[u8]| sent.windows(text.len()).any(|part| part == text);
        if has(TIDYING) {
            state.tidied.store(true, Ordering::SeqCst);
        }
        let is_commit = has(COMMIT);
        let fault = if is_commit { state.fault.lock().unwrap().take() } else { None };
        match fault {
            None if server.write_all(sent).is_err() => break,
            None => {}
            Some(Fault::LosesTheAnswer) => {
                silent.store(true, Ordering::SeqCst);
                let _ = server.write_all(sent);
            }
            Some(Fault::LosesTheRequest) => break,
            Some(Fault::Delays(time)) => {
                silent.store(true, Ordering::SeqCst);
                let _ = client.shutdown(Shutdown::Both);
                std::thread::sleep(time);
                let _ = server.write_all(sent);
                return;
            }
        }
    }
    let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
}

fn answers(mut server: TcpStream, mut client: TcpStream, state: &State, silent: &AtomicBool) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(read @ 1..) = server.read(&mut buffer) {
        if silent.load(Ordering::SeqCst) {
            state.arrived.fetch_add(1, Ordering::SeqCst);
            break;
        }
        state.server_spoke.store(true, Ordering::SeqCst);
        if client.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
}
