-- What the queue is asked by: words without accents, and orders of its own for each way to read it.

ALTER TABLE incidents ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- Each row is folded whole at its next change; until then by the letters that French names have.
UPDATE incidents SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(replace(lower(reference || ' ' || facility_name || ' ' || town),
    'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'à', 'a'), 'â', 'a'), 'î', 'i'), 'ï', 'i'), 'ô', 'o'), 'û', 'u'), 'ù', 'u'),
    'ç', 'c'), 'É', 'e'), 'È', 'e'), 'Î', 'i');
CREATE INDEX incidents_all ON incidents (next_due_at, id);
CREATE INDEX incidents_all_of_region ON incidents (region, next_due_at, id);
CREATE INDEX incidents_news ON incidents (next_due_at, id) WHERE news_at IS NOT NULL;
CREATE INDEX incidents_changed ON incidents (changed_at);
