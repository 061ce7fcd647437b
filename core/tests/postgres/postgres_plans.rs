//! How PostgreSQL goes about what it is asked, by its own words.

use release_core::{Releases, Status};

use crate::postgres_server::{Server, in_new_schema, sql};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// With many rows PostgreSQL takes parallel workers for what it thinks is much to read. Starting them takes forty times as
/// long as a look along an index. Here they cost nothing, so that it takes them with not so many rows.
#[test]
fn no_look_takes_parallel_workers() {
    let server = Server::start(&[]);
    let settings = [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_nested_statements = on",
        "log_min_messages = log",
        "parallel_setup_cost = 0",
        "parallel_tuple_cost = 0",
        "min_parallel_table_scan_size = 0",
        "min_parallel_index_scan_size = 0",
    ];
    for setting in settings {
        sql(&server.url, &format!("ALTER ROLE postgres SET {setting}"));
    }
    let url = in_new_schema(&server.url);
    let releases = Releases::open(&url).unwrap();
    let log = || std::fs::read_to_string(server.folder.join("data.log")).unwrap();
    // What is asked once, of PostgreSQL's own small tables, may be done in any way.
    let opened = log().len();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    for number in 0..30 {
        let version = format!("1.{number}.0-rc1");
        releases.create_release("web", &version, "acme/web", COMMIT).call().unwrap();
        releases.create_deployment("web", "production", &version).call().unwrap();
        releases.update_deployment_status("web", "production", &version, Status::Success).call().unwrap();
    }
    let schema = url.rsplit("schema=").next().unwrap();
    let many = "SELECT list, partition, position || int4send(n), key FROM {}.entries, generate_series(1, 200) AS n";
    let many = many.replace("{}", schema);
    sql(&server.url, &format!("INSERT INTO {schema}.entries {many}; ANALYZE {schema}.entries, {schema}.records"));
    releases.live("web", "production").call().unwrap();
    let page = releases.list_deployments("web", "production").per_page(5).call().unwrap();
    releases.list_deployments("web", "production").cursor(page.next.unwrap()).call().unwrap();
    releases.list_deployments("web", "production").page(2).call().unwrap();
    releases.list_releases("web").call().unwrap();
    releases.history().call().unwrap();
    releases.close().unwrap();

    let log = &log()[opened..];
    assert!(log.contains("using entries_pkey"), "the server tells no plans: {log}");
    let parallel: Vec<_> = log.lines().filter(|line| line.contains("Gather") || line.contains("Parallel")).collect();
    assert!(parallel.is_empty(), "{}", parallel.join("\n"));
}
