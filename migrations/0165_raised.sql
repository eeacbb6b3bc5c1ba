-- What the cell made of a thread: the identity of a text, of an incident or of an event. Read by the cell; members are led to a text
-- once it is published, by what they may read of it.
ALTER TABLE community_raisings ADD COLUMN made TEXT;
