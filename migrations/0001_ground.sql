-- What every capability stands on: counters, the trail of who did what, the queue of what happens later.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- Append-only; each entry's hash covers the one before it.
CREATE TABLE trail (
    sequence BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    session TEXT,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX trail_object ON trail (object, sequence);

-- Its last hash, in one row whose lock puts the writers of PostgreSQL in line.
CREATE TABLE trail_head (
    id BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO trail_head (id, sequence, hash) VALUES (1, 0, '');

-- Outbox and queue in one: enqueued in the transaction of what caused it. `lane` keeps what must go out in order in order.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    lane TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    lease_holder TEXT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    UNIQUE (kind, key)
);
CREATE INDEX jobs_due ON jobs (state, run_at);
CREATE INDEX jobs_lane ON jobs (lane, state, sequence);
