-- Declarations that somebody wrote down for the caller: by whom, and as what.

ALTER TABLE declarations ADD COLUMN transcribed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE declarations ADD COLUMN transcribed_as TEXT NOT NULL DEFAULT '';
CREATE INDEX drafts_open ON drafts (filed_as, updated_at);
