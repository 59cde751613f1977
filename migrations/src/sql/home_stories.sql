-- Whose story the home page tells, by the day, counted from 1970 where the market is. Of a day there is one shop, whoever chose it, and
-- another one only where that shop has no goods listed any more or tells nothing of itself.
CREATE TABLE home_story (
    day BIGINT PRIMARY KEY,
    shop_id UUID NOT NULL REFERENCES shop (id)
);
-- The newest shops whose identity was approved, and the newest others: each of these is found where it lies, however many there are of the
-- others. Nobody lists both by their age.
DROP INDEX shop_opened;
CREATE INDEX shop_opened_checked ON shop (opened_at, id) WHERE verification = 'approved';
CREATE INDEX shop_opened_unchecked ON shop (opened_at, id) WHERE verification <> 'approved';
