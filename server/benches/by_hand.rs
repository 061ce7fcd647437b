//! Pages of deployments as one would serve them by hand: an axum handler that reads a table by `rusqlite`.
//!
//! `by_hand DATABASE FILE` copies what the service's database holds of one project into a table of columns in another
//! file, and serves that. It does what a request needs and no more: checks the token, finds project and environment,
//! reads the page by a prepared statement, on the thread that it is on, and writes it as JSON.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that others read")]

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use release_core::Releases;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const PROJECT: &str = "web";

fn main() {
    let said: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [database, file] = &said[..] else {
        eprintln!("by_hand DATABASE FILE, with the token in TOKEN");
        return;
    };
    copy(database, file);
    let token = std::env::var("TOKEN").expect("TOKEN is set");
    let app = App { file: file.clone(), token: Sha256::digest(token).into(), idle: Mutex::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", socket.local_addr().expect("an address"));
        let path = "/api/releases/{project}/environments/{environment}/deployments";
        let router = Router::new().route(path, get(list)).with_state(Arc::new(app));
        let socket = socket.tap_io(|stream| stream.set_nodelay(true).expect("a socket"));
        axum::serve(socket, router).await.expect("serves until it is ended");
    });
}

struct App {
    file: String,
    token: [u8; 32],
    idle: Mutex<Vec<Connection>>,
}

#[derive(Serialize)]
struct Deployment {
    id: String,
    number: i64,
    project: String,
    environment_name: String,
    release_version: String,
    release_candidate_version: String,
    commit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_release_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_release_candidate_version: Option<String>,
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deploy_start_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deploy_end_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

async fn list(
    State(app): State<Arc<App>>,
    Path((project, environment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let digest: [u8; 32] = Sha256::digest(said.unwrap_or_default()).into();
    if !bool::from(digest.ct_eq(&app.token)) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let idle = app.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let connection = idle.unwrap_or_else(|| connect(&app.file));
    let query = query.unwrap_or_default();
    let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let number =
        |name: &str| query.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.parse::<u32>().ok());
    let (number, each) = (number("page").unwrap_or(1), number("per_page").unwrap_or(10));
    let rows = page(&connection, &project, &environment, each, each * (number - 1));
    app.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    match rows.expect("the page is read") {
        Some(rows) => {
            let mut response = Response::new(Body::from(serde_json::to_vec(&rows).expect("rows are JSON")));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn page(
    connection: &Connection,
    project: &str,
    environment: &str,
    limit: u32,
    offset: u32,
) -> rusqlite::Result<Option<Vec<Deployment>>> {
    let mut find = connection.prepare_cached("SELECT id FROM projects WHERE name = ?1")?;
    let Some(id) = find.query_row([project], |row| row.get::<_, i64>(0)).optional()? else { return Ok(None) };
    let mut find = connection.prepare_cached("SELECT id FROM environments WHERE project_id = ?1 AND name = ?2")?;
    let found = find.query_row(params![id, environment], |row| row.get::<_, i64>(0)).optional()?;
    let Some(id) = found else { return Ok(None) };
    let mut list = connection.prepare_cached(
        "SELECT id, number, release_version, candidate_version, \"commit\", from_release_version, from_candidate_version,
         status, actor, created_at, deploy_start_at, deploy_end_at, error_message, url
         FROM deployments WHERE environment_id = ?1 ORDER BY number DESC LIMIT ?2 OFFSET ?3",
    )?;
    let read = |row: &Row<'_>| {
        Ok(Deployment {
            id: row.get(0)?,
            number: row.get(1)?,
            project: project.to_owned(),
            environment_name: environment.to_owned(),
            release_version: row.get(2)?,
            release_candidate_version: row.get(3)?,
            commit: row.get(4)?,
            from_release_version: row.get(5)?,
            from_release_candidate_version: row.get(6)?,
            status: row.get(7)?,
            actor: row.get(8)?,
            created_at: row.get(9)?,
            deploy_start_at: row.get(10)?,
            deploy_end_at: row.get(11)?,
            error_message: row.get(12)?,
            url: row.get(13)?,
        })
    };
    list.query_map(params![id, limit, offset], read)?.collect::<rusqlite::Result<_>>().map(Some)
}

fn connect(file: &str) -> Connection {
    let connection = Connection::open(file).expect("the file opens");
    connection.pragma_update(None, "journal_mode", "WAL").expect("the file takes a log");
    connection
}

/// Copies the newest thousand deployments of each environment.
fn copy(database: &str, file: &str) {
    let releases = Releases::open(database).expect("the service's database opens");
    let mut connection = connect(file);
    connection
        .execute_batch(
            "CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             CREATE TABLE environments (
                 id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (project_id, name));
             CREATE TABLE deployments (
                 environment_id INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
                 release_version TEXT NOT NULL, candidate_version TEXT NOT NULL, \"commit\" TEXT NOT NULL,
                 from_release_version TEXT, from_candidate_version TEXT, status TEXT NOT NULL, actor TEXT,
                 created_at TEXT NOT NULL, deploy_start_at TEXT, deploy_end_at TEXT, error_message TEXT, url TEXT,
                 PRIMARY KEY (environment_id, number)) WITHOUT ROWID;
             INSERT INTO projects VALUES (1, 'web');",
        )
        .expect("the tables are made");
    let open = connection.transaction().expect("a transaction");
    let environments = releases.list_environments(PROJECT).per_page(100).call().expect("environments");
    for (place, environment) in environments.items.iter().enumerate() {
        let name = environment.name.as_str();
        open.execute("INSERT INTO environments VALUES (?1, 1, ?2)", params![place as i64, name]).expect("a row");
        for page in 1..=10 {
            let page = releases.list_deployments(PROJECT, name).per_page(100).page(page).call().expect("a page");
            for deployment in page.items {
                let text = |value: &dyn std::fmt::Display| value.to_string();
                open.execute(
                    "INSERT INTO deployments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                    params![
                        place as i64,
                        deployment.number as i64,
                        text(&deployment.id),
                        text(&deployment.release_version),
                        text(&deployment.candidate_version),
                        text(&deployment.commit),
                        deployment.from_release_version.as_ref().map(|version| text(version)),
                        deployment.from_candidate_version.as_ref().map(|version| text(version)),
                        deployment.status.as_str(),
                        deployment.actor.as_ref().map(|actor| text(actor)),
                        text(&deployment.created_at),
                        deployment.deploy_start_at.as_ref().map(|time| text(time)),
                        deployment.deploy_end_at.as_ref().map(|time| text(time)),
                        deployment.error_message,
                        deployment.url,
                    ],
                )
                .expect("a row");
            }
        }
    }
    open.commit().expect("the copy is made");
    releases.close().expect("the database closes");
}
