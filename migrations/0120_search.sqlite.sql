-- Words by `place`, already cut and folded: the `ascii` tokenizer cuts at spaces and nothing else. It keeps a copy of them, so
-- that they can be taken out whatever later programs make of a text; `secure-delete` takes them out of the index at once.
CREATE VIRTUAL TABLE documents_search USING fts5 (words, detail = none, columnsize = 0, tokenize = 'ascii');
INSERT INTO documents_search (documents_search, rank) VALUES ('secure-delete', 1);
