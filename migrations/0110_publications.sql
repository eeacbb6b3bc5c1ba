-- What the cell publishes. The text being written, and where what is published stands; each version that was published is kept
-- beside, and never altered.
CREATE TABLE publications (
    id TEXT NOT NULL PRIMARY KEY,
    -- `alert`, `bulletin`, `news`, `card`, `guide`.
    kind TEXT NOT NULL,
    -- The text being written, as JSON, its title, and where it is: `settled`, `writing`, `in-review`, `scheduled`.
    draft TEXT NOT NULL,
    title TEXT NOT NULL,
    stage TEXT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    -- The accounts that changed it since something was last published, as JSON.
    writers TEXT NOT NULL,
    -- Reviewed, and by whom; until then NULL.
    due_at BIGINT,
    due_by TEXT NOT NULL,
    -- The version that is published; 0 before the first. All that follows is empty until then.
    version BIGINT NOT NULL,
    -- Its address, given at the first publication and never changed; the year is 0 where the address has none.
    year BIGINT,
    slug_fr TEXT,
    slug_en TEXT,
    tlp TEXT NOT NULL,
    severity BIGINT,
    title_fr TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary_fr TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    -- First published; last revised; last told to those who follow, which is what lists are sorted by.
    first_at BIGINT,
    revised_at BIGINT,
    told_at BIGINT,
    withdrawn_at BIGINT,
    withdrawn_by TEXT NOT NULL,
    withdrawn_fr TEXT NOT NULL,
    withdrawn_en TEXT NOT NULL,
    -- Grows whenever something that readers see changes, over all publications.
    stamp BIGINT
);
CREATE UNIQUE INDEX publications_fr ON publications (kind, year, slug_fr);
CREATE UNIQUE INDEX publications_en ON publications (kind, year, slug_en);
CREATE INDEX publications_told ON publications (kind, told_at, id);
CREATE INDEX publications_all_told ON publications (told_at, id);
CREATE INDEX publications_stage ON publications (stage, changed_at);
CREATE INDEX publications_stamp ON publications (stamp);

CREATE TABLE publication_versions (
    publication TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    content TEXT NOT NULL,
    change_fr TEXT NOT NULL,
    change_en TEXT NOT NULL,
    told BOOLEAN NOT NULL,
    author TEXT NOT NULL,
    -- Who reviewed it; empty when it was published alone, and then why.
    reviewer TEXT NOT NULL,
    alone TEXT NOT NULL,
    PRIMARY KEY (publication, number)
);

-- What is named by what is published, and how people write it.
CREATE TABLE products (
    vendor TEXT NOT NULL,
    product TEXT NOT NULL,
    vendor_name TEXT NOT NULL,
    product_name TEXT NOT NULL,
    PRIMARY KEY (vendor, product)
);
CREATE TABLE publication_products (
    publication TEXT NOT NULL,
    vendor TEXT NOT NULL,
    product TEXT NOT NULL,
    PRIMARY KEY (publication, vendor, product)
);
CREATE INDEX publication_products_of ON publication_products (vendor, product);

-- The editors' own journal: who asked for what, and why.
CREATE TABLE publication_journal (
    id TEXT NOT NULL PRIMARY KEY,
    publication TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX publication_journal_of ON publication_journal (publication, at);

-- Which texts of the library that comes with the program were loaded: each once, whatever became of it.
CREATE TABLE publication_library (
    key TEXT NOT NULL PRIMARY KEY,
    publication TEXT NOT NULL,
    at BIGINT NOT NULL
);
