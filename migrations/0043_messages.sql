-- What the cell writes leaves a moment later, so that it can be taken back; until then its reader does not see it. NULL: it
-- left as it was written.
ALTER TABLE declaration_messages ADD COLUMN leaves_at BIGINT;

-- What the cell writes to the agency of the region or to the ministry about an incident.
CREATE TABLE incident_messages (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id),
    at BIGINT NOT NULL,
    leaves_at BIGINT NOT NULL,
    audience TEXT NOT NULL,
    region TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    read_at BIGINT
);
CREATE INDEX incident_messages_of ON incident_messages (incident, at);

-- The revision of the incident to which a line led: what happened since somebody looked. NULL in lines of before.
ALTER TABLE incident_journal ADD COLUMN revision BIGINT;
