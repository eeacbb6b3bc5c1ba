-- The files of what is said, and what stands in the library of a group. Who may read one is who may read the post that carries it.
CREATE TABLE community_documents (
    id TEXT NOT NULL PRIMARY KEY,
    -- The first version: each later one names it.
    family TEXT NOT NULL,
    -- From 1.
    version BIGINT NOT NULL,
    -- The post that carries it; none while it waits for one.
    post TEXT,
    -- Who sent it, until a post carries it.
    account TEXT,
    at BIGINT NOT NULL,
    -- `file`, `retex`.
    kind TEXT NOT NULL,
    -- The name that it was given, cleaned; for showing only.
    name TEXT NOT NULL,
    -- What its first bytes say that it is: `pdf`, `png`, `jpeg`; empty for all else.
    form TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    -- Whether its bytes came whole.
    complete BOOLEAN NOT NULL,
    -- Of an experience report: `review`, then `reviewed`; empty for a file.
    state TEXT NOT NULL,
    -- JSON, until it is reviewed: how far its author wants it to go from then on.
    wanted TEXT NOT NULL,
    -- Who reviewed it, by account and by name, when, and which version of its text.
    reviewer TEXT,
    reviewer_name TEXT NOT NULL,
    reviewed_at BIGINT,
    reviewed_version BIGINT NOT NULL
);
CREATE INDEX community_documents_post ON community_documents (post);
CREATE INDEX community_documents_family ON community_documents (family, version);
CREATE INDEX community_documents_account ON community_documents (account, at);
