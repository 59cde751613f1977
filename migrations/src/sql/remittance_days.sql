-- On which day a courier's transfer came, as an operator copied it from the bank's list: the same reference with another day is another
-- line. Whatever else was told has none.
ALTER TABLE payment_event ADD COLUMN told_day TEXT;
