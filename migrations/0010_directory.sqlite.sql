-- Words only, by `place`: the text stays in `facilities`. Their beginnings are indexed, for answers while one types.
-- The `ascii` tokenizer cuts at spaces what is already folded, and nothing else.
CREATE VIRTUAL TABLE facilities_search USING fts5 (
    words, content = '', detail = none, columnsize = 0, tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9'
);
