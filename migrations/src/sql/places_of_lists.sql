-- Lists in which no place is earned are counted too, each kind of them by itself. SQLite changes no CHECK of a table that is there, so the
-- table is made anew around its rows.
CREATE TEMP TABLE exposure_before AS SELECT * FROM exposure;
DROP TABLE exposure;
CREATE TABLE exposure (
    day BIGINT NOT NULL,
    listing_id UUID NOT NULL REFERENCES listing (id),
    place TEXT NOT NULL CHECK (place IN ('ranked', 'rotating', 'paid', 'newest', 'best', 'sorted')),
    size TEXT NOT NULL CHECK (size IN ('new', 'small', 'established')),
    shop_id UUID NOT NULL REFERENCES shop (id),
    shown BIGINT NOT NULL CHECK (shown >= 0),
    opened BIGINT NOT NULL CHECK (opened >= 0),
    PRIMARY KEY (day, listing_id, place, size)
);
INSERT INTO exposure (day, listing_id, place, size, shop_id, shown, opened)
    SELECT day, listing_id, place, size, shop_id, shown, opened FROM exposure_before;
CREATE INDEX exposure_shop ON exposure (shop_id, day);
DROP TABLE exposure_before;
