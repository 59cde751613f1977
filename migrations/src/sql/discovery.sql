-- What an operator sets of search: one row, a JSON object of synonyms and weights.
CREATE TABLE search_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    set_by UUID REFERENCES person (id),
    set_at BIGINT NOT NULL
);
