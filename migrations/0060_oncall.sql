-- Who answers outside working hours, the alarms that ring for them, and the people whom somebody promised to call back.

-- A turn: this person is first, second or third, from the evening of one day through that of another. Never two of a rank on a day.
CREATE TABLE oncall_turns (
    id TEXT NOT NULL PRIMARY KEY,
    rank BIGINT NOT NULL,
    account TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL
);
CREATE INDEX oncall_turns_when ON oncall_turns (from_date, to_date);

-- An alarm: one for each incident, or interrupted draft, whatever happens to it. It rings until `ended_at`.
CREATE TABLE oncall_alarms (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE,
    incident TEXT,
    draft TEXT,
    reference TEXT NOT NULL,
    severity BIGINT NOT NULL,
    reason TEXT NOT NULL,
    exercise BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT NOT NULL,
    ended_by TEXT NOT NULL
);
CREATE INDEX oncall_alarms_ringing ON oncall_alarms (ended_at, created_at);

-- Whom each step of an alarm called, and what came of it.
CREATE TABLE oncall_calls (
    id TEXT NOT NULL PRIMARY KEY,
    alarm TEXT NOT NULL REFERENCES oncall_alarms (id),
    step BIGINT NOT NULL,
    channel TEXT NOT NULL,
    account TEXT,
    name TEXT NOT NULL,
    nobody BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    done_at BIGINT,
    outcome TEXT NOT NULL
);
CREATE INDEX oncall_calls_of ON oncall_calls (alarm, step);

-- Somebody to call back, by when, by whom, and what came of it.
CREATE TABLE oncall_call_backs (
    id TEXT NOT NULL PRIMARY KEY,
    cause TEXT UNIQUE,
    incident TEXT,
    reference TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    about TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    caller TEXT,
    caller_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    postponed BIGINT NOT NULL,
    done_at BIGINT,
    done_by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX oncall_call_backs_due ON oncall_call_backs (done_at, due_at);
CREATE INDEX oncall_call_backs_of ON oncall_call_backs (incident);
