-- What somebody who leaves hands over to somebody who comes: closed by the one, signed by the other.
CREATE TABLE oncall_handovers (
    id TEXT NOT NULL PRIMARY KEY,
    since_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    closed_name TEXT NOT NULL,
    body TEXT NOT NULL,
    picture TEXT NOT NULL,
    signed_at BIGINT,
    signed_by TEXT,
    signed_name TEXT NOT NULL
);
CREATE INDEX oncall_handovers_when ON oncall_handovers (closed_at);
CREATE INDEX incident_journal_at ON incident_journal (at);
