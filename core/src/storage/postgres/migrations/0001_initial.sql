-- Records under keys, each with its place in ordered lists.
--
-- A record is JSON. Change nothing by hand: what decisions rely on is spread over several records.

CREATE TABLE {schema}.about (
    id integer PRIMARY KEY CHECK (id = 1),
    program text NOT NULL,
    version integer NOT NULL
);

INSERT INTO {schema}.about (id, program, version) VALUES (1, 'release-core', 0);

CREATE TABLE {schema}.records (
    key text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    body json NOT NULL
) WITH (fillfactor = 85);

CREATE TABLE {schema}.entries (
    list smallint NOT NULL,
    partition text COLLATE "C" NOT NULL,
    position bytea NOT NULL,
    key text COLLATE "C" NOT NULL,
    PRIMARY KEY (list, partition, position)
);

-- The attempts that were committed lately, so that a client whose connection broke finds out what became of its own.
-- A fenced one was not committed, and cannot be any more.
CREATE TABLE {schema}.commits (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    fenced boolean NOT NULL
);

-- A revision that was given is not given again. It has no cache, so that revisions rise in the order of giving.
CREATE SEQUENCE {schema}.revisions AS bigint CACHE 1;

-- All answers are as of one moment, because a STABLE function sees what the statement that calls it sees. The first
-- row is the time, in milliseconds. Plans are kept by PostgreSQL, one a connection, and must be right for lists of any
-- size: so they are made once, and along the indexes only.
CREATE FUNCTION {schema}.read_1(
    keys text[], lists smallint[], partitions text[], descending boolean[], afters bytea[], limits bigint[]
) RETURNS TABLE (request integer, place bytea, record text, revised bigint, content text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off SET enable_seqscan = off
SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_sort = off
AS $$
BEGIN
    RETURN QUERY SELECT 0, NULL::bytea, NULL::text, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
        NULL::text;
    IF cardinality(keys) > 0 THEN
        RETURN QUERY SELECT 0, NULL::bytea, r.key, r.revision, r.body::text
            FROM {schema}.records AS r WHERE r.key = ANY (keys);
    END IF;
    FOR i IN 1 .. cardinality(lists) LOOP
        IF descending[i] THEN
            IF afters[i] IS NULL THEN
                RETURN QUERY SELECT i, e.position, r.key, r.revision, r.body::text
                    FROM {schema}.entries AS e JOIN {schema}.records AS r ON r.key = e.key
                    WHERE e.list = lists[i] AND e.partition = partitions[i]
                    ORDER BY e.list DESC, e.partition DESC, e.position DESC LIMIT limits[i];
            ELSE
                RETURN QUERY SELECT i, e.position, r.key, r.revision, r.body::text
                    FROM {schema}.entries AS e JOIN {schema}.records AS r ON r.key = e.key
                    WHERE e.list = lists[i] AND e.partition = partitions[i] AND e.position < afters[i]
                    ORDER BY e.list DESC, e.partition DESC, e.position DESC LIMIT limits[i];
            END IF;
        ELSIF afters[i] IS NULL THEN
            RETURN QUERY SELECT i, e.position, r.key, r.revision, r.body::text
                FROM {schema}.entries AS e JOIN {schema}.records AS r ON r.key = e.key
                WHERE e.list = lists[i] AND e.partition = partitions[i]
                ORDER BY e.list, e.partition, e.position LIMIT limits[i];
        ELSE
            RETURN QUERY SELECT i, e.position, r.key, r.revision, r.body::text
                FROM {schema}.entries AS e JOIN {schema}.records AS r ON r.key = e.key
                WHERE e.list = lists[i] AND e.partition = partitions[i] AND e.position > afters[i]
                ORDER BY e.list, e.partition, e.position LIMIT limits[i];
        END IF;
    END LOOP;
END $$;

-- The same once every commit that has drawn revisions has ended, so that a list by revision shows no event before an
-- earlier one that is still to come. It is VOLATILE: what it reads, it reads as of after the wait, which only a
-- transaction that is read committed does.
CREATE FUNCTION {schema}.read_settled_1(
    keys text[], lists smallint[], partitions text[], descending boolean[], afters bytea[], limits bigint[]
) RETURNS TABLE (request integer, place bytea, record text, revised bigint, content text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'transaction_isolation is %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('', hashtextextended('{name}', 0)));
    RETURN QUERY SELECT * FROM {schema}.read_1(keys, lists, partitions, descending, afters, limits);
END $$;

-- Makes all that would write one of these records wait for the end of this transaction.
CREATE FUNCTION {schema}.lock_1(keys text[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(ordered.lock)
        FROM (SELECT hashtextextended(key, hashtextextended('{name}', 0)) AS lock FROM unnest(keys) AS key
            ORDER BY lock) AS ordered;
END $$;

-- Commits a change set, or answers with the keys of the records that are not as they were expected (NULL: absent).
--
-- Every key is locked by its hash, shared where it was only read: so a record that is absent can be locked like any
-- other, and nothing is written for a lock. Only what is behind the locks is looked at, as of after the wait: the
-- transaction must be read committed. All take the locks in one order, and that of the empty key, which is that of all
-- who have drawn revisions, last: so commits alone do not wait in a circle. A transaction that took locks before its
-- commit (lock_1, read_settled_1) may close one; PostgreSQL ends it with an error, and the client decides again. Too many
-- keys for the table of locks take the lock of the empty key for themselves alone.
CREATE FUNCTION {schema}.commit_1(
    request text, decided_at bigint, keys text[], expected bigint[], written boolean[], writes integer,
    insert_keys text[], insert_numbers integer[], insert_bodies text[],
    update_keys text[], update_numbers integer[], update_bodies text[], delete_keys text[],
    left_lists smallint[], left_partitions text[], left_positions bytea[],
    joined_lists smallint[], joined_partitions text[], joined_positions bytea[], joined_numbers integer[],
    joined_keys text[]
) RETURNS text[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off SET enable_seqscan = off
SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    overtaken text[];
    revisions bigint[];
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'transaction_isolation is %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    IF writes > 0 THEN
        -- The attempt of a client that has long been told otherwise: nobody remembers that it was fenced.
        IF floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - decided_at > 300000 THEN
            RETURN ARRAY[''];
        END IF;
        IF cardinality(keys) <= 500 THEN
            PERFORM CASE WHEN ordered.written THEN pg_advisory_xact_lock(ordered.lock)
                    ELSE pg_advisory_xact_lock_shared(ordered.lock) END
                FROM (SELECT hashtextextended(k.key, hashtextextended('{name}', 0)) AS lock, k.written
                    FROM unnest(keys, written) AS k (key, written) ORDER BY lock, k.written DESC) AS ordered;
            PERFORM pg_advisory_xact_lock_shared(hashtextextended('', hashtextextended('{name}', 0)));
        ELSE
            PERFORM pg_advisory_xact_lock(hashtextextended('', hashtextextended('{name}', 0)));
        END IF;
        -- The wait may have been long.
        IF floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - decided_at > 300000 THEN
            RETURN ARRAY[''];
        END IF;
    END IF;

    SELECT array_agg(k.key) INTO overtaken
        FROM unnest(keys, expected) AS k (key, revision) LEFT JOIN {schema}.records AS r ON r.key = k.key
        WHERE r.revision IS DISTINCT FROM k.revision;
    IF overtaken IS NOT NULL OR writes = 0 THEN
        RETURN overtaken;
    END IF;

    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'local', true);
    END IF;
    INSERT INTO {schema}.commits (id, at, fenced) VALUES (request::uuid, clock_timestamp(), false);
    SELECT array_agg(nextval('{schema}.revisions')) INTO revisions FROM generate_series(1, writes);

    IF cardinality(delete_keys) > 0 THEN
        DELETE FROM {schema}.records AS r WHERE r.key = ANY (delete_keys);
    END IF;
    IF cardinality(update_keys) > 0 THEN
        UPDATE {schema}.records AS r SET revision = revisions[w.number], body = w.body::json
            FROM unnest(update_keys, update_numbers, update_bodies) AS w (key, number, body) WHERE r.key = w.key;
    END IF;
    IF cardinality(insert_keys) > 0 THEN
        INSERT INTO {schema}.records (key, revision, body)
            SELECT w.key, revisions[w.number], w.body::json
            FROM unnest(insert_keys, insert_numbers, insert_bodies) AS w (key, number, body);
    END IF;
    IF cardinality(left_lists) > 0 THEN
        DELETE FROM {schema}.entries AS e
            USING unnest(left_lists, left_partitions, left_positions) AS w (list, partition, position)
            WHERE e.list = w.list AND e.partition = w.partition AND e.position = w.position;
    END IF;
    IF cardinality(joined_lists) > 0 THEN
        INSERT INTO {schema}.entries (list, partition, position, key)
            SELECT w.list, w.partition, coalesce(w.position, int8send(revisions[w.number])), w.key
            FROM unnest(joined_lists, joined_partitions, joined_positions, joined_numbers, joined_keys)
                AS w (list, partition, position, number, key);
    END IF;
    RETURN NULL;
END $$;

-- For people with psql; no code reads these. The ranges are those of the keys' first word.

CREATE VIEW {schema}.projects AS
SELECT body ->> 'name' AS name, body ->> 'repository' AS repository, (body ->> 'created_at')::timestamptz AS created_at,
    (body ->> 'archived_at')::timestamptz AS archived_at, body
FROM {schema}.records WHERE key >= 'project/' AND key < 'project0';

CREATE VIEW {schema}.environments AS
SELECT body #>> '{data,project}' AS project, body #>> '{data,name}' AS name, body #>> '{data,tier}' AS tier,
    body #>> '{live,candidate}' AS live, body #>> '{data,freeze,reason}' AS frozen_because, body
FROM {schema}.records WHERE key >= 'environment/' AND key < 'environment0';

CREATE VIEW {schema}.releases AS
SELECT body #>> '{data,project}' AS project, body #>> '{data,version}' AS version,
    (body #>> '{data,created_at}')::timestamptz AS created_at, body
FROM {schema}.records WHERE key >= 'release/' AND key < 'release0';

CREATE VIEW {schema}.candidates AS
SELECT body #>> '{data,project}' AS project, body #>> '{data,version}' AS version, body #>> '{data,commit}' AS "commit",
    (body #>> '{data,created_at}')::timestamptz AS created_at, body
FROM {schema}.records WHERE key >= 'candidate/' AND key < 'candidate0';

CREATE VIEW {schema}.deployments AS
SELECT body #>> '{data,project}' AS project, body #>> '{data,environment_name}' AS environment,
    (body #>> '{data,number}')::bigint AS number, body #>> '{data,release_candidate_version}' AS candidate,
    body #>> '{data,status}' AS status, body #>> '{data,actor}' AS actor,
    (body #>> '{data,created_at}')::timestamptz AS created_at, body
FROM {schema}.records WHERE key >= 'deployment/' AND key < 'deployment0';

CREATE VIEW {schema}.events AS
SELECT revision AS sequence, (body #>> '{data,at}')::timestamptz AS at, body #>> '{data,actor}' AS actor,
    body #>> '{data,action}' AS action, body #>> '{data,project}' AS project,
    body #>> '{data,environment}' AS environment, body #>> '{data,candidate_version}' AS candidate, body
FROM {schema}.records WHERE key >= 'event/' AND key < 'event0';
