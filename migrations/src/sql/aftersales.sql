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
-- When something went wrong. `orders.open_case` names the one that is open. `release_left` is what was left of the clock that
-- releases the order's money when the case stopped it, in milliseconds; `due_at` is the clock of whoever has to act now.
CREATE TABLE aftersales_case (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    buyer_id UUID NOT NULL REFERENCES person (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    request_digest BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('before_shipping', 'refund_only', 'return_and_refund')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'returning', 'returned', 'disputed', 'decided', 'appealed', 'settled', 'closed')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    awarded_minor BIGINT CHECK (awarded_minor BETWEEN 0 AND amount_minor),
    courier TEXT,
    tracking_number TEXT,
    release_left BIGINT,
    due_at BIGINT,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX aftersales_case_order ON aftersales_case (order_id, opened_at);
CREATE INDEX aftersales_case_shop ON aftersales_case (shop_id, opened_at, id);
CREATE INDEX aftersales_case_buyer ON aftersales_case (buyer_id, opened_at, id);
CREATE INDEX aftersales_case_judged ON aftersales_case (due_at, id) WHERE state IN ('disputed', 'appealed');
-- What is asked for, cut as a refund would be.
CREATE TABLE aftersales_part (
    case_id UUID NOT NULL REFERENCES aftersales_case (id),
    position BIGINT NOT NULL,
    line BIGINT,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    PRIMARY KEY (case_id, position)
);
CREATE TABLE case_event (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES aftersales_case (id),
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('buyer', 'shop', 'operator', 'timer')),
    person_id UUID REFERENCES person (id),
    words TEXT NOT NULL,
    amount_minor BIGINT,
    happened_at BIGINT NOT NULL
);
CREATE INDEX case_event_case ON case_event (case_id, happened_at, id);
-- Photos that only the parties see. `name` is a name in the photo store.
CREATE TABLE case_evidence (
    id UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES aftersales_case (id),
    event_id UUID NOT NULL REFERENCES case_event (id),
    party TEXT NOT NULL CHECK (party IN ('buyer', 'shop', 'operator')),
    name TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    shown_at BIGINT NOT NULL
);
CREATE INDEX case_evidence_case ON case_evidence (case_id);
