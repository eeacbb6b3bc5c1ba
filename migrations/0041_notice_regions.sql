-- A corrected site may stand in another region, whose agency must be told too: a line of the ledger is one for each rule and
-- region. `region` is that of the agency that is told, empty for the others and where no region was known.

CREATE TABLE incident_notices_by_region (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id),
    recipient TEXT NOT NULL,
    region TEXT NOT NULL,
    rule TEXT NOT NULL,
    facts TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    sent_at BIGINT,
    failure TEXT,
    read_at BIGINT,
    UNIQUE (incident, rule, region)
);
INSERT INTO incident_notices_by_region (id, incident, recipient, region, rule, facts, queued_at, sent_at, failure, read_at)
SELECT n.id, n.incident, n.recipient, CASE n.recipient WHEN 'ars' THEN COALESCE(i.region, '') ELSE '' END,
    n.rule, n.facts, n.queued_at, n.sent_at, n.failure, n.read_at
FROM incident_notices n JOIN incidents i ON i.id = n.incident;
DROP TABLE incident_notices;
ALTER TABLE incident_notices_by_region RENAME TO incident_notices;
