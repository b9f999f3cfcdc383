-- What several processes on one database tell each other.

-- What one of them does at a time, or all of them together no more often than it runs out.
CREATE TABLE lease (
  name TEXT NOT NULL PRIMARY KEY,
  held_until BIGINT NOT NULL
);

-- How many DM channels were opened in a minute (of UTC, counted from the epoch), and how many members who waited were
-- told to come back in it.
CREATE TABLE dm_minute (
  minute BIGINT NOT NULL PRIMARY KEY,
  opened INTEGER NOT NULL DEFAULT 0 CHECK (opened >= 0),
  promised INTEGER NOT NULL DEFAULT 0 CHECK (promised >= 0)
);

-- Changes of the pathways that servers brought, for the processes that keep them in memory.
CREATE TABLE pathway_change_count (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
);

CREATE TABLE pathway_change (
  number BIGINT NOT NULL PRIMARY KEY,
  pathway_id TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE INDEX pathway_change_at ON pathway_change (at);
