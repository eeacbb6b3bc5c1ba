-- Images of the texts that the cell publishes. The bytes are files beside the database; here stands what is known of them.
CREATE TABLE publication_images (
    id TEXT NOT NULL PRIMARY KEY,
    publication TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    -- `png` or `jpeg`.
    format TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    -- Bytes, and their SHA-256.
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    -- What it says to whoever does not see it, as proposed to whoever writes.
    alt_fr TEXT NOT NULL,
    alt_en TEXT NOT NULL
);
CREATE INDEX publication_images_of ON publication_images (publication, at, id);

-- Which versions that were published show which image, and under which mark: whoever reads one of them may see it.
CREATE TABLE publication_image_uses (
    image TEXT NOT NULL,
    publication TEXT NOT NULL,
    number BIGINT NOT NULL,
    tlp TEXT NOT NULL,
    PRIMARY KEY (image, publication, number)
);
CREATE INDEX publication_image_uses_of ON publication_image_uses (publication, number);
