-- What somebody wrote and somebody else then overwrote, kept with the line of the journal that says so.
ALTER TABLE publication_journal ADD COLUMN draft TEXT;

-- Where what is published leads on our own site: the path, and its end, which may be that of another text.
CREATE TABLE publication_links (
    publication TEXT NOT NULL,
    href TEXT NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (publication, href)
);
CREATE INDEX publication_links_to ON publication_links (slug);
