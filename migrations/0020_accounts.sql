-- People with an account, what they may do and where, their sessions and tokens.

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    demonstration BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

-- A role and how far it reaches: `nation`, or the codes of regions, or the numbers of facilities, separated by spaces.
CREATE TABLE account_standings (
    account TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    reach_kind TEXT NOT NULL,
    reach TEXT NOT NULL,
    PRIMARY KEY (account, role)
);

CREATE TABLE account_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_sessions_of ON account_sessions (account);

CREATE TABLE account_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX account_tokens_of ON account_tokens (account);

-- Failed sign-ins, by pair of account name and address: somebody who fails on purpose slows only themselves.
CREATE TABLE account_tries (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
