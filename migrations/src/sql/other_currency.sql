-- What came in another currency than its payment's goes back in it: `other_currency` says which; without one it is the payment's own.
ALTER TABLE refund ADD COLUMN other_currency TEXT;
-- What was told in another currency was written down and not booked: it is worked on once more, as if it had just come.
UPDATE payment_event SET outcome = '', due_at = received_at WHERE kind = 'captured' AND outcome = 'suspended' AND amount_minor = 0
    AND told_minor > 0 AND told_currency IS NOT NULL;
-- What was told and cannot be booked waits for a person, as far as it was not: it had the outcome of what is held in suspense.
UPDATE payment_event SET outcome = 'unbooked' WHERE kind = 'captured' AND outcome = 'suspended' AND amount_minor <= 0;
CREATE INDEX payment_event_unbooked ON payment_event (received_at, event_id) WHERE outcome = 'unbooked';
