-- From the cart to the parcel.
CREATE TABLE cart (
    id UUID PRIMARY KEY,
    person_id UUID UNIQUE REFERENCES person (id),
    guest_digest BYTEA UNIQUE,
    updated_at BIGINT NOT NULL,
    CHECK ((person_id IS NULL) <> (guest_digest IS NULL))
);
-- `seen_minor` is the variant's price when the buyer last looked at it and agreed.
CREATE TABLE cart_line (
    id UUID PRIMARY KEY,
    cart_id UUID NOT NULL REFERENCES cart (id),
    variant_id UUID NOT NULL REFERENCES variant (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    seen_minor BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (cart_id, variant_id)
);
-- One payment for all the orders of one checkout. Its id is the buyer's attempt id. `reference` is the provider's own id of it,
-- `looked_up_at` is when the provider was last asked what it knows.
CREATE TABLE payment (
    id UUID PRIMARY KEY,
    buyer_id UUID NOT NULL REFERENCES person (id),
    request_digest BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'captured', 'closed')),
    provider TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    reference TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    settled_at BIGINT,
    looked_up_at BIGINT
);
CREATE INDEX payment_buyer ON payment (buyer_id, created_at);
CREATE INDEX payment_state ON payment (state, settled_at);
-- What the provider told us; the key makes one event count once.
CREATE TABLE payment_event (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    payment_id UUID NOT NULL REFERENCES payment (id),
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event_id)
);
CREATE INDEX payment_event_payment ON payment_event (payment_id);
-- `source` is where the money came from: the order's escrow, the shop that had it already, or a payment that came too late.
-- `fee_minor` is the part of it that the market had kept, or would have, as its fee.
CREATE TABLE refund (
    id UUID PRIMARY KEY,
    payment_id UUID NOT NULL REFERENCES payment (id),
    order_id UUID,
    case_id UUID,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    fee_minor BIGINT NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
    source TEXT NOT NULL CHECK (source IN ('escrow', 'shop', 'late')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done')),
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX refund_order ON refund (order_id);
CREATE UNIQUE INDEX refund_case ON refund (case_id);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE INDEX refund_waiting ON refund (created_at) WHERE state = 'waiting';
-- The sandbox provider's own books: what a real provider would keep on its side.
CREATE TABLE sandbox_intent (
    id TEXT PRIMARY KEY,
    payment_id UUID NOT NULL UNIQUE,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    return_url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'declined')),
    created_at BIGINT NOT NULL,
    paid_at BIGINT
);
CREATE TABLE sandbox_refund (
    refund_id UUID PRIMARY KEY,
    payment_id UUID NOT NULL,
    amount_minor BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX sandbox_refund_payment ON sandbox_refund (payment_id);
CREATE TABLE sandbox_webhook (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    times_left BIGINT NOT NULL CHECK (times_left >= 0),
    attempts BIGINT NOT NULL
);
CREATE INDEX sandbox_webhook_due ON sandbox_webhook (due_at) WHERE times_left > 0;
CREATE TABLE orders (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    payment_id UUID NOT NULL REFERENCES payment (id),
    buyer_id UUID NOT NULL REFERENCES person (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    state TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'delivered', 'completed', 'cancelled')),
    currency TEXT NOT NULL,
    items_minor BIGINT NOT NULL CHECK (items_minor >= 0),
    freight_minor BIGINT NOT NULL CHECK (freight_minor >= 0),
    total_minor BIGINT NOT NULL CHECK (total_minor = items_minor + freight_minor),
    fee_minor BIGINT NOT NULL CHECK (fee_minor >= 0),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    region_code TEXT NOT NULL,
    region_names TEXT NOT NULL,
    street TEXT NOT NULL,
    note TEXT NOT NULL,
    courier TEXT,
    tracking_number TEXT,
    placed_at BIGINT NOT NULL,
    paid_at BIGINT,
    ship_by BIGINT,
    shipped_at BIGINT,
    confirm_by BIGINT,
    ended_at BIGINT,
    open_case UUID,
    refunded_minor BIGINT NOT NULL CHECK (refunded_minor BETWEEN 0 AND total_minor),
    refunded_fee_minor BIGINT NOT NULL CHECK (refunded_fee_minor BETWEEN 0 AND fee_minor)
);
CREATE INDEX orders_buyer ON orders (buyer_id, placed_at, id);
CREATE INDEX orders_shop ON orders (shop_id, state, ship_by, id);
CREATE INDEX orders_payment ON orders (payment_id);
-- A snapshot: what was bought stays what was bought.
CREATE TABLE order_line (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    position BIGINT NOT NULL,
    listing_id UUID NOT NULL REFERENCES listing (id),
    variant_id UUID NOT NULL REFERENCES variant (id),
    title TEXT NOT NULL,
    choices TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_per BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    total_minor BIGINT NOT NULL CHECK (total_minor >= 0),
    picture TEXT NOT NULL
);
CREATE INDEX order_line_order ON order_line (order_id, position);
CREATE INDEX order_line_variant ON order_line (variant_id);
CREATE TABLE order_event (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('buyer', 'shop', 'provider', 'timer', 'operator')),
    actor_id UUID,
    reason TEXT NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX order_event_order ON order_event (order_id, happened_at);
-- Goods put aside for an unpaid order, one row a line.
CREATE TABLE stock_hold (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders (id),
    variant_id UUID NOT NULL REFERENCES variant (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    state TEXT NOT NULL CHECK (state IN ('live', 'claimed', 'released')),
    expires_at BIGINT NOT NULL
);
-- With all that is asked for, so that nobody looks through the holds of a variant that everybody buys.
CREATE INDEX stock_hold_order ON stock_hold (order_id, variant_id, state);
CREATE INDEX stock_hold_variant ON stock_hold (variant_id, state);
