-- The groups of the private space, and who sits in them.
CREATE TABLE community_groups (
    id TEXT NOT NULL PRIMARY KEY,
    -- The end of its address.
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Markdown.
    purpose TEXT NOT NULL,
    -- `region`, `ght`, `profession`, `product`, `theme`.
    kind TEXT NOT NULL,
    -- `open`, `request`, `hidden`.
    access TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    archived_at BIGINT,
    revision BIGINT NOT NULL
);
CREATE UNIQUE INDEX community_groups_slug ON community_groups (slug);

CREATE TABLE community_seats (
    group_id TEXT NOT NULL,
    account TEXT NOT NULL,
    -- The name that the others see.
    name TEXT NOT NULL,
    -- `asked`, `joined`.
    state TEXT NOT NULL,
    -- Whether they decide who comes in.
    steward BOOLEAN NOT NULL,
    -- Why they ask.
    words TEXT NOT NULL,
    since BIGINT NOT NULL,
    -- Whether they are told of nothing there.
    muted BOOLEAN NOT NULL,
    PRIMARY KEY (group_id, account)
);
CREATE INDEX community_seats_account ON community_seats (account, state);
