-- The register of facilities, what each import did to it, and the lines that imports refused.

CREATE TABLE facilities (
    finess TEXT NOT NULL PRIMARY KEY,
    -- Where it stands in every answer: the kinds that declare most first, then by number. Also its key in the index of words.
    place BIGINT NOT NULL UNIQUE,
    legal_entity TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    category_label TEXT NOT NULL,
    legal_category TEXT NOT NULL,
    radiotherapy BOOLEAN NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    town TEXT NOT NULL,
    department TEXT NOT NULL,
    region TEXT NOT NULL,
    phone TEXT,
    siret TEXT,
    opened TEXT,
    updated TEXT,
    -- Millionths of a degree.
    latitude BIGINT,
    longitude BIGINT,
    -- What it is found by, folded, separated by spaces.
    words TEXT NOT NULL,
    -- Over all the above: an import rewrites what has changed, and only that.
    digest BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    -- When an import no longer found it; it then stays, but is found by its number only.
    closed_at BIGINT
);
CREATE INDEX facilities_legal_entity ON facilities (legal_entity);

CREATE TABLE register_imports (
    id TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    -- JSON: names of files, as given, and the day of each official extract.
    files TEXT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    refused BIGINT NOT NULL
);
CREATE INDEX register_imports_finished ON register_imports (finished_at);

CREATE TABLE register_refusals (
    import_id TEXT NOT NULL REFERENCES register_imports (id),
    sequence BIGINT NOT NULL,
    file TEXT NOT NULL,
    line BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- What the reason's sentence needs: the digit that was expected, the character that was found.
    detail TEXT NOT NULL,
    PRIMARY KEY (import_id, sequence)
);
