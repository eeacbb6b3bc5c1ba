-- Each withdrawal of what was published, kept as versions are: a version that comes back does not make it unsaid.
CREATE TABLE publication_withdrawals (
    publication TEXT NOT NULL,
    -- The version that was withdrawn: each is withdrawn once at most.
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    reason_fr TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    PRIMARY KEY (publication, version)
);
INSERT INTO publication_withdrawals (publication, version, at, reason_fr, reason_en)
SELECT id, version, withdrawn_at, withdrawn_fr, withdrawn_en FROM publications WHERE withdrawn_at IS NOT NULL;

-- To which key file this database belongs: what the key answers to one question, which tells nothing of the key.
CREATE TABLE operator_keys (
    name TEXT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL
);
