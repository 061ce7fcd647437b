-- Reading through other records: a client that knows a project by its name reads in one go what is kept under the
-- project's id. Nothing that was there is changed, so processes of earlier versions go on.

-- A link is a record's key and a place in its JSON. `answers` has what stands there, and what is in no key where there is
-- no such record. Keys and partitions are templates of format(), in which %1$s is what the first link found; a link may need
-- those before it. The client is told what was found, in rows of the requests -1, -2 and so on, and so knows what was read.
-- Beside a list come the records that its rows name: a template of their keys, in which the last argument is what a row has
-- in the place that is said. The rest is as read_1 has it, and of one moment too.
CREATE FUNCTION {schema}.read_through_1(
    keys text[], lists smallint[], partitions text[], descending boolean[], afters bytea[], limits bigint[],
    link_keys text[], link_paths text[], beside_requests integer[], beside_keys text[], beside_paths text[]
) RETURNS TABLE (request integer, place bytea, record text, revised bigint, content text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off SET enable_seqscan = off
SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
    answers text[] := '{}';
    said text;
    asked integer;
BEGIN
    FOR i IN 1 .. cardinality(link_keys) LOOP
        SELECT r.body #>> link_paths[i]::text[] INTO said
            FROM {schema}.records AS r WHERE r.key = format(link_keys[i], VARIADIC answers);
        answers := array_append(answers, coalesce(said, '?'));
        RETURN QUERY SELECT -i, NULL::bytea, NULL::text, NULL::bigint, said;
    END LOOP;
    partitions := ARRAY(SELECT format(p.template, VARIADIC answers)
        FROM unnest(partitions) WITH ORDINALITY AS p (template, number) ORDER BY p.number);
    RETURN QUERY SELECT * FROM {schema}.read_1(
        ARRAY(SELECT format(k.template, VARIADIC answers) FROM unnest(keys) AS k (template)),
        lists, partitions, descending, afters, limits);
    FOR i IN 1 .. cardinality(beside_requests) LOOP
        asked := beside_requests[i];
        RETURN QUERY SELECT 0, NULL::bytea, r.key, r.revision, r.body::text
            FROM {schema}.read_1('{}', lists[asked:asked], partitions[asked:asked], descending[asked:asked],
                afters[asked:asked], limits[asked:asked]) AS listed
            JOIN {schema}.records AS r
                ON r.key = format(beside_keys[i], VARIADIC answers || (listed.content::json #>> beside_paths[i]::text[]))
            WHERE listed.request > 0;
    END LOOP;
END $$;

-- The same once every commit that has drawn revisions has ended, as read_settled_1 has it.
CREATE FUNCTION {schema}.read_through_settled_1(
    keys text[], lists smallint[], partitions text[], descending boolean[], afters bytea[], limits bigint[],
    link_keys text[], link_paths text[], beside_requests integer[], beside_keys text[], beside_paths text[]
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
    RETURN QUERY SELECT * FROM {schema}.read_through_1(keys, lists, partitions, descending, afters, limits,
        link_keys, link_paths, beside_requests, beside_keys, beside_paths);
END $$;
