-- Who is told by mail of what is published. The address is all that is kept of a person, and goes with the subscription.
CREATE TABLE subscribers (
    id TEXT NOT NULL PRIMARY KEY,
    -- In small letters.
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    -- `,alert,news,`
    kinds TEXT NOT NULL,
    -- Of alerts, the least severity, 1 to 5.
    severity BIGINT NOT NULL,
    -- Of alerts, the products: `,vendor/product,vendor/,`; empty for all.
    products TEXT NOT NULL,
    -- `now`, `daily`, `weekly`.
    rhythm TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE UNIQUE INDEX subscribers_email ON subscribers (email);

-- What was asked for and waits for whoever reads the mail of that address to say so; or that somebody wants to see their choices.
CREATE TABLE subscription_requests (
    id TEXT NOT NULL PRIMARY KEY,
    -- `subscribe`, `confirmed` or `change`.
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    kinds TEXT NOT NULL,
    severity BIGINT NOT NULL,
    products TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX subscription_requests_email ON subscription_requests (email);
CREATE INDEX subscription_requests_expires ON subscription_requests (expires_at);

-- When mails were asked for, under a keyed mark of an address or of a place, for as long as the limit looks back.
CREATE TABLE subscription_paces (
    mark TEXT NOT NULL PRIMARY KEY,
    -- Moments, as JSON.
    moments TEXT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX subscription_paces_last ON subscription_paces (last_at);

-- Of what each is told: once for each publication, and again when a revision tells it.
CREATE TABLE subscription_deliveries (
    subscriber TEXT NOT NULL,
    publication TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- That of the subscriber when it was published.
    rhythm TEXT NOT NULL,
    -- `queued`, `sent`, `failed`.
    state TEXT NOT NULL,
    -- Published to those who follow; not to be tried before.
    at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (subscriber, publication)
);
CREATE INDEX subscription_deliveries_of ON subscription_deliveries (publication, subscriber);
CREATE INDEX subscription_deliveries_due ON subscription_deliveries (rhythm, state, subscriber);
CREATE INDEX subscription_deliveries_at ON subscription_deliveries (at);

-- How many were told of a version, and how many mails left on a day; never whom.
CREATE TABLE subscription_mailings (
    publication TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    told BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    PRIMARY KEY (publication, version)
);
CREATE INDEX subscription_mailings_at ON subscription_mailings (at);
CREATE TABLE subscription_days (
    -- `2026-11-28`, of mainland time.
    day TEXT NOT NULL PRIMARY KEY,
    sent BIGINT NOT NULL,
    failed BIGINT NOT NULL
);
