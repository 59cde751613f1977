-- That a form sent twice does its work once: who sent it, and a digest of what it asked for.
CREATE TABLE attempt (
    actor_id UUID NOT NULL REFERENCES person (id),
    id UUID NOT NULL,
    command TEXT NOT NULL,
    digest BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, id)
);
-- Where goods go that come back to a shop; shown to buyers who send some back and to nobody else.
CREATE TABLE shop_return_address (
    shop_id UUID PRIMARY KEY REFERENCES shop (id),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    place TEXT NOT NULL,
    changed_by UUID NOT NULL REFERENCES person (id),
    changed_at BIGINT NOT NULL
);
-- Refunds learn two more ends, and money in suspense becomes one more source: SQLite changes no CHECK of a table that is there, so
-- both tables are made anew around their rows.
CREATE TEMP TABLE refund_before AS SELECT * FROM refund;
CREATE TEMP TABLE refund_part_before AS SELECT * FROM refund_part;
DROP TABLE refund_part;
DROP TABLE refund;
-- `source` is where the money came from: the order's escrow, the shop that had it already, a payment that came too late, or another
-- amount than was asked for. `fee_minor` is the part of it that the market had kept, or would have, as its fee. `refused` waits for an
-- operator, with the provider's words; `by_hand` was paid from the market's own bank account.
CREATE TABLE refund (
    id UUID PRIMARY KEY,
    payment_id UUID NOT NULL REFERENCES payment (id),
    order_id UUID,
    case_id UUID,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    fee_minor BIGINT NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
    source TEXT NOT NULL CHECK (source IN ('escrow', 'shop', 'late', 'suspense')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'done', 'by_hand')),
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    refused_because TEXT,
    refused_at BIGINT
);
INSERT INTO refund (id, payment_id, order_id, case_id, amount_minor, fee_minor, source, reason, state, created_at, done_at)
    SELECT id, payment_id, order_id, case_id, amount_minor, fee_minor, source, reason, state, created_at, done_at FROM refund_before;
CREATE INDEX refund_order ON refund (order_id);
CREATE UNIQUE INDEX refund_case ON refund (case_id);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE INDEX refund_waiting ON refund (created_at) WHERE state = 'waiting';
CREATE INDEX refund_refused ON refund (created_at) WHERE state = 'refused';
-- What goes back of an order, by line; a part without a line is freight. What never left the shop is on its shelf again.
CREATE TABLE refund_part (
    refund_id UUID NOT NULL REFERENCES refund (id),
    position BIGINT NOT NULL,
    line BIGINT,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    is_restocked BOOLEAN NOT NULL,
    PRIMARY KEY (refund_id, position)
);
INSERT INTO refund_part (refund_id, position, line, quantity, amount_minor, is_restocked)
    SELECT refund_id, position, line, quantity, amount_minor, is_restocked FROM refund_part_before;
DROP TABLE refund_part_before;
DROP TABLE refund_before;
