-- Who belongs to the private space. That somebody does is a role of their account; here is who they are to the others.
CREATE TABLE members (
    account TEXT NOT NULL PRIMARY KEY,
    -- By which the others name them: `camille-fictif`.
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    facility TEXT NOT NULL,
    facility_name TEXT NOT NULL,
    town TEXT NOT NULL,
    region TEXT NOT NULL,
    duty TEXT NOT NULL,
    -- Where the duty is none of the list.
    duty_words TEXT NOT NULL,
    -- All of it folded, to be searched; the name comes first.
    words TEXT NOT NULL,
    since BIGINT NOT NULL,
    -- When they last said that it is still so, and when they were last asked to.
    confirmed_at BIGINT NOT NULL,
    reminded_at BIGINT,
    ended_at BIGINT,
    -- `left`, `removed`, `lapsed`, `closed`; empty while it lasts.
    ending TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE UNIQUE INDEX members_handle ON members (handle);
CREATE INDEX members_words ON members (words);
CREATE INDEX members_confirmed ON members (confirmed_at);
CREATE INDEX members_ended ON members (ended_at);

-- Who asks to join, and what became of it.
CREATE TABLE member_requests (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    facility TEXT NOT NULL,
    legal_entity TEXT NOT NULL,
    facility_name TEXT NOT NULL,
    town TEXT NOT NULL,
    region TEXT NOT NULL,
    duty TEXT NOT NULL,
    duty_words TEXT NOT NULL,
    why TEXT NOT NULL,
    -- `member`, `facility`, `register`.
    way TEXT NOT NULL,
    -- The address of who vouches, in small letters; empty when the cell asks the facility itself.
    voucher TEXT NOT NULL,
    -- `open`, `asked`, `accepted`, `refused`, `withdrawn`.
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX member_requests_account ON member_requests (account, asked_at);
CREATE INDEX member_requests_state ON member_requests (state, asked_at);
CREATE INDEX member_requests_voucher ON member_requests (voucher);
CREATE INDEX member_requests_ended ON member_requests (ended_at);
CREATE UNIQUE INDEX member_requests_one ON member_requests (account) WHERE ended_at IS NULL;

-- What somebody who was asked says of who asks to join.
CREATE TABLE member_vouches (
    request TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    -- `member` or `facility`: as what they say it.
    way TEXT NOT NULL,
    yes BOOLEAN NOT NULL,
    word TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (request, account)
);
CREATE INDEX member_vouches_account ON member_vouches (account);

-- What happened to somebody on their way in and out.
CREATE TABLE member_history (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    request TEXT,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    -- Who did it; the program when empty.
    actor TEXT,
    actor_name TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX member_history_account ON member_history (account, at);
CREATE INDEX member_history_actor ON member_history (actor);

-- Which version of the code of conduct somebody accepted, and when.
CREATE TABLE member_charters (
    account TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, version)
);
