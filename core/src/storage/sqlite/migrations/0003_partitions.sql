-- Partitions by number, so that the lists that grow at the same time stand beside each other in the file: the
-- partitions of a candidate are made when it is first deployed, wherever that is, and a group of calls then writes few
-- pages. With the texts in the entries themselves each environment had pages of its own for them.
--
-- The lists are made anew behind this step, from the records.

DROP TABLE entries;

CREATE TABLE partitions (
    name TEXT PRIMARY KEY,
    id INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE entries (
    partition INTEGER NOT NULL,
    list INTEGER NOT NULL,
    position BLOB NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (partition, list, position)
) WITHOUT ROWID;

-- The highest id ever given to a partition.
ALTER TABLE counter ADD COLUMN partition INTEGER NOT NULL DEFAULT 0;
