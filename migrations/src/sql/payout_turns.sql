-- In which order payouts from one card ended: a payout that is given back after it was paid ends once more, behind all others. A clock
-- does not tell, since two may end in one millisecond.
ALTER TABLE payout ADD COLUMN turn BIGINT;
-- What `identity.came_back` says stays as it is until the next of its payouts ends: who is paid nothing more is told by a letter then.
UPDATE payout SET turn = (SELECT COUNT(*) FROM payout q WHERE q.shop_id = payout.shop_id AND q.identity_id = payout.identity_id
    AND (q.ended_at < payout.ended_at OR (q.ended_at = payout.ended_at AND q.id <= payout.id))) WHERE state <> 'waiting';
CREATE UNIQUE INDEX payout_turn ON payout (identity_id, turn);
