//! What is live, and pages of a history, at a thousand deployments and at a million.
//!
//! The thousand are made by the library. The million are written by SQL after their example, in the layout that the
//! library writes: each deployment with its two lines of the log and all their places in lists. That the library reads
//! them right, and goes on from there, is checked before anything is measured.

use std::time::Instant;

use release_core::{Deployment, Page, Releases, Status};

use crate::compare::compare;
use crate::postgres_server::{Server, sql};
use crate::{CANDIDATES, COMMIT, PROJECT, version};

const ENVIRONMENT: &str = "production";
const FEW: u64 = 1_000;
/// Deployments that one statement writes.
const BATCH: u64 = 20_000;

pub(crate) fn measure(count: u64) {
    let own = std::env::var("RELEASE_CORE_TEST_POSTGRES").is_err().then(|| Server::start(&[]));
    let server = own.as_ref().map_or_else(|| crate::postgres_server::shared().to_owned(), |own| own.url.clone());
    let join = if server.contains('?') { '&' } else { '?' };
    let handles = [FEW, count].map(|count| {
        let schema = format!("release_bench_{count}");
        let url = format!("{server}{join}schema={schema}");
        let known = sql(&server, &format!("SELECT to_regclass('{schema}.filled')"));
        if known[0][0].is_none() {
            fill(&server, &url, &schema, count);
        }
        (Releases::open(url).unwrap(), count)
    });
    let (few, many) = (&handles[0], &handles[1]);
    is_read_right(&few.0, few.1);
    is_read_right(&many.0, many.1);
    println!("  {:<38}{:>14}{:>14}{:>10}", "", FEW, count, "ratio");
    compare("live", &handles, |releases, count| {
        let live = releases.live(PROJECT, ENVIRONMENT).call().unwrap().deployment.expect("something is live");
        assert_eq!(live.number, count);
    });
    compare("list_deployments, first page", &handles, |releases, count| {
        assert_eq!(page(releases, 1).items[0].number, count);
    });
    compare("list_deployments, page in the middle", &handles, |releases, count| {
        assert_eq!(page(releases, count / 20 + 1).items[0].number, count - count / 20 * 10);
    });
    let cursors = handles.each_ref().map(|(releases, count)| page(releases, count / 20).next.expect("it goes on"));
    compare("list_deployments, cursor there", &handles, |releases, count| {
        let cursor = &cursors[usize::from(count != FEW)];
        let page = releases.list_deployments(PROJECT, ENVIRONMENT).cursor(cursor.as_str()).call().unwrap();
        assert_eq!(page.items[0].number, count - count / 20 * 10);
    });
}

fn page(releases: &Releases, number: u64) -> Page<Deployment> {
    releases.list_deployments(PROJECT, ENVIRONMENT).page(number).call().unwrap()
}

/// Makes so many successful deployments: the first thousand by the library, the others after the example of the last.
fn fill(server: &str, url: &str, schema: &str, count: u64) {
    let begun = Instant::now();
    let releases = Releases::open(url).unwrap();
    releases.create_project(PROJECT, "acme/web").call().unwrap();
    releases.create_environment(PROJECT, ENVIRONMENT).call().unwrap();
    for number in 0..CANDIDATES {
        releases.create_release(PROJECT, version(number), "acme/web", COMMIT).call().unwrap();
    }
    for number in 1..=count.min(FEW) {
        releases.create_deployment(PROJECT, ENVIRONMENT, version(number)).actor("ana@acme.dev").call().unwrap();
        let report = releases.update_deployment_status(PROJECT, ENVIRONMENT, version(number), Status::Success);
        report.actor("ana@acme.dev").call().unwrap();
    }
    releases.close().unwrap();
    let mut next = FEW + 1;
    while next <= count {
        let last = count.min(next + BATCH - 1);
        sql(server, &rows(schema, next, last));
        next = last + 1;
    }
    let text = format!(
        "UPDATE {schema}.records SET body = replace(replace(replace(regexp_replace(regexp_replace(body::text, \
         '\"deployments\":{FEW}\\M', '\"deployments\":{count}'), '\"endings\":{FEW}\\M', '\"endings\":{count}'), \
         '\"ending\":{FEW}', '\"ending\":{count}'), (SELECT DISTINCT id FROM {schema}.example), '{}'), '{}', '{}')::json WHERE \
         key LIKE 'environment/%'; ANALYZE {schema}.records; ANALYZE {schema}.entries; CREATE TABLE {schema}.filled ()",
        id(count),
        version(FEW),
        version(count),
    );
    if count > FEW {
        sql(server, &text);
    } else {
        sql(server, &format!("ANALYZE {schema}.records; ANALYZE {schema}.entries; CREATE TABLE {schema}.filled ()"));
    }
    let size = format!(
        "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r'"
    );
    let bytes: u64 = sql(server, &size)[0][0].as_deref().unwrap().parse().unwrap();
    println!(
        "{count} deployments: {} MiB with indexes, {} bytes each with its lines of the log; filled in {} s",
        bytes >> 20,
        bytes / count,
        begun.elapsed().as_secs()
    );
}

