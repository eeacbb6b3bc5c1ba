-- Technical traces: what an incident's texts hold. An indicator is kept once, however many incidents it is seen in.

CREATE TABLE indicators (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
);

-- One indicator in one incident. `least` is the mark under which it came: only its author shares it further.
CREATE TABLE indicator_sightings (
    id TEXT NOT NULL PRIMARY KEY,
    indicator TEXT NOT NULL REFERENCES indicators (id),
    incident TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    author_account TEXT,
    tlp TEXT NOT NULL,
    least TEXT NOT NULL,
    marked_by TEXT,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    judged_by TEXT,
    judged_at BIGINT,
    UNIQUE (indicator, incident)
);
CREATE INDEX indicator_sightings_of ON indicator_sightings (incident, at, id);
CREATE INDEX indicator_sightings_at ON indicator_sightings (at, id);

-- Where an incident with indicators stands, as its own row says: lists are cut to a reader's reach in one statement.
CREATE TABLE indicator_incidents (
    incident TEXT NOT NULL PRIMARY KEY,
    declaration TEXT NOT NULL UNIQUE,
    tlp TEXT NOT NULL,
    facility TEXT,
    legal_entity TEXT,
    region TEXT
);

-- Where it was found: a version, a message, a file, a line of the main courante, or typed by hand.
CREATE TABLE indicator_origins (
    sighting TEXT NOT NULL REFERENCES indicator_sightings (id),
    origin TEXT NOT NULL,
    source TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (sighting, origin, source)
);

-- Values that are no trace of anybody. An entry's key is how it is compared, a space, and the value.
CREATE TABLE warning_lists (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    version BIGINT NOT NULL,
    matching TEXT NOT NULL,
    kinds TEXT NOT NULL,
    entries BIGINT NOT NULL,
    imported_at BIGINT NOT NULL
);
CREATE TABLE warning_entries (
    key TEXT NOT NULL,
    list TEXT NOT NULL REFERENCES warning_lists (id),
    PRIMARY KEY (key, list)
);
CREATE INDEX warning_entries_of ON warning_entries (list);
