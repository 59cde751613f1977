-- What is sold.
CREATE TABLE category (
    id UUID PRIMARY KEY,
    parent_id UUID REFERENCES category (id),
    slug TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    path TEXT NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX category_parent ON category (parent_id, position);
-- `category_root`, `category_branch` and `category_path` are the first one, two and all segments of the category's path, so that a
-- page of any level is one walk along an index, newest first, however many listings there are.
CREATE TABLE listing (
    id UUID PRIMARY KEY,
    shop_id UUID NOT NULL REFERENCES shop (id),
    category_id UUID NOT NULL REFERENCES category (id),
    category_root TEXT NOT NULL,
    category_branch TEXT NOT NULL,
    category_path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'hidden', 'removed')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    maker TEXT NOT NULL,
    place TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_per BIGINT NOT NULL CHECK (price_per > 0),
    minimum BIGINT NOT NULL CHECK (minimum > 0),
    step BIGINT NOT NULL CHECK (step > 0),
    options TEXT NOT NULL,
    freight_template_id UUID REFERENCES freight_template (id),
    packaging_minor BIGINT NOT NULL CHECK (packaging_minor >= 0),
    producer_basis_points BIGINT NOT NULL CHECK (producer_basis_points BETWEEN 0 AND 10000),
    price_from_minor BIGINT NOT NULL,
    price_to_minor BIGINT NOT NULL,
    cover_photo_id UUID,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    published_at BIGINT
);
CREATE INDEX listing_newest ON listing (published_at, id) WHERE state = 'published';
CREATE INDEX listing_root ON listing (category_root, published_at, id) WHERE state = 'published';
CREATE INDEX listing_branch ON listing (category_branch, published_at, id) WHERE state = 'published';
CREATE INDEX listing_path ON listing (category_path, published_at, id) WHERE state = 'published';
CREATE INDEX listing_shop ON listing (shop_id, published_at, id) WHERE state = 'published';
CREATE INDEX listing_seller ON listing (shop_id, created_at, id);
-- `choices` is a JSON array of the chosen option values in the listing's order; `weight_grams` is what one
-- unit (a piece, a litre, a metre) weighs; a measure of weight knows without it.
CREATE TABLE variant (
    id UUID PRIMARY KEY,
    listing_id UUID NOT NULL REFERENCES listing (id),
    position BIGINT NOT NULL,
    choices TEXT NOT NULL,
    code TEXT NOT NULL,
    price_minor BIGINT NOT NULL CHECK (price_minor >= 0),
    weight_grams BIGINT NOT NULL CHECK (weight_grams >= 0),
    photo_id UUID,
    is_active BOOLEAN NOT NULL
);
CREATE INDEX variant_listing ON variant (listing_id, position);
-- `renditions` is a JSON array of {width, height, webp, jpeg}: names in the photo store, smallest first.
CREATE TABLE photo (
    id UUID PRIMARY KEY,
    shop_id UUID NOT NULL REFERENCES shop (id),
    listing_id UUID REFERENCES listing (id),
    position BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'refused')),
    alt TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    renditions TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL
);
CREATE INDEX photo_listing ON photo (listing_id, position);
CREATE INDEX photo_shop ON photo (shop_id, uploaded_at);
-- Stock is `on_hand`; `held` of it waits for payments. Only conditional UPDATEs touch the two.
CREATE TABLE stock (
    variant_id UUID PRIMARY KEY REFERENCES variant (id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    CHECK (held <= on_hand)
);
CREATE TABLE stock_movement (
    id UUID PRIMARY KEY,
    variant_id UUID NOT NULL REFERENCES variant (id),
    kind TEXT NOT NULL CHECK (kind IN ('opening', 'count', 'sale', 'return')),
    amount BIGINT NOT NULL,
    subject UUID,
    actor UUID,
    moved_at BIGINT NOT NULL
);
CREATE INDEX stock_movement_variant ON stock_movement (variant_id, moved_at);
CREATE INDEX stock_movement_subject ON stock_movement (subject, variant_id);
