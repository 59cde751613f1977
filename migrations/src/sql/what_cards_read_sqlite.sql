-- A key that is no integer is an index beside the table, and each row is looked for twice. Rows as short as these lie in the index itself.
ALTER TABLE stock RENAME TO stock_before;
CREATE TABLE stock (
    variant_id BLOB PRIMARY KEY REFERENCES variant (id),
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    CHECK (held <= on_hand)
) STRICT, WITHOUT ROWID;
INSERT INTO stock (variant_id, on_hand, held) SELECT variant_id, on_hand, held FROM stock_before ORDER BY variant_id;
DROP TABLE stock_before;
ALTER TABLE listing_sold RENAME TO listing_sold_before;
CREATE TABLE listing_sold (
    listing_id BLOB PRIMARY KEY REFERENCES listing (id),
    sold INTEGER NOT NULL CHECK (sold >= 0),
    shown INTEGER NOT NULL CHECK (shown BETWEEN 0 AND sold)
) STRICT, WITHOUT ROWID;
INSERT INTO listing_sold (listing_id, sold, shown) SELECT listing_id, sold, shown FROM listing_sold_before ORDER BY listing_id;
DROP TABLE listing_sold_before;
