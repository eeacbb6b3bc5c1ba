-- What each incident was, and from when until when: the situation of any past moment is asked of it. Those that were there
-- before this step are known from their last change on.

CREATE TABLE incident_history (
    incident TEXT NOT NULL REFERENCES incidents (id),
    revision BIGINT NOT NULL,
    since BIGINT NOT NULL,
    -- Greater than every moment while it still is so.
    until BIGINT NOT NULL,
    state TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    severity BIGINT NOT NULL,
    danger BOOLEAN NOT NULL,
    grave BOOLEAN NOT NULL,
    significant BOOLEAN NOT NULL,
    major BOOLEAN NOT NULL,
    PRIMARY KEY (incident, revision)
);
CREATE INDEX incident_history_open ON incident_history (open, until);

INSERT INTO incident_history
SELECT id, revision, changed_at, 9223372036854775807, state, open, severity, danger, grave, significant, severity = 5 FROM incidents;
