-- What structures declare. Versions are added, never overwritten; codes are kept as argon2id hashes only.

-- A declaration being written, kept from the first screen on, so that a cut network loses nothing and a person in
-- danger is called back. `code_key` is an HMAC of the resume code.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    code_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    answers TEXT NOT NULL,
    danger BOOLEAN NOT NULL,
    phone TEXT NOT NULL,
    filed_as TEXT,
    alarmed_at BIGINT,
    handled_at BIGINT,
    handled_by TEXT
);
CREATE INDEX drafts_interrupted ON drafts (danger, filed_as, updated_at);

CREATE TABLE declarations (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    declared_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    facility TEXT,
    legal_entity TEXT,
    region TEXT,
    last_version BIGINT NOT NULL,
    submission_key TEXT UNIQUE,
    exercise BOOLEAN NOT NULL
);
CREATE INDEX declarations_facility ON declarations (facility, declared_at);

CREATE TABLE declaration_versions (
    declaration TEXT NOT NULL REFERENCES declarations (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    schema_version TEXT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (declaration, number)
);

-- Who holds a code: the declarant, then the colleagues to whom the hand was passed.
CREATE TABLE declaration_holders (
    id TEXT NOT NULL PRIMARY KEY,
    declaration TEXT NOT NULL REFERENCES declarations (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT,
    revoked_at BIGINT
);
CREATE INDEX declaration_holders_of ON declaration_holders (declaration);

-- A browser in which a code was typed, or from which the declaration was filed: then, for an hour, the code itself,
-- sealed with the operator's key, so that the receipt can still show and print it.
CREATE TABLE declaration_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    holder TEXT NOT NULL REFERENCES declaration_holders (id),
    declaration TEXT NOT NULL REFERENCES declarations (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sealed_code TEXT
);
CREATE INDEX declaration_sessions_of ON declaration_sessions (declaration);

CREATE TABLE declaration_messages (
    id TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    declaration TEXT NOT NULL REFERENCES declarations (id),
    at BIGINT NOT NULL,
    from_cell BOOLEAN NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    read_at BIGINT
);
CREATE INDEX declaration_messages_of ON declaration_messages (declaration, sequence);

CREATE TABLE declaration_attachments (
    id TEXT NOT NULL PRIMARY KEY,
    declaration TEXT NOT NULL REFERENCES declarations (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    mark TEXT NOT NULL,
    complete BOOLEAN NOT NULL
);
CREATE INDEX declaration_attachments_of ON declaration_attachments (declaration);

-- Wrong codes, by reference and by address: each slows down the next try and locks nobody out.
CREATE TABLE declaration_tries (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
