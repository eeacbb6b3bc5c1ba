-- Words by `place`, already cut and folded, with what an answer is cut to: nothing else is read while looking. The words lie
-- outside the row, so that rows are short.
CREATE TABLE documents_search (
    place BIGINT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL,
    language TEXT NOT NULL,
    alone BOOLEAN NOT NULL,
    words TSVECTOR NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE documents_search ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX documents_search_words ON documents_search USING gin (words) WITH (fastupdate = off);
