//! Load for one server: so many connections, each of which sends its next request when the last one is answered.
//!
//! `load ADDRESS TOKEN PROCESS CONNECTIONS ROUND SECONDS writes|reads|COUNT`, after `load ADDRESS TOKEN PROCESS CONNECTIONS
//! 0 0 setup`. Writes go in four phases, each connection on an environment of its own: candidates for so many seconds,
//! a deployment of each, `in_progress` of each, `success` of each. A count makes so many requests of the same kinds in
//! turns. Each phase is answered as a line of JSON; the processor time is that of the process, by `/proc`.
//!
//! It speaks only as much HTTP as it needs, on one thread, so that it takes little of what is measured.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that others read")]

use std::fmt::Write as _;
use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const PROJECT: &str = "web";

fn main() {
    // `cargo test --all-targets` runs it too, and says nothing.
    let said: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [address, token, process, connections, round, seconds, what] = &said[..] else {
        eprintln!("load ADDRESS TOKEN PROCESS CONNECTIONS ROUND SECONDS setup|writes|reads|COUNT");
        return;
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let target = Target { address: address.clone(), token: token.clone(), process: process.clone() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let seconds = Duration::from_secs_f64(seconds.parse().expect("a number of seconds"));
    let done = runtime.block_on(run(Arc::new(target), number(connections), number(round), seconds, what));
    done.expect("every request is answered as it should be");
}

async fn run(target: Arc<Target>, count: usize, round: usize, seconds: Duration, what: &str) -> Result<()> {
    let mut open = Vec::new();
    for number in 0..count {
        open.push(Connection::open(&target, number).await?);
    }
    let many = |_: usize, _: usize| usize::MAX;
    match what {
        "setup" => {
            let mut first = open.remove(0);
            first.must("PUT", &format!("/api/releases/{PROJECT}"), "{\"repository\": \"acme/web\"}").await?;
            for number in 0..count {
                first.must("PUT", &environment(number), "{}").await?;
            }
        }
        "reads" => {
            let list = |call: &Call| ("GET", format!("{}/deployments", environment(call.connection)), String::new());
            let (open, read) = phase(&target, open, Some(seconds), many, list).await?;
            read.tell("reads");
            drop(open);
        }
        "writes" => {
            let made = phase(&target, open, Some(seconds), many, move |call| candidate(round, call)).await?;
            made.1.tell("candidates");
            let each = made.1.each.clone();
            let as_many = move |connection: usize, _: usize| each[connection];
            let (open, deployed) =
                phase(&target, made.0, None, as_many.clone(), move |call| deployment(round, call)).await?;
            deployed.tell("deployments");
            let (open, begun) =
                phase(&target, open, None, as_many.clone(), move |call| status(round, call, "in_progress")).await?;
            begun.tell("in_progress");
            let (mut open, ended) =
                phase(&target, open, None, as_many, move |call| status(round, call, "success")).await?;
            ended.tell("success");
            // What was answered must be there.
            let newest = version(round, &Call { connection: 0, number: ended.each[0] - 1 });
            let listed = open[0].must("GET", &format!("{}/deployments?per_page=1", environment(0)), "").await?;
            assert!(listed.contains(&newest) && listed.contains("success"), "expected {newest} first, found {listed}");
        }
        count => {
            let count: usize = count.parse().map_err(|_| Error::other("setup, writes, reads or a count"))?;
            let each = count / open.len();
            let turns = move |call: &Call| {
                let own = Call { connection: call.connection, number: call.number / 5 };
                match call.number % 5 {
                    0 => candidate(round, &own),
                    1 => deployment(round, &own),
                    2 => status(round, &own, "in_progress"),
                    3 => status(round, &own, "success"),
                    _ => ("GET", format!("{}/deployments", environment(call.connection)), String::new()),
                }
            };
            let (_, done) = phase(&target, open, None, move |_, _| each, turns).await?;
            done.tell("turns");
        }
    }
    Ok(())
}

/// A request: its method, path and body.
type Asked = (&'static str, String, String);

struct Call {
    connection: usize,
    number: usize,
}

fn version(round: usize, call: &Call) -> String {
    format!("{round}.{}.{}-rc1", call.connection, call.number)
}

fn environment(number: usize) -> String {
    format!("/api/releases/{PROJECT}/environments/production-{number}")
}

fn candidate(round: usize, call: &Call) -> Asked {
    let path = format!("/api/releases/{PROJECT}/releases/{}", version(round, call));
    ("POST", path, format!("{{\"repo\": \"acme/web\", \"commit\": \"{COMMIT}\"}}"))
}

fn deployment(round: usize, call: &Call) -> Asked {
    let body = format!("{{\"release_candidate_version\": \"{}\"}}", version(round, call));
    ("POST", format!("{}/deployments", environment(call.connection)), body)
}

fn status(round: usize, call: &Call, status: &str) -> Asked {
    let body = format!("{{\"release_candidate_version\": \"{}\", \"status\": \"{status}\"}}", version(round, call));
    ("PATCH", format!("{}/deployments", environment(call.connection)), body)
}

struct Target {
    address: String,
    token: String,
    process: String,
}

/// What a phase came to.
struct Measured {
    requests: usize,
    each: Vec<usize>,
    elapsed: Duration,
    processor: Duration,
    own: Duration,
    /// How long each answer took, in microseconds.
    took: Vec<u32>,
}

/// Lets all connections send until the time is over, or each has sent as many as it may.
async fn phase(
    target: &Arc<Target>,
    open: Vec<Connection>,
    limit: Option<Duration>,
    most: impl Fn(usize, usize) -> usize,
    asked: impl Fn(&Call) -> Asked + Clone + Send + 'static,
) -> Result<(Vec<Connection>, Measured)> {
    let (mut all, mut tasks) = (Vec::new(), JoinSet::new());
    let (begun, processor, own) = (Instant::now(), processor_time(&target.process), processor_time("self"));
    for (number, mut connection) in open.into_iter().enumerate() {
        let (most, asked) = (most(number, 0), asked.clone());
        tasks.spawn(async move {
            let mut took = Vec::new();
            while took.len() < most && limit.is_none_or(|limit| begun.elapsed() < limit) {
                let (method, path, body) = asked(&Call { connection: number, number: took.len() });
                let sent = Instant::now();
                connection.must(method, &path, &body).await?;
                took.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok::<_, Error>((connection, took))
        });
    }
    while let Some(done) = tasks.join_next().await {
        all.push(done.map_err(Error::other)??);
    }
    let elapsed = begun.elapsed();
    let (processor, own) = (processor_time(&target.process) - processor, processor_time("self") - own);
    all.sort_by_key(|(connection, _)| connection.number);
    let (open, took): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let each: Vec<usize> = took.iter().map(Vec::len).collect();
    let mut took = took.concat();
    took.sort_unstable();
    Ok((open, Measured { requests: took.len(), each, elapsed, processor, own, took }))
}

impl Measured {
    fn tell(&self, phase: &str) {
        let percentile = |part: f64| self.took[((self.took.len() - 1) as f64 * part) as usize];
        let a_request = |time: Duration| time.as_secs_f64() * 1e6 / self.requests as f64;
        println!(
            "{{\"phase\": \"{phase}\", \"requests\": {}, \"seconds\": {:.3}, \"cpu\": {:.1}, \"client_cpu\": {:.1}, \
             \"p50\": {}, \"p99\": {}, \"longest\": {}}}",
            self.requests,
            self.elapsed.as_secs_f64(),
            a_request(self.processor),
            a_request(self.own),
            percentile(0.5),
            percentile(0.99),
            percentile(1.0),
        );
    }
}

/// What a process has used, in Linux's ticks of 10 ms.
fn processor_time(process: &str) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program, in brackets, may hold anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

struct Connection {
    number: usize,
    stream: TcpStream,
    /// The request's headers, but for its length.
    headers: String,
    request: String,
    answer: Vec<u8>,
}

impl Connection {
    async fn open(target: &Target, number: usize) -> Result<Connection> {
        let stream = TcpStream::connect(&target.address).await?;
        stream.set_nodelay(true)?;
        let Target { address, token, .. } = target;
        let headers = format!("Host: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n");
        Ok(Connection { number, stream, headers, request: String::new(), answer: Vec::new() })
    }

    /// The body of the answer, which must be a success.
    async fn must(&mut self, method: &str, path: &str, body: &str) -> Result<String> {
        self.request.clear();
        let Connection { headers, request, .. } = self;
        let length = body.len();
        write!(request, "{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
            .map_err(Error::other)?;
        self.stream.write_all(self.request.as_bytes()).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let Some(head) = self.answer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let (head, body) = (&self.answer[..head], &self.answer[head + 4..]);
            let head = std::str::from_utf8(head).map_err(Error::other)?;
            let lengths = head.lines().filter_map(|line| line.split_once(':'));
            let mut length = lengths.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, is)| is);
            let length: usize = length.next_back().and_then(|length| length.trim().parse().ok()).unwrap_or_default();
            if body.len() < length {
                continue;
            }
            let body = String::from_utf8_lossy(body).into_owned();
            return match head.get(9..10) {
                Some("2") => Ok(body),
                _ => Err(Error::other(format!("{method} {path}: {head}\n{body}"))),
            };
        }
    }
}
