-- What the saved views count, each found without reading the others: open incidents alone, and no exercise among them. Lists of the
-- queue cannot use these by mistake: they leave exercises in.

CREATE INDEX incidents_open_state ON incidents (open, state) WHERE open = TRUE AND NOT exercise;
CREATE INDEX incidents_open_danger ON incidents (open, danger) WHERE open = TRUE AND NOT exercise;
CREATE INDEX incidents_open_changed ON incidents (open, changed_at) WHERE open = TRUE AND NOT exercise;
