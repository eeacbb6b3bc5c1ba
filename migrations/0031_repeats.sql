-- What a program sent with a key of its own, so that sending it again changes nothing and is answered the same.
CREATE TABLE declaration_repeats (
    key TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    answer TEXT NOT NULL
);
