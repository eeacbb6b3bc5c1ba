-- People who sign in at a provider (OpenID Connect), and whom it attests.

-- `number`: under which the profession knows them. `facilities`: where the provider last said that they work, FINESS numbers
-- separated by spaces; it gives no right by itself.
CREATE TABLE account_identities (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    number TEXT NOT NULL,
    facilities TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (issuer, subject)
);
CREATE INDEX account_identities_of ON account_identities (account);
