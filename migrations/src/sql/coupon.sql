-- What takes something off the price of goods, and who pays for that: the shop that it names, or the market where it names none. Its terms
-- never change. `used` counts the checkouts that have it now: each of them is a row of coupon_use that was not given back.
CREATE TABLE coupon (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    shop_id UUID REFERENCES shop (id),
    currency TEXT NOT NULL,
    amount_minor BIGINT CHECK (amount_minor > 0),
    basis_points BIGINT CHECK (basis_points BETWEEN 1 AND 9999),
    most_minor BIGINT CHECK (most_minor > 0),
    minimum_minor BIGINT NOT NULL CHECK (minimum_minor >= 0),
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    quota BIGINT CHECK (quota > 0),
    per_buyer BIGINT NOT NULL CHECK (per_buyer > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
    used BIGINT NOT NULL CHECK (used >= 0),
    made_by UUID NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK ((amount_minor IS NULL) <> (basis_points IS NULL))
);
CREATE INDEX coupon_funder ON coupon (shop_id, made_at, id);
-- What a buyer has typed in: one of each shop, and one of the market.
CREATE TABLE cart_coupon (
    cart_id UUID NOT NULL REFERENCES cart (id),
    coupon_id UUID NOT NULL REFERENCES coupon (id),
    shop_id UUID REFERENCES shop (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (cart_id, coupon_id)
);
CREATE UNIQUE INDEX cart_coupon_of_market ON cart_coupon (cart_id) WHERE shop_id IS NULL;
CREATE UNIQUE INDEX cart_coupon_of_shop ON cart_coupon (cart_id, shop_id) WHERE shop_id IS NOT NULL;
-- What a checkout was given by a coupon. `given_back_at` is when the buyer got the coupon back: nothing came of what it was used for.
CREATE TABLE coupon_use (
    payment_id UUID NOT NULL REFERENCES payment (id),
    coupon_id UUID NOT NULL REFERENCES coupon (id),
    buyer_id UUID NOT NULL REFERENCES person (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    used_at BIGINT NOT NULL,
    given_back_at BIGINT,
    PRIMARY KEY (payment_id, coupon_id)
);
CREATE INDEX coupon_use_live ON coupon_use (coupon_id, buyer_id) WHERE given_back_at IS NULL;
-- What coupons took off a line; `total_minor` is before it.
ALTER TABLE order_line ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (discount_minor BETWEEN 0 AND total_minor);
-- What the market had added to the amount, and has again.
ALTER TABLE refund ADD COLUMN market_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (market_discount_minor >= 0);
