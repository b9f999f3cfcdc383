-- Who was hidden had never been asked: NULL says so, and each kind of board then has a default of its own.
ALTER TABLE member RENAME COLUMN visibility TO visibility_before;
ALTER TABLE member ADD COLUMN visibility TEXT CHECK (visibility IN ('named', 'alias', 'hidden'));
UPDATE member SET visibility = 'named' WHERE visibility_before = 'visible';
ALTER TABLE member DROP COLUMN visibility_before;
ALTER TABLE member ADD COLUMN alias TEXT;

-- The tasks that pathway files have had. One without a position has left its file: its hours are still credit.
CREATE TABLE task (
  pathway_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  phase_id TEXT NOT NULL,
  position INTEGER,
  hours INTEGER NOT NULL CHECK (hours > 0),
  PRIMARY KEY (pathway_id, task_id)
);

-- Where a member is on a pathway, worked out from completions and the pathway's file whenever one of them changes,
-- so that a question about a thousand members is one look at a thousand rows.
CREATE TABLE standing (
  user_id TEXT NOT NULL,
  pathway_id TEXT NOT NULL,
  -- NULL: nothing is open.
  phase_id TEXT,
  task_id TEXT,
  done_hours INTEGER NOT NULL,
  -- The last record, or the joining.
  active_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, pathway_id),
  FOREIGN KEY (user_id, pathway_id) REFERENCES enrolment (user_id, pathway_id) ON DELETE CASCADE
);

-- A cohort's week is asked of each of its members.
CREATE INDEX completion_at ON completion (user_id, pathway_id, at, status, task_id);

-- What the bot last knew of a member there; without the privileged intent nobody tells it when one leaves.
ALTER TABLE server_member ADD COLUMN name TEXT;
ALTER TABLE server_member ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE server_member ADD COLUMN left_at BIGINT;
-- The phase role that the bot gave last, and since when it may be another one that is due.
ALTER TABLE server_member ADD COLUMN phase_role_id TEXT;
ALTER TABLE server_member ADD COLUMN phase_role_due_at BIGINT;

CREATE INDEX server_member_seen ON server_member (seen_at) WHERE left_at IS NULL;
CREATE INDEX server_member_left ON server_member (guild_id, user_id) WHERE left_at IS NOT NULL;
CREATE INDEX server_member_role_due ON server_member (phase_role_due_at) WHERE phase_role_due_at IS NOT NULL;

ALTER TABLE server ADD COLUMN summary_channel_id TEXT;
ALTER TABLE server ADD COLUMN role_trouble TEXT CHECK (role_trouble IN ('permission-lost', 'role-gone'));

CREATE TABLE phase_role (
  guild_id TEXT NOT NULL,
  phase_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  PRIMARY KEY (guild_id, phase_id)
);

CREATE TABLE cohort (
  cohort_id TEXT NOT NULL PRIMARY KEY,
  guild_id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name as far as people tell names apart.
  name_key TEXT NOT NULL,
  pathway_id TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  hours_per_week INTEGER NOT NULL CHECK (hours_per_week > 0),
  -- JSON: days on which nobody walks. Only ever read whole, with their cohort.
  breaks TEXT NOT NULL,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  next_occurrence TEXT,
  next_at BIGINT,
  channel_id TEXT,
  -- NULL: open to everybody in the server.
  code TEXT,
  capacity INTEGER CHECK (capacity > 0),
  goal_week TEXT,
  goal_tasks INTEGER CHECK (goal_tasks > 0),
  created_at BIGINT NOT NULL,
  archived_at BIGINT,
  trouble TEXT CHECK (trouble IN ('channel-gone', 'permission-lost')),
  CHECK ((next_occurrence IS NULL) = (next_at IS NULL)),
  CHECK ((goal_week IS NULL) = (goal_tasks IS NULL))
);

