-- What a member said about themselves on a pathway. JSON: lists of the ids of skills; NULL: not answered.
ALTER TABLE enrolment ADD COLUMN transferable_skills TEXT;
ALTER TABLE enrolment ADD COLUMN owned_skills TEXT;
-- JSON: days on which the member does not walk. Only ever read whole, with their enrolment.
ALTER TABLE enrolment ADD COLUMN breaks TEXT NOT NULL DEFAULT '[]';
-- The end of the plan that the member saw last and went along with; NULL: the one that follows from start and hours.
ALTER TABLE enrolment ADD COLUMN agreed_ends_on TEXT;
-- The last revision of the pathway's file that the member was told of.
ALTER TABLE enrolment ADD COLUMN told_revision INTEGER NOT NULL DEFAULT 0;

-- JSON: which parts go into the portfolio; NULL: not chosen.
ALTER TABLE member ADD COLUMN portfolio_parts TEXT;

-- A record outlives its task: the title says what it was. NULL until the next start of the bot.
ALTER TABLE task ADD COLUMN title TEXT;

-- What an edit of a pathway's file did to its tasks, to be told to those who walk it. JSON.
CREATE TABLE pathway_revision (
  pathway_id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0),
  at BIGINT NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (pathway_id, revision)
);

-- How long a member took over a phase, worked out from their records in the transaction that changes them.
CREATE TABLE phase_duration (
  user_id TEXT NOT NULL,
  pathway_id TEXT NOT NULL,
  phase_id TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  PRIMARY KEY (user_id, pathway_id, phase_id),
  FOREIGN KEY (user_id, pathway_id) REFERENCES enrolment (user_id, pathway_id) ON DELETE CASCADE
);

CREATE INDEX phase_duration_days ON phase_duration (pathway_id, phase_id, days);

-- Pathways that servers brought.
CREATE TABLE server_pathway (
  pathway_id TEXT NOT NULL PRIMARY KEY,
  guild_id TEXT NOT NULL,
  -- The id within the server's own file: bringing it again replaces the pathway and keeps everybody's records.
  file_id TEXT NOT NULL,
  -- JSON; NULL: nothing but a draft so far.
  content TEXT,
  -- NULL: nobody can join it any more; who walks it goes on.
  offered_at BIGINT,
  -- JSON: brought, looked at and not offered yet.
  draft TEXT,
  draft_at BIGINT,
  UNIQUE (guild_id, file_id),
  CHECK ((draft IS NULL) = (draft_at IS NULL)),
  CHECK (offered_at IS NULL OR content IS NOT NULL)
);

-- Whoever set a server up may have themselves erased; the server stays.
ALTER TABLE server RENAME COLUMN set_up_by TO set_up_by_before;
ALTER TABLE server ADD COLUMN set_up_by TEXT;
UPDATE server SET set_up_by = set_up_by_before;
ALTER TABLE server DROP COLUMN set_up_by_before;
CREATE INDEX server_set_up_by ON server (set_up_by);

-- The ledger forgets what is long over.
CREATE INDEX delivery_over ON delivery (due_at) WHERE state IN ('sent', 'skipped', 'refused', 'unknown');
CREATE INDEX code_guess_user ON code_guess (user_id);
