-- One search over all that is published.

-- One row for each language of each thing. What is asked while looking stands before what is only shown, which is long.
CREATE TABLE search_documents (
    -- Orders all answers and is the key in the index of words: the second of `at`, times 1024, plus a number within it.
    place BIGINT NOT NULL PRIMARY KEY,
    -- `TLP audience`: who may read it.
    mark TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Whether nothing else of the same thing, under the same mark, is in another language.
    alone BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- JSON: pairs of a facet and a value.
    facets TEXT NOT NULL,
    title TEXT NOT NULL,
    -- JSON: what is found whole.
    exact TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Its words among those of `search_words`, separated by spaces: what is taken from there when it goes.
    known TEXT NOT NULL
);
CREATE UNIQUE INDEX search_documents_of ON search_documents (kind, id, language);

-- The words of what may be read under each mark, and in how many documents each stands: what is proposed for a word that
-- nothing has.
CREATE TABLE search_words (
    mark TEXT NOT NULL,
    word TEXT NOT NULL,
    -- Without accents.
    folded TEXT NOT NULL,
    -- How it begins and ends, with its length.
    head TEXT NOT NULL,
    tail TEXT NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (mark, word)
);
CREATE INDEX search_words_folded ON search_words (folded);
CREATE INDEX search_words_head ON search_words (head);
CREATE INDEX search_words_tail ON search_words (tail);

-- The values of facets under each mark, and in how many documents each stands.
CREATE TABLE search_facets (
    mark TEXT NOT NULL,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    documents BIGINT NOT NULL,
    PRIMARY KEY (mark, facet, value)
);
CREATE INDEX search_facets_most ON search_facets (documents);
