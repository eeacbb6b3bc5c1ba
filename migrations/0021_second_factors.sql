-- How strong a session is, what else proves who somebody is, and the invitations by which people come.

-- `waiting`: the password was right, the second factor is awaited, nothing is open. `password`: there is no second factor
-- yet. `full`: proved by one.
ALTER TABLE account_sessions ADD COLUMN strength TEXT NOT NULL DEFAULT 'full';
-- When it was last proved that the person sits there.
ALTER TABLE account_sessions ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
-- The address and the browser that opened it.
ALTER TABLE account_sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE account_sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';

-- Counts the changes of what somebody is, so that two administrators do not undo each other unseen.
ALTER TABLE accounts ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;

-- `totp`: the secret, sealed. `passkey`: the public credential, and its identity beside it.
CREATE TABLE account_factors (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    credential TEXT UNIQUE,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    used_at BIGINT
);
CREATE INDEX account_factors_of ON account_factors (account);

CREATE TABLE account_recovery_codes (
    account TEXT NOT NULL REFERENCES accounts (id),
    code_mac TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account, code_mac)
);

-- A code sent by mail with which somebody chooses a password: to come in the first time, or after losing it.
CREATE TABLE account_invitations (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX account_invitations_of ON account_invitations (account);
