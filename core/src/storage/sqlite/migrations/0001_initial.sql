-- Records under keys, each with its place in ordered lists.
--
-- A record is JSON. Change nothing by hand: what decisions rely on is spread over several records.

CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE entries (
    list INTEGER NOT NULL,
    partition TEXT NOT NULL,
    position BLOB NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (list, partition, position)
) WITHOUT ROWID;

-- The highest revision ever given: a deleted record's is not given again.
CREATE TABLE counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL
);

INSERT INTO counter (id, revision) VALUES (1, 0);

-- For people with the sqlite3 shell; no code reads these. The ranges are those of the keys' first word.

CREATE VIEW projects AS
SELECT json_extract(body, '$.name') AS name, json_extract(body, '$.repository') AS repository,
    json_extract(body, '$.created_at') AS created_at, json_extract(body, '$.archived_at') AS archived_at, body
FROM records WHERE key >= 'project/' AND key < 'project0';

CREATE VIEW environments AS
SELECT json_extract(body, '$.data.project') AS project, json_extract(body, '$.data.name') AS name,
    json_extract(body, '$.data.tier') AS tier, json_extract(body, '$.live.candidate') AS live,
    json_extract(body, '$.data.freeze.reason') AS frozen_because, body
FROM records WHERE key >= 'environment/' AND key < 'environment0';

CREATE VIEW releases AS
SELECT json_extract(body, '$.data.project') AS project, json_extract(body, '$.data.version') AS version,
    json_extract(body, '$.data.created_at') AS created_at, body
FROM records WHERE key >= 'release/' AND key < 'release0';

CREATE VIEW candidates AS
SELECT json_extract(body, '$.data.project') AS project, json_extract(body, '$.data.version') AS version,
    json_extract(body, '$.data.commit') AS "commit", json_extract(body, '$.data.created_at') AS created_at, body
FROM records WHERE key >= 'candidate/' AND key < 'candidate0';

CREATE VIEW deployments AS
SELECT json_extract(body, '$.data.project') AS project, json_extract(body, '$.data.environment_name') AS environment,
    json_extract(body, '$.data.number') AS number,
    json_extract(body, '$.data.release_candidate_version') AS candidate, json_extract(body, '$.data.status') AS status,
    json_extract(body, '$.data.actor') AS actor, json_extract(body, '$.data.created_at') AS created_at, body
FROM records WHERE key >= 'deployment/' AND key < 'deployment0';

CREATE VIEW events AS
SELECT revision AS sequence, json_extract(body, '$.data.at') AS at, json_extract(body, '$.data.actor') AS actor,
    json_extract(body, '$.data.action') AS action, json_extract(body, '$.data.project') AS project,
    json_extract(body, '$.data.environment') AS environment,
    json_extract(body, '$.data.candidate_version') AS candidate, body
FROM records WHERE key >= 'event/' AND key < 'event0';
