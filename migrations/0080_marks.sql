-- The TLP mark of a declaration's last version, beside its place: who may read is decided by both, in the statement that reads.
-- What nobody marked is for the structure, beside those whom the law names.

ALTER TABLE declarations ADD COLUMN tlp TEXT NOT NULL DEFAULT 'AMBER+STRICT';
UPDATE declarations SET tlp = COALESCE((
    SELECT CASE
        WHEN v.answers LIKE '%"tlp":{"chosen":["red"]}%' THEN 'RED'
        WHEN v.answers LIKE '%"tlp":{"chosen":["amber"]}%' THEN 'AMBER'
        WHEN v.answers LIKE '%"tlp":{"chosen":["green"]}%' THEN 'GREEN'
        ELSE 'AMBER+STRICT'
    END
    FROM declaration_versions v WHERE v.declaration = declarations.id AND v.number = declarations.last_version
), 'RED');
ALTER TABLE incidents ADD COLUMN tlp TEXT NOT NULL DEFAULT 'AMBER+STRICT';
UPDATE incidents SET tlp = COALESCE((SELECT d.tlp FROM declarations d WHERE d.id = incidents.declaration), 'RED');
CREATE INDEX incidents_declared ON incidents (declared_at, id);
