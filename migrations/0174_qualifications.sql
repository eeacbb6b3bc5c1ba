-- Each qualification that a person confirmed or corrected: what the rules proposed at that moment, what was kept, and why.
-- What was confirmed before says no more what had been proposed.
CREATE TABLE incident_qualifications (
    incident TEXT NOT NULL REFERENCES incidents (id),
    -- The revision of the incident to which it led, as in the line of the journal.
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed TEXT,
    proposed_severity BIGINT,
    criteria TEXT NOT NULL,
    severity BIGINT NOT NULL,
    PRIMARY KEY (incident, revision)
);
INSERT INTO incident_qualifications (incident, revision, at, author, reason, proposed, proposed_severity, criteria, severity)
SELECT i.id, COALESCE(j.revision, 0), j.at, j.author, j.body, NULL, NULL, i.criteria, i.severity
FROM incidents i JOIN incident_journal j ON j.incident = i.id AND j.kind = 'qualify'
WHERE i.confirmed_by IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM incident_journal later
    WHERE later.incident = i.id AND later.kind = 'qualify' AND later.sequence > j.sequence
);

-- What the cell wrote for the structure when its work ended; gone when it begins again.
CREATE TABLE incident_closings (
    incident TEXT NOT NULL PRIMARY KEY REFERENCES incidents (id),
    at BIGINT NOT NULL,
    told TEXT NOT NULL
);
