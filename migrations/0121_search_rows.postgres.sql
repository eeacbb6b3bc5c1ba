-- The words of 0120 lie outside their rows; facets stay in.
ALTER TABLE documents_search ADD COLUMN facets TEXT NOT NULL;
ALTER TABLE documents_search ALTER COLUMN facets SET STORAGE MAIN;
