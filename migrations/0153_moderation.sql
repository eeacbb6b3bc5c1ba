-- What is reported, judged, warned of and revealed in the private space.
CREATE TABLE community_reports (
    id TEXT NOT NULL PRIMARY KEY,
    post TEXT NOT NULL,
    -- Who reports: known to those who moderate, and to nobody else. Of somebody who left, the identity of the row.
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    -- `respect`, `wrong`, `personal`, `marking`, `advertising`, `off-topic`, `other`.
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    -- Which version of the post was reported.
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- Empty while it waits; then `nothing`, `hide`, `warn`, `both`.
    verdict TEXT NOT NULL,
    judged_at BIGINT,
    -- What is said to who reported.
    answer TEXT NOT NULL
);
CREATE UNIQUE INDEX community_reports_post ON community_reports (post, account);
CREATE INDEX community_reports_verdict ON community_reports (verdict, at);
CREATE INDEX community_reports_account ON community_reports (account, at);

-- What a moderator says to the author of a post.
CREATE TABLE community_warnings (
    id TEXT NOT NULL PRIMARY KEY,
    post TEXT NOT NULL,
    -- None: the post was written unnamed, and whose it is stays sealed.
    account TEXT,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- When its author said that they read it; of what was written unnamed, a moment that tells nothing.
    seen_at BIGINT
);
CREATE INDEX community_warnings_account ON community_warnings (account, seen_at);

-- What members read of what was done: never by whom, to whom, or on whose report.
CREATE TABLE community_log (
    id TEXT NOT NULL PRIMARY KEY,
    -- The first moment of its day: an hour would tie together what is told apart.
    day BIGINT NOT NULL,
    -- `hidden`, `shown`, `warned`, `moved`, `archived`, `reopened`, `reveal-asked`, `reveal-granted`, `reveal-refused`.
    action TEXT NOT NULL,
    -- None: about a group.
    post TEXT,
    group_id TEXT,
    reason TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX community_log_day ON community_log (day, id);

-- Who wrote something unnamed, asked for by one moderator and granted by another. Who it was stands nowhere.
CREATE TABLE community_reveals (
    id TEXT NOT NULL PRIMARY KEY,
    post TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_name TEXT NOT NULL,
    -- Empty while it waits; then `granted`, `refused`.
    decision TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT,
    decided_name TEXT NOT NULL
);
CREATE INDEX community_reveals_post ON community_reveals (post, asked_at);
CREATE INDEX community_reveals_asked ON community_reveals (asked_at);

-- A thread that the cell would make something of, with the agreement of those who wrote it.
CREATE TABLE community_raisings (
    id TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL,
    -- What for, as its authors read it.
    purpose TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Empty while it waits; then `alert`, `incident`, `event`, `dropped`.
    outcome TEXT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX community_raisings_thread ON community_raisings (thread, asked_at);
CREATE INDEX community_raisings_outcome ON community_raisings (outcome);

CREATE TABLE community_agreements (
    raising TEXT NOT NULL,
    post TEXT NOT NULL,
    -- What was agreed to; what the post says since was not.
    version BIGINT NOT NULL,
    -- Empty while it waits; then `yes`, `no`.
    answer TEXT NOT NULL,
    PRIMARY KEY (raising, post)
);
CREATE INDEX community_agreements_post ON community_agreements (post);
