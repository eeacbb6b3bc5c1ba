-- Whom to call in a region, and what was decided for the nation.

CREATE TABLE region_contacts (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    -- `focal` answers at any hour; `direction`, `security`, `other`.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    -- When they answer; both ends open when NULL.
    since BIGINT,
    until BIGINT,
    written_at BIGINT NOT NULL,
    written_by TEXT NOT NULL
);
CREATE INDEX region_contacts_of ON region_contacts (region, kind);

-- Added to, never changed: a decision that replaces another is one more.
CREATE TABLE national_decisions (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    incident TEXT,
    reference TEXT NOT NULL,
    exercise BOOLEAN NOT NULL
);
CREATE INDEX national_decisions_at ON national_decisions (at, id);
