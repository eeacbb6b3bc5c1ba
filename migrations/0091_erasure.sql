-- Accounts whose person went: the identity stays, for the trail, and nothing that tells who it was.
ALTER TABLE accounts ADD COLUMN erased_at BIGINT;

-- Somebody asks that their account be erased; an administrator does it, or declines and says why.
CREATE TABLE account_erasures (
    account TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    asked_at BIGINT NOT NULL,
    declined_at BIGINT,
    reason TEXT NOT NULL
);