fn id(number: u64) -> String {
    format!("01900000-0000-7000-8000-{number:012x}")
}

/// Deployments of these numbers after the example of the last that the library has made: the same texts and the same
/// places in the same lists, with other ids, versions, numbers and revisions.
fn rows(schema: &str, from: u64, to: u64) -> String {
    let newest = format!("(SELECT key FROM {schema}.entries WHERE list = 9 AND position = int8send({FEW}) LIMIT 1)");
    // `example` has a row for each record, and for each of its places one of `places`.
    let example = format!(
        "CREATE TABLE IF NOT EXISTS {schema}.example AS WITH newest AS (SELECT substr(k.key, 12) AS id FROM {newest} AS k) \
         SELECT newest.id, r.key, r.body::text AS body, row_number() OVER (ORDER BY r.revision) AS place FROM newest, \
         {schema}.records AS r WHERE r.key = 'deployment/' || newest.id OR (r.key LIKE 'event/%' AND r.body #>> \
         '{{data,deployment_id}}' = newest.id); CREATE TABLE IF NOT EXISTS {schema}.places AS SELECT e.* FROM \
         {schema}.entries AS e JOIN {schema}.example AS x ON x.key = e.key"
    );
    let old = version(FEW);
    let (old, old_release) = (old.as_str(), old.trim_end_matches("-rc1"));
    let number = format!("(1000 + n % {CANDIDATES})");
    let new_release = format!("'1.' || {number} || '.0'");
    let new_id = "'01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0')";
    // The key of a line of the log is an id of its own.
    let new_key = format!(
        "CASE WHEN x.key LIKE 'deployment/%' THEN 'deployment/' || {new_id} ELSE 'event/01900000-0000-7000-9' || \
         lpad(x.place::text, 3, '0') || '-' || lpad(to_hex(n), 12, '0') END"
    );
    format!(
        "{example}; BEGIN; CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT x.key AS old_key, {new_key} AS key, n, \
         nextval('{schema}.revisions') AS revision, replace(replace(replace(replace(replace(x.body, x.id, {new_id}), \
         substr(x.key, strpos(x.key, '/') + 1), substr({new_key}, strpos(x.key, '/') + 1)), '\"number\":{FEW},', \
         '\"number\":' || n || ','), '\"ending\":{FEW}', '\"ending\":' || n), '{old_release}', {new_release}) AS body FROM \
         generate_series({from}, {to}) AS n, {schema}.example AS x ORDER BY n, x.place; INSERT INTO {schema}.records \
         (key, revision, body) SELECT key, revision, body::json FROM made ORDER BY key; INSERT INTO {schema}.entries (list, \
         partition, position, key) SELECT p.list, replace(p.partition, '{old}', {new_release} || '-rc1'), CASE WHEN \
         p.list = 15 THEN int8send(m.revision) ELSE int8send(m.n) END, m.key FROM made AS m JOIN {schema}.places AS p ON \
         p.key = m.old_key ORDER BY p.list, p.partition, m.n; COMMIT"
    )
}

/// Whether the library finds what it would have written itself, and goes on from there.
fn is_read_right(releases: &Releases, count: u64) {
    let mut page = releases.list_deployments(PROJECT, ENVIRONMENT).per_page(100).call().unwrap();
    let mut expected = (1..=count).rev();
    for _ in 0..20 {
        for deployment in &page.items {
            let number = expected.next().unwrap();
            assert_eq!((deployment.number, deployment.status), (number, Status::Success));
            assert_eq!(deployment.candidate_version.to_string(), version(number));
            if number.is_multiple_of(50) {
                assert_eq!(releases.get_deployment(deployment.id).call().unwrap().number, number);
            }
        }
        let Some(next) = &page.next else { break };
        page = releases.list_deployments(PROJECT, ENVIRONMENT).per_page(100).cursor(next.as_str()).call().unwrap();
    }
    let live = releases.live(PROJECT, ENVIRONMENT).call().unwrap();
    assert_eq!(live.deployment.map(|live| live.number), Some(count));
    assert!(live.in_flight.is_empty());
    assert_eq!(live.previous.map(|previous| previous.number), Some(count - 1));
    let history = releases.history().project(PROJECT).environment(ENVIRONMENT).call().unwrap();
    assert_eq!(history.items[0].candidate_version.as_ref().map(ToString::to_string), Some(version(count)));
    // A rehearsal finds where it would go back to, and changes nothing.
    let back = releases.rollback(PROJECT, ENVIRONMENT).dry_run(true).call().unwrap();
    assert_eq!(back.target.to_string(), version(count - 1));
}
