-- How a shop works, as its goods' places are reckoned from it: counts of the last half year, and its sales ever, up to a number beyond
-- which they count for nothing. Reckoned by a job from orders and cases; lost, it is reckoned again.
CREATE TABLE shop_standing (
    shop_id UUID PRIMARY KEY REFERENCES shop (id),
    orders BIGINT NOT NULL CHECK (orders >= 0),
    shipped_fast BIGINT NOT NULL CHECK (shipped_fast BETWEEN 0 AND orders),
    troubled BIGINT NOT NULL CHECK (troubled BETWEEN 0 AND orders),
    cases BIGINT NOT NULL CHECK (cases >= 0),
    answered BIGINT NOT NULL CHECK (answered BETWEEN 0 AND cases),
    sales BIGINT NOT NULL CHECK (sales >= 0),
    reckoned_at BIGINT NOT NULL
);
-- How often goods were shown and opened, summed by day, kind of place and size of their shop. Nobody who looked is in it.
CREATE TABLE exposure (
    day BIGINT NOT NULL,
    listing_id UUID NOT NULL REFERENCES listing (id),
    place TEXT NOT NULL CHECK (place IN ('ranked', 'rotating', 'paid')),
    size TEXT NOT NULL CHECK (size IN ('new', 'small', 'established')),
    shop_id UUID NOT NULL REFERENCES shop (id),
    shown BIGINT NOT NULL CHECK (shown >= 0),
    opened BIGINT NOT NULL CHECK (opened >= 0),
    PRIMARY KEY (day, listing_id, place, size)
);
CREATE INDEX exposure_shop ON exposure (shop_id, day);
