-- A bank may give back what it had paid: payouts learn one more end. SQLite changes no CHECK of a table that is there, so the table is
-- made anew around its rows.
CREATE TEMP TABLE payout_before AS SELECT * FROM payout;
DROP TABLE payout;
CREATE TABLE payout (
    id UUID PRIMARY KEY,
    batch_id UUID NOT NULL REFERENCES payout_batch (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    identity_id UUID NOT NULL REFERENCES identity (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'failed', 'returned')),
    reason TEXT,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
INSERT INTO payout (id, batch_id, shop_id, identity_id, amount_minor, currency, state, reason, made_at, ended_at)
    SELECT id, batch_id, shop_id, identity_id, amount_minor, currency, state, reason, made_at, ended_at FROM payout_before;
CREATE UNIQUE INDEX payout_open ON payout (shop_id) WHERE state = 'waiting';
CREATE INDEX payout_shop ON payout (shop_id, made_at);
CREATE INDEX payout_batch_rows ON payout (batch_id);
DROP TABLE payout_before;
