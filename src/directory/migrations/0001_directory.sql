-- The directory of agents. The same on SQLite and PostgreSQL: moments are nanoseconds since 1970, yes and no are 1 and 0,
-- lists and objects are JSON, digests are SHA-256 in hexadecimal digits, and `key` is a name without regard to case.

-- The next number that an agent gets: taken, it is never given again.
CREATE TABLE agent_numbers (
    singleton BIGINT NOT NULL PRIMARY KEY CHECK (singleton = 1),
    next BIGINT NOT NULL
);
INSERT INTO agent_numbers (singleton, next) VALUES (1, 1);

CREATE TABLE agents (
    id BIGINT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    user_id BIGINT,
    group_id BIGINT,
    projects TEXT NOT NULL,
    custom_data TEXT NOT NULL,
    extension TEXT,
    phone TEXT,
    full_name TEXT,
    email TEXT,
    language TEXT,
    is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
    inactivity_minutes BIGINT,
    user_type TEXT NOT NULL CHECK (user_type IN ('agent', 'customer')),
    segments TEXT NOT NULL,
    access_rights TEXT NOT NULL,
    password TEXT,
    failures BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT
);

-- Every name by which an agent is found. Where nothing else was entered, the username stands here for each platform.
CREATE TABLE login_names (
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    agent_id BIGINT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    is_username BIGINT NOT NULL CHECK (is_username IN (0, 1)),
    PRIMARY KEY (platform, kind, key)
);
CREATE INDEX login_names_of_agent ON login_names (agent_id, platform, kind, position);

CREATE TABLE accounts (
    key TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL,
    api_key_digest TEXT NOT NULL
);

CREATE TABLE sessions (
    token_digest TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    agent_id BIGINT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    opened BIGINT NOT NULL,
    used BIGINT NOT NULL,
    idle BIGINT
);
CREATE INDEX sessions_of_agent ON sessions (agent_id, platform);

-- An agent is signed in once a platform, and a station is taken once a platform.
CREATE TABLE presence (
    platform TEXT NOT NULL,
    agent_id BIGINT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    station_kind TEXT,
    station TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    since BIGINT NOT NULL,
    state_since BIGINT NOT NULL,
    PRIMARY KEY (platform, agent_id),
    UNIQUE (platform, station_kind, station),
    CHECK ((station_kind IS NULL) = (station IS NULL))
);
CREATE INDEX presence_of_agent ON presence (agent_id);

CREATE TABLE password_resets (
    token_digest TEXT NOT NULL PRIMARY KEY,
    agent_id BIGINT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    expires BIGINT NOT NULL
);
CREATE INDEX password_resets_of_agent ON password_resets (agent_id);
