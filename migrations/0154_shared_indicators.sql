-- Technical traces that stand in what is said in the private space. Who may read one is who may read its post.
CREATE TABLE community_indicators (
    post TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    -- The warning list that says that it is no trace of anybody; empty when none does.
    listed TEXT NOT NULL,
    -- The words around it where it was said.
    context TEXT NOT NULL,
    PRIMARY KEY (post, kind, value)
);
CREATE INDEX community_indicators_value ON community_indicators (value, kind);

-- What members say of them: seen here too, or no trace of anything.
CREATE TABLE community_sightings (
    post TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    account TEXT NOT NULL,
    -- `seen`, `false`.
    verdict TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (post, kind, value, account)
);
CREATE INDEX community_sightings_account ON community_sightings (account);
