-- Transactions overlap, so a lower number may become visible later: readers go by the transaction that wrote.
CREATE TABLE change (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    writer BIGINT NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT),
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'shop', 'lists', 'market')),
    subject UUID,
    CHECK ((subject IS NULL) = (kind IN ('lists', 'market')))
);
CREATE INDEX change_writer ON change (writer, sequence);
