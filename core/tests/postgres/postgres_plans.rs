//! How PostgreSQL goes about what it is asked, by its own words.

use release_core::{Releases, Status};

use crate::postgres_server::{Server, in_new_schema, sql};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// With many rows PostgreSQL takes parallel workers for what it thinks is much to read. Starting them takes forty times as
/// long as a look along an index. Here they cost nothing, so that it takes them with not so many rows.
#[test]
fn every_look_goes_along_an_index_in_one_process() {
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
    // What is asked at opening, of PostgreSQL's own small tables, may be done in any way, as may this test's filling.
    let filled = log().len();
    releases.live("web", "production").call().unwrap();
    let page = releases.list_deployments("web", "production").per_page(5).call().unwrap();
    releases.list_deployments("web", "production").cursor(page.next.unwrap()).call().unwrap();
    releases.list_deployments("web", "production").page(2).call().unwrap();
    releases.list_releases("web").call().unwrap();
    releases.history().call().unwrap();
    releases.create_deployment("web", "production", "1.3.0-rc1").redeploy(true).call().unwrap();
    releases.close().unwrap();

    let log = &log()[filled..];
    assert!(log.contains("using entries_pkey"), "the server tells no plans: {log}");
    let scans =
        ["Seq Scan on records", "Seq Scan on entries", "Bitmap Heap Scan on records", "Bitmap Heap Scan on entries"];
    let unwanted = |line: &&str| ["Gather", "Parallel"].iter().chain(&scans).any(|words| line.contains(words));
    let found: Vec<_> = log.lines().filter(unwanted).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
