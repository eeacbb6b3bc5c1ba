-- The trail is searched by who, by what, and by when, the newest first.

DROP INDEX trail_object;
CREATE INDEX trail_object ON trail (object, at, sequence);
CREATE INDEX trail_actor ON trail (actor, at, sequence);
CREATE INDEX trail_at ON trail (at, sequence);
