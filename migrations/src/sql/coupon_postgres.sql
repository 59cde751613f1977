-- What coupons took off an order: its buyer pays `total_minor`, the market adds its own discount to it.
ALTER TABLE orders ADD COLUMN shop_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (shop_discount_minor >= 0);
ALTER TABLE orders ADD COLUMN market_discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (market_discount_minor >= 0);
ALTER TABLE orders ADD COLUMN refunded_market_discount_minor BIGINT NOT NULL DEFAULT 0
    CHECK (refunded_market_discount_minor BETWEEN 0 AND market_discount_minor);
ALTER TABLE orders DROP CONSTRAINT orders_check;
ALTER TABLE orders ADD CONSTRAINT orders_check
    CHECK (total_minor = items_minor + freight_minor - shop_discount_minor - market_discount_minor);
-- What the market has given to its own coupons is an account.
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_kind_check;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_kind_check CHECK (kind IN ('clearing', 'escrow', 'shop_payable',
    'producer_payable', 'platform_fee', 'refund_due', 'suspense', 'bank', 'promotion'));
