-- What a structure says of sharing the traces of its incident in the private space: each word stays, the last one holds.
CREATE TABLE indicator_consents (
    incident TEXT NOT NULL,
    -- From 1, in the order in which it was said.
    number BIGINT NOT NULL,
    -- `asked`, `yes`, `no`, `withdrawn`.
    what TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The name of who said it, as their code or their account has it.
    who TEXT NOT NULL,
    -- The version of the text to which it was said.
    version BIGINT NOT NULL,
    PRIMARY KEY (incident, number)
);

-- What the cell shared, on whose word. Only the cell reads it: no row of the private space leads back here.
CREATE TABLE indicator_shares (
    incident TEXT NOT NULL,
    indicator TEXT NOT NULL,
    post TEXT NOT NULL,
    thread TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The number of the yes on which it rests.
    consent BIGINT NOT NULL,
    PRIMARY KEY (incident, indicator, post)
);
