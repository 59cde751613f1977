-- Who is who. `address` in these tables is a normalised e-mail or a phone number in international form.
CREATE TABLE person (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
    is_operator BOOLEAN NOT NULL,
    is_courier BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE login (
    address TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    person_id UUID NOT NULL REFERENCES person (id),
    verified_at BIGINT NOT NULL
);
CREATE INDEX login_person ON login (person_id);
CREATE TABLE password (
    person_id UUID PRIMARY KEY REFERENCES person (id),
    hash TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE TABLE sign_in_code (
    id UUID PRIMARY KEY,
    address TEXT NOT NULL,
    code_digest BYTEA NOT NULL,
    tries BIGINT NOT NULL CHECK (tries >= 0),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX sign_in_code_address ON sign_in_code (address, created_at);
CREATE INDEX sign_in_code_expires ON sign_in_code (expires_at);
CREATE TABLE session (
    id UUID PRIMARY KEY,
    token_digest BYTEA NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES person (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_person ON session (person_id);
-- Rate limits: so many attempts a bucket (a digest of address or account, and what is limited) and window.
CREATE TABLE attempt_count (
    bucket TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    PRIMARY KEY (bucket, window_start)
);
CREATE INDEX attempt_count_window ON attempt_count (window_start);
-- Where parcels go. `region_code` is a code of the national divisions, at the deepest level there is.
CREATE TABLE address (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    region_code TEXT NOT NULL,
    region_names TEXT NOT NULL,
    street TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX address_person ON address (person_id);
CREATE UNIQUE INDEX address_default ON address (person_id) WHERE is_default;
