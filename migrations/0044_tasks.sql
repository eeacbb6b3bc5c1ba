-- What is to be done about an incident. `code` is that of a step of the playbook, once in an incident; `source` the message with
-- which a task was written.
CREATE TABLE incident_tasks (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id),
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    assignee TEXT NOT NULL,
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    done_at BIGINT,
    done_by TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX incident_tasks_of ON incident_tasks (incident, created_at);
CREATE UNIQUE INDEX incident_tasks_step ON incident_tasks (incident, code) WHERE code <> '';

-- Who looks at an incident or writes in it: forgotten after a few minutes.
CREATE TABLE incident_presence (
    incident TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    writing BOOLEAN NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (incident, account)
);

-- The provider at fault, in folded words: incidents of one outage are found by it. Filled in at the next change.
ALTER TABLE incidents ADD COLUMN provider TEXT NOT NULL DEFAULT '';
CREATE INDEX incidents_of_facility ON incidents (facility, declared_at);
CREATE INDEX incidents_of_entity ON incidents (legal_entity, declared_at);
CREATE INDEX incidents_of_provider ON incidents (provider, declared_at) WHERE provider <> '';
CREATE INDEX incidents_of_kind ON incidents (kind, declared_at);
