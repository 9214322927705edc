-- Decisions and their verdicts, as version 1 of the index keeps them.
CREATE TABLE decision (
    decision_id TEXT PRIMARY KEY, -- a UUID
    unix_nanos INTEGER NOT NULL, -- when it was asked, since the Unix epoch
    hook TEXT NOT NULL,
    user_id TEXT, -- digits, or hmac:… where agents are hashed
    username TEXT,
    outcome TEXT NOT NULL, -- granted, blocked
    event TEXT NOT NULL -- the whole event as JSON
) STRICT;

CREATE TABLE verdict (
    decision_id TEXT NOT NULL,
    project_id INTEGER NOT NULL, -- 0 where the platform itself was decided about
    unix_nanos INTEGER NOT NULL, -- that of its decision
    outcome TEXT NOT NULL, -- allow, deny, undefined, no_policy, error, timeout
    reasons TEXT NOT NULL, -- a JSON list of texts
    policy TEXT, -- its package
    revision TEXT,
    cached INTEGER NOT NULL,
    microseconds INTEGER NOT NULL,
    PRIMARY KEY (decision_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX decision_of_time ON decision (unix_nanos, decision_id);
CREATE INDEX decision_of_user_id ON decision (user_id, unix_nanos, decision_id) WHERE user_id IS NOT NULL;
CREATE INDEX decision_of_username ON decision (username, unix_nanos, decision_id) WHERE username IS NOT NULL;
CREATE INDEX decision_that_blocks ON decision (unix_nanos, decision_id) WHERE outcome = 'blocked';
CREATE INDEX verdict_of_project ON verdict (project_id, unix_nanos, decision_id);
