-- `INTEGER PRIMARY KEY` is the key of the rows themselves: no index to go through.
CREATE TABLE documents_search_rows (
    place INTEGER PRIMARY KEY,
    mark TEXT NOT NULL,
    language TEXT NOT NULL,
    alone BOOLEAN NOT NULL,
    facets TEXT NOT NULL
);

-- Fewer pieces of the index to look in, for a little more to do when something is put, which is seldom.
INSERT INTO documents_search (documents_search, rank) VALUES ('automerge', 2);
