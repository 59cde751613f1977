-- SQLite changes no CHECK of a table that is there, so both tables are made anew around their rows; what refers to them waits with its
-- question whether they are there until all of this is done.
PRAGMA defer_foreign_keys = ON;
-- What coupons took off an order: its buyer pays `total_minor`, the market adds its own discount to it.
CREATE TEMP TABLE orders_before AS SELECT * FROM orders;
DROP TABLE orders;
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
    total_minor BIGINT NOT NULL CHECK (total_minor = items_minor + freight_minor - shop_discount_minor - market_discount_minor),
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
    refunded_fee_minor BIGINT NOT NULL CHECK (refunded_fee_minor BETWEEN 0 AND fee_minor),
    shop_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (shop_discount_minor >= 0),
    market_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (market_discount_minor >= 0),
    refunded_market_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (refunded_market_discount_minor BETWEEN 0 AND market_discount_minor)
);
INSERT INTO orders (id, number, payment_id, buyer_id, shop_id, state, currency, items_minor, freight_minor, total_minor, fee_minor,
    recipient, phone, region_code, region_names, street, note, courier, tracking_number, placed_at, paid_at, ship_by,
    shipped_at, confirm_by, ended_at, open_case, refunded_minor, refunded_fee_minor)
    SELECT id, number, payment_id, buyer_id, shop_id, state, currency, items_minor, freight_minor, total_minor, fee_minor,
    recipient, phone, region_code, region_names, street, note, courier, tracking_number, placed_at, paid_at, ship_by,
    shipped_at, confirm_by, ended_at, open_case, refunded_minor, refunded_fee_minor
    FROM orders_before;
DROP TABLE orders_before;
CREATE INDEX orders_buyer ON orders (buyer_id, placed_at, id);
CREATE INDEX orders_shop ON orders (shop_id, state, ship_by, id);
CREATE INDEX orders_payment ON orders (payment_id);
-- What the market has given to its own coupons is an account.
CREATE TEMP TABLE ledger_account_before AS SELECT * FROM ledger_account;
DROP TABLE ledger_account;
CREATE TABLE ledger_account (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('clearing', 'escrow', 'shop_payable', 'producer_payable', 'platform_fee', 'refund_due', 'suspense', 'bank', 'promotion')),
    owner UUID,
    currency TEXT NOT NULL
);
INSERT INTO ledger_account (id, kind, owner, currency) SELECT id, kind, owner, currency FROM ledger_account_before;
DROP TABLE ledger_account_before;
CREATE UNIQUE INDEX ledger_account_owned ON ledger_account (kind, owner, currency) WHERE owner IS NOT NULL;
CREATE UNIQUE INDEX ledger_account_single ON ledger_account (kind, currency) WHERE owner IS NULL;
