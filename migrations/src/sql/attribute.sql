-- What can be said of the goods of a category and of those below it, as an operator set it. `slug` stands in addresses and in the
-- search index, so that a new name changes neither. A number is counted in smallest steps, `steps` of them in a unit; `bands` is a
-- JSON array of the numbers where the ranges of its filter part.
CREATE TABLE attribute (
    id UUID PRIMARY KEY,
    category_id UUID NOT NULL REFERENCES category (id),
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('choice', 'number', 'flag')),
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    unit_en TEXT NOT NULL,
    unit_zh TEXT NOT NULL,
    steps BIGINT NOT NULL CHECK (steps > 0),
    bands TEXT NOT NULL,
    is_required BOOLEAN NOT NULL,
    is_filter BOOLEAN NOT NULL,
    is_retired BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX attribute_category ON attribute (category_id, id);
-- What is retired is no longer offered; goods that have it keep it.
CREATE TABLE attribute_choice (
    id UUID PRIMARY KEY,
    attribute_id UUID NOT NULL REFERENCES attribute (id),
    slug TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    position BIGINT NOT NULL,
    is_retired BOOLEAN NOT NULL,
    UNIQUE (attribute_id, slug)
);
-- `number` is 0 or 1 for a yes or no.
CREATE TABLE listing_attribute (
    listing_id UUID NOT NULL REFERENCES listing (id),
    attribute_id UUID NOT NULL REFERENCES attribute (id),
    choice_id UUID REFERENCES attribute_choice (id),
    number BIGINT,
    PRIMARY KEY (listing_id, attribute_id),
    CHECK ((choice_id IS NULL) <> (number IS NULL))
);
