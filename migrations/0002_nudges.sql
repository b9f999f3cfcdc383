CREATE TABLE nudge (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES member (user_id) ON DELETE CASCADE,
  -- ISO: 1 is Monday. Both are read in the member's own zone.
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  locale TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('on', 'paused', 'off')),
  paused_until BIGINT,
  active_since BIGINT NOT NULL,
  next_occurrence TEXT,
  next_at BIGINT,
  dm_channel_id TEXT,
  notice TEXT CHECK (notice IN ('dms-refused', 'stopped-after-quiet-weeks')),
  CHECK ((next_occurrence IS NULL) = (next_at IS NULL))
);

-- Every minute somebody asks who is due: that must cost what is due, not who exists.
CREATE INDEX nudge_due ON nudge (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE server (
  guild_id TEXT NOT NULL PRIMARY KEY,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  announcement_channel_id TEXT,
  nudge_channel_id TEXT,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  pathway_id TEXT NOT NULL,
  next_occurrence TEXT,
  next_at BIGINT,
  set_up_by TEXT NOT NULL,
  trouble TEXT CHECK (trouble IN ('channel-gone', 'permission-lost')),
  CHECK ((next_occurrence IS NULL) = (next_at IS NULL))
);

CREATE INDEX server_due ON server (next_at) WHERE next_at IS NOT NULL;

-- Members join in servers that nobody has set up yet, so the server's row may be missing.
CREATE TABLE server_member (
  guild_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES member (user_id) ON DELETE CASCADE,
  PRIMARY KEY (guild_id, user_id)
);

-- Erasing a member must not look through every server.
CREATE INDEX server_member_user ON server_member (user_id);

-- The ledger. Its key is what makes a message go out once.
CREATE TABLE delivery (
  kind TEXT NOT NULL CHECK (kind IN ('member-nudge', 'server-nudge', 'server-trouble')),
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

-- What is sent is never looked at again: the ledger grows, these do not.
CREATE INDEX delivery_open ON delivery (not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX delivery_under_way ON delivery (claimed_at) WHERE claimed_at IS NOT NULL;
