-- Goods were to go back to a shop without an address for returns, and whoever was reminded of the end of that time was the buyer, whose turn
-- it was then. It is the shop's now, and its silence gives the money back: so the time of such a case begins anew (the longest that the
-- rule has ever given), and its reminder is due once more, which tells the shop. One that is still to be reminded is told in time by itself.
-- That a reminder came does not tell whom it told: where the version that knows the shop's turn ran without this, some shops were told
-- already, and have the days once more all the same. A shop has too long once rather than a buyer's money gone over its head.
UPDATE aftersales_case
SET due_at = due_at + 86400000 * COALESCE((SELECT MAX(r.value) FROM market_rule r WHERE r.name = 'return_send_days'), 7)
WHERE state = 'returning' AND NOT EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = aftersales_case.shop_id)
    AND EXISTS (SELECT 1 FROM timer t WHERE t.kind = 'remind_case' AND t.subject = aftersales_case.id AND t.state = 'fired');
UPDATE timer SET due_at = (SELECT c.due_at FROM aftersales_case c WHERE c.id = timer.subject)
WHERE kind = 'case' AND state = 'waiting' AND subject IN (SELECT c.id FROM aftersales_case c
    JOIN timer t ON t.kind = 'remind_case' AND t.subject = c.id AND t.state = 'fired'
    WHERE c.state = 'returning' AND NOT EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = c.shop_id));
UPDATE timer SET state = 'waiting', ended_at = NULL
WHERE kind = 'remind_case' AND state = 'fired' AND subject IN (SELECT c.id FROM aftersales_case c
    WHERE c.state = 'returning' AND NOT EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = c.shop_id));
