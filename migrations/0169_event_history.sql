-- What each event was, and when: the situation of any past moment is asked of it. Of events that were there before this step it
-- is known what they were when it ran; `kept_since` says from when on nothing is missing.

ALTER TABLE events ADD COLUMN kept_since BIGINT NOT NULL DEFAULT 0;

-- In each of these, `until` is greater than every moment while it still is so.
CREATE TABLE event_life (
    event TEXT NOT NULL REFERENCES events (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (event, since)
);
CREATE INDEX event_life_when ON event_life (until, since);

CREATE TABLE event_incidents_then (
    event TEXT NOT NULL REFERENCES events (id),
    incident TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (event, incident, since)
);
CREATE INDEX event_incidents_then_of ON event_incidents_then (incident);

CREATE TABLE event_facilities_then (
    event TEXT NOT NULL REFERENCES events (id),
    facility TEXT NOT NULL,
    stance TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (event, facility, since)
);

INSERT INTO event_life SELECT id, opened_at, COALESCE(closed_at, 9223372036854775807) FROM events;
INSERT INTO event_incidents_then SELECT event, incident, at, 9223372036854775807 FROM event_incidents;
INSERT INTO event_facilities_then SELECT event, facility, stance, at, 9223372036854775807 FROM event_facilities;
