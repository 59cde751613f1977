-- What the uses of a coupon that were not given back took off together. The list of coupons reads it here, and not a million uses.
ALTER TABLE coupon ADD COLUMN given_minor BIGINT NOT NULL DEFAULT 0 CHECK (given_minor >= 0);
UPDATE coupon SET given_minor = COALESCE((SELECT SUM(u.amount_minor) FROM coupon_use u WHERE u.coupon_id = coupon.id
    AND u.given_back_at IS NULL), 0);
