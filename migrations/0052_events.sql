-- One cause, many facilities. An incident is of one event at most, and makes its facility touched; of the others it is written
-- who said what, when. Where an incident stands is asked of the incidents themselves, each time.

CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    cause TEXT NOT NULL,
    provider TEXT NOT NULL,
    vulnerability TEXT NOT NULL,
    severity BIGINT NOT NULL,
    exercise BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    national_at BIGINT,
    national_by TEXT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT NOT NULL,
    closed_reason TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX events_opened ON events (opened_at, id);

CREATE TABLE event_incidents (
    incident TEXT NOT NULL PRIMARY KEY,
    event TEXT NOT NULL REFERENCES events (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL
);
CREATE INDEX event_incidents_of ON event_incidents (event);

CREATE TABLE event_facilities (
    event TEXT NOT NULL REFERENCES events (id),
    facility TEXT NOT NULL,
    stance TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (event, facility)
);

CREATE TABLE event_journal (
    id TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    event TEXT NOT NULL REFERENCES events (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX event_journal_of ON event_journal (event, sequence);
