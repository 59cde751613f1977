-- The public shop and, apart from it, the sealed identity behind it. `opened_with` is a keyed digest of the form: the same attempt
-- with the same content opens nothing twice, with another content it is refused.
CREATE TABLE shop (
    id UUID PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    story TEXT NOT NULL,
    place TEXT NOT NULL,
    ships_from TEXT NOT NULL,
    verification TEXT NOT NULL CHECK (verification IN ('waiting', 'approved', 'rejected')),
    opened_at BIGINT NOT NULL,
    opened_with BYTEA NOT NULL
);
CREATE INDEX shop_opened ON shop (opened_at, id);
CREATE TABLE shop_staff (
    shop_id UUID NOT NULL REFERENCES shop (id),
    person_id UUID NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'money', 'listing', 'answering', 'packing')),
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (shop_id, person_id)
);
CREATE INDEX shop_staff_person ON shop_staff (person_id);
-- The *_sealed columns are AES-256-GCM; the *_index column is a keyed digest, so that one ID number opens so many shops and no more.
CREATE TABLE identity (
    id UUID PRIMARY KEY,
    shop_id UUID NOT NULL REFERENCES shop (id),
    legal_name_sealed BYTEA NOT NULL,
    id_number_sealed BYTEA NOT NULL,
    id_number_index BYTEA NOT NULL,
    id_number_last4 TEXT NOT NULL,
    bank_card_sealed BYTEA NOT NULL,
    bank_card_last4 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'replaced')),
    submitted_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by UUID REFERENCES person (id),
    reason TEXT
);
CREATE UNIQUE INDEX identity_current ON identity (shop_id) WHERE state <> 'replaced';
CREATE INDEX identity_queue ON identity (state, submitted_at);
CREATE INDEX identity_number ON identity (id_number_index);
-- How many shops stand behind one ID number; the counter's guarded UPDATE is what keeps the limit when two open at once.
CREATE TABLE identity_holder (
    id_number_index BYTEA PRIMARY KEY,
    shops BIGINT NOT NULL CHECK (shops >= 0)
);
CREATE TABLE identity_look (
    id UUID PRIMARY KEY,
    identity_id UUID NOT NULL REFERENCES identity (id),
    operator_id UUID NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    looked_at BIGINT NOT NULL
);
CREATE INDEX identity_look_identity ON identity_look (identity_id, looked_at);
-- Freight: one template a shop may be the default; a zone without provinces is the rest of the country.
CREATE TABLE freight_template (
    id UUID PRIMARY KEY,
    shop_id UUID NOT NULL REFERENCES shop (id),
    name TEXT NOT NULL,
    counts_by TEXT NOT NULL CHECK (counts_by IN ('piece', 'weight')),
    is_default BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX freight_template_shop ON freight_template (shop_id, created_at);
CREATE UNIQUE INDEX freight_template_default ON freight_template (shop_id) WHERE is_default;
CREATE TABLE freight_zone (
    id UUID PRIMARY KEY,
    template_id UUID NOT NULL REFERENCES freight_template (id),
    position BIGINT NOT NULL,
    provinces TEXT NOT NULL,
    ships BOOLEAN NOT NULL,
    first_amount BIGINT NOT NULL CHECK (first_amount > 0),
    first_minor BIGINT NOT NULL CHECK (first_minor >= 0),
    next_amount BIGINT NOT NULL CHECK (next_amount > 0),
    next_minor BIGINT NOT NULL CHECK (next_minor >= 0),
    free_from_minor BIGINT CHECK (free_from_minor >= 0)
);
CREATE INDEX freight_zone_template ON freight_zone (template_id, position);
