-- What a person wants to find again. `title` is what the goods were called then: it is all that is left to show of goods that went.
CREATE TABLE favourite (
    person_id UUID NOT NULL REFERENCES person (id),
    listing_id UUID NOT NULL REFERENCES listing (id),
    title TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, listing_id)
);
CREATE INDEX favourite_newest ON favourite (person_id, kept_at, listing_id);
CREATE TABLE followed_shop (
    person_id UUID NOT NULL REFERENCES person (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (person_id, shop_id)
);
CREATE INDEX followed_shop_newest ON followed_shop (person_id, since, shop_id);
