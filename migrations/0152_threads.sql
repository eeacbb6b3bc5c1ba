-- What is said in the private space. Who may read a row is its mark, its audience and its named readers, by one condition.
CREATE TABLE community_threads (
    id TEXT NOT NULL PRIMARY KEY,
    -- None: a question to the cell.
    group_id TEXT,
    -- The post that opens it: who may read that one may read that the thread is.
    opening TEXT NOT NULL,
    title TEXT NOT NULL,
    -- `,tag,tag,`
    tags TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    -- What opened it and what came since, but for what names its readers: an order tells nothing of that.
    touched_at BIGINT NOT NULL,
    -- The post that answers it.
    solved TEXT,
    closed_at BIGINT,
    closed_by TEXT NOT NULL,
    -- The language in which it is written, for who searches.
    language TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX community_threads_group ON community_threads (group_id, touched_at, id);
CREATE INDEX community_threads_touched ON community_threads (touched_at, id);

CREATE TABLE community_posts (
    id TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL,
    -- Shown from then on: what is said unnamed comes later than it was written.
    at BIGINT NOT NULL,
    -- None: said unnamed.
    account TEXT,
    -- The name of who wrote, or the words by which who is unnamed is called.
    author TEXT NOT NULL,
    -- Who wrote unnamed, sealed by the operator's key; empty when they are named.
    sealed TEXT NOT NULL,
    body TEXT NOT NULL,
    tlp TEXT NOT NULL,
    audience TEXT NOT NULL,
    quoted TEXT,
    -- From 1; each edit adds one.
    version BIGINT NOT NULL,
    edited_at BIGINT,
    -- Taken back by its author (`author`) or hidden by a moderator (`moderator`); empty when it stands.
    hidden TEXT NOT NULL,
    hidden_at BIGINT,
    hidden_why TEXT NOT NULL
);
CREATE INDEX community_posts_thread ON community_posts (thread, at, id);
CREATE INDEX community_posts_at ON community_posts (at);
CREATE INDEX community_posts_account ON community_posts (account, at);

-- Named readers: those of TLP:RED, and who asks the cell a question.
CREATE TABLE community_readers (
    post TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (post, account)
);
CREATE INDEX community_readers_account ON community_readers (account, post);

-- What a post said before.
CREATE TABLE community_edits (
    post TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    tlp TEXT NOT NULL,
    PRIMARY KEY (post, version)
);

CREATE TABLE community_reactions (
    post TEXT NOT NULL,
    account TEXT NOT NULL,
    -- `thanks`, `same`, `useful`.
    kind TEXT NOT NULL,
    PRIMARY KEY (post, account, kind)
);

CREATE TABLE community_bookmarks (
    account TEXT NOT NULL,
    post TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, post)
);

-- How far each has read a thread, and whether they want to hear of it no more.
CREATE TABLE community_seen (
    account TEXT NOT NULL,
    thread TEXT NOT NULL,
    at BIGINT NOT NULL,
    muted BOOLEAN NOT NULL,
    PRIMARY KEY (account, thread)
);
CREATE INDEX community_seen_thread ON community_seen (thread);

-- What somebody was writing: in a group (`group ID`), in a thread (`thread ID`), to the cell (`cell`).
CREATE TABLE community_drafts (
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    content TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, place)
);
CREATE INDEX community_drafts_at ON community_drafts (at);

CREATE TABLE community_polls (
    thread TEXT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL,
    -- JSON: the choices, in order.
    choices TEXT NOT NULL,
    -- Whether one may choose several.
    several BOOLEAN NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE community_votes (
    thread TEXT NOT NULL,
    account TEXT NOT NULL,
    choice BIGINT NOT NULL,
    PRIMARY KEY (thread, account, choice)
);
