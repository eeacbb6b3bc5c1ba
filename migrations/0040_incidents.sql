-- What the cell handles: one incident for each declaration, its life, its clocks, its ledger of who was told, its journal.

CREATE TABLE incidents (
    id TEXT NOT NULL PRIMARY KEY,
    declaration TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    severity BIGINT NOT NULL,
    response_level BIGINT NOT NULL,
    danger BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    facility TEXT,
    facility_name TEXT NOT NULL,
    town TEXT NOT NULL,
    legal_entity TEXT,
    region TEXT,
    proposal TEXT NOT NULL,
    criteria TEXT NOT NULL,
    grave BOOLEAN NOT NULL,
    significant BOOLEAN NOT NULL,
    confirmed_by TEXT,
    owner TEXT,
    owner_name TEXT,
    declared_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    news_at BIGINT,
    said_resolved_at BIGINT,
    next_due_at BIGINT NOT NULL,
    next_due_kind TEXT NOT NULL,
    next_due_by TEXT NOT NULL,
    revision BIGINT NOT NULL,
    exercise BOOLEAN NOT NULL
);
CREATE INDEX incidents_queue ON incidents (open, next_due_at, id);
CREATE INDEX incidents_region ON incidents (region, open, next_due_at, id);
CREATE INDEX incidents_owner ON incidents (owner, open);

-- Clocks. `met_at` stops one.
CREATE TABLE incident_deadlines (
    incident TEXT NOT NULL REFERENCES incidents (id),
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    owed_by TEXT NOT NULL,
    met_at BIGINT,
    PRIMARY KEY (incident, kind)
);

-- The ledger: to whom, why (which rule, which facts), when queued, sent or failed, read. Once for each rule.
CREATE TABLE incident_notices (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id),
    recipient TEXT NOT NULL,
    rule TEXT NOT NULL,
    facts TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    sent_at BIGINT,
    failure TEXT,
    read_at BIGINT,
    UNIQUE (incident, rule)
);

-- The main courante.
CREATE TABLE incident_journal (
    id TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    incident TEXT NOT NULL REFERENCES incidents (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX incident_journal_of ON incident_journal (incident, sequence);
