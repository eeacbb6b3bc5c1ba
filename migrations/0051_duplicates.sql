-- An incident that was told twice: which other one it is attached to, and what it was, so that the press that undoes it gives back
-- its state and its clocks. `clocks` names those of the cell that ran, between spaces.

CREATE TABLE incident_duplicates (
    incident TEXT NOT NULL PRIMARY KEY REFERENCES incidents (id),
    kept TEXT NOT NULL REFERENCES incidents (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    clocks TEXT NOT NULL,
    news_at BIGINT
);
CREATE INDEX incident_duplicates_of ON incident_duplicates (kept);
