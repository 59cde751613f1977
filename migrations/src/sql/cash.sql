-- Money that a courier collects at the door: promised when the order is placed, captured when it has reached the market. `promised_at`
-- stays when the payment is settled: it says how it was to be paid.
ALTER TABLE payment ADD COLUMN promised_at BIGINT;
CREATE INDEX payment_promised ON payment (buyer_id) WHERE promised_at IS NOT NULL AND state = 'waiting';
-- Shops that take cash at the door.
CREATE TABLE shop_cash (
    shop_id UUID PRIMARY KEY REFERENCES shop (id),
    set_by UUID NOT NULL REFERENCES person (id),
    since BIGINT NOT NULL
);
