-- What each key was sent with, as a digest: the same key with something else is refused instead of answered. Empty for what
-- was claimed before.
ALTER TABLE declaration_repeats ADD COLUMN content TEXT NOT NULL DEFAULT '';
