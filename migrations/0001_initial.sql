-- Read by SQLite and PostgreSQL alike. Discord ids are TEXT, since they outgrow what JavaScript counts
-- exactly; instants are UTC epoch milliseconds (BIGINT); local dates are TEXT, YYYY-MM-DD.

CREATE TABLE member (
  user_id TEXT NOT NULL PRIMARY KEY,
  time_zone TEXT,
  visibility TEXT NOT NULL CHECK (visibility IN ('hidden', 'visible')),
  -- No foreign key: the member's row comes first, and the enrolment points back at it.
  current_pathway_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE enrolment (
  user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE,
  pathway_id TEXT NOT NULL,
  -- A plan divides by it.
  hours_per_week INTEGER NOT NULL CHECK (hours_per_week > 0),
  starts_on TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, pathway_id)
);

-- The primary key also finds a member's records on a pathway, so there is no index beside it.
CREATE TABLE completion (
  user_id TEXT NOT NULL,
  pathway_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'skipped')),
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  note TEXT,
  link TEXT,
  -- JSON: the record this one replaced. Only ever read back whole, with its own record.
  replaced TEXT,
  PRIMARY KEY (user_id, pathway_id, task_id),
  FOREIGN KEY (user_id, pathway_id) REFERENCES enrolment (user_id, pathway_id) ON DELETE CASCADE
);
