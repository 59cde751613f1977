-- A shop may name another bank card: until when payouts to it wait, none where they need not; and how many payouts came back from it in a
-- row, whatever was paid to it before.
ALTER TABLE identity ADD COLUMN pays_from BIGINT;
ALTER TABLE identity ADD COLUMN came_back BIGINT NOT NULL DEFAULT 0 CHECK (came_back >= 0);
-- One of them, where there were more: who is paid nothing more is told by a letter, and those are written when a payout comes back.
UPDATE identity SET came_back = 1 WHERE EXISTS (SELECT 1 FROM payout p WHERE p.shop_id = identity.shop_id AND p.identity_id = identity.id
    AND p.state IN ('failed', 'returned') AND NOT EXISTS (SELECT 1 FROM payout q WHERE q.shop_id = p.shop_id
        AND q.identity_id = p.identity_id AND q.state = 'paid' AND q.ended_at > p.ended_at));
