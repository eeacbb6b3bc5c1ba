-- Words only, by `place`: the text stays in `facilities`.
CREATE TABLE facilities_search (
    place BIGINT NOT NULL PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX facilities_search_words ON facilities_search USING gin (words);
