-- All of France at once (32 MiB, and only while an import writes) instead of forty pieces that are merged afterwards.
INSERT INTO facilities_search (facilities_search, rank) VALUES ('hashsize', 33554432);
