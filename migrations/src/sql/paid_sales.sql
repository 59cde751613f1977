-- What coupons, and money that was given back alone, took more than half off is no sale, however long ago it was. Best-sellers and companions
-- are found without it when the jobs look next: what changes now is not older than their last look.
UPDATE sale SET is_kept = FALSE, changed_at = COALESCE((SELECT MAX(d.ran_at) FROM demand_run d), changed_at)
WHERE is_kept AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = sale.order_id AND l.listing_id = sale.listing_id
    AND (SELECT l.quantity > COALESCE(SUM(b.quantity), 0)
        AND 2 * COALESCE(SUM(CASE WHEN b.quantity = 0 THEN b.amount_minor ELSE 0 END), 0) * l.quantity
            <= (l.total_minor - 2 * l.discount_minor) * (l.quantity - COALESCE(SUM(b.quantity), 0))
        FROM refund r JOIN refund_part b ON b.refund_id = r.id WHERE r.order_id = l.order_id AND b.line = l.position));
UPDATE listing_sold SET sold = f.sold, shown = CASE WHEN f.sold < 100 THEN f.sold WHEN f.sold < 1000 THEN f.sold / 10 * 10
    WHEN f.sold < 10000 THEN f.sold / 100 * 100 WHEN f.sold < 100000 THEN f.sold / 1000 * 1000
    WHEN f.sold < 1000000 THEN f.sold / 10000 * 10000 ELSE f.sold / 100000 * 100000 END
FROM (SELECT c.listing_id, (SELECT COUNT(*) FROM sale s WHERE s.listing_id = c.listing_id AND s.is_kept AND NOT s.is_own) AS sold
    FROM listing_sold c) f
WHERE f.listing_id = listing_sold.listing_id AND f.sold <> listing_sold.sold;