CREATE UNIQUE INDEX cohort_name ON cohort (guild_id, name_key) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX cohort_code ON cohort (guild_id, code) WHERE code IS NOT NULL;
CREATE INDEX cohort_server ON cohort (guild_id);
CREATE INDEX cohort_due ON cohort (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE cohort_member (
  cohort_id TEXT NOT NULL REFERENCES cohort (cohort_id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE,
  -- 1: the facilitators may see where this member is.
  shares_details INTEGER NOT NULL CHECK (shares_details IN (0, 1)),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (cohort_id, user_id)
);

CREATE INDEX cohort_member_user ON cohort_member (user_id);

-- Whoever looks after a cohort need not walk it, nor be a member of any pathway.
CREATE TABLE cohort_facilitator (
  cohort_id TEXT NOT NULL REFERENCES cohort (cohort_id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (cohort_id, user_id)
);

CREATE INDEX cohort_facilitator_user ON cohort_facilitator (user_id);

-- The one message of a cohort that is kept up to date.
CREATE TABLE cohort_board (
  cohort_id TEXT NOT NULL PRIMARY KEY REFERENCES cohort (cohort_id) ON DELETE CASCADE,
  channel_id TEXT NOT NULL,
  message_id TEXT,
  due_at BIGINT NOT NULL
);

CREATE INDEX cohort_board_due ON cohort_board (due_at);

-- Wrong codes, so that nobody can try them all.
CREATE TABLE code_guess (
  guild_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  misses INTEGER NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (guild_id, user_id)
);

-- A member's line on a board: a server's or a cohort's, in one period of that board's calendar. Kept in the
-- transaction of every record, for counting them anew at each look takes a large server too long.
CREATE TABLE score (
  board_id TEXT NOT NULL,
  period TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE,
  hours INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  -- How others see the member; NULL: not at all.
  appearance TEXT CHECK (appearance IN ('named', 'alias')),
  label TEXT,
  sort_key TEXT,
  -- The end of the period, after which nobody asks for the line; NULL: it has none.
  ends_at BIGINT,
  PRIMARY KEY (board_id, period, user_id),
  CHECK ((appearance IS NULL) = (label IS NULL) AND (appearance IS NULL) = (sort_key IS NULL))
);

CREATE INDEX score_rank ON score (board_id, period, hours DESC, sort_key, user_id) WHERE sort_key IS NOT NULL;
CREATE INDEX score_user ON score (user_id);
CREATE INDEX score_over ON score (ends_at) WHERE ends_at IS NOT NULL;

-- How many lines have so many hours: a board has a hundred thousand lines, but a few hundred of these, and ranks,
-- pages and totals are read from them. Kept with the lines: a member's are taken off before the member is erased, for
-- no cascade counts them out. One that has come down to 0 stays.
CREATE TABLE score_level (
  board_id TEXT NOT NULL,
  period TEXT NOT NULL,
  hours INTEGER NOT NULL,
  members INTEGER NOT NULL,
  -- Those of the members whom others see.
  listed INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  ends_at BIGINT,
  PRIMARY KEY (board_id, period, hours)
);

CREATE INDEX score_level_over ON score_level (ends_at) WHERE ends_at IS NOT NULL;

-- The ledger learns three kinds. Nothing refers to it, so it can be made anew.
CREATE TABLE delivery_of_more_kinds (
  kind TEXT NOT NULL CHECK (
    kind IN ('member-nudge', 'server-nudge', 'server-trouble', 'cohort-summary', 'cohort-goal', 'cohort-trouble')
  ),
  recipient TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'skipped', 'refused', 'unknown')),
  due_at BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  first_sent_at BIGINT,
  claimed_at BIGINT,
  attempts INTEGER NOT NULL,
  message_id TEXT,
  reason TEXT,
  PRIMARY KEY (kind, recipient, occurrence),
  CHECK ((state = 'sending') = (claimed_at IS NOT NULL))
);

INSERT INTO delivery_of_more_kinds
SELECT kind, recipient, occurrence, state, due_at, not_before, first_sent_at, claimed_at, attempts, message_id, reason
FROM delivery;

DROP TABLE delivery;
ALTER TABLE delivery_of_more_kinds RENAME TO delivery;

CREATE INDEX delivery_open ON delivery (not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX delivery_under_way ON delivery (claimed_at) WHERE claimed_at IS NOT NULL;
