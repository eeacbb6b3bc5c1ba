-- Passkeys that answered with a counter behind the one they had before, and ceremonies that were finished.

-- Since when a passkey opens nothing: there may be two of it.
ALTER TABLE account_factors ADD COLUMN stopped_at BIGINT;

-- What a browser holds between the two halves of a ceremony is sealed, and good once: here stands what was used, until it
-- would be too old anyway.
CREATE TABLE account_ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_ceremonies_until ON account_ceremonies (expires_at);
