-- One writer commits after the other: the number alone is the order. The newest rows are never removed, so none is given twice.
CREATE TABLE change (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'shop', 'lists', 'market')),
    subject BLOB,
    CHECK ((subject IS NULL) = (kind IN ('lists', 'market')))
) STRICT;
