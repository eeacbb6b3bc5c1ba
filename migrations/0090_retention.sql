-- How long things are kept: incidents that must stay whatever their age, and what remains of those that went.

-- An incident that somebody ordered to keep (a complaint, a trial) is not purged while its line stands here.
CREATE TABLE incident_holds (
    incident TEXT NOT NULL PRIMARY KEY REFERENCES incidents (id),
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL
);

-- How many incidents of a kind went, without anything that leads back to one of them.
CREATE TABLE incident_figures (
    year BIGINT NOT NULL,
    region TEXT NOT NULL,
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    criteria TEXT NOT NULL,
    severity BIGINT NOT NULL,
    incidents BIGINT NOT NULL,
    PRIMARY KEY (year, region, category, kind, criteria, severity)
);

-- The daily purge takes the place of the sweep of declarations.
DELETE FROM jobs WHERE kind = 'declaration.sweep' AND state IN ('waiting', 'running');
