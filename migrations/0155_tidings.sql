-- Who is told by mail of what is said in the private space, and how often.
CREATE TABLE tidings_choices (
    account TEXT NOT NULL PRIMARY KEY,
    -- `each`, `daily`, `never`.
    rhythm TEXT NOT NULL
);

-- Who was called by name in a post that they may read.
CREATE TABLE tidings_mentions (
    account TEXT NOT NULL,
    post TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, post)
);
CREATE INDEX tidings_mentions_at ON tidings_mentions (account, at);
