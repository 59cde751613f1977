-- Goods may be sent again: two more kinds of cases, three more states, the parcel that brings them, and their way off the shelf. SQLite
-- changes no CHECK of a table that is there, so both tables are made anew around their rows; what refers to a case waits with its question
-- whether it is there until all of this is done.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE aftersales_case_before AS SELECT * FROM aftersales_case;
DROP TABLE aftersales_case;
CREATE TABLE aftersales_case (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    buyer_id UUID NOT NULL REFERENCES person (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    request_digest BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('before_shipping', 'refund_only', 'return_and_refund', 'exchange', 'resend')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'returning', 'returned', 'resending', 'resent', 'disputed', 'decided', 'appealed', 'settled', 'replaced', 'closed')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    awarded_minor BIGINT CHECK (awarded_minor BETWEEN 0 AND amount_minor),
    courier TEXT,
    tracking_number TEXT,
    release_left BIGINT,
    due_at BIGINT,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    resent_courier TEXT,
    resent_number TEXT
);
INSERT INTO aftersales_case (id, order_id, buyer_id, shop_id, request_digest, kind, reason, state, amount_minor, awarded_minor, courier,
        tracking_number, release_left, due_at, opened_at, ended_at)
    SELECT id, order_id, buyer_id, shop_id, request_digest, kind, reason, state, amount_minor, awarded_minor, courier,
        tracking_number, release_left, due_at, opened_at, ended_at FROM aftersales_case_before;
CREATE INDEX aftersales_case_order ON aftersales_case (order_id, opened_at);
CREATE INDEX aftersales_case_shop ON aftersales_case (shop_id, opened_at, id);
CREATE INDEX aftersales_case_buyer ON aftersales_case (buyer_id, opened_at, id);
CREATE INDEX aftersales_case_judged ON aftersales_case (due_at, id) WHERE state IN ('disputed', 'appealed');
DROP TABLE aftersales_case_before;
CREATE TEMP TABLE stock_movement_before AS SELECT * FROM stock_movement;
DROP TABLE stock_movement;
CREATE TABLE stock_movement (
    id UUID PRIMARY KEY,
    variant_id UUID NOT NULL REFERENCES variant (id),
    kind TEXT NOT NULL CHECK (kind IN ('opening', 'count', 'sale', 'return', 'resend')),
    amount BIGINT NOT NULL,
    subject UUID,
    actor UUID,
    moved_at BIGINT NOT NULL
);
INSERT INTO stock_movement (id, variant_id, kind, amount, subject, actor, moved_at)
    SELECT id, variant_id, kind, amount, subject, actor, moved_at FROM stock_movement_before;
CREATE INDEX stock_movement_variant ON stock_movement (variant_id, moved_at);
CREATE INDEX stock_movement_subject ON stock_movement (subject, variant_id);
DROP TABLE stock_movement_before;
