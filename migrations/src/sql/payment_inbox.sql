-- A provider is answered as soon as what it told is written here; the work comes afterwards, so all that it needs stands in the row:
-- what was told, word for word, while `amount_minor` is what of it is in the payment's currency. A row without an outcome waits for
-- `due_at`; what fails is tried again, later each time.
ALTER TABLE payment_event ADD COLUMN told_minor BIGINT;
ALTER TABLE payment_event ADD COLUMN told_currency TEXT;
ALTER TABLE payment_event ADD COLUMN refund_id UUID;
ALTER TABLE payment_event ADD COLUMN due_at BIGINT;
ALTER TABLE payment_event ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment_event ADD COLUMN last_error TEXT;
CREATE INDEX payment_event_due ON payment_event (due_at, event_id) WHERE outcome = '';
